package nntest

import (
	"context"
	"math"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"gorgonia.org/gorgonia"
)

// LossCase is a loss under test.
type LossCase struct {
	// Name of the case.
	Name string
	// Loss is what is tested.
	Loss nn.Loss
	// Ends is the last layer of the model. A loss that takes Softmax or Sigmoid
	// must give the same from their logits.
	Ends nn.Activation
	// Output holds the numbers before that layer, Target the targets, of at least
	// three examples.
	Output, Target *data.Tensor
	// Unweighted says that the loss takes no weights of examples; it must refuse
	// them then.
	Unweighted bool
}

// RunLoss checks the loss of a case: gradients against finite differences, the
// mean over the examples of a batch, weights, the link to the last layer, and
// targets that do not fit.
func RunLoss(t *testing.T, c LossCase) {
	t.Run(c.Name, func(t *testing.T) {
		t.Run("has the gradients of finite differences", func(t *testing.T) { lossGradients(t, c) })
		t.Run("is a mean over the examples", func(t *testing.T) { lossMean(t, c) })
		t.Run("takes a weight for a repetition", func(t *testing.T) { lossWeights(t, c) })
		t.Run("is the same from logits", func(t *testing.T) { lossLogits(t, c) })
		t.Run("refuses targets that do not fit", func(t *testing.T) { lossMisfits(t, c) })
	})
}

// holder returns its parameter, whatever its input is: the output of a model.
func holder(out *data.Tensor) nn.Layer {
	return nn.Func{
		Name: "output",
		Setup: func(s *nn.Setup) ([]int, error) {
			s.Param("x", out.Shape, nn.Initializer{Scheme: nn.Zeros})
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

// lossOf returns a model whose output before its last layer is out, with a
// trainer of the loss.
func lossOf(t *testing.T, c LossCase, out *data.Tensor, ends nn.Activation) (*nn.Model, *nn.Trainer) {
	t.Helper()
	m, err := nn.Sequential([]nn.Layer{holder(out), ends}, nn.Options{Input: out.Shape[1:]})
	if err != nil {
		t.Fatal(err)
	}
	copy(m.Params()[0].Value.Data, out.Data)
	tr, err := m.Trainer(nn.TrainerOptions{Loss: c.Loss})
	if err != nil {
		t.Fatal(err)
	}
	return m, tr
}

// value computes the loss of some rows.
func value(t *testing.T, c LossCase, ends nn.Activation, rows []int, weights []float32) float64 {
	t.Helper()
	out := c.Output.Gather(rows)
	_, tr := lossOf(t, c, out, ends)
	zeros := data.Zeros(out.Shape...)
	r, err := tr.StepWeighted(context.Background(), zeros, c.Target.Gather(rows), weights)
	if err != nil {
		t.Fatal(err)
	}
	e, err := tr.EvaluateWeighted(context.Background(), zeros, c.Target.Gather(rows), weights)
	if err != nil || e.Loss != r.Loss {
		t.Errorf("in training it is %v, evaluated %v (%v)", r.Loss, e.Loss, err)
	}
	return r.Loss
}

func all(c LossCase) []int {
	rows := make([]int, c.Output.Rows())
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// near allows for the rounding of float32.
func near(a, b float64) bool { return math.Abs(a-b) <= 2e-6*(1+math.Abs(b)) }

func lossGradients(t *testing.T, c LossCase) {
	m, tr := lossOf(t, c, c.Output, c.Ends)
	zeros := data.Zeros(c.Output.Shape...)
	step := func() float64 {
		r, err := tr.Step(context.Background(), zeros, c.Target)
		if err != nil {
			t.Fatal(err)
		}
		return r.Loss
	}
	here := step()
	var g []float32
	if err := tr.Update(func(_, gradients [][]float32) error { g = append(g, gradients[0]...); return nil }); err != nil {
		t.Fatal(err)
	}
	x := m.Params()[0].Value.Data
	for i, v := range x {
		const h = 1e-2 // see gradients
		x[i] = v + h
		up := step()
		x[i] = v - h
		down := step()
		x[i] = v
		right, left, got := (up-here)/h, (here-down)/h, float64(g[i])
		if off := min(math.Abs((right+left)/2-got), math.Abs(right-got), math.Abs(left-got)); off > 2e-3*(1+math.Abs(right)) {
			t.Errorf("number %d: gradient %v, by differences %v and %v", i, got, left, right)
		}
	}
}

func lossMean(t *testing.T, c LossCase) {
	var sum float64
	for i := range c.Output.Rows() {
		sum += value(t, c, c.Ends, []int{i}, nil)
	}
	if got, want := value(t, c, c.Ends, all(c), nil), sum/float64(c.Output.Rows()); !near(got, want) {
		t.Errorf("of a batch it is %v, the mean of its examples %v", got, want)
	}
}

func lossWeights(t *testing.T, c LossCase) {
	weights := make([]float32, c.Output.Rows())
	weights[0], weights[2] = 2, 1
	if c.Unweighted {
		_, tr := lossOf(t, c, c.Output, c.Ends)
		if _, err := tr.StepWeighted(context.Background(), data.Zeros(c.Output.Shape...), c.Target, weights); err == nil {
			t.Error("it leaves weights aside without a word")
		}
		return
	}
	if got, want := value(t, c, c.Ends, all(c), weights), value(t, c, c.Ends, []int{0, 0, 2}, nil); !near(got, want) {
		t.Errorf("with weights it is %v, with repetitions %v", got, want)
	}
	if got := value(t, c, c.Ends, all(c), make([]float32, len(weights))); got != 0 {
		t.Errorf("of weights that are all 0 it is %v", got)
	}
}

func lossLogits(t *testing.T, c LossCase) {
	if c.Ends != nn.Softmax && c.Ends != nn.Sigmoid {
		return
	}
	if got, want := value(t, c, nn.Linear, all(c), nil), value(t, c, c.Ends, all(c), nil); got != want {
		t.Errorf("from logits it is %v, after %s %v", got, c.Ends, want)
	}
}

func lossMisfits(t *testing.T, c LossCase) {
	_, tr := lossOf(t, c, c.Output, c.Ends)
	for _, shape := range [][]int{append([]int{1}, c.Target.Shape[1:]...), append(append([]int{}, c.Target.Shape...), 2)} {
		if _, err := tr.Step(context.Background(), data.Zeros(c.Output.Shape...), data.Zeros(shape...)); err == nil {
			t.Errorf("no error for targets %v, want %v", shape, c.Target.Shape)
		}
	}
	if _, err := tr.Step(context.Background(), data.Zeros(c.Output.Shape...), nil); err == nil {
		t.Error("no error without targets")
	}
}
