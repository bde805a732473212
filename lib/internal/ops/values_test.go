package ops

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// TestBatchNorm compares with the definition in float64, on numbers far from
// zero, where a careless variance loses its digits, and on enough rows for
// several blocks. The moving statistics are PyTorch's: variance with Bessel's
// correction.
func TestBatchNorm(t *testing.T) {
	for _, shape := range [][]int{{7, 3}, {300, 5}, {40, 3, 20, 20}, {6, 40, 9}, {2, 600, 2, 1}} {
		n, c := shape[0], shape[1]
		width := size(shape) / (n * c)
		r := rand.New(rand.NewPCG(1, 1))
		x := numbers(r, size(shape))
		for i := range x {
			x[i] = 2*x[i] + 300*float32(i/width%c%3-1)
		}
		gamma, beta, dy := numbers(r, c), numbers(r, c), numbers(r, len(x))
		mean, variance := numbers(r, c), make([]float32, c)
		b := graph.NewBuilder()
		in := []*G.Node{node(t)(b.Parameter("x", shape, x)), node(t)(b.Parameter("gamma", []int{c}, gamma)), node(t)(b.Parameter("beta", []int{c}, beta))}
		y := node(t)(BatchNorm(b, "n", BatchNormOptions{Epsilon: 1e-3, Momentum: .75}, in[0], in[1], in[2], mean, variance))
		start := slices.Clone(mean)

		want := [][]float64{make([]float64, len(x)), make([]float64, len(x)), make([]float64, c), make([]float64, c)}
		count := float64(n * width)
		for ch := range c {
			var places []int
			for i := range n {
				for j := range width {
					places = append(places, (i*c+ch)*width+j)
				}
			}
			var mu, squares, sum, dot float64
			for _, i := range places {
				mu += float64(x[i]) / count
			}
			for _, i := range places {
				squares += (float64(x[i]) - mu) * (float64(x[i]) - mu)
			}
			deviation := math.Sqrt(squares/count + 1e-3)
			for _, i := range places {
				hat := (float64(x[i]) - mu) / deviation
				want[0][i] = float64(gamma[ch])*hat + float64(beta[ch])
				sum += float64(dy[i])
				dot += float64(dy[i]) * hat
			}
			for _, i := range places {
				hat := (float64(x[i]) - mu) / deviation
				want[1][i] = float64(gamma[ch]) / deviation * (float64(dy[i]) - sum/count - hat*dot/count)
			}
			want[2][ch], want[3][ch] = dot, sum
			// compareRun runs twice.
			start[ch] = float32(.75*(.75*float64(start[ch])+.25*mu) + .25*mu)
			if got := .75*.25*squares/(count-1) + .25*squares/(count-1); math.IsNaN(got) {
				t.Fatal("the reference is NaN")
			} else {
				defer func(ch int) {
					if math.Abs(float64(variance[ch])-got) > 1e-4*(1+got) || math.Abs(float64(mean[ch]-start[ch])) > 1e-4*(1+math.Abs(mu)) {
						t.Errorf("%v: moving mean %v, variance %v of channel %d, want %v, %v", shape, mean[ch], variance[ch], ch, start[ch], got)
					}
				}(ch)
			}
		}
		compareRun(t, b, y, in, dy, want)
	}
}

// TestPools compares with the definition.
func TestPools(t *testing.T) {
	for _, c := range []struct {
		h, w int
		win  Window
	}{
		{6, 8, Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}},
		{7, 7, Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}},
		{7, 6, Window{Kernel: [2]int{3, 2}, Stride: [2]int{2, 1}, Same: true}},
		{6, 6, Window{Kernel: [2]int{3, 3}, Stride: [2]int{1, 2}, Padding: [4]int{1, 1, 0, 1}}},
		{9, 5, Window{Kernel: [2]int{2, 2}, Dilation: [2]int{3, 2}}},
	} {
		const n, channels = 2, 19
		r := rand.New(rand.NewPCG(2, 2))
		x := numbers(r, n*channels*c.h*c.w)
		g, err := c.win.over(c.h, c.w)
		if err != nil {
			t.Fatal(err)
		}
		dy := numbers(r, n*channels*g.y.out*g.x.out)
		maxima, means := [2][]float64{make([]float64, len(dy)), make([]float64, len(x))}, [2][]float64{make([]float64, len(dy)), make([]float64, len(x))}
		o := 0
		for plane := range n * channels {
			for oy := range g.y.out {
				for ox := range g.x.out {
					var seen []int
					for ky := range g.y.kernel {
						for kx := range g.x.kernel {
							row, col := oy*g.y.stride+ky*g.y.dilation-g.y.before, ox*g.x.stride+kx*g.x.dilation-g.x.before
							if row >= 0 && row < c.h && col >= 0 && col < c.w {
								seen = append(seen, (plane*c.h+row)*c.w+col)
							}
						}
					}
					best := seen[0]
					for _, i := range seen {
						if x[i] > x[best] {
							best = i
						}
						means[0][o] += float64(x[i]) / float64(len(seen))
						means[1][i] += float64(dy[o]) / float64(len(seen))
					}
					maxima[0][o] = float64(x[best])
					maxima[1][best] += float64(dy[o])
					o++
				}
			}
		}
		for _, p := range []struct {
			apply func(*graph.Builder, string, Window, *G.Node) (*G.Node, error)
			want  [2][]float64
		}{{MaxPool2D, maxima}, {AvgPool2D, means}} {
			b := graph.NewBuilder()
			in := node(t)(b.Parameter("x", []int{n, channels, c.h, c.w}, x))
			compareRun(t, b, node(t)(p.apply(b, "p", c.win, in)), []*G.Node{in}, dy, p.want[:])
		}
	}
}

// TestAttention compares with the definition.
func TestAttention(t *testing.T) {
	const n, steps, heads, d, e = 2, 5, 3, 12, 6
	r := rand.New(rand.NewPCG(3, 3))
	data := [][]float32{numbers(r, n*steps*d), numbers(r, n*steps*d), numbers(r, n*steps*e)}
	mask := []float32{1, 0, 1, 1, 0, 0, 1, 1, 1, 1}
	for _, causal := range []bool{false, true} {
		b := graph.NewBuilder()
		var in []*G.Node
		exact := make([][]float64, 3)
		for i, x := range data {
			in = append(in, node(t)(b.Parameter("qkv"[i:i+1], []int{n, steps, len(x) / (n * steps)}, x)))
			for _, v := range x {
				exact[i] = append(exact[i], float64(v))
			}
		}
		y := node(t)(Attention(b, "a", heads, causal, in[0], in[1], in[2], node(t)(b.Input("mask", []int{n, steps}, mask))))
		run := func() []float64 {
			out := make([]float64, n*steps*e)
			for i := range n {
				for h := range heads {
					for s := range steps {
						weights, sum := make([]float64, steps), 0.
						for u := range steps {
							if mask[i*steps+u] == 0 || causal && u > s {
								continue
							}
							dot := 0.
							for j := h * d / heads; j < (h+1)*d/heads; j++ {
								dot += exact[0][(i*steps+s)*d+j] * exact[1][(i*steps+u)*d+j]
							}
							weights[u] = math.Exp(dot / math.Sqrt(d/heads))
							sum += weights[u]
						}
						for u, w := range weights {
							for j := h * e / heads; j < (h+1)*e/heads && sum > 0; j++ {
								out[(i*steps+s)*e+j] += w / sum * exact[2][(i*steps+u)*e+j]
							}
						}
					}
				}
			}
			return out
		}
		dy := numbers(r, n*steps*e)
		want := [][]float64{run()}
		for _, x := range exact {
			want = append(want, differences(x, dy, run))
		}
		compareRun(t, b, y, in, dy, want)
	}
}

func TestNaNGoesThroughMaxPools(t *testing.T) {
	b := graph.NewBuilder()
	x := []float32{1, 2, 3, float32(math.NaN()), 5, 6, 7, 8}
	in := node(t)(b.Input("x", []int{1, 2, 2, 2}, x))
	p, err := graph.Compile(false, node(t)(MaxPool2D(b, "p", Window{Kernel: [2]int{2, 2}}, in)), node(t)(GlobalMaxPool(b, "g", in)))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		if y, _ := p.Root(i); y[0] == y[0] || y[1] != 8 {
			t.Errorf("greatest of %v: %v, want NaN and 8", x, y)
		}
	}
}

// TestRunsAreTheSameOnAnyNumberOfProcessors asks for equality of every bit of
// results and gradients.
func TestRunsAreTheSameOnAnyNumberOfProcessors(t *testing.T) {
	for _, c := range models {
		t.Run(c.name, func(t *testing.T) {
			var want [][]float32
			for _, procs := range []int{1, 2, 5} {
				old := runtime.GOMAXPROCS(procs)
				m, err := c.build()
				if err == nil {
					err = m.step()
				}
				if err == nil {
					err = m.step()
				}
				runtime.GOMAXPROCS(old)
				if err != nil {
					t.Fatal(err)
				}
				if want == nil {
					want = m.weights
					continue
				}
				for i, w := range m.weights {
					if !slices.Equal(w, want[i]) {
						t.Errorf("GOMAXPROCS=%d: other values of %s", procs, m.params[i].Name())
					}
				}
			}
		})
	}
}

// TestShapesAreChecked: the error names the operator and says what it wants.
func TestShapesAreChecked(t *testing.T) {
	b := graph.NewBuilder()
	made := 0
	of := func(shape ...int) *G.Node {
		made++
		return node(t)(b.Input(strings.Repeat("n", made), shape, make([]float32, size(shape))))
	}
	at2 := Window{Kernel: [2]int{2, 2}}
	moving := make([]float32, 3)
	for _, c := range []struct {
		apply func() (*G.Node, error)
		want  string
	}{
		{func() (*G.Node, error) { return Dense(b, "op", Identity, of(2, 3), of(4, 5), nil) }, "want input (…, 4) for weights [4 5], got [2 3]"},
		{func() (*G.Node, error) { return Dense(b, "op", Identity, of(2, 3), of(3, 5), of(3)) }, "want bias (out) [5], got [3]"},
		{func() (*G.Node, error) { return Conv2D(b, "op", Identity, Window{}, 1, of(2, 3), of(4, 3, 3, 3), nil) }, "want input (batch, channels, height, width), got shape [2 3]"},
		{func() (*G.Node, error) {
			return Conv2D(b, "op", Identity, Window{}, 1, of(2, 3, 2, 2), of(4, 3, 3, 3), nil)
		}, "the kernel spans 3 in height, the image has only 2"},
		{func() (*G.Node, error) {
			return Conv2D(b, "op", Identity, Window{}, 2, of(2, 3, 5, 5), of(4, 3, 3, 3), nil)
		}, "2 groups do not divide 3 channels and 4 filters"},
		{func() (*G.Node, error) {
			return Conv2D(b, "op", Identity, Window{}, 1, of(2, 4, 5, 5), of(4, 3, 3, 3), nil)
		}, "want weights for 4 channels"},
		{func() (*G.Node, error) {
			return Conv2D(b, "op", Identity, at2, 1, of(2, 3, 5, 5), of(4, 3, 3, 3), nil)
		}, "the kernel is [2 2], but the weights are [4 3 3 3]"},
		{func() (*G.Node, error) {
			return Conv2D(b, "op", Identity, Window{}, 1, of(2, 3, 5, 5), of(4, 3, 3, 3), of(3))
		}, "want bias (filters) [4], got [3]"},
		{func() (*G.Node, error) {
			return Conv2D(b, "op", Identity, Window{Same: true, Padding: [4]int{1}}, 1, of(2, 3, 5, 5), of(4, 3, 3, 3), nil)
		}, "not both"},
		{func() (*G.Node, error) {
			return Conv1D(b, "op", Identity, Window{}, 1, of(2, 3, 5, 5), of(4, 3, 3), nil)
		}, "want input (batch, channels, length)"},
		{func() (*G.Node, error) { return MaxPool2D(b, "op", Window{}, of(2, 3, 5, 5)) }, "want a kernel height of at least 1"},
		{func() (*G.Node, error) {
			return AvgPool2D(b, "op", Window{Kernel: [2]int{2, 2}, Padding: [4]int{2}}, of(2, 3, 5, 5))
		}, "the padding 2, 0 is wider than the kernel of 2 reaches"},
		{func() (*G.Node, error) { return MaxPool2D(b, "op", at2, of(2, 3, 5)) }, "the kernel spans 2 in height"},
		{func() (*G.Node, error) { return GlobalAvgPool(b, "op", of(2, 3)) }, "want input (batch, channels"},
		{func() (*G.Node, error) {
			return BatchNorm(b, "op", BatchNormOptions{}, of(2, 3), of(2), nil, moving, moving)
		}, "want gamma (channels) [3], got [2]"},
		{func() (*G.Node, error) {
			return BatchNorm(b, "op", BatchNormOptions{}, of(2, 4), nil, nil, moving, moving)
		}, "want a moving mean and variance of 4 channels, got 3 and 3"},
		{func() (*G.Node, error) {
			return BatchNorm(b, "op", BatchNormOptions{}, of(1, 3), nil, nil, moving, moving)
		}, "has no variance"},
		{func() (*G.Node, error) { return LayerNorm(b, "op", 1e-5, of(2, 3), nil, of(2)) }, "want beta (features) [3], got [2]"},
		{func() (*G.Node, error) { return Embedding(b, "op", of(2), of(3)) }, "want table (vocabulary, dim), got shape [2]"},
		{func() (*G.Node, error) { return LSTM(b, "op", Recurrent{}, of(2, 3), of(3, 8), of(2, 8), nil, nil) }, "want input (batch, steps, features), got shape [2 3]"},
		{func() (*G.Node, error) {
			return LSTM(b, "op", Recurrent{}, of(2, 5, 3), of(3, 8), of(2, 6), nil, nil)
		}, "want recurrent weights (units, gates · units) [2 8], got [2 6]"},
		{func() (*G.Node, error) {
			return GRU(b, "op", Recurrent{}, of(2, 5, 3), of(3, 6), of(2, 6), nil, of(3), nil)
		}, "want recurrent bias (gates · units) [6], got [3]"},
		{func() (*G.Node, error) {
			return SimpleRNN(b, "op", Recurrent{}, Tanh, of(2, 5, 3), of(3, 2), of(2, 2), nil, of(5, 2))
		}, "want mask (batch, steps) [2 5], got [5 2]"},
		{func() (*G.Node, error) {
			return Attention(b, "op", 2, false, of(2, 3, 5), of(2, 3, 5), of(2, 3, 4), nil)
		}, "2 heads do not divide 5 features"},
		{func() (*G.Node, error) {
			return Attention(b, "op", 1, true, of(2, 3, 4), of(2, 5, 4), of(2, 5, 4), nil)
		}, "as many queries as keys, got 3 and 5"},
		{func() (*G.Node, error) {
			return Attention(b, "op", 1, false, of(2, 3, 4), of(2, 5, 3), of(2, 5, 4), nil)
		}, "want keys [2 5 4], got [2 5 3]"},
		{func() (*G.Node, error) { return Add(b, "op", of(2, 3), of(3, 2)) }, "want terms of one shape: [2 3], got [3 2]"},
		{func() (*G.Node, error) { return AddRow(b, "op", of(2, 3), of(2)) }, "want x (…, [2]), got [2 3]"},
		{func() (*G.Node, error) { return Concat(b, "op", 1, of(2, 3), of(3, 3)) }, "cannot join [2 3] and [3 3] along axis 1"},
	} {
		_, err := c.apply()
		if err == nil || !strings.HasPrefix(err.Error(), "op: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one of op with %q", err, c.want)
		}
	}
}

func TestIdsAreChecked(t *testing.T) {
	for _, id := range []float32{-1, 4, 1.5, float32(math.NaN()), float32(math.Inf(1))} {
		b := graph.NewBuilder()
		y := node(t)(Embedding(b, `Embedding "e"`, node(t)(b.Parameter("t", []int{4, 2}, make([]float32, 8))), node(t)(b.Input("i", []int{3}, []float32{0, 1, id}))))
		p, err := graph.Compile(true, y)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Run(context.Background()); err == nil || !strings.Contains(err.Error(), `Embedding "e"`) || !strings.Contains(err.Error(), "place 2") {
			t.Errorf("id %v: error %v, want one that names the layer and the place", id, err)
		}
	}
}
