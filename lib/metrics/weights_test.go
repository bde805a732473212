package metrics

// A weight of n is the example taken n times, for every metric that takes
// weights.

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
)

// weighted lists every metric with weights.
var weighted = []struct {
	name    string
	compute func(w Weights, y, predicted []int, p *data.Tensor, classes []string) (float64, error)
}{
	{"Accuracy", func(w Weights, y, predicted []int, _ *data.Tensor, _ []string) (float64, error) {
		return w.Accuracy(y, predicted)
	}},
	{"BalancedAccuracy", func(w Weights, y, predicted []int, _ *data.Tensor, c []string) (float64, error) {
		return w.BalancedAccuracy(y, predicted, c)
	}},
	{"TopKAccuracy", func(w Weights, y, _ []int, p *data.Tensor, c []string) (float64, error) {
		return w.TopKAccuracy(y, p, c, 2)
	}},
	{"ConfusionMatrix", func(w Weights, y, predicted []int, _ *data.Tensor, c []string) (float64, error) {
		m, err := w.ConfusionMatrix(y, predicted, c)
		if err != nil {
			return 0, err
		}
		return m.Normalize(ByAll)[1][0], nil
	}},
	{"PerClass", func(w Weights, y, predicted []int, _ *data.Tensor, c []string) (float64, error) {
		s, err := w.PerClass(y, predicted, c)
		if err != nil {
			return 0, err
		}
		return s.Weighted.F1, nil
	}},
	{"FBeta", func(w Weights, y, predicted []int, _ *data.Tensor, c []string) (float64, error) {
		s, err := w.FBeta(y, predicted, c, 2)
		if err != nil {
			return 0, err
		}
		return s.Weighted, nil
	}},
	{"Matthews", func(w Weights, y, predicted []int, _ *data.Tensor, c []string) (float64, error) {
		return w.Matthews(y, predicted, c)
	}},
	{"Kappa", func(w Weights, y, predicted []int, _ *data.Tensor, c []string) (float64, error) {
		return w.Kappa(y, predicted, c, QuadraticKappa)
	}},
	{"LogLoss", func(w Weights, y, _ []int, p *data.Tensor, c []string) (float64, error) { return w.LogLoss(y, p, c) }},
	{"Brier", func(w Weights, y, _ []int, p *data.Tensor, c []string) (float64, error) { return w.Brier(y, p, c) }},
	{"ROC", func(w Weights, y, _ []int, p *data.Tensor, c []string) (float64, error) {
		r, err := w.ROC(y, p, c)
		if err != nil {
			return 0, err
		}
		return r.Weighted, nil
	}},
	{"OneVsOne", func(w Weights, y, _ []int, p *data.Tensor, c []string) (float64, error) {
		r, err := w.OneVsOne(y, p, c)
		if err != nil {
			return 0, err
		}
		return r.Weighted, nil
	}},
	{"PrecisionRecall", func(w Weights, y, _ []int, p *data.Tensor, c []string) (float64, error) {
		r, err := w.PrecisionRecall(y, p, c)
		if err != nil {
			return 0, err
		}
		return r.Weighted, nil
	}},
	{"TopCalibration", func(w Weights, y, _ []int, p *data.Tensor, c []string) (float64, error) {
		r, err := w.TopCalibration(y, p, c, CalibrationOptions{})
		if err != nil {
			return 0, err
		}
		return r.Error, nil
	}},
	{"Regression", func(w Weights, _, _ []int, p *data.Tensor, c []string) (float64, error) {
		y := p.Clone()
		for i := range y.Data {
			y.Data[i] += float32(i%7)/10 - .3
		}
		r, err := w.Regression(y.MustReshape(y.Rows(), -1), p)
		if err != nil {
			return 0, err
		}
		return r.R2, nil
	}},
}

func TestAWeightIsARepetition(t *testing.T) {
	const n, k = 80, 4
	classes := letters(k)
	y, predicted, p := randomCase(9, n, k)
	random := rand.New(rand.NewPCG(10, 0))
	w := make(Weights, n)
	var rows []int
	for i := range w {
		w[i] = float64(random.IntN(4))
		for range int(w[i]) {
			rows = append(rows, i)
		}
	}
	for _, m := range weighted {
		t.Run(m.name, func(t *testing.T) {
			value := func(w Weights, y, predicted []int, p *data.Tensor) float64 {
				t.Helper()
				v, err := m.compute(w, y, predicted, p, classes)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			plain := value(nil, y, predicted, p)
			got := value(w, y, predicted, p)
			if m.name != "Regression" { // whose errors follow the place
				if want := value(nil, pick(y, rows), pick(predicted, rows), p.Gather(rows)); !same(got, want, 1e-9) {
					t.Errorf("weights give %v, repetitions %v", got, want)
				}
			}
			if same(got, plain, 1e-9) {
				t.Errorf("the weights change nothing: %v", got)
			}
			ones := make(Weights, n)
			for i := range ones {
				ones[i] = 2
			}
			if got := value(ones, y, predicted, p); !same(got, plain, 1e-9) {
				t.Errorf("equal weights give %v, none %v", got, plain)
			}
		})
	}
}

func TestWeightsAreChecked(t *testing.T) {
	_, predicted, p := randomCase(1, 3, 2)
	y := []int{0, 1, 0}
	for _, m := range weighted {
		for _, c := range []struct {
			w    Weights
			want string
		}{
			{Weights{1, 2}, "got 2 weights and 3 examples"},
			{Weights{1, -2, 0}, "weight 1 is -2"},
			{Weights{1, 2, math.NaN()}, "weight 2 is NaN"},
			{Weights{0, 0, 0}, "all weights are 0"},
		} {
			_, err := m.compute(c.w, y, predicted, p, letters(2))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s of weights %v: got %v, want %q", m.name, c.w, err, c.want)
			} else if strings.Contains(c.want, "all weights") && !errors.Is(err, ErrEmpty) {
				t.Errorf("%s: %v is not ErrEmpty", m.name, err)
			}
		}
	}
}

// TestTopCalibration counts by hand: of two examples at 0.9 both are right, of
// two at 0.6 one is.
func TestTopCalibration(t *testing.T) {
	p := data.MustFromRows([][]float32{{.9, .1}, {.1, .9}, {.6, .4}, {.4, .6}})
	c := MustTopCalibration([]int{0, 1, 0, 0}, p, letters(2), CalibrationOptions{Bins: 5})
	if len(c.Observed) != 2 || c.Observed[0] != .5 || c.Observed[1] != 1 || !same(c.Error, .5*.1+.5*.1, 1e-6) {
		t.Errorf("got %+v", c)
	}
}

func TestBadInputOfTheOthers(t *testing.T) {
	one := data.MustFromRows([][]float32{{1}, {2}})
	nan := data.MustFromRows([][]float32{{1}, {float32(math.NaN())}})
	for _, c := range []struct {
		err  func() error
		want string
	}{
		{func() error { _, err := Regression(nil, one); return err }, "got nil"},
		{func() error { _, err := Regression(one, data.Zeros(2, 2)); return err }, "got (2, 2) and (2, 1)"},
		{func() error { _, err := Regression(data.Zeros(0, 1), data.Zeros(0, 1)); return err }, "no examples"},
		{func() error { _, err := Regression(nan, one); return err }, "the target of example 1 is NaN"},
		{func() error { _, err := RMSE(one, nan); return err }, "the prediction of example 1 is NaN"},
		{func() error { _, err := FBeta([]int{0}, []int{0}, letters(1), 0); return err }, "beta above 0"},
		{func() error { _, err := Kappa([]int{0}, []int{0}, letters(1), "cubic"); return err }, `no disagreement "cubic"`},
		{func() error { _, err := TopKAccuracy([]int{0}, data.Zeros(1, 2), letters(2), 0); return err }, "k of at least 1"},
		{func() error { _, err := Calibration([]bool{true}, []float32{2}, CalibrationOptions{}); return err }, "probability 0 is 2"},
		{func() error {
			_, err := Calibration([]bool{true}, []float32{1}, CalibrationOptions{Bins: -1})
			return err
		}, "at least 1 bin"},
		{func() error { _, err := Calibration(nil, nil, CalibrationOptions{}); return err }, "no examples"},
		{func() error {
			_, err := Brier([]int{0}, data.MustFromRows([][]float32{{3, -1}}), letters(2))
			return err
		}, "after softmax"},
		{func() error { _, err := Bootstrap(1, nil, BootstrapOptions{}); return err }, "at least 2 examples"},
		{func() error {
			_, err := Bootstrap(5, nil, BootstrapOptions{Resamples: -1, Confidence: 2})
			return err
		}, "got 2: set Confidence"},
		{func() error {
			_, err := Bootstrap(5, func([]int) (float64, error) { return math.NaN(), nil }, BootstrapOptions{})
			return err
		}, "undefined in 1000 of 1000"},
		{func() error {
			_, err := Bootstrap(5, func([]int) (float64, error) { return 1, nil }, BootstrapOptions{BCa: true})
			return err
		}, "leave it off"},
	} {
		if err := c.err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}
