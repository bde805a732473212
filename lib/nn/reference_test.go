package nn_test

// What testdata/torch_reference.py computed with PyTorch 2.15, in float64.

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"gorgonia.org/gorgonia"
)

type reference struct {
	Layers []struct {
		Name               string
		X, Y, Target       *data.Tensor
		Weights, Gradients map[string]*data.Tensor
		InputGradient      *data.Tensor `json:"input_gradient"`
		After              map[string]*data.Tensor
		Evaluated          *data.Tensor
	}
	Losses []struct {
		Name                string
		Z, Target, Gradient *data.Tensor
		Weights             []float32
		Value               float64
	}
}

func readReference(t *testing.T) *reference {
	t.Helper()
	b, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	r := &reference{}
	if err := json.Unmarshal(b, r); err != nil {
		t.Fatal(err)
	}
	return r
}

// referenceLayers are the layers of the reference.
var referenceLayers = map[string][]nn.Layer{
	"Dense":                    {nn.Dense{Units: 3}},
	"Dense of sequences":       {nn.Dense{Units: 3}},
	"Conv2D":                   {nn.Conv2D{Filters: 3, Kernel: nn.Square(3)}},
	"Conv2D with all settings": {nn.Conv2D{Filters: 6, Kernel: [2]int{3, 2}, Stride: [2]int{2, 1}, Dilation: [2]int{1, 2}, Groups: 2}},
	"Conv2D same":              {nn.Conv2D{Filters: 3, Kernel: nn.Square(3), Dilation: nn.Square(2), Padding: nn.Same}},
	"depthwise Conv2D":         {nn.Conv2D{Filters: 3, Kernel: nn.Square(3), Groups: 3, Padding: nn.Same}},
	"Conv1D":                   {nn.Conv1D{Filters: 3, Kernel: 3, Stride: 2}},
	"MaxPool":                  {nn.MaxPool{Size: nn.Square(2)}},
	"MaxPool with overlap":     {nn.MaxPool{Size: nn.Square(3), Stride: nn.Square(2)}},
	"AvgPool":                  {nn.AvgPool{Size: [2]int{2, 3}}},
	"AvgPool of sequences":     {nn.AvgPool{Size: [2]int{3}, Stride: [2]int{2}}},
	"GlobalAvgPool":            {nn.GlobalAvgPool{}},
	"GlobalMaxPool":            {nn.GlobalMaxPool{}},
	"LayerNorm":                {nn.LayerNorm{}},
	"BatchNorm":                {nn.BatchNorm{}},
	"BatchNorm of images":      {nn.BatchNorm{Momentum: .7, Epsilon: 1e-3}},
	"Embedding":                {nn.Embedding{Vocabulary: 6, Units: 3}},
	"SimpleRNN":                {nn.SimpleRNN{Units: 4}},
	"SimpleRNN with ReLU":      {nn.SimpleRNN{Units: 4, Activation: nn.ReLU, Sequence: true}},
	"LSTM":                     {nn.LSTM{Units: 4}},
	"LSTM as sequence":         {nn.LSTM{Units: 4, Sequence: true}},
	"GRU":                      {nn.GRU{Units: 4}},
	"GRU as sequence":          {nn.GRU{Units: 4, Sequence: true}},
	"Bidirectional":            {nn.Bidirectional{Layer: nn.LSTM{Units: 2, Sequence: true}}},
	"LSTM with a mask":         {nn.Masking{}, nn.LSTM{Units: 4}},
	"SelfAttention":            {nn.SelfAttention{Heads: 2}},
	"causal SelfAttention":     {nn.SelfAttention{Heads: 2, Causal: true}},
}

// closeTo compares with room for the rounding of float32.
func closeTo(t *testing.T, what string, got []float32, want *data.Tensor) {
	t.Helper()
	if len(got) != len(want.Data) {
		t.Errorf("%s: %d numbers, want %d", what, len(got), len(want.Data))
		return
	}
	for i, w := range want.Data {
		if math.Abs(float64(got[i]-w)) > 1e-5*(1+math.Abs(float64(w))) {
			t.Errorf("%s: number %d is %v, want %v", what, i, got[i], w)
			return
		}
	}
}

// inputParameter makes the input a parameter.
func inputParameter(x *data.Tensor) nn.Layer {
	return nn.Func{Name: "input", Setup: func(s *nn.Setup) ([]int, error) {
		s.Param("x", x.Shape, nn.Initializer{Scheme: nn.Zeros})
		return s.Input, nil
	}, Forward: func(g *nn.Graph, n *gorgonia.Node) (*gorgonia.Node, error) {
		p, err := g.Param("x")
		if err != nil {
			return nil, err
		}
		return gorgonia.Add(n, p)
	}}
}

func TestLayersAgainstPyTorch(t *testing.T) {
	tested := 0
	for _, c := range readReference(t).Layers {
		t.Run(c.Name, func(t *testing.T) {
			layers, ok := referenceLayers[c.Name]
			if a, is := strings.CutPrefix(c.Name, "activation "); is {
				layers, ok = []nn.Layer{nn.Activation(a)}, true
			}
			if !ok {
				t.Fatal("there is no layer for this reference")
			}
			tested++
			if c.InputGradient != nil {
				layers = append([]nn.Layer{inputParameter(c.X)}, layers...)
			}
			m := nn.MustSequential(layers, nn.Options{Input: c.X.Shape[1:]})
			for name, w := range c.Weights {
				copy(find(t, m.Params(), name).Value.Data, w.Data)
			}
			tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.MeanSquaredError{}})
			if err != nil {
				t.Fatal(err)
			}
			r, err := tr.Step(context.Background(), c.X, c.Target)
			if err != nil {
				t.Fatal(err)
			}
			closeTo(t, "the result", r.Output.Data, c.Y)
			_ = tr.Update(func(_, gradients [][]float32) error {
				for i, p := range m.Params() {
					want := c.InputGradient
					if p.Name != "input.x" {
						_, name, _ := strings.Cut(p.Name, ".")
						want = c.Gradients[name]
					}
					closeTo(t, "the gradient of "+p.Name, gradients[i], want)
				}
				return nil
			})
			for name, want := range c.After {
				closeTo(t, name, find(t, m.Buffers(), name).Value.Data, want)
			}
			if c.Evaluated != nil {
				closeTo(t, "the evaluation", m.MustPredict(c.X).Data, c.Evaluated)
			}
		})
	}
	if want := len(referenceLayers) + 12; tested != want {
		t.Errorf("%d references, want %d", tested, want)
	}
}

func find(t *testing.T, params []*nn.Param, name string) *nn.Param {
	t.Helper()
	for _, p := range params {
		if strings.HasSuffix(p.Name, "."+name) {
			return p
		}
	}
	t.Fatalf("there is no %s", name)
	return nil
}

func TestLossesAgainstPyTorch(t *testing.T) {
	of := map[string]nn.Loss{
		"CrossEntropy": nn.CrossEntropy{}, "CrossEntropy with smoothing": nn.CrossEntropy{LabelSmoothing: .2}, "CrossEntropy of one-hot": nn.CrossEntropy{LabelSmoothing: .1, OneHot: true},
		"BinaryCrossEntropy": nn.BinaryCrossEntropy{}, "MeanSquaredError": nn.MeanSquaredError{}, "MeanAbsoluteError": nn.MeanAbsoluteError{}, "Huber": nn.Huber{Delta: .8},
		"KLDivergence": nn.KLDivergence{}, "Focal": nn.NewFocal(), "binary Focal": nn.Focal{Gamma: 2, Binary: true}, "Hinge": nn.Hinge{}, "squared Hinge": nn.Hinge{Squared: true},
	}
	tested := 0
	for _, c := range readReference(t).Losses {
		t.Run(c.Name, func(t *testing.T) {
			loss := of[strings.TrimSuffix(c.Name, ", weighted")]
			if loss == nil {
				t.Fatal("there is no loss for this reference")
			}
			tested++
			m := nn.MustSequential([]nn.Layer{inputParameter(c.Z)}, nn.Options{Input: c.Z.Shape[1:]})
			tr, err := m.Trainer(nn.TrainerOptions{Loss: loss})
			if err != nil {
				t.Fatal(err)
			}
			r, err := tr.StepWeighted(context.Background(), c.Z, c.Target, c.Weights)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(r.Loss-c.Value) > 1e-5*(1+math.Abs(c.Value)) {
				t.Errorf("the loss is %v, want %v", r.Loss, c.Value)
			}
			_ = tr.Update(func(_, gradients [][]float32) error {
				closeTo(t, "the gradient", gradients[0], c.Gradient)
				return nil
			})
			if e, err := tr.EvaluateWeighted(context.Background(), c.Z, c.Target, c.Weights); err != nil || e.Loss != r.Loss {
				t.Errorf("evaluated it is %v (%v)", e.Loss, err)
			}
		})
	}
	if tested != 2*len(of) {
		t.Errorf("%d references, want %d", tested, 2*len(of))
	}
}
