package gp

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// TestReference compares with scikit-learn 1.9 (testdata/sklearn_reference.py).
func TestReference(t *testing.T) {
	b, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		X, At                                 [][]float64
		Y, Lengths, Gradient, Mean, Deviation []float64
		Variance, Noise, LogLikelihood        float64
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	p, err := New(Kernel{Lengths: r.Lengths, Group: []int{0, 1, 2}, Variance: r.Variance, Noise: r.Noise}, r.X, r.Y)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log likelihood", p.LogLikelihood(), r.LogLikelihood)
	for i, want := range r.Gradient {
		near(t, "gradient", p.gradient()[i], want)
	}
	for i, at := range r.At {
		mean, deviation := p.Predict(at)
		near(t, "mean", mean, r.Mean[i])
		near(t, "deviation", deviation, r.Deviation[i])
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-7*(1+math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// TestFit: of a function of the first coordinate alone, the second gets a length
// that makes it not matter, and what was not seen is foretold.
func TestFit(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var x [][]float64
	var y []float64
	for range 30 {
		p := []float64{random.Float64(), random.Float64()}
		x, y = append(x, p), append(y, 1.4*math.Sin(6*p[0]))
	}
	p, err := Fit(x, y, []int{0, 1})
	if err != nil {
		t.Fatal(err)
	}
	if k := p.Kernel; k.Lengths[1] < 3*k.Lengths[0] {
		t.Errorf("the lengths are %v: the second coordinate does not matter", k.Lengths)
	}
	for _, at := range []float64{.1, .5, .8} {
		mean, deviation := p.Predict([]float64{at, .5})
		if off := math.Abs(mean - 1.4*math.Sin(6*at)); off > .02 || deviation > .2 {
			t.Errorf("at %v it says %v ± %v, want %v", at, mean, deviation, 1.4*math.Sin(6*at))
		}
	}
}

func TestWhatCannotBeFitted(t *testing.T) {
	if _, err := Fit(nil, nil, []int{0}); err == nil {
		t.Error("no error without points")
	}
	twice := Kernel{Lengths: []float64{1}, Group: []int{0}, Variance: 1}
	if _, err := New(twice, [][]float64{{.5}, {.5}}, []float64{1, 2}); err == nil {
		t.Error("no error for two values at one point without noise")
	}
}
