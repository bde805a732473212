package monitor_test

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/monitor"
)

// rows draws n rows of twenty normal numbers, the first few of them moved.
func rows(n, moved int, by float64, seed uint64) *data.Dataset {
	r := rand.New(rand.NewPCG(seed, 8))
	d := &data.Dataset{X: data.Zeros(n, 20)}
	for i := range d.X.Data {
		v := r.NormFloat64()
		if i%20 < moved {
			v += by
		}
		d.X.Data[i] = float32(v)
	}
	return d
}

// TestFalseAlarms: of 400 comparisons in which nothing has changed at most 5 % alarm,
// and chance allows three standard deviations more: 8 %. Uncorrected it would be 60 %.
func TestFalseAlarms(t *testing.T) {
	const runs = 400
	alarms := 0
	for run := range runs {
		d := monitor.MustNewDrift(rows(1000, 0, 0, uint64(2*run)), monitor.DriftOptions{})
		if d.MustCompare(rows(100, 0, 0, uint64(2*run+1))).Alarm {
			alarms++
		}
	}
	if t.Logf("%d of %d", alarms, runs); alarms > runs*8/100 {
		t.Errorf("%d of %d comparisons alarm", alarms, runs)
	}
}

// TestDriftIsFound: half a standard deviation in five of twenty features, in a hundred
// rows, is found each time.
func TestDriftIsFound(t *testing.T) {
	d := monitor.MustNewDrift(rows(1000, 0, 0, 1), monitor.DriftOptions{})
	for seed := range 40 {
		r := d.MustCompare(rows(100, 5, .5, uint64(100+seed)))
		if !r.Alarm {
			t.Errorf("seed %d: %v", seed, r)
		}
		if e := r.Features[0].Effect; math.Abs(e-.5) > .35 {
			t.Errorf("seed %d: the effect is %v, want about 0.5", seed, e)
		}
	}
}

func TestKindsOfFeatures(t *testing.T) {
	reference, now := &data.Dataset{X: data.Zeros(300, 4), FeatureNames: []string{"kind", "same", "gone", "half gone"}}, &data.Dataset{X: data.Zeros(300, 4)}
	nan := float32(math.NaN())
	for i := range 300 {
		copy(reference.X.Row(i), []float32{float32(i % 3), 4, float32(i), float32(i) / 7})
		copy(now.X.Row(i), []float32{float32(i % 2), 4, nan, float32(i) / 7})
		if i%2 == 0 {
			now.X.Set(nan, i, 3)
		}
	}
	r := monitor.MustNewDrift(reference, monitor.DriftOptions{}).MustCompare(now)
	kind, same, gone, half := r.Features[0], r.Features[1], r.Features[2], r.Features[3]
	if kind.Test != "chi-squared" || !kind.Drifted || same.Drifted || !gone.Drifted || gone.Missing != 1 || half.Missing != .5 || half.Drifted {
		t.Errorf("got %+v", r.Features)
	}
	if got := r.String(); !strings.Contains(got, "2 of 4 features have drifted: kind, gone") {
		t.Error(got)
	}
	if r := monitor.MustNewDrift(reference, monitor.DriftOptions{MinEffect: .9}).MustCompare(now); r.Features[0].Drifted {
		t.Error("an effect that does not matter counts as drift")
	}
}

// TestPerformance: a model that is as good as before alarms in about one window of a
// hundred, one that has become worse by a tenth in each.
func TestPerformance(t *testing.T) {
	run := func(accuracy float64) (alarms, windows int) {
		r := rand.New(rand.NewPCG(3, 3))
		p := monitor.MustNewPerformance(monitor.PerformanceOptions{Baseline: .9, Window: 400})
		for range 500 {
			y, predicted := make([]int, 400), make([]int, 400)
			for i := range y {
				if r.Float64() >= accuracy {
					predicted[i] = 1
				}
			}
			p.MustAdd(y, predicted)
		}
		for _, w := range p.Windows() {
			if w.Alarm {
				alarms++
			}
		}
		return alarms, len(p.Windows())
	}
	// Of 500 windows 5 alarm; four standard deviations more are 14.
	if alarms, windows := run(.9); windows != 500 || alarms > 14 {
		t.Errorf("as good as before: %d alarms in %d windows", alarms, windows)
	}
	if alarms, _ := run(.8); alarms < 499 {
		t.Errorf("worse by a tenth: %d alarms in 500 windows", alarms)
	}
}

func TestFeedbackSurvivesACrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "feedback")
	f := monitor.MustOpenFeedback(path)
	f.MustAdd(monitor.Answer{X: []float32{1, 2}, Predicted: 0, Label: 1})
	f.MustMarkUsed()
	f.MustAdd(monitor.Answer{X: []float32{3, 4}, Predicted: 1, Label: 0})
	f.MustClose()
	half, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := half.WriteString(`{"Answer":{"X":[5`); err != nil {
		t.Fatal(err)
	}
	if err := half.Close(); err != nil {
		t.Fatal(err)
	}
	f = monitor.MustOpenFeedback(path)
	f.MustAdd(monitor.Answer{X: []float32{5, 6}, Predicted: 1, Label: 1})
	f.MustClose()
	f = monitor.MustOpenFeedback(path)
	defer f.MustClose()
	d := f.MustDataset([]string{"no", "yes"})
	if f.New() != 2 || d.Len() != 3 || d.Y[0] != 1 || d.X.At(2, 1) != 6 || f.Answers()[2].When.IsZero() {
		t.Errorf("%d new of %d answers: %v", f.New(), d.Len(), f.Answers())
	}
}

func TestTrigger(t *testing.T) {
	drift := &monitor.DriftReport{Alarm: true, Rows: 5, Features: []monitor.FeatureDrift{{Name: "age", Drifted: true}}}
	bad := monitor.MustNewPerformance(monitor.PerformanceOptions{Baseline: .9, Window: 50})
	bad.MustAdd(make([]int, 50), append(make([]int, 20), slicesOf(1, 30)...))
	f := monitor.MustOpenFeedback(filepath.Join(t.TempDir(), "f"))
	defer f.MustClose()
	for range 10 {
		f.MustAdd(monitor.Answer{X: []float32{1}, Label: 1})
	}
	for _, c := range []struct {
		trigger monitor.Trigger
		drift   *monitor.DriftReport
		p       *monitor.Performance
		f       *monitor.Feedback
		retrain bool
		says    string
	}{
		{monitor.Trigger{}, nil, nil, nil, false, "no reason"},
		{monitor.Trigger{}, drift, nil, nil, true, "1 of 1 features have drifted: age"},
		{monitor.Trigger{}, nil, bad, nil, true, "the accuracy of the last 50 answers is 0.400"},
		{monitor.Trigger{IgnoreDrift: true, IgnorePerformance: true}, drift, bad, f, false, "no reason"},
		{monitor.Trigger{MinFeedback: 11}, drift, nil, f, false, "10 new answers, 11 are needed"},
		{monitor.Trigger{MinFeedback: 10}, drift, nil, f, true, "drifted"},
		{monitor.Trigger{Enough: 10}, nil, nil, f, true, "there are 10 new answers"},
		{monitor.Trigger{Enough: 11}, nil, nil, f, false, "no reason"},
	} {
		d := c.trigger.Decide(c.drift, c.p, c.f)
		if d.Retrain != c.retrain || !strings.Contains(d.String(), c.says) {
			t.Errorf("%+v: %v", c.trigger, d)
		}
	}
}

func slicesOf(v, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func TestMistakes(t *testing.T) {
	iris := monitor.MustNewDrift(datasets.Iris(), monitor.DriftOptions{})
	empty := &data.Dataset{X: data.MustFromRows([][]float32{{float32(math.NaN())}, {float32(math.NaN())}})}
	f := monitor.MustOpenFeedback(filepath.Join(t.TempDir(), "f"))
	defer f.MustClose()
	none := func() error { _, err := f.Dataset(nil); return err }()
	f.MustAdd(monitor.Answer{X: []float32{1, 2}})
	other := filepath.Join(t.TempDir(), "other")
	if err := os.WriteFile(other, []byte("shopping list\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	first := func(_ any, err error) error { return err }
	p := monitor.MustNewPerformance(monitor.PerformanceOptions{Baseline: .9})
	for _, c := range []struct {
		err  error
		want string
	}{
		{first(monitor.NewDrift(nil, monitor.DriftOptions{})), "the reference is nil"},
		{first(monitor.NewDrift(datasets.Iris().Subset([]int{1}), monitor.DriftOptions{})), "at least 2 rows, got 1"},
		{first(monitor.NewDrift(datasets.Iris(), monitor.DriftOptions{Alpha: 2})), "want an Alpha between 0 and 1"},
		{first(monitor.NewDrift(empty, monitor.DriftOptions{})), `the column "x0" has no finite values`},
		{first(iris.Compare(nil)), "the data set is nil"},
		{first(iris.Compare(datasets.Wine())), "want rows of 4 features, got 178 of 13"},
		{first(monitor.NewPerformance(monitor.PerformanceOptions{})), "want a Baseline above 0"},
		{p.Add([]int{1}, nil), "got 1 and 0"},
		{p.Figure().Err(), "no window of 200 answers is full"},
		{none, "no answers yet"},
		{f.Add(monitor.Answer{X: []float32{1}}), "it has 1 features, those before have 2"},
		{f.Add(monitor.Answer{X: []float32{1, float32(math.Inf(1))}}), "feature 1 is +Inf"},
		{f.Add(monitor.Answer{}), "got 0 features"},
		{first(f.Dataset([]string{})), "Y[0] is 0"},
		{first(monitor.OpenFeedback(other)), "line 1 is no feedback"},
		{first(monitor.OpenFeedback(t.TempDir())), "OpenFeedback"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) || !strings.HasPrefix(c.err.Error(), "monitor: ") {
			t.Errorf("got %v, want %q", c.err, c.want)
		}
	}
}
