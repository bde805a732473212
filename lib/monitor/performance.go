package monitor

import (
	"fmt"
	"math"
	"sync"

	"github.com/gorgolab/gorgo/lib/plots"
	"gonum.org/v1/gonum/stat/distuv"
)

// PerformanceOptions says what [Performance] watches for.
type PerformanceOptions struct {
	// Baseline is the accuracy that the model had when it was tested. Required.
	Baseline float64
	// Window is the number of answers that are measured together. Default 200.
	Window int
	// Tolerance is how much less than the Baseline is no reason for an alarm. Default 0.
	Tolerance float64
	// Confidence of the intervals, and of alarms: one window in 1/(1 − Confidence)
	// alarms wrongly, or fewer. Default 0.99.
	Confidence float64
}

// Window is the accuracy of some answers in a row.
type Window struct {
	// From and To number its answers, from 0; To is not in it.
	From, To int
	// Accuracy, with its confidence interval (Wilson 1927).
	Accuracy, Low, High float64
	// Alarm says that the accuracy is less than the baseline by more than chance and
	// tolerance.
	Alarm bool
}

// Performance measures how often a model at work is right, window after window. Several
// goroutines may use it at once.
type Performance struct {
	opts    PerformanceOptions
	z       float64
	mu      sync.Mutex
	windows []Window
	n       int // answers in all
	right   int // in the window that is not full
}

// NewPerformance returns a measurement without answers.
func NewPerformance(opts PerformanceOptions) (*Performance, error) {
	if opts.Window == 0 {
		opts.Window = 200
	}
	if opts.Confidence == 0 {
		opts.Confidence = .99
	}
	if !(opts.Baseline > 0 && opts.Baseline <= 1) || opts.Window < 1 || !(opts.Tolerance >= 0 && opts.Tolerance < 1) || !(opts.Confidence > .5 && opts.Confidence < 1) {
		return nil, fmt.Errorf("monitor: NewPerformance: want a Baseline above 0 up to 1, a Window of at least 1, a Tolerance from 0 to 1 and a Confidence between 0.5 and 1, got %v, %d, %v and %v", opts.Baseline, opts.Window, opts.Tolerance, opts.Confidence)
	}
	// An alarm looks at the upper end alone.
	return &Performance{opts: opts, z: distuv.UnitNormal.Quantile(opts.Confidence)}, nil
}

// MustNewPerformance is [NewPerformance], but panics on an error.
func MustNewPerformance(opts PerformanceOptions) *Performance {
	p, err := NewPerformance(opts)
	if err != nil {
		panic(err)
	}
	return p
}

// Add measures answers whose truth became known, in the order in which they were given.
func (p *Performance) Add(y, predicted []int) error {
	if len(y) != len(predicted) {
		return fmt.Errorf("monitor: Performance: want as many labels as predictions, got %d and %d", len(y), len(predicted))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, label := range y {
		p.n++
		if label == predicted[i] {
			p.right++
		}
		if p.n%p.opts.Window == 0 {
			p.windows = append(p.windows, p.window(p.n-p.opts.Window, p.n))
			p.right = 0
		}
	}
	return nil
}

// MustAdd is [Performance.Add], but panics on an error.
func (p *Performance) MustAdd(y, predicted []int) {
	if err := p.Add(y, predicted); err != nil {
		panic(err)
	}
}

func (p *Performance) window(from, to int) Window {
	w := Window{From: from, To: to, Accuracy: float64(p.right) / float64(to-from)}
	w.Low, w.High = wilson(p.right, to-from, p.z)
	w.Alarm = w.High < p.opts.Baseline-p.opts.Tolerance
	return w
}

// Windows returns the windows that are full, in order.
func (p *Performance) Windows() []Window {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Window{}, p.windows...)
}

// Alarm reports whether the last full window alarms, and why.
func (p *Performance) Alarm() (alarm bool, reason string) {
	windows := p.Windows()
	if len(windows) == 0 || !windows[len(windows)-1].Alarm {
		return false, ""
	}
	w := windows[len(windows)-1]
	return true, fmt.Sprintf("the accuracy of the last %d answers is %.3f (%.3f to %.3f), it was %.3f", w.To-w.From, w.Accuracy, w.Low, w.High, p.opts.Baseline)
}

// String says how many answers were measured, and the accuracy of the last window.
func (p *Performance) String() string {
	windows := p.Windows()
	p.mu.Lock()
	n := p.n
	p.mu.Unlock()
	if len(windows) == 0 {
		return fmt.Sprintf("%d answers: no window of %d is full", n, p.opts.Window)
	}
	w := windows[len(windows)-1]
	text := fmt.Sprintf("%d answers, of the last %d %.3f right (%.3f to %.3f)", n, w.To-w.From, w.Accuracy, w.Low, w.High)
	if alarm, _ := p.Alarm(); alarm {
		text += ": alarm"
	}
	return text
}

// Figure draws the accuracy of the windows, its interval and the baseline.
func (p *Performance) Figure() *plots.Figure {
	windows := p.Windows()
	if len(windows) == 0 {
		return plots.Failed("Performance", fmt.Errorf("monitor: Performance: no window of %d answers is full", p.opts.Window))
	}
	series := []plots.Series{{Name: "accuracy"}, {Name: "at most"}, {Name: "at least"}, {Name: "baseline"}}
	for _, w := range windows {
		for i, v := range []float64{w.Accuracy, w.High, w.Low, p.opts.Baseline} {
			series[i].X, series[i].Y = append(series[i].X, float64(w.To)), append(series[i].Y, math.Min(v, 1))
		}
	}
	f := plots.Line(series)
	f.XLabel, f.YLabel = "answers", "accuracy"
	return f
}
