package nn

// Operators that are fused behind each other must not change what others see of
// them.

import (
	"context"
	"math"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"gorgonia.org/gorgonia"
)

// wall is a layer that nothing is fused across.
func wall(name string) Layer {
	return Func{Name: name, Forward: func(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
		return gorgonia.Neg(x)
	}}
}

func TestFusionChangesNothing(t *testing.T) {
	conv := Conv2D{Filters: 4, Kernel: Square(3), Padding: Same, Name: "conv"}
	dense := Dense{Units: 6, Name: "dense"}
	for name, c := range map[string]struct {
		input  []int
		layers func(between ...Layer) []Layer // with nothing, or with walls, behind the first
	}{
		"activation on a convolution that is used twice": {[]int{2, 5, 5}, func(w ...Layer) []Layer {
			return append(append([]Layer{conv}, w...), Residual{Name: "r", Layers: []Layer{ReLU}})
		}},
		"pool on a convolution that is used twice": {[]int{2, 4, 4}, func(w ...Layer) []Layer {
			return append(append([]Layer{conv}, w...), Parallel{Name: "p", Branches: [][]Layer{{MaxPool{Size: Square(2)}, Flatten{}}, {Flatten{}}}})
		}},
		"two activations on a convolution": {[]int{2, 5, 5}, func(w ...Layer) []Layer {
			return append(append([]Layer{conv}, w...), Parallel{Name: "p", Branches: [][]Layer{{ReLU}, {Tanh}, {}}})
		}},
		"two activations on a dense layer": {[]int{3}, func(w ...Layer) []Layer {
			return append(append([]Layer{dense}, w...), Parallel{Name: "p", Branches: [][]Layer{{ReLU}, {}, {Sigmoid}}})
		}},
		"an activation on a dense layer that is used twice": {[]int{3}, func(w ...Layer) []Layer {
			return append(append([]Layer{dense}, w...), Residual{Name: "r", Layers: []Layer{Tanh}})
		}},
		"norm, activation and pool": {[]int{2, 4, 4}, func(w ...Layer) []Layer {
			return append(append([]Layer{conv}, w...), BatchNorm{Name: "n"}, ReLU, MaxPool{Size: Square(2)})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			fused := MustSequential(c.layers(), Options{Input: c.input, Seed: 3})
			apart := MustSequential(c.layers(wall("a"), wall("b")), Options{Input: c.input, Seed: 3})
			x := data.Zeros(append([]int{3}, c.input...)...)
			for i := range x.Data {
				x.Data[i] = float32(math.Sin(float64(3 * i)))
			}
			compare(t, "the prediction", fused.MustPredict(x).Data, apart.MustPredict(x).Data)
			// What NotFinite looks at: the result of each layer.
			n, err := fused.network(graphOptions{batch: 3, trace: true})
			if err != nil {
				t.Fatal(err)
			}
			copy(n.x, x.Data)
			if err := n.program.Run(context.Background()); err != nil {
				t.Fatal(err)
			}
			for i := range fused.layers {
				part := MustSequential(fused.layers[:i+1], Options{Input: c.input, Seed: 3})
				got, err := n.program.Root(n.layers[i])
				if err != nil {
					t.Fatal(err)
				}
				compare(t, "the result of layer "+fused.names[i], got, part.MustPredict(x).Data)
			}
			var results [2]Result
			var gradients [2][][]float32
			for i, m := range []*Model{fused, apart} {
				tr, err := m.Trainer(TrainerOptions{Loss: MeanSquaredError{}})
				if err != nil {
					t.Fatal(err)
				}
				if results[i], err = tr.Step(context.Background(), x, data.Zeros(append([]int{3}, m.Output()...)...)); err != nil {
					t.Fatal(err)
				}
				gradients[i] = tr.gradients
			}
			compare(t, "the result in training", results[0].Output.Data, results[1].Output.Data)
			for i := range gradients[0] {
				compare(t, "the gradient of "+fused.params[i].Name, gradients[0][i], gradients[1][i])
			}
		})
	}
}

func compare(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i, w := range want {
		if len(got) != len(want) || math.Abs(float64(got[i]-w)) > 1e-5*(1+math.Abs(float64(w))) {
			t.Errorf("%s differs: %v, want %v", what, got[:min(8, len(got))], want[:min(8, len(want))])
			return
		}
	}
}
