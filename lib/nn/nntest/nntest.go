package nntest

import (
	"context"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"gorgonia.org/gorgonia"
)

// Case is a layer under test.
type Case struct {
	// Name of the case.
	Name string
	// Layer is what is tested.
	Layer nn.Layer
	// Input is the shape of one example, Output that of the result.
	Input, Output []int
	// Weights is the number of weights that the layer has.
	Weights int
	// Random says that training differs from prediction, as in Dropout and in
	// BatchNorm; else it must not.
	Random bool
	// Integers says that the input are numbers from 0 up to, not including, it;
	// such an input has no gradient.
	Integers int
	// Wrong lists layers, and inputs for them, that Build must refuse.
	Wrong []Misfit
	// Load lists what [nn.LoadWith] needs for layers of one's own.
	Load []nn.Layer
}

// Misfit is a layer that does not fit.
type Misfit struct {
	// Layer is refused for an Input of this shape; nil means that of the case.
	Layer nn.Layer
	Input []int
	// Want is a part of the error.
	Want string
}

// Run checks the layer of a case.
func Run(t *testing.T, c Case) {
	t.Run(c.Name, func(t *testing.T) {
		t.Run("has the shapes that it says", func(t *testing.T) { shapes(t, c) })
		t.Run("refuses what does not fit", func(t *testing.T) { misfits(t, c) })
		t.Run("has the gradients of finite differences", func(t *testing.T) { gradients(t, c) })
		t.Run("is saved and loaded", func(t *testing.T) { saved(t, c) })
		t.Run("follows its seed", func(t *testing.T) { seeded(t, c) })
		t.Run("predicts each example by itself", func(t *testing.T) { apart(t, c) })
		t.Run("trains as it predicts, or says so", func(t *testing.T) { modes(t, c) })
		t.Run("stays when it is frozen", func(t *testing.T) { frozen(t, c) })
	})
}

const batch = 3

func model(t *testing.T, c Case, seed int) *nn.Model {
	t.Helper()
	m, err := nn.Sequential([]nn.Layer{c.Layer}, nn.Options{Input: c.Input, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// input returns n examples, away from 0, where some activations have no
// derivative.
func input(c Case, n int) *data.Tensor {
	r := rand.New(rand.NewPCG(5, 5))
	x := data.Zeros(append([]int{n}, c.Input...)...)
	for i := range x.Data {
		if c.Integers > 0 {
			x.Data[i] = float32(r.IntN(c.Integers))
		} else {
			x.Data[i] = float32((.2 + r.Float64()) * float64(1-2*r.IntN(2)))
		}
	}
	return x
}

// target returns targets for n examples.
func target(c Case, n int) *data.Tensor {
	r := rand.New(rand.NewPCG(6, 6))
	y := data.Zeros(append([]int{n}, c.Output...)...)
	for i := range y.Data {
		y.Data[i] = float32(r.NormFloat64())
	}
	return y
}

func shapes(t *testing.T, c Case) {
	m := model(t, c, 1)
	if got := m.Output(); !slices.Equal(got, c.Output) {
		t.Errorf("the output is %v, want %v", got, c.Output)
	}
	if got := m.Weights(); got != c.Weights {
		t.Errorf("it has %d weights, want %d", got, c.Weights)
	}
	for _, n := range []int{1, batch} {
		y, err := m.Predict(input(c, n))
		if err != nil {
			t.Fatal(err)
		}
		if want := append([]int{n}, c.Output...); !slices.Equal(y.Shape, want) {
			t.Errorf("the prediction for %d examples has the shape %v, want %v", n, y.Shape, want)
		}
		for _, v := range y.Data {
			if v-v != 0 {
				t.Fatalf("a prediction is %v", v)
			}
		}
	}
}

func misfits(t *testing.T, c Case) {
	for _, w := range c.Wrong {
		in := w.Input
		if in == nil {
			in = c.Input
		}
		_, err := nn.Sequential([]nn.Layer{w.Layer}, nn.Options{Input: in})
		if err == nil || !strings.Contains(err.Error(), w.Want) || !strings.HasPrefix(err.Error(), "nn: ") {
			t.Errorf("%+v for %v: got %v, want an error with %q", w.Layer, in, err, w.Want)
		}
	}
}

// probe adds a parameter to the input, so that there is a gradient of it.
func probe(c Case) nn.Layer {
	return nn.Func{
		Name: "probe",
		Setup: func(s *nn.Setup) ([]int, error) {
			s.Param("x", append([]int{batch}, s.Input...), nn.Initializer{Scheme: nn.Zeros})
			return s.Input, nil
		},
		Forward: func(g *nn.Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
			p, err := g.Param("x")
			if err != nil {
				return nil, err
			}
			return gorgonia.Add(x, p)
		},
	}
}

func trainer(t *testing.T, c Case) (*nn.Model, *nn.Trainer) {
	t.Helper()
	layers := []nn.Layer{c.Layer}
	if c.Integers == 0 {
		layers = []nn.Layer{probe(c), c.Layer}
	}
	m, err := nn.Sequential(layers, nn.Options{Input: c.Input, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.MeanSquaredError{}, Seed: 2})
	if err != nil {
		t.Skip("it has nothing to learn")
	}
	return m, tr
}

// gradients compares with differences over steps of 1e-2. The loss, a float32 of
// size 1, is rounded by 1e-7, which the difference makes 1e-5; the third
// derivatives of such functions leave 1e-3. Where a function bends between two
// points, as ReLU and the maximum do, the slope on either side is right.
func gradients(t *testing.T, c Case) {
	m, tr := trainer(t, c)
	x, y := input(c, batch), target(c, batch)
	loss := func() float64 {
		tr.SetSteps(3) // the same draws each time
		r, err := tr.Step(context.Background(), x, y)
		if err != nil {
			t.Fatal(err)
		}
		return r.Loss
	}
	here := loss()
	var g [][]float32
	if err := tr.Update(func(_, gradients [][]float32) error {
		for _, p := range gradients {
			g = append(g, slices.Clone(p))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	const step = 1e-2
	any := false
	for i, p := range m.Params() {
		for j, v := range p.Value.Data {
			if len(p.Value.Data) > 60 && j%(len(p.Value.Data)/40) != 0 {
				continue // some of many
			}
			p.Value.Data[j] = v + step
			up := loss()
			p.Value.Data[j] = v - step
			down := loss()
			p.Value.Data[j] = v
			right, left, got := (up-here)/step, (here-down)/step, float64(g[i][j])
			any = any || got != 0
			if off := min(math.Abs((right+left)/2-got), math.Abs(right-got), math.Abs(left-got)); off > 3e-3*(1+math.Abs(right)) {
				t.Errorf("%s, number %d: gradient %v, by differences %v and %v", p.Name, j, got, left, right)
			}
		}
	}
	if !any {
		t.Error("all gradients are 0")
	}
}

func saved(t *testing.T, c Case) {
	m := model(t, c, 4)
	for _, p := range m.Buffers() { // away from where they begin
		for i := range p.Value.Data {
			p.Value.Data[i] += float32(i+1) / 10
		}
	}
	path := filepath.Join(t.TempDir(), "model")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	loaded, err := nn.LoadWith(path, nn.LoadOptions{Layers: c.Load})
	if err != nil {
		t.Fatal(err)
	}
	x := input(c, batch)
	if want, got := m.MustPredict(x), loaded.MustPredict(x); !got.Equal(want) {
		t.Errorf("loaded, it predicts %v, want %v", got, want)
	}
	if got, want := loaded.String(), m.String(); got != want {
		t.Errorf("loaded, it is %s, want %s", got, want)
	}
	again := filepath.Join(t.TempDir(), "again")
	loaded.MustSave(again)
	if _, err := nn.LoadWith(again, nn.LoadOptions{Layers: c.Load}); err != nil {
		t.Errorf("saved twice: %v", err)
	}
}

func seeded(t *testing.T, c Case) {
	first, second := model(t, c, 7), model(t, c, 7)
	x := input(c, batch)
	if !first.MustPredict(x).Equal(second.MustPredict(x)) {
		t.Error("the same seed gives other weights")
	}
	a, b := runs(t, c), runs(t, c)
	if !a.Equal(b) {
		t.Error("the same training gives other results")
	}
}

// runs takes three steps and returns the last result.
func runs(t *testing.T, c Case) *data.Tensor {
	t.Helper()
	_, tr := trainer(t, c)
	var last *data.Tensor
	for range 3 {
		r, err := tr.Step(context.Background(), input(c, batch), target(c, batch))
		if err != nil {
			t.Fatal(err)
		}
		last = r.Output.Clone()
		if err := tr.Update(descend); err != nil {
			t.Fatal(err)
		}
	}
	return last
}

func descend(weights, gradients [][]float32) error {
	for i, w := range weights {
		for j := range w {
			w[j] -= .05 * gradients[i][j]
		}
	}
	return nil
}

func apart(t *testing.T, c Case) {
	m, x := model(t, c, 1), input(c, batch)
	all := m.MustPredict(x)
	if again := m.MustPredict(x); !again.Equal(all) {
		t.Error("predicting twice gives two results")
	}
	for i := range batch {
		alone := m.MustPredict(x.Slice(i, i+1))
		for j, v := range alone.Data {
			if want := all.Row(i)[j]; math.Abs(float64(v-want)) > 1e-5*(1+math.Abs(float64(want))) {
				t.Errorf("example %d alone gives %v, among others %v", i, alone.Data, all.Row(i))
				break
			}
		}
	}
}

func modes(t *testing.T, c Case) {
	m, tr := trainer(t, c)
	x := input(c, batch)
	r, err := tr.Step(context.Background(), x, target(c, batch))
	if err != nil {
		t.Fatal(err)
	}
	trained, predicted := r.Output.Clone(), m.MustPredict(x)
	same := true
	for i, v := range trained.Data {
		if math.Abs(float64(v-predicted.Data[i])) > 1e-5*(1+math.Abs(float64(v))) {
			same = false
		}
	}
	if same == c.Random {
		t.Errorf("training and prediction agree: %v; the case says that they differ: %v", same, c.Random)
	}
}

func frozen(t *testing.T, c Case) {
	m, tr := trainer(t, c)
	var own []string
	for _, p := range m.Params() {
		if !strings.HasPrefix(p.Name, "probe.") {
			own = append(own, p.Name)
		}
	}
	if len(own) == 0 {
		t.Skip("it has no parameters")
	}
	if err := m.Freeze(own); err != nil {
		t.Fatal(err)
	}
	before := m.Snapshot()
	for range 2 {
		if _, err := tr.Step(context.Background(), input(c, batch), target(c, batch)); err != nil {
			t.Fatal(err)
		}
		if err := tr.Update(descend); err != nil {
			t.Fatal(err)
		}
	}
	names := []string{}
	for _, p := range slices.Concat(m.Params(), m.Buffers()) {
		names = append(names, p.Name)
	}
	for i, now := range m.Snapshot() {
		switch probe := strings.HasPrefix(names[i], "probe."); {
		case !probe && !now.Equal(before[i]):
			t.Errorf("%s changed though the layer is frozen", names[i])
		case probe && now.Equal(before[i]):
			t.Error("no gradient goes through the frozen layer")
		}
	}
}
