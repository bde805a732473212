package ops

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// cells are the recurrent operators: the number of gates, and one step in
// float64 from the products with input (with bias) and state (with recurrent
// bias, where there is one).
var cells = []struct {
	name  string
	gates int
	apply func(b *graph.Builder, o Recurrent, x, wx, wh, bias, rbias, mask *G.Node) (*G.Node, error)
	step  func(zx, zh, h, c []float64)
	rbias bool
}{
	{"LSTM", 4, func(b *graph.Builder, o Recurrent, x, wx, wh, bias, _, mask *G.Node) (*G.Node, error) {
		return LSTM(b, "r", o, x, wx, wh, bias, mask)
	}, func(zx, zh, h, c []float64) {
		u := len(h)
		for j := range h {
			i, f, g, o := sigma(zx[j]+zh[j]), sigma(zx[u+j]+zh[u+j]), math.Tanh(zx[2*u+j]+zh[2*u+j]), sigma(zx[3*u+j]+zh[3*u+j])
			c[j] = f*c[j] + i*g
			h[j] = o * math.Tanh(c[j])
		}
	}, false},
	{"GRU", 3, func(b *graph.Builder, o Recurrent, x, wx, wh, bias, rbias, mask *G.Node) (*G.Node, error) {
		return GRU(b, "r", o, x, wx, wh, bias, rbias, mask)
	}, func(zx, zh, h, _ []float64) {
		u := len(h)
		for j := range h {
			r, z := sigma(zx[j]+zh[j]), sigma(zx[u+j]+zh[u+j])
			n := math.Tanh(zx[2*u+j] + r*zh[2*u+j])
			h[j] = (1-z)*n + z*h[j]
		}
	}, true},
	{"SimpleRNN", 1, func(b *graph.Builder, o Recurrent, x, wx, wh, bias, _, mask *G.Node) (*G.Node, error) {
		return SimpleRNN(b, "r", o, Tanh, x, wx, wh, bias, mask)
	}, func(zx, zh, h, _ []float64) {
		for j := range h {
			h[j] = math.Tanh(zx[j] + zh[j])
		}
	}, false},
}

func sigma(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// TestRecurrent compares with the definition, step by step in float64, and the
// gradients with central differences of it: its rounding errors leave about ten
// digits of those.
func TestRecurrent(t *testing.T) {
	for _, cell := range cells {
		for _, o := range []Recurrent{{}, {Sequence: true}, {Reverse: true}, {Sequence: true, Reverse: true}} {
			for _, masked := range []bool{false, true} {
				for _, biased := range []bool{true, false} {
					t.Run(fmt.Sprintf("%s %+v mask=%v bias=%v", cell.name, o, masked, biased), func(t *testing.T) {
						const n, steps, in, units = 3, 4, 2, 3
						r := rand.New(rand.NewPCG(11, 12))
						width := cell.gates * units
						shapes := [][]int{{n, steps, in}, {in, width}, {units, width}, {width}, {width}}
						names := []string{"x", "wx", "wh", "bias", "rbias"}
						b := graph.NewBuilder()
						data, nodes := make([][]float64, 5), make([]*G.Node, 5)
						var used []*G.Node
						var order []int
						for i, shape := range shapes {
							data[i] = make([]float64, size(shape))
							if i >= 3 && !biased || i == 4 && !cell.rbias {
								continue
							}
							x := numbers(r, size(shape))
							for j, v := range x {
								x[j] = v * .7
								data[i][j] = float64(x[j])
							}
							nodes[i] = node(t)(b.Parameter(names[i], shape, x))
							used, order = append(used, nodes[i]), append(order, i)
						}
						mask := []float32{1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 1}
						var maskNode *G.Node
						if masked {
							maskNode = node(t)(b.Input("mask", []int{n, steps}, mask))
						} else {
							for i := range mask {
								mask[i] = 1
							}
						}
						y := node(t)(cell.apply(b, o, nodes[0], nodes[1], nodes[2], nodes[3], nodes[4], maskNode))
						run := func() []float64 { return recurrence(n, steps, in, units, cell.gates, o, cell.step, data, mask) }
						want := [][]float64{run()}
						dy := numbers(r, len(want[0]))
						for _, i := range order {
							want = append(want, differences(data[i], dy, run))
						}
						compareRun(t, b, y, used, dy, want)
					})
				}
			}
		}
	}
}

// differences computes the gradient of Σ dy·run() for x.
func differences(x []float64, dy []float32, run func() []float64) []float64 {
	grad := make([]float64, len(x))
	dot := func() (sum float64) {
		for i, v := range run() {
			sum += v * float64(dy[i])
		}
		return sum
	}
	for i, v := range x {
		const h = 1e-5
		x[i] = v + h
		up := dot()
		x[i] = v - h
		grad[i] = (up - dot()) / (2 * h)
		x[i] = v
	}
	return grad
}

// recurrence runs the definition. data: x, wx, wh, bias, rbias.
func recurrence(n, steps, in, units, gates int, o Recurrent, step func(zx, zh, h, c []float64), data [][]float64, mask []float32) []float64 {
	width := gates * units
	var out []float64
	for i := range n {
		h, c := make([]float64, units), make([]float64, units)
		rows := make([][]float64, steps)
		for p := range steps {
			t := p
			if o.Reverse {
				t = steps - 1 - p
			}
			zx, zh := append([]float64(nil), data[3]...), append([]float64(nil), data[4]...)
			for j := range width {
				for k := range in {
					zx[j] += data[0][(i*steps+t)*in+k] * data[1][k*width+j]
				}
				for k := range units {
					zh[j] += h[k] * data[2][k*width+j]
				}
			}
			if mask[i*steps+t] != 0 {
				step(zx, zh, h, c)
			}
			rows[t] = append([]float64(nil), h...)
		}
		if !o.Sequence {
			rows = [][]float64{h}
		}
		for _, row := range rows {
			out = append(out, row...)
		}
	}
	return out
}
