package train

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/plots"
)

// History is how a training went. It shows itself as curves of the loss and,
// for classes, of the accuracy.
type History struct {
	// Epochs that were finished, in order.
	Epochs []Epoch
	// Planned is the number of epochs that were asked for.
	Planned int
	// Interrupted is set when the person ended the training.
	Interrupted bool
	// Stopped says why the training ended before the planned epochs; empty
	// when it did not.
	Stopped string
	// Best is the number of the epoch whose weights the model has when they
	// are not those of the last step; 0 when they are.
	Best int
	// Duration of the training.
	Duration time.Duration
}

// Epoch is what was measured in one epoch. What was not measured is NaN: the
// validation without a validation set, the accuracy without classes.
type Epoch struct {
	// Number of the epoch, from 1.
	Number int
	// Loss and Accuracy are means over the examples of the epoch, each
	// measured just before its batch was learnt from, with Dropout at work.
	Loss, Accuracy float64
	// ValidationLoss and ValidationAccuracy were measured after the epoch, as
	// the model predicts.
	ValidationLoss, ValidationAccuracy float64
	// LearningRate of the last step.
	LearningRate float64
	// GradientNorm is the greatest joint norm of the gradients in a step,
	// before clipping by norm; NaN when Options.ClipNorm is 0.
	GradientNorm float64
	// Metrics holds what Options.Metrics measured, by name: "f1" and, of the
	// validation part, "validation_f1".
	Metrics map[string]float64
	// Duration of the epoch, validation included.
	Duration time.Duration
}

// columns lists what every epoch measures, by the name that callbacks use.
var columns = []struct {
	name, title string
	of          func(e Epoch) float64
}{
	{"loss", "loss", func(e Epoch) float64 { return e.Loss }},
	{"accuracy", "accuracy", func(e Epoch) float64 { return e.Accuracy }},
	{"validation_loss", "val. loss", func(e Epoch) float64 { return e.ValidationLoss }},
	{"validation_accuracy", "val. accuracy", func(e Epoch) float64 { return e.ValidationAccuracy }},
	{"learning_rate", "learning rate", func(e Epoch) float64 { return e.LearningRate }},
	{"gradient_norm", "gradient norm", func(e Epoch) float64 { return e.GradientNorm }},
}

// Metric returns one value for each epoch of "loss", "accuracy",
// "validation_loss", "validation_accuracy", "learning_rate", "gradient_norm" or
// what Options.Metrics measured. It is nil when there is no such metric.
func (h *History) Metric(name string) []float64 {
	var out []float64
	for _, e := range h.Epochs {
		v, ok := e.Metric(name)
		if !ok {
			return nil
		}
		out = append(out, v)
	}
	return out
}

// Metric returns a value of the epoch by its name, as [History.Metric] does; ok
// is false when there is no such metric.
func (e Epoch) Metric(name string) (value float64, ok bool) {
	for _, m := range columns {
		if m.name == name {
			return m.of(e), true
		}
	}
	value, ok = e.Metrics[name]
	return value, ok
}

// Names returns the names of everything that was measured in some epoch.
func (h *History) Names() []string {
	var out []string
	for _, m := range columns {
		if h.measured(m.name) != nil {
			out = append(out, m.name)
		}
	}
	if len(h.Epochs) > 0 {
		out = append(out, slices.Sorted(maps.Keys(h.Epochs[0].Metrics))...)
	}
	return out
}

// Last returns the last finished epoch; with none, an Epoch of NaN.
func (h *History) Last() Epoch {
	if len(h.Epochs) == 0 {
		nan := math.NaN()
		return Epoch{Loss: nan, Accuracy: nan, ValidationLoss: nan, ValidationAccuracy: nan, LearningRate: nan, GradientNorm: nan}
	}
	return h.Epochs[len(h.Epochs)-1]
}

// measured returns the values of a metric, or nil when none was measured.
func (h *History) measured(name string) []float64 {
	values := h.Metric(name)
	if !slices.ContainsFunc(values, func(v float64) bool { return !math.IsNaN(v) }) {
		return nil
	}
	return values
}

// Figure returns the curves.
func (h *History) Figure() *plots.Figure { return h.curves(0) }

// growing returns the curves of a training under way, on an axis of all planned
// epochs.
func (h *History) growing() *plots.Figure { return h.curves(h.Planned) }

// mostCurves is how many panels stand side by side on a page.
const mostCurves = 3

func (h *History) curves(epochs int) *plots.Figure {
	curves := []plots.Metric{{Name: "loss", Train: h.Metric("loss"), Validation: h.measured("validation_loss")}}
	if accuracy := h.measured("accuracy"); accuracy != nil {
		curves = append(curves, plots.Metric{Name: "accuracy", Train: accuracy, Validation: h.measured("validation_accuracy")})
	}
	if len(h.Epochs) > 0 {
		for _, name := range slices.Sorted(maps.Keys(h.Epochs[0].Metrics)) {
			if !strings.HasPrefix(name, "validation_") && len(curves) < mostCurves {
				curves = append(curves, plots.Metric{Name: name, Train: h.Metric(name), Validation: h.measured("validation_" + name)})
			}
		}
	}
	return plots.Curves(curves, epochs)
}

// Display shows the curves, and how the training ended.
func (h *History) Display() display.Bundle {
	if len(h.Epochs) == 0 {
		return display.Bundle{Data: map[string]any{display.MIMEText: h.String()}}
	}
	b := h.Figure().Titled(h.ending()).Display()
	b.Data[display.MIMEText] = h.String()
	return b
}

// ending says in one line how the training ended.
func (h *History) ending() string {
	s := fmt.Sprintf("%d epochs in %s", len(h.Epochs), seconds(h.Duration))
	if len(h.Epochs) == 1 {
		s = "1 epoch in " + seconds(h.Duration)
	}
	if h.Stopped != "" {
		s = fmt.Sprintf("%d of %d epochs in %s: %s", len(h.Epochs), h.Planned, seconds(h.Duration), h.Stopped)
	}
	if h.Best != 0 {
		s += fmt.Sprintf("; the weights are those of epoch %d", h.Best)
	}
	return s
}

// Table returns the numbers of every epoch.
func (h *History) Table() display.Table {
	t := display.Table{Columns: []string{"epoch"}, Caption: h.ending()}
	var shown []func(e Epoch) float64
	for _, name := range h.Names() {
		t.Columns = append(t.Columns, titleOf(name))
		shown = append(shown, func(e Epoch) float64 { v, _ := e.Metric(name); return v })
	}
	t.Columns = append(t.Columns, "time")
	for _, e := range h.Epochs {
		row := []string{fmt.Sprint(e.Number)}
		for _, of := range shown {
			row = append(row, number(of(e)))
		}
		t.Rows = append(t.Rows, append(row, seconds(e.Duration)))
	}
	return t
}

// String returns how the training ended and the numbers of the last epoch.
func (h *History) String() string {
	if len(h.Epochs) == 0 {
		return "no epoch was finished: " + h.Stopped
	}
	return h.ending() + "\n" + h.Last().String()
}

// titleOf returns how a metric is headed.
func titleOf(name string) string {
	for _, m := range columns {
		if m.name == name {
			return m.title
		}
	}
	if rest, ok := strings.CutPrefix(name, "validation_"); ok {
		name = "val. " + rest
	}
	return strings.ReplaceAll(name, "_", " ")
}

// String returns the numbers of the epoch in one line.
func (e Epoch) String() string {
	parts := []string{fmt.Sprintf("epoch %d", e.Number)}
	for _, m := range columns[:4] {
		if v := m.of(e); !math.IsNaN(v) {
			parts = append(parts, m.title+" "+number(v))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Metrics)) {
		parts = append(parts, titleOf(name)+" "+number(e.Metrics[name]))
	}
	return strings.Join(parts, "  ")
}

// number writes a measured number with four significant digits.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case v == 0 || math.Abs(v) >= 1e-3 && math.Abs(v) < 1e4:
		return fmt.Sprintf("%.4f", v)
	}
	return fmt.Sprintf("%.3g", v)
}

// seconds writes a duration for people.
func seconds(d time.Duration) string {
	switch {
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < time.Minute:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}
