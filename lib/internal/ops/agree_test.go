package ops

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// runWith builds a graph over normal parameters of the shapes, runs it twice,
// and returns the result and all gradients.
func runWith(t *testing.T, shapes [][]int, apply func(b *graph.Builder, in []*G.Node) (*G.Node, error)) [][]float32 {
	t.Helper()
	r := rand.New(rand.NewPCG(21, 22))
	b := graph.NewBuilder()
	var in []*G.Node
	for i, shape := range shapes {
		x := numbers(r, size(shape))
		in = append(in, node(t)(b.Parameter(fmt.Sprint("x", i), shape, x)))
	}
	y := node(t)(apply(b, in))
	cost := node(t)(weigh(b, y))
	grads, err := G.Grad(cost, in...)
	if err != nil {
		t.Fatal(err)
	}
	p, err := graph.Compile(true, append([]*G.Node{y}, grads...)...)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	var out [][]float32
	for i := range len(grads) + 1 {
		x, err := p.Root(i)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, slices.Clone(x))
	}
	return out
}

// TestFusedOperatorsAgreeWithSeparateOnes: a reshape between two operators keeps
// them apart.
func TestFusedOperatorsAgreeWithSeparateOnes(t *testing.T) {
	apart := func(b *graph.Builder, x *G.Node) (*G.Node, error) { return Reshape(b, "apart", x.Shape(), x) }
	for _, c := range []struct {
		name   string
		x, w   []int
		conv   Window
		groups int
		act    Activation
		pool   Window
	}{
		{"in Winograd's way", []int{4, 16, 18, 20}, []int{18, 16, 3, 3}, Window{}, 1, ReLU, Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}},
		{"in Winograd's way, pools that overlap", []int{3, 17, 20, 20}, []int{16, 17, 3, 3}, Window{Same: true}, 1, Tanh, Window{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Same: true}},
		{"plain", []int{3, 5, 9, 8}, []int{7, 5, 2, 3}, Window{Stride: [2]int{1, 2}}, 1, ReLU, Window{Kernel: [2]int{2, 2}, Stride: [2]int{1, 1}}},
		{"depthwise", []int{2, 6, 9, 8}, []int{6, 1, 3, 3}, Window{Same: true}, 6, Sigmoid, Window{Kernel: [2]int{3, 2}, Stride: [2]int{2, 2}}},
		{"single pixels", []int{2, 6, 8, 8}, []int{5, 6, 1, 1}, Window{}, 1, ReLU, Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			shapes := [][]int{c.x, c.w, {c.w[0]}}
			var got [2][][]float32
			for i := range got {
				got[i] = runWith(t, shapes, func(b *graph.Builder, in []*G.Node) (*G.Node, error) {
					y, err := Conv2D(b, "conv", Identity, c.conv, c.groups, in[0], in[1], in[2])
					for _, next := range []func() (*G.Node, error){
						func() (*G.Node, error) { return Activate(b, "act", c.act, y) },
						func() (*G.Node, error) { return MaxPool2D(b, "pool", c.pool, y) },
					} {
						if err == nil && i == 1 {
							y, err = apart(b, y)
						}
						if err == nil {
							y, err = next()
						}
					}
					return y, err
				})
			}
			for i, want := range got[1] {
				for j, v := range want {
					if math.Abs(float64(v-got[0][i][j])) > 1e-3*(1+math.Abs(float64(v))) {
						t.Fatalf("output %d, number %d: %v fused, %v apart", i, j, got[0][i][j], v)
					}
				}
			}
		})
	}
}

// TestOperatorsAreTheSameOnAnyNumberOfProcessors asks for equality of every
// bit, on shapes that are divided among tasks.
func TestOperatorsAreTheSameOnAnyNumberOfProcessors(t *testing.T) {
	for _, c := range []struct {
		name   string
		shapes [][]int
		apply  func(b *graph.Builder, in []*G.Node) (*G.Node, error)
	}{
		{"batch norm", [][]int{{32, 6, 20, 20}, {6}, {6}}, func(b *graph.Builder, in []*G.Node) (*G.Node, error) {
			return BatchNorm(b, "n", BatchNormOptions{Epsilon: 1e-3, Momentum: .9}, in[0], in[1], in[2], make([]float32, 6), make([]float32, 6))
		}},
		{"layer norm", [][]int{{900, 70}, {70}, {70}}, func(b *graph.Builder, in []*G.Node) (*G.Node, error) {
			return LayerNorm(b, "n", 1e-3, in[0], in[1], in[2])
		}},
		{"convolution", [][]int{{5, 9, 21, 17}, {20, 9, 3, 3}, {20}}, func(b *graph.Builder, in []*G.Node) (*G.Node, error) {
			return Conv2D(b, "c", Tanh, Window{Stride: [2]int{2, 1}, Same: true}, 1, in[0], in[1], in[2])
		}},
		{"depthwise convolution", [][]int{{7, 20, 15, 15}, {20, 1, 3, 3}}, func(b *graph.Builder, in []*G.Node) (*G.Node, error) {
			return Conv2D(b, "c", Tanh, Window{}, 20, in[0], in[1], nil)
		}},
		{"pools", [][]int{{9, 20, 30, 30}}, func(b *graph.Builder, in []*G.Node) (*G.Node, error) {
			y, err := MaxPool2D(b, "p", Window{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}}, in[0])
			if err != nil {
				return nil, err
			}
			if y, err = AvgPool2D(b, "a", Window{Kernel: [2]int{2, 2}}, y); err != nil {
				return nil, err
			}
			return GlobalAvgPool(b, "g", y)
		}},
		{"GRU", [][]int{{37, 6, 30}, {30, 120}, {40, 120}, {120}, {120}}, func(b *graph.Builder, in []*G.Node) (*G.Node, error) {
			return GRU(b, "r", Recurrent{Sequence: true, Reverse: true}, in[0], in[1], in[2], in[3], in[4], nil)
		}},
		{"LSTM", [][]int{{50, 6, 30}, {30, 160}, {40, 160}, {160}}, func(b *graph.Builder, in []*G.Node) (*G.Node, error) {
			return LSTM(b, "r", Recurrent{Sequence: true}, in[0], in[1], in[2], in[3], nil)
		}},
		{"attention", [][]int{{6, 40, 32}, {6, 40, 32}, {6, 40, 32}}, func(b *graph.Builder, in []*G.Node) (*G.Node, error) {
			return Attention(b, "a", 4, true, in[0], in[1], in[2], nil)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want [][]float32
			for _, procs := range []int{1, 2, 7} {
				old := runtime.GOMAXPROCS(procs)
				got := runWith(t, c.shapes, c.apply)
				runtime.GOMAXPROCS(old)
				if want == nil {
					want = got
				}
				for i := range want {
					if !slices.Equal(got[i], want[i]) {
						t.Errorf("GOMAXPROCS=%d: output %d is another", procs, i)
					}
				}
			}
		})
	}
}
