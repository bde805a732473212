package ops

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// The operators against their definitions, written down as directly as can be,
// in float64.

// numbers returns n numbers of a normal distribution.
func numbers(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

// windows are convolutions and their shapes: channels, filters, groups, height,
// width and the window.
var windows = []struct {
	c, f, groups, h, w int
	win                Window
}{
	{1, 2, 1, 5, 5, Window{Kernel: [2]int{3, 3}}},
	{3, 4, 1, 7, 6, Window{Kernel: [2]int{3, 2}, Stride: [2]int{2, 1}}},
	{3, 5, 1, 6, 7, Window{Kernel: [2]int{3, 3}, Same: true}},
	{2, 3, 1, 7, 8, Window{Kernel: [2]int{3, 3}, Stride: [2]int{2, 3}, Same: true}},
	{2, 2, 1, 9, 8, Window{Kernel: [2]int{3, 3}, Dilation: [2]int{2, 3}}},
	{2, 4, 1, 9, 8, Window{Kernel: [2]int{2, 3}, Dilation: [2]int{2, 2}, Same: true}},
	{4, 6, 2, 5, 6, Window{Kernel: [2]int{3, 3}, Padding: [4]int{1, 0, 2, 1}}},
	{4, 4, 4, 6, 5, Window{Kernel: [2]int{3, 3}, Same: true}},
	{3, 6, 3, 6, 6, Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}},
	{5, 7, 1, 4, 3, Window{Kernel: [2]int{1, 1}}},
	{5, 7, 1, 5, 5, Window{Kernel: [2]int{1, 1}, Stride: [2]int{2, 2}}},
	{2, 3, 1, 4, 4, Window{Kernel: [2]int{4, 4}}},
	{33, 35, 1, 6, 19, Window{Kernel: [2]int{3, 3}}},
	{16, 18, 1, 20, 26, Window{Kernel: [2]int{3, 3}}},
	{17, 33, 1, 24, 22, Window{Kernel: [2]int{3, 3}, Same: true}},
	{16, 16, 1, 21, 26, Window{Kernel: [2]int{3, 3}, Padding: [4]int{1, 0, 2, 2}}},
	{16, 34, 2, 6, 6, Window{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Same: true}},
}

// reference is the convolution of one batch in float64, and its gradients for
// the gradient dy of the result.
func reference(n, c, f, groups int, g geometry, x, w, bias, dy []float32) (y, dx, dw, db []float64) {
	cg, fg, kh, kw := c/groups, f/groups, g.y.kernel, g.x.kernel
	y, dx = make([]float64, n*f*g.y.out*g.x.out), make([]float64, len(x))
	dw, db = make([]float64, len(w)), make([]float64, f)
	o := 0
	for i := range n {
		for j := range f {
			for oy := range g.y.out {
				for ox := range g.x.out {
					sum := float64(bias[j])
					db[j] += float64(dy[o])
					for ch := range cg {
						for ky := range kh {
							for kx := range kw {
								row, col := oy*g.y.stride+ky*g.y.dilation-g.y.before, ox*g.x.stride+kx*g.x.dilation-g.x.before
								if row < 0 || row >= g.y.in || col < 0 || col >= g.x.in {
									continue
								}
								at, k := ((i*c+j/fg*cg+ch)*g.y.in+row)*g.x.in+col, ((j*cg+ch)*kh+ky)*kw+kx
								sum += float64(x[at]) * float64(w[k])
								dx[at] += float64(dy[o]) * float64(w[k])
								dw[k] += float64(dy[o]) * float64(x[at])
							}
						}
					}
					y[o] = sum
					o++
				}
			}
		}
	}
	return y, dx, dw, db
}

// TestConvolution compares values and gradients with the reference. Sums have
// up to some hundred terms of normal numbers: they are off by a few 1e-6.
func TestConvolution(t *testing.T) {
	for _, c := range windows {
		t.Run(fmt.Sprintf("%d→%d in %d, %d×%d, %v", c.c, c.f, c.groups, c.h, c.w, c.win), func(t *testing.T) {
			const n = 3
			g, err := c.win.over(c.h, c.w)
			if err != nil {
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(9, 9))
			area := g.y.kernel * g.x.kernel
			x, w, bias := numbers(r, n*c.c*c.h*c.w), numbers(r, c.f*c.c/c.groups*area), numbers(r, c.f)
			dy := numbers(r, n*c.f*g.y.out*g.x.out)
			b := graph.NewBuilder()
			in := []*G.Node{
				node(t)(b.Parameter("x", []int{n, c.c, c.h, c.w}, x)),
				node(t)(b.Parameter("w", []int{c.f, c.c / c.groups, g.y.kernel, g.x.kernel}, w)),
				node(t)(b.Parameter("b", []int{c.f}, bias)),
			}
			y := node(t)(Conv2D(b, "c", Identity, c.win, c.groups, in[0], in[1], in[2]))
			wantY, wantX, wantW, wantB := reference(n, c.c, c.f, c.groups, g, x, w, bias, dy)
			compareRun(t, b, y, in, dy, [][]float64{wantY, wantX, wantW, wantB})
		})
	}
}

// compareRun runs the graph of y and its gradients, given that of y, and
// compares all with what is wanted: y first, then those of in.
func compareRun(t *testing.T, b *graph.Builder, y *G.Node, in []*G.Node, dy []float32, want [][]float64) {
	t.Helper()
	cost := node(t)(b.Apply(graph.Op{Name: "dot", Run: func([][]float32, []float32) {}, Diff: func([]*G.Node, *G.Node, *G.Node) ([]*G.Node, error) {
		g, err := b.Input("dy", y.Shape(), dy)
		return []*G.Node{g}, err
	}}, y))
	grads, err := G.Grad(cost, in...)
	if err != nil {
		t.Fatal(err)
	}
	p, err := graph.Compile(true, append([]*G.Node{y}, grads...)...)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second run finds used buffers
		if err := p.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range want {
		got, err := p.Root(i)
		if err != nil {
			t.Fatal(err)
		}
		what := "the result"
		if i > 0 {
			what = "the gradient of " + in[i-1].Name()
		}
		if len(got) != len(want) {
			t.Fatalf("%s has %d numbers, want %d", what, len(got), len(want))
		}
		for j, v := range want {
			if !(math.Abs(float64(got[j])-v) <= 1e-4*(1+math.Abs(v))) {
				t.Errorf("%s: number %d is %v, want %v", what, j, got[j], v)
				break
			}
		}
	}
}

// TestConvolutionOfASequence: it is the one of images of height 1.
func TestConvolutionOfASequence(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	x, w := numbers(r, 2*3*9), numbers(r, 4*3*3)
	bias, dy := make([]float32, 4), numbers(r, 2*4*5)
	b := graph.NewBuilder()
	in := []*G.Node{node(t)(b.Parameter("x", []int{2, 3, 9}, x)), node(t)(b.Parameter("w", []int{4, 3, 3}, w))}
	win := Window{Kernel: [2]int{0, 3}, Stride: [2]int{0, 2}, Same: true}
	y := node(t)(Conv1D(b, "c", Identity, win, 1, in[0], in[1], nil))
	win.Kernel[0] = 1
	g, err := win.over(1, 9)
	if err != nil {
		t.Fatal(err)
	}
	wantY, wantX, wantW, _ := reference(2, 3, 4, 1, g, x, w, bias, dy)
	compareRun(t, b, y, in, dy, [][]float64{wantY, wantX, wantW})
}
