package nn_test

import (
	"go/types"
	"reflect"
	"testing"

	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/nn/nntest"
	"golang.org/x/tools/go/packages"
	"gorgonia.org/gorgonia"
)

var square = nn.Func{Name: "square", Forward: func(g *nn.Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	return gorgonia.Square(x)
}}

// layers lists every layer.
var layers = []nntest.Case{
	{Name: "ReLU", Layer: nn.ReLU, Input: []int{4}, Output: []int{4}, Wrong: []nntest.Misfit{{Layer: nn.Activation("rely"), Want: `no activation "rely"`}}},
	{Name: "Linear", Layer: nn.Linear, Input: []int{4}, Output: []int{4}},
	{Name: "LeakyReLU", Layer: nn.LeakyReLU, Input: []int{4}, Output: []int{4}, Wrong: []nntest.Misfit{
		{Layer: nn.LeakyReLUOf(-1), Want: "leaky_relu(-1)"}, {Layer: nn.Activation("leaky_relu(x)"), Want: "no activation"}, {Layer: nn.Activation("relu(2)"), Want: "no activation"},
	}},
	{Name: "LeakyReLUOf", Layer: nn.LeakyReLUOf(.3), Input: []int{4}, Output: []int{4}},
	{Name: "ELU", Layer: nn.ELU, Input: []int{4}, Output: []int{4}, Wrong: []nntest.Misfit{{Layer: nn.ELUOf(0), Want: "elu(0)"}}},
	{Name: "ELUOf", Layer: nn.ELUOf(.5), Input: []int{4}, Output: []int{4}},
	{Name: "GELU", Layer: nn.GELU, Input: []int{4}, Output: []int{4}},
	{Name: "GELUTanh", Layer: nn.GELUTanh, Input: []int{4}, Output: []int{4}},
	{Name: "SiLU", Layer: nn.SiLU, Input: []int{2, 3}, Output: []int{2, 3}},
	{Name: "Sigmoid", Layer: nn.Sigmoid, Input: []int{4}, Output: []int{4}},
	{Name: "Tanh", Layer: nn.Tanh, Input: []int{4}, Output: []int{4}},
	{Name: "Softplus", Layer: nn.Softplus, Input: []int{4}, Output: []int{4}},
	{Name: "Softmax", Layer: nn.Softmax, Input: []int{2, 4}, Output: []int{2, 4}},
	{Name: "Dense", Layer: nn.Dense{Units: 3, Activation: nn.Tanh}, Input: []int{4}, Output: []int{3}, Weights: 15, Wrong: []nntest.Misfit{
		{Layer: nn.Dense{}, Want: `Dense "dense_1": want at least 1 unit, got 0`}, {Layer: nn.Dense{Units: 1, Activation: "x"}, Want: "no activation"},
		{Layer: nn.Dense{Units: 1, Init: nn.Initializer{Scheme: "x"}}, Want: "no initializer"},
	}},
	{Name: "Dense with SiLU, of sequences", Layer: nn.Dense{Units: 3, Activation: nn.SiLU, NoBias: true}, Input: []int{2, 4}, Output: []int{2, 3}, Weights: 12},
	{Name: "Dropout", Layer: nn.Dropout{Rate: .4}, Input: []int{10}, Output: []int{10}, Random: true, Wrong: []nntest.Misfit{{Layer: nn.Dropout{Rate: 1}, Want: "set Rate"}}},
	{Name: "SpatialDropout", Layer: nn.SpatialDropout{Rate: .4}, Input: []int{6, 2, 2}, Output: []int{6, 2, 2}, Random: true, Wrong: []nntest.Misfit{
		{Layer: nn.SpatialDropout{Rate: -1}, Want: "set Rate"}, {Layer: nn.SpatialDropout{}, Input: []int{3}, Want: "use Dropout"},
	}},
	{Name: "Flatten", Layer: nn.Flatten{}, Input: []int{2, 3, 2}, Output: []int{12}},
	{Name: "Reshape", Layer: nn.Reshape{Shape: []int{3, -1}}, Input: []int{2, 6}, Output: []int{3, 4}, Wrong: []nntest.Misfit{
		{Layer: nn.Reshape{}, Want: "set Shape"}, {Layer: nn.Reshape{Shape: []int{5, -1}}, Want: "has 12 numbers"}, {Layer: nn.Reshape{Shape: []int{-1, -1}}, Want: "one may be -1"}, {Layer: nn.Reshape{Shape: []int{5}}, Want: "another number"},
	}},
	{Name: "Permute", Layer: nn.Permute{Order: []int{2, 0, 1}}, Input: []int{2, 3, 4}, Output: []int{4, 2, 3}, Wrong: []nntest.Misfit{
		{Layer: nn.Permute{}, Want: "set Order"}, {Layer: nn.Permute{Order: []int{0, 1, 1}}, Want: "set Order"}, {Layer: nn.Permute{Order: []int{0, 1}}, Want: "3 dimensions"},
	}},
	{Name: "Conv2D", Layer: nn.Conv2D{Filters: 3, Kernel: nn.Square(3), Activation: nn.ReLU}, Input: []int{2, 5, 6}, Output: []int{3, 3, 4}, Weights: 57, Wrong: []nntest.Misfit{
		{Layer: nn.Conv2D{Kernel: nn.Square(3)}, Want: "set Filters"}, {Layer: nn.Conv2D{Filters: 1}, Want: "kernel height of at least 1"},
		{Layer: nn.Conv2D{Filters: 1, Kernel: nn.Square(7)}, Want: "the kernel spans 7"}, {Layer: nn.Conv2D{Filters: 1, Kernel: nn.Square(3)}, Input: []int{8, 8}, Want: "channels, height, width"},
		{Layer: nn.Conv2D{Filters: 3, Kernel: nn.Square(1), Groups: 2}, Want: "multiples of Groups"}, {Layer: nn.Conv2D{Filters: 3, Kernel: nn.Square(1), Padding: "full"}, Want: `no padding "full"`},
		{Layer: nn.Conv2D{Filters: 3, Kernel: nn.Square(1), Activation: "x"}, Want: "no activation"},
	}},
	{Name: "Conv2D with stride, padding and GELU", Layer: nn.Conv2D{Filters: 2, Kernel: [2]int{3, 2}, Stride: [2]int{2, 1}, Padding: nn.Same, Activation: nn.GELU, NoBias: true}, Input: []int{2, 5, 4}, Output: []int{2, 3, 4}, Weights: 24},
	{Name: "Conv2D with dilation", Layer: nn.Conv2D{Filters: 2, Kernel: nn.Square(2), Dilation: nn.Square(2)}, Input: []int{1, 4, 5}, Output: []int{2, 2, 3}, Weights: 10},
	{Name: "depthwise Conv2D", Layer: nn.Conv2D{Filters: 6, Kernel: nn.Square(2), Groups: 3}, Input: []int{3, 3, 3}, Output: []int{6, 2, 2}, Weights: 30},
	{Name: "Conv1D", Layer: nn.Conv1D{Filters: 3, Kernel: 3, Stride: 2, Padding: nn.Same, Activation: nn.Tanh}, Input: []int{2, 7}, Output: []int{3, 4}, Weights: 21, Wrong: []nntest.Misfit{
		{Layer: nn.Conv1D{Filters: 1, Kernel: 9}, Want: "the kernel spans 9"}, {Layer: nn.Conv1D{Filters: 1, Kernel: 1}, Input: []int{3}, Want: "channels, length"}, {Layer: nn.Conv1D{Kernel: 1}, Want: "set Filters"}, {Layer: nn.Conv1D{Filters: 1, Kernel: 1, Padding: "x"}, Want: "no padding"},
	}},
	{Name: "MaxPool", Layer: nn.MaxPool{Size: nn.Square(2)}, Input: []int{2, 4, 5}, Output: []int{2, 2, 2}, Wrong: []nntest.Misfit{
		{Layer: nn.MaxPool{}, Want: "kernel height of at least 1"}, {Layer: nn.MaxPool{Size: nn.Square(2)}, Input: []int{4}, Want: "channels, height, width"}, {Layer: nn.MaxPool{Size: nn.Square(2), Padding: "x"}, Want: "no padding"},
	}},
	{Name: "MaxPool of sequences", Layer: nn.MaxPool{Size: [2]int{3}, Stride: [2]int{2}, Padding: nn.Same}, Input: []int{2, 7}, Output: []int{2, 4}},
	{Name: "AvgPool", Layer: nn.AvgPool{Size: nn.Square(2), Stride: nn.Square(1)}, Input: []int{2, 3, 4}, Output: []int{2, 2, 3}, Wrong: []nntest.Misfit{{Layer: nn.AvgPool{Size: nn.Square(9)}, Want: "the kernel spans 9"}}},
	{Name: "GlobalAvgPool", Layer: nn.GlobalAvgPool{}, Input: []int{3, 2, 2}, Output: []int{3}, Wrong: []nntest.Misfit{{Layer: nn.GlobalAvgPool{}, Input: []int{3}, Want: "channels, …"}}},
	{Name: "GlobalMaxPool", Layer: nn.GlobalMaxPool{}, Input: []int{3, 4}, Output: []int{3}, Wrong: []nntest.Misfit{{Layer: nn.GlobalMaxPool{}, Input: []int{3}, Want: "channels, …"}}},
	{Name: "BatchNorm", Layer: nn.BatchNorm{}, Input: []int{4}, Output: []int{4}, Weights: 8, Random: true, Wrong: []nntest.Misfit{
		{Layer: nn.BatchNorm{Momentum: 1}, Want: "Momentum"}, {Layer: nn.BatchNorm{Epsilon: -1}, Want: "Epsilon"},
	}},
	{Name: "BatchNorm of images", Layer: nn.BatchNorm{Momentum: .5, Epsilon: 1e-3, NoScale: true}, Input: []int{2, 3, 3}, Output: []int{2, 3, 3}, Weights: 2, Random: true},
	{Name: "LayerNorm", Layer: nn.LayerNorm{}, Input: []int{2, 5}, Output: []int{2, 5}, Weights: 10, Wrong: []nntest.Misfit{{Layer: nn.LayerNorm{Epsilon: -1}, Want: "Epsilon"}}},
	{Name: "LayerNorm without scale", Layer: nn.LayerNorm{NoScale: true, NoShift: true}, Input: []int{5}, Output: []int{5}},
	{Name: "Embedding", Layer: nn.Embedding{Vocabulary: 7, Units: 3}, Input: []int{4}, Output: []int{4, 3}, Weights: 21, Integers: 7, Wrong: []nntest.Misfit{
		{Layer: nn.Embedding{Units: 3}, Want: "Vocabulary"}, {Layer: nn.Embedding{Vocabulary: 3, Units: 3, MaskZero: true}, Input: []int{2, 2}, Want: "MaskZero wants input (steps)"},
	}},
	{Name: "Masking", Layer: nn.Masking{Value: -1}, Input: []int{3, 2}, Output: []int{3, 2}, Wrong: []nntest.Misfit{{Layer: nn.Masking{}, Input: []int{3}, Want: "steps, features"}}},
	{Name: "SimpleRNN", Layer: nn.SimpleRNN{Units: 3}, Input: []int{4, 2}, Output: []int{3}, Weights: 18, Wrong: []nntest.Misfit{
		{Layer: nn.SimpleRNN{}, Want: "set Units"}, {Layer: nn.SimpleRNN{Units: 1}, Input: []int{4}, Want: "steps, features"}, {Layer: nn.SimpleRNN{Units: 1, Activation: nn.GELU}, Want: "want Tanh, ReLU or Sigmoid"},
	}},
	{Name: "SimpleRNN with ReLU, backwards", Layer: nn.SimpleRNN{Units: 3, Activation: nn.ReLU, Sequence: true, Reverse: true, NoBias: true}, Input: []int{4, 2}, Output: []int{4, 3}, Weights: 15},
	{Name: "LSTM", Layer: nn.LSTM{Units: 3}, Input: []int{4, 2}, Output: []int{3}, Weights: 72, Wrong: []nntest.Misfit{{Layer: nn.LSTM{}, Want: "set Units"}, {Layer: nn.LSTM{Units: 2}, Input: []int{2, 2, 2}, Want: "steps, features"}}},
	{Name: "LSTM as sequence", Layer: nn.LSTM{Units: 2, Sequence: true, NoBias: true}, Input: []int{3, 2}, Output: []int{3, 2}, Weights: 32},
	{Name: "GRU", Layer: nn.GRU{Units: 3}, Input: []int{4, 2}, Output: []int{3}, Weights: 63, Wrong: []nntest.Misfit{{Layer: nn.GRU{Units: -1}, Want: "set Units"}}},
	{Name: "GRU as sequence, backwards", Layer: nn.GRU{Units: 2, Sequence: true, Reverse: true, NoBias: true}, Input: []int{3, 2}, Output: []int{3, 2}, Weights: 24},
	{Name: "Bidirectional", Layer: nn.Bidirectional{Layer: nn.LSTM{Units: 2, Sequence: true}}, Input: []int{3, 2}, Output: []int{3, 4}, Weights: 80, Wrong: []nntest.Misfit{
		{Layer: nn.Bidirectional{}, Want: "set Layer"}, {Layer: nn.Bidirectional{Layer: nn.Dense{Units: 1}}, Want: "set Layer"}, {Layer: nn.Bidirectional{Layer: nn.GRU{}}, Want: "set Units"},
	}},
	{Name: "Bidirectional, last state", Layer: nn.Bidirectional{Layer: nn.GRU{Units: 2}}, Input: []int{3, 2}, Output: []int{4}, Weights: 72},
	{Name: "SelfAttention", Layer: nn.SelfAttention{Heads: 2}, Input: []int{3, 4}, Output: []int{3, 4}, Weights: 80, Wrong: []nntest.Misfit{
		{Layer: nn.SelfAttention{Heads: 3}, Want: "set Heads"}, {Layer: nn.SelfAttention{}, Input: []int{4}, Want: "steps, features"},
	}},
	{Name: "SelfAttention with dropout", Layer: nn.SelfAttention{Heads: 2, Causal: true, Dropout: .3}, Input: []int{5, 4}, Output: []int{5, 4}, Weights: 80, Random: true, Wrong: []nntest.Misfit{
		{Layer: nn.SelfAttention{Dropout: 1}, Want: "set Dropout"}, {Layer: nn.SelfAttention{Dropout: -.1}, Want: "set Dropout"},
	}},
	{Name: "causal SelfAttention", Layer: nn.SelfAttention{Causal: true, NoBias: true}, Input: []int{4, 2}, Output: []int{4, 2}, Weights: 16},
	{Name: "PositionalEncoding", Layer: nn.PositionalEncoding{}, Input: []int{3, 5}, Output: []int{3, 5}, Wrong: []nntest.Misfit{{Layer: nn.PositionalEncoding{}, Input: []int{4}, Want: "steps, features"}}},
	{Name: "learnt PositionalEncoding", Layer: nn.PositionalEncoding{Learnt: true}, Input: []int{3, 4}, Output: []int{3, 4}, Weights: 12},
	{Name: "Residual", Layer: nn.Residual{Layers: []nn.Layer{nn.Dense{Units: 4, Activation: nn.Tanh}, nn.Dense{Units: 4}}, Activation: nn.ReLU}, Input: []int{4}, Output: []int{4}, Weights: 40, Wrong: []nntest.Misfit{
		{Layer: nn.Residual{}, Want: "set Layers"}, {Layer: nn.Residual{Layers: []nn.Layer{nn.Dense{Units: 3}}}, Want: "set Shortcut"}, {Layer: nn.Residual{Layers: []nn.Layer{nn.Dense{}}}, Want: `Dense "residual_1.dense_1": want at least 1 unit`},
		{Layer: nn.Residual{Layers: []nn.Layer{nil}}, Want: "layer 0 is nil"}, {Layer: nn.Residual{Layers: []nn.Layer{nn.ReLU}, Activation: "x"}, Want: "no activation"},
	}},
	{Name: "Residual with shortcut and norm", Random: true, Weights: 46, Layer: nn.Residual{
		Layers:   []nn.Layer{nn.Conv2D{Filters: 2, Kernel: nn.Square(3), Stride: nn.Square(2), Padding: nn.Same, NoBias: true}, nn.BatchNorm{}},
		Shortcut: []nn.Layer{nn.Conv2D{Filters: 2, Kernel: nn.Square(1), Stride: nn.Square(2)}},
	}, Input: []int{2, 4, 4}, Output: []int{2, 2, 2}},
	{Name: "Parallel", Layer: nn.Parallel{Branches: [][]nn.Layer{{nn.Dense{Units: 2}}, {}, {nn.Dense{Units: 3}, nn.Tanh}}}, Input: []int{4}, Output: []int{9}, Weights: 25, Wrong: []nntest.Misfit{
		{Layer: nn.Parallel{}, Want: "set Branches"}, {Layer: nn.Parallel{Branches: [][]nn.Layer{{}}, Axis: 1}, Want: "set Axis"},
		{Layer: nn.Parallel{Branches: [][]nn.Layer{{}, {nn.Reshape{Shape: []int{2, 2}}}}}, Want: "may differ in dimension 0 only"},
	}},
	{Name: "Parallel of features", Layer: nn.Parallel{Branches: [][]nn.Layer{{nn.LSTM{Units: 2, Sequence: true}}, {nn.Residual{Layers: []nn.Layer{nn.Dense{Units: 3}}}}}, Axis: 1}, Input: []int{2, 3}, Output: []int{2, 5}, Weights: 60},
	{Name: "Func", Layer: square, Input: []int{2, 3}, Output: []int{2, 3}, Load: []nn.Layer{square}, Wrong: []nntest.Misfit{{Layer: nn.Func{}, Want: "want a Name and a Forward function"}}},
}

func TestLayers(t *testing.T) {
	for _, c := range layers {
		nntest.Run(t, c)
	}
}

// TestEveryLayerIsInTheTable finds the exported types that are layers and asks
// for a case of each.
func TestEveryLayerIsInTheTable(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range layers {
		tested[reflect.TypeOf(c.Layer).Name()] = true
	}
	implemented(t, "Layer", tested)
}

// implemented asks for a test of every exported type that implements an
// interface of package nn.
func implemented(t *testing.T, name string, tested map[string]bool) {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedTypes | packages.NeedName}, "github.com/gorgolab/gorgo/lib/nn")
	if err != nil || len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatalf("loading the package: %v %+v", err, loaded)
	}
	scope := loaded[0].Types.Scope()
	wanted := scope.Lookup(name).Type().Underlying().(*types.Interface)
	found := 0
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !obj.Exported() || types.IsInterface(obj.Type()) {
			continue
		}
		if types.Implements(obj.Type(), wanted) || types.Implements(types.NewPointer(obj.Type()), wanted) {
			found++
			if !tested[name] {
				t.Errorf("there is no case of %s in the tests", name)
			}
		}
	}
	if found == 0 {
		t.Error("found none: the test looks in the wrong place")
	}
}
