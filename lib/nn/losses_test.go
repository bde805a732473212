package nn_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/nn/nntest"
	"gorgonia.org/gorgonia"
)

// lossCases are checked by the suite.
var lossCases = func() []nntest.LossCase {
	z := data.MustFromRows([][]float32{{.5, -1, 2}, {1, .3, -.7}, {-2, 1.5, .2}, {.1, 0.4, -1.2}})
	steps := data.MustNew([]int{3, 2, 2}, []float32{1, -1, .5, 2, -.3, .8, 1.5, .2, -2, 1, .6, -.4})
	classes := data.MustNew([]int{4}, []float32{2, 0, 1, 1})
	soft := data.MustFromRows([][]float32{{.2, .3, .5}, {1, 0, 0}, {.1, .8, .1}, {.3, .3, .4}})
	yes := data.MustFromRows([][]float32{{1, 0, 1}, {0, 0, 1}, {1, 1, 0}, {0, 1, 0}})
	numbers := data.MustFromRows([][]float32{{1, 2, -1}, {0, .5, 3}, {-1, -1, 0}, {2, .2, 1}})
	return []nntest.LossCase{
		{Name: "CrossEntropy", Loss: nn.CrossEntropy{}, Ends: nn.Softmax, Output: z, Target: classes},
		{Name: "CrossEntropy with smoothing", Loss: nn.CrossEntropy{LabelSmoothing: .2}, Ends: nn.Softmax, Output: z, Target: classes},
		{Name: "CrossEntropy of one-hot", Loss: nn.CrossEntropy{OneHot: true}, Ends: nn.Softmax, Output: z, Target: soft},
		{Name: "CrossEntropy of steps", Loss: nn.CrossEntropy{}, Ends: nn.Softmax, Output: steps, Target: data.MustFromRows([][]float32{{0, 1}, {1, 1}, {0, 0}})},
		{Name: "BinaryCrossEntropy", Loss: nn.BinaryCrossEntropy{}, Ends: nn.Sigmoid, Output: z, Target: yes},
		{Name: "Focal", Loss: nn.NewFocal(), Ends: nn.Softmax, Output: z, Target: classes},
		{Name: "binary Focal", Loss: nn.Focal{Gamma: 1.5, Binary: true}, Ends: nn.Sigmoid, Output: z, Target: yes},
		{Name: "Hinge", Loss: nn.Hinge{}, Output: z, Target: yes},
		{Name: "squared Hinge", Loss: nn.Hinge{Squared: true}, Output: z, Target: yes},
		{Name: "KLDivergence", Loss: nn.KLDivergence{}, Ends: nn.Softmax, Output: z, Target: soft},
		{Name: "MeanSquaredError", Loss: nn.MeanSquaredError{}, Output: z, Target: numbers},
		{Name: "MeanAbsoluteError", Loss: nn.MeanAbsoluteError{}, Output: z, Target: numbers},
		{Name: "Huber", Loss: nn.Huber{}, Output: z, Target: numbers},
		{Name: "FuncLoss", Loss: meanSquare, Output: z, Target: numbers, Unweighted: true},
	}
}()

// meanSquare is a loss of one's own, in gorgonia's operators.
var meanSquare = nn.FuncLoss{Name: "Mean", Of: func(_ *nn.Graph, out nn.Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	d, err := gorgonia.Sub(out.Value, target)
	if err != nil {
		return nil, err
	}
	if d, err = gorgonia.Square(d); err != nil {
		return nil, err
	}
	return gorgonia.Mean(d)
}}

func TestLosses(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range lossCases {
		tested[reflect.TypeOf(c.Loss).Name()] = true
		nntest.RunLoss(t, c)
	}
	implemented(t, "Loss", tested)
}

// TestLossesAreChecked: a loss names itself in errors, and refuses what it cannot
// be computed from.
func TestLossesAreChecked(t *testing.T) {
	for _, c := range []struct {
		loss  nn.Loss
		ends  nn.Activation // of a model with 2 outputs
		want  string        // an error; "" for none
		units int
	}{
		{nn.CrossEntropy{}, nn.Softmax, "", 2},
		{nn.CrossEntropy{}, nn.Sigmoid, "use BinaryCrossEntropy", 2},
		{nn.CrossEntropy{}, nn.Softmax, "at least 2 classes", 1},
		{nn.CrossEntropy{LabelSmoothing: 1}, nn.Softmax, "LabelSmoothing", 2},
		{nn.BinaryCrossEntropy{}, nn.Sigmoid, "", 2},
		{nn.BinaryCrossEntropy{}, nn.Softmax, "use CrossEntropy", 2},
		{nn.Focal{}, nn.Softmax, "", 2},
		{nn.NewFocal(), nn.Sigmoid, "", 1},
		{nn.NewFocal(), nn.Sigmoid, "set Focal's Binary", 2},
		{nn.Focal{Gamma: -1}, nn.Softmax, "Gamma", 2},
		{nn.Hinge{}, nn.Linear, "", 2},
		{nn.Hinge{}, nn.Softmax, "Hinge expects numbers without bounds", 2},
		{nn.KLDivergence{}, nn.Softmax, "", 2},
		{nn.KLDivergence{}, nn.Softmax, "at least 2 classes", 1},
		{nn.MeanSquaredError{}, nn.Linear, "", 2},
		{nn.MeanAbsoluteError{}, nn.Linear, "", 2},
		{nn.Huber{}, nn.Linear, "", 2},
		{nn.Huber{Delta: -1}, nn.Linear, "Delta", 2},
		{meanSquare, nn.Linear, "", 2},
		{nn.FuncLoss{}, nn.Linear, "want a Name", 2},
	} {
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: c.units, Activation: c.ends}}, nn.Options{Input: []int{3}, Seed: 1})
		tr, err := m.Trainer(nn.TrainerOptions{Loss: c.loss})
		if err == nil {
			target := data.Zeros(append([]int{2}, tr.Target()...)...)
			_, err = tr.Step(context.Background(), data.MustFromRows([][]float32{{1, 2, 3}, {0, 1, 0}}), target)
			if _, wrong := tr.Step(context.Background(), data.Zeros(2, 3), data.Zeros(2, 7)); wrong == nil {
				t.Errorf("%T: no error for a target of the wrong shape", c.loss)
			}
		}
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v after %q: got %v, want %q", c.loss, c.ends, err, c.want)
		}
	}

	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2}}, nn.Options{Input: []int{3}})
	tr, err := m.Trainer(nn.TrainerOptions{Loss: meanSquare})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.StepWeighted(context.Background(), data.Zeros(2, 3), data.Zeros(2, 2), []float32{1, 2}); err == nil || !strings.Contains(err.Error(), "Mean: the examples have weights, which this loss leaves aside") {
		t.Errorf("weights that a loss does not use: %v", err)
	}
	for want, w := range map[string][]float32{"got 1": {1}, "weight 1 is -1": {1, -1}} {
		if _, err := tr.StepWeighted(context.Background(), data.Zeros(2, 3), data.Zeros(2, 2), w); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("weights %v: %v", w, err)
		}
	}
}
