package nn_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
)

func TestPenalties(t *testing.T) {
	x, y := data.MustFromRows([][]float32{{1, 2}}), data.MustFromRows([][]float32{{0, 0}})
	step := func(p []nn.Penalty) (float64, [][]float32, *nn.Model) {
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2}}, nn.Options{Input: []int{2}, Seed: 1})
		copy(m.Params()[0].Value.Data, []float32{3, -1, 4, 0}) // columns (3, 4) and (−1, 0)
		tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.MeanSquaredError{}, Penalties: p})
		if err != nil {
			t.Fatal(err)
		}
		r, err := tr.Step(context.Background(), x, y)
		if err != nil {
			t.Fatal(err)
		}
		var g [][]float32
		_ = tr.Update(func(_, gradients [][]float32) error {
			for _, p := range gradients {
				g = append(g, slices.Clone(p))
			}
			return nil
		})
		return r.Loss, g, m
	}
	loss, g, _ := step(nil)
	with, h, m := step([]nn.Penalty{{Match: "*.weight", L1: .1, L2: .01, MaxNorm: 2}})
	if want := .1*8 + .01*26; math.Abs(with-loss-want) > 1e-5 {
		t.Errorf("the penalty is %v, want %v", with-loss, want)
	}
	for i, want := range []float64{.1 + .06, -.1 - .02, .1 + .08, 0} {
		if got := float64(h[0][i] - g[0][i]); math.Abs(got-want) > 1e-5 {
			t.Errorf("its gradient %d is %v, want %v", i, got, want)
		}
	}
	for i, want := range []float32{3 * 2. / 5, -1, 4 * 2. / 5, 0} {
		if got := m.Params()[0].Value.Data[i]; math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("weight %d is %v with a greatest norm of 2, want %v", i, got, want)
		}
	}
	conv := nn.MustSequential([]nn.Layer{nn.Conv2D{Filters: 2, Kernel: nn.Square(2)}}, nn.Options{Input: []int{1, 2, 2}})
	copy(conv.Params()[0].Value.Data, []float32{3, 0, 4, 0, 1, 0, 0, 0})
	tr, err := conv.Trainer(nn.TrainerOptions{Loss: nn.MeanSquaredError{}, Penalties: []nn.Penalty{{Match: "*.weight", MaxNorm: 2}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.Step(context.Background(), data.Zeros(1, 1, 2, 2), data.Zeros(1, 2, 1, 1)); err != nil {
		t.Fatal(err)
	}
	_ = tr.Update(func(_, _ [][]float32) error { return nil })
	if got := conv.Params()[0].Value.Data; math.Abs(float64(got[0])-1.2) > 1e-6 || got[4] != 1 {
		t.Errorf("filters of a greatest norm of 2: %v", got)
	}
}

// TestInitializers: of n normal numbers the deviation has a relative standard
// error of 1/√(2n), of uniform ones less: 0.7 % here, of which five are allowed.
func TestInitializers(t *testing.T) {
	const in, out = 120, 80
	for scheme, variance := range map[nn.Scheme]float64{
		nn.GlorotUniform: 2. / (in + out), nn.GlorotNormal: 2. / (in + out), nn.HeUniform: 2. / in, nn.HeNormal: 2. / in,
		nn.LeCunUniform: 1. / in, nn.LeCunNormal: 1. / in, nn.Orthogonal: 1. / in,
	} {
		for _, gain := range []float64{0, 2} {
			m := nn.MustSequential([]nn.Layer{nn.Dense{Units: out, Init: nn.Initializer{Scheme: scheme, Gain: gain}}}, nn.Options{Input: []int{in}, Seed: 1})
			var squares float64
			for _, w := range m.Params()[0].Value.Data {
				squares += float64(w) * float64(w)
			}
			want := math.Sqrt(variance) * max(gain, 1)
			if got := math.Sqrt(squares / (in * out)); math.Abs(got/want-1) > .035 {
				t.Errorf("%s with gain %v: deviation %v, want %v", scheme, gain, got, want)
			}
		}
	}
	// The columns of a tall orthogonal matrix are orthonormal.
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 5, Init: nn.Initializer{Scheme: nn.Orthogonal}}}, nn.Options{Input: []int{9}, Seed: 1})
	w := m.Params()[0].Value
	for a := range 5 {
		for b := range 5 {
			var dot float64
			for i := range 9 {
				dot += float64(w.At(i, a)) * float64(w.At(i, b))
			}
			want := 0.0
			if a == b {
				want = 1
			}
			if math.Abs(dot-want) > 1e-5 {
				t.Errorf("columns %d and %d: %v", a, b, dot)
			}
		}
	}
	// A convolution's fans are those of its windows: 8·9 in, 16·9 out.
	conv := nn.MustSequential([]nn.Layer{nn.Conv2D{Filters: 16, Kernel: nn.Square(3), Init: nn.Initializer{Scheme: nn.GlorotUniform}}}, nn.Options{Input: []int{8, 5, 5}, Seed: 1})
	bound, top := math.Sqrt(6./(72+144)), 0.0
	for _, v := range conv.Params()[0].Value.Data {
		top = max(top, math.Abs(float64(v)))
	}
	if top > bound || top < .98*bound {
		t.Errorf("the greatest weight of the filters is %v, the bound %v", top, bound)
	}
	if got := nn.LeakyReLUOf(.5).Gain(); math.Abs(got-math.Sqrt(2/1.25)) > 1e-12 || nn.Tanh.Gain() != 5./3 || nn.ReLU.Gain() != math.Sqrt2 || nn.Sigmoid.Gain() != 1 {
		t.Errorf("gains: %v %v %v %v", got, nn.Tanh.Gain(), nn.ReLU.Gain(), nn.Sigmoid.Gain())
	}
	lstm := nn.MustSequential([]nn.Layer{nn.LSTM{Units: 2}}, nn.Options{Input: []int{3, 2}})
	if got := find(t, lstm.Params(), "bias").Value.Data; !slices.Equal(got, []float32{0, 0, 1, 1, 0, 0, 0, 0}) {
		t.Errorf("an LSTM's bias begins as %v", got)
	}
}
