package ops

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

type operator struct {
	name    string
	shapes  [][]int
	targets [][]float32
	shape   [][]int // of the targets
	apply   func(b *graph.Builder, in, targets []*G.Node) (*G.Node, error)
}

// operators lists every operator with inputs that are all parameters, so that
// all gradients are asked for. targets are inputs without a gradient.
var operators = []operator{
	{name: "dense", shapes: [][]int{{5, 3}, {3, 4}, {4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Dense(b, "d", Identity, in[0], in[1], in[2])
	}},
	{name: "dense without bias", shapes: [][]int{{5, 3}, {3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Dense(b, "d", Tanh, in[0], in[1], nil)
	}},
	{name: "dense on the last of three dimensions", shapes: [][]int{{2, 5, 3}, {3, 4}, {4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Dense(b, "d", Sigmoid, in[0], in[1], in[2])
	}},
	{name: "dense with ReLU", shapes: [][]int{{5, 3}, {3, 4}, {4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Dense(b, "d", ReLU, in[0], in[1], in[2])
	}},
	{name: "ReLU", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Activate(b, "a", ReLU, in[0])
	}},
	{name: "sigmoid", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Activate(b, "a", Sigmoid, in[0])
	}},
	{name: "tanh", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Activate(b, "a", Tanh, in[0])
	}},
	{name: "softmax", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Softmax(b, "s", in[0])
	}},
	{name: "dropout", shapes: [][]int{{3, 5}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Dropout(b, "d", .4, 1, &Random{Seed: 3}, in[0])
	}},
	{name: "channel dropout", shapes: [][]int{{3, 4, 2}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return ChannelDropout(b, "d", .4, 1, &Random{Seed: 3}, in[0])
	}},
	{name: "permute", shapes: [][]int{{2, 3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Permute(b, "p", []int{2, 0, 1}, in[0])
	}},
	{name: "reshape", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Reshape(b, "r", []int{2, 6}, in[0])
	}},
	{name: "leaky ReLU", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Activate(b, "a", LeakyReLU(.1), in[0])
	}},
	{name: "ELU", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Activate(b, "a", ELU(.7), in[0])
	}},
	{name: "softplus", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Activate(b, "a", Softplus, in[0])
	}},
	{name: "GELU", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Map(b, "a", GELU, in[0])
	}},
	{name: "GELU with tanh", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Map(b, "a", GELUTanh, in[0])
	}},
	{name: "SiLU", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Map(b, "a", SiLU, in[0])
	}},
	{name: "add", shapes: [][]int{{3, 4}, {3, 4}, {3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Add(b, "a", in...)
	}},
	{name: "add to itself", shapes: [][]int{{3, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Add(b, "a", in[0], in[0])
	}},
	{name: "add a row", shapes: [][]int{{3, 2, 4}, {2, 4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return AddRow(b, "a", in[0], in[1])
	}},
	{name: "concat", shapes: [][]int{{2, 3, 2}, {2, 1, 2}, {2, 2, 2}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Concat(b, "c", 1, in...)
	}},
	{name: "embedding", shapes: [][]int{{4, 3}}, shape: [][]int{{2, 2}}, targets: [][]float32{{0, 3, 3, 1}}, apply: func(b *graph.Builder, in, ids []*G.Node) (*G.Node, error) {
		return Embedding(b, "e", in[0], ids[0])
	}},
	{name: "layer norm", shapes: [][]int{{2, 2, 5}, {5}, {5}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return LayerNorm(b, "n", 1e-3, in[0], in[1], in[2])
	}},
	{name: "layer norm without scale", shapes: [][]int{{3, 5}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return LayerNorm(b, "n", 1e-3, in[0], nil, nil)
	}},
	{name: "batch norm", shapes: [][]int{{5, 3}, {3}, {3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return BatchNorm(b, "n", BatchNormOptions{Epsilon: 1e-3, Momentum: .9}, in[0], in[1], in[2], make([]float32, 3), make([]float32, 3))
	}},
	{name: "batch norm of images", shapes: [][]int{{2, 3, 2, 2}, {3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return BatchNorm(b, "n", BatchNormOptions{Epsilon: 1e-3, Momentum: .9}, in[0], nil, in[1], make([]float32, 3), make([]float32, 3))
	}},
	{name: "frozen batch norm", shapes: [][]int{{2, 3, 2}, {3}, {3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return BatchNorm(b, "n", BatchNormOptions{Epsilon: 1e-3, Frozen: true}, in[0], in[1], in[2], []float32{.5, 0, -1}, []float32{1, .3, 2})
	}},
	{name: "max pool", shapes: [][]int{{2, 2, 4, 6}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return MaxPool2D(b, "p", Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}, in[0])
	}},
	{name: "max pool with overlap and padding", shapes: [][]int{{2, 2, 5, 5}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return MaxPool2D(b, "p", Window{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Same: true}, in[0])
	}},
	{name: "max pool of a sequence", shapes: [][]int{{2, 2, 7}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return MaxPool2D(b, "p", Window{Kernel: [2]int{1, 3}, Stride: [2]int{1, 2}}, in[0])
	}},
	{name: "convolution with ReLU", shapes: [][]int{{2, 2, 5, 4}, {3, 2, 3, 3}, {3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Conv2D(b, "c", ReLU, Window{Same: true}, 1, in[0], in[1], in[2])
	}},
	{name: "convolution with tanh, strided", shapes: [][]int{{2, 2, 5, 4}, {3, 2, 2, 3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Conv2D(b, "c", Tanh, Window{Stride: [2]int{2, 2}, Same: true}, 1, in[0], in[1], nil)
	}},
	{name: "depthwise convolution with sigmoid", shapes: [][]int{{2, 3, 5, 4}, {3, 1, 3, 3}, {3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Conv2D(b, "c", Sigmoid, Window{}, 3, in[0], in[1], in[2])
	}},
	{name: "convolution of single pixels", shapes: [][]int{{2, 3, 3, 2}, {4, 3, 1, 1}, {4}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Conv2D(b, "c", Tanh, Window{}, 1, in[0], in[1], in[2])
	}},
	{name: "convolution with max pool", shapes: [][]int{{2, 2, 6, 6}, {3, 2, 3, 3}, {3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		y, err := Conv2D(b, "c", Tanh, Window{}, 1, in[0], in[1], in[2])
		if err != nil {
			return nil, err
		}
		return MaxPool2D(b, "p", Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}, y)
	}},
	{name: "convolutions in a row, with pools that overlap", shapes: [][]int{{1, 1, 8, 7}, {2, 1, 3, 3}, {2}, {3, 2, 2, 2}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		y, err := Conv2D(b, "c", Sigmoid, Window{Same: true}, 1, in[0], in[1], in[2])
		if err != nil {
			return nil, err
		}
		y, err = MaxPool2D(b, "p", Window{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Same: true}, y)
		if err != nil {
			return nil, err
		}
		y, err = Conv2D(b, "c2", Identity, Window{Stride: [2]int{1, 2}}, 1, y, in[3], nil)
		if err != nil {
			return nil, err
		}
		return MaxPool2D(b, "p2", Window{Kernel: [2]int{2, 2}}, y)
	}},
	{name: "two pools and an activation behind a convolution", shapes: [][]int{{1, 1, 8, 8}, {2, 1, 3, 3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		y, err := Conv2D(b, "c", Identity, Window{Same: true}, 1, in[0], in[1], nil)
		for _, name := range []string{"p", "p2"} {
			if err == nil {
				y, err = MaxPool2D(b, name, Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}, y)
			}
		}
		if err != nil {
			return nil, err
		}
		return Activate(b, "a", Tanh, y)
	}},
	{name: "an activation behind a convolution, both used", shapes: [][]int{{1, 2, 4, 3}, {2, 2, 3, 3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		y, err := Conv2D(b, "c", Identity, Window{Same: true}, 1, in[0], in[1], nil)
		if err != nil {
			return nil, err
		}
		z, err := Activate(b, "a", Tanh, y)
		if err != nil {
			return nil, err
		}
		return Add(b, "s", z, y, in[0])
	}},
	{name: "an activation behind a dense product", shapes: [][]int{{3, 4}, {4, 2}, {2}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		y, err := Dense(b, "d", Identity, in[0], in[1], in[2])
		if err != nil {
			return nil, err
		}
		return Activate(b, "a", Tanh, y)
	}},
	{name: "functions of images", shapes: [][]int{{1, 2, 4, 3}, {2, 2, 3, 3}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		y, err := Conv2D(b, "c", Sigmoid, Window{Same: true}, 1, in[0], in[1], nil)
		if err != nil {
			return nil, err
		}
		if y, err = Map(b, "m", SiLU, y); err != nil {
			return nil, err
		}
		return Activate(b, "a", Softplus, y)
	}},
	{name: "max pool of single pixels' convolution", shapes: [][]int{{2, 3, 4, 4}, {2, 3, 1, 1}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		y, err := Conv2D(b, "c", Tanh, Window{}, 1, in[0], in[1], nil)
		if err != nil {
			return nil, err
		}
		return MaxPool2D(b, "p", Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}, y)
	}},
	{name: "average pool", shapes: [][]int{{2, 2, 5, 6}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return AvgPool2D(b, "p", Window{Kernel: [2]int{3, 2}, Stride: [2]int{2, 2}, Same: true}, in[0])
	}},
	{name: "global average pool", shapes: [][]int{{2, 3, 2, 2}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return GlobalAvgPool(b, "p", in[0])
	}},
	{name: "global max pool", shapes: [][]int{{2, 3, 2, 2}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return GlobalMaxPool(b, "p", in[0])
	}},
	{name: "attention", shapes: [][]int{{2, 3, 4}, {2, 5, 4}, {2, 5, 6}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Attention(b, "a", 2, false, in[0], in[1], in[2], nil)
	}},
	{name: "causal attention to itself", shapes: [][]int{{2, 4, 6}}, apply: func(b *graph.Builder, in, _ []*G.Node) (*G.Node, error) {
		return Attention(b, "a", 3, true, in[0], in[0], in[0], nil)
	}},
	{name: "attention with a mask", shapes: [][]int{{2, 3, 4}, {2, 3, 4}, {2, 3, 4}}, shape: [][]int{{2, 3}}, targets: [][]float32{{1, 0, 1, 0, 0, 1}}, apply: func(b *graph.Builder, in, mask []*G.Node) (*G.Node, error) {
		return Attention(b, "a", 1, true, in[0], in[1], in[2], mask[0])
	}},
	{name: "attention with dropout", shapes: [][]int{{2, 3, 4}, {2, 5, 4}, {2, 5, 6}}, shape: [][]int{{2, 5}}, targets: [][]float32{{1, 0, 1, 1, 1, 1, 1, 1, 1, 0}}, apply: func(b *graph.Builder, in, mask []*G.Node) (*G.Node, error) {
		return AttentionDropout(b, "a", 2, false, Drop{.3, 1, &Random{Seed: 3}}, in[0], in[1], in[2], mask[0])
	}},
}

// TestGradients compares every gradient with central differences.
//
// The cost is in float32, with a relative rounding error of about 1e-7; a step
// of 1e-2 makes that 1e-5 in the difference, and the cubic error of smooth
// functions of this size stays below 1e-4. So 2e-3 is far above what rounding
// does and far below what a wrong formula does. Where ReLU bends between the
// two points, the slope on either side is right.
func TestGradients(t *testing.T) {
	for _, c := range append(operators, losses...) {
		t.Run(c.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 8))
			b := graph.NewBuilder()
			var in, targets []*G.Node
			var data [][]float32
			for i, shape := range c.shapes {
				n := 1
				for _, d := range shape {
					n *= d
				}
				x := make([]float32, n)
				for j := range x {
					// Away from 0, where ReLU has no derivative.
					x[j] = float32((.2 + r.Float64()) * float64(1-2*r.IntN(2)))
				}
				data = append(data, x)
				in = append(in, node(t)(b.Parameter(string(rune('a'+i)), shape, x)))
			}
			for i, shape := range c.shape {
				targets = append(targets, node(t)(b.Input(string(rune('t'+i)), shape, c.targets[i])))
			}
			y := node(t)(c.apply(b, in, targets))
			if y.Dims() > 0 {
				y = node(t)(weigh(b, y))
			}
			grads, err := G.Grad(y, in...)
			if err != nil {
				t.Fatal(err)
			}
			p, err := graph.Compile(true, append([]*G.Node{y}, grads...)...)
			if err != nil {
				t.Fatal(err)
			}
			run := func() float64 {
				if err := p.Run(context.Background()); err != nil {
					t.Fatal(err)
				}
				v, err := p.Root(0)
				if err != nil {
					t.Fatal(err)
				}
				return float64(v[0])
			}
			for i, x := range data {
				here := run()
				g, err := p.Root(i + 1)
				if err != nil {
					t.Fatal(err)
				}
				got := append([]float32(nil), g...)
				for j, v := range x {
					const step = 1e-2
					x[j] = v + step
					up := run()
					x[j] = v - step
					down := run()
					x[j] = v
					right, left := (up-here)/step, (here-down)/step
					g := float64(got[j])
					off := min(math.Abs((right+left)/2-g), math.Abs(right-g), math.Abs(left-g))
					if off > 2e-3*(1+math.Abs(right)) {
						t.Errorf("input %d, number %d: gradient %v, by differences %v and %v", i, j, got[j], left, right)
					}
				}
			}
		})
	}
}

// weigh makes one number of many: Σ (i+1)·yᵢ / 10, so that no symmetry hides a
// wrong gradient.
func weigh(b *graph.Builder, y *G.Node) (*G.Node, error) {
	shape := y.Shape()
	return b.Apply(graph.Op{Name: "weigh", Run: func(in [][]float32, out []float32) {
		var sum float64
		for i, v := range in[0] {
			sum += float64(i+1) / 10 * float64(v)
		}
		out[0] = float32(sum)
	}, Diff: func(_ []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		g, err := b.Apply(graph.Op{Name: "weigh back", Shape: shape, Run: func(in [][]float32, out []float32) {
			for i := range out {
				out[i] = float32(i+1) / 10 * in[0][0]
			}
		}}, grad)
		return []*G.Node{g}, err
	}}, y)
}

func node(t *testing.T) func(*G.Node, error) *G.Node {
	return func(n *G.Node, err error) *G.Node {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
}

// TestAttentionDropsWeights: with equal scores all weights are 1/steps, and values
// that are the rows of the identity show them: each is dropped, or divided by the
// share that is kept.
func TestAttentionDropsWeights(t *testing.T) {
	const n, heads, steps, rate = 40, 2, 16, .25
	b := graph.NewBuilder()
	values := make([]float32, n*steps*heads*steps)
	for i := range n * steps {
		for h := range heads {
			values[(i*heads+h)*steps+i%steps] = 1
		}
	}
	q := node(t)(b.Input("q", []int{n, steps, 4}, make([]float32, n*steps*4)))
	v := node(t)(b.Input("v", []int{n, steps, heads * steps}, values))
	p, err := graph.Compile(true, node(t)(AttentionDropout(b, "a", heads, false, Drop{rate, 1, &Random{Seed: 7}}, q, q, v, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	y, err := p.Root(0)
	if err != nil {
		t.Fatal(err)
	}
	dropped := 0
	for i, v := range y {
		if v == 0 {
			dropped++
		} else if math.Abs(float64(v)-1/(steps*(1-rate))) > 1e-6 {
			t.Fatalf("weight %d is %v, want 0 or %v", i, v, 1/(steps*(1-rate)))
		}
	}
	// Four standard deviations, as below.
	if share := float64(dropped) / float64(len(y)); math.Abs(share-rate) > 4*math.Sqrt(rate*(1-rate)/float64(len(y))) {
		t.Errorf("dropped %v of the weights, want %v", share, rate)
	}
}

// TestDropoutKeepsTheMean: of n numbers the share that is dropped has the
// standard deviation √(p(1−p)/n); four of those are a failure in 16,000 seeds.
func TestDropoutKeepsTheMean(t *testing.T) {
	const n, rate = 100_000, .3
	b := graph.NewBuilder()
	x := make([]float32, n)
	for i := range x {
		x[i] = 1
	}
	random := &Random{Seed: 5}
	in := node(t)(b.Input("x", []int{n}, x))
	first := node(t)(Dropout(b, "d", rate, 1, random, in))
	other := node(t)(Dropout(b, "d", rate, 2, random, in))
	p, err := graph.Compile(true, first, other)
	if err != nil {
		t.Fatal(err)
	}
	var runs [][]float32
	for _, step := range []uint64{0, 1, 0} {
		random.Step = step
		if err := p.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		for i := range 2 {
			y, _ := p.Root(i)
			runs = append(runs, append([]float32(nil), y...))
			dropped := 0
			for _, v := range y {
				switch v {
				case 0:
					dropped++
				case float32(1 / (1 - rate)):
				default:
					t.Fatalf("1 became %v", v)
				}
			}
			if share := float64(dropped) / n; math.Abs(share-rate) > 4*math.Sqrt(rate*(1-rate)/n) {
				t.Errorf("step %d: dropped %v, want %v", step, share, rate)
			}
		}
	}
	// Whatever is not the same draw agrees about as often as chance has it.
	chance := rate*rate + (1-rate)*(1-rate)
	for i := range runs {
		for j := range i {
			same := 0
			for k := range runs[i] {
				if runs[i][k] == runs[j][k] {
					same++
				}
			}
			share := float64(same) / n
			if i-j == 4 {
				if share != 1 {
					t.Errorf("run %d differs from run %d, which had the same step", i, j)
				}
			} else if math.Abs(share-chance) > .01 {
				t.Errorf("runs %d and %d agree in %v, want %v", i, j, share, chance)
			}
		}
	}
}
