package ops

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	G "gorgonia.org/gorgonia"
)

// BatchNormOptions says how [BatchNorm] works.
type BatchNormOptions struct {
	// Epsilon is added to a variance before its root is taken.
	Epsilon float64
	// Momentum is the share of the moving statistics that a run keeps.
	Momentum float64
	// Frozen normalises by the moving statistics and leaves them alone, as at
	// evaluation.
	Frozen bool
}

// BatchNorm normalises each channel of x (batch, channels) or (batch, channels,
// …) and scales it:
//
//	y = gamma · (x − μ)/√(σ² + epsilon) + beta
//
// with gamma and beta (channels) or nil. μ and σ² are those of the batch (σ²
// without Bessel's correction), which also move mean and variance, of one
// number for each channel: m ← momentum·m + (1−momentum)·batch, the variance
// with the correction, as in PyTorch (Ioffe and Szegedy, 2015).
func BatchNorm(b *graph.Builder, name string, o BatchNormOptions, x, gamma, beta *G.Node, mean, variance []float32) (*G.Node, error) {
	if x.Dims() < 2 {
		return nil, fmt.Errorf("%s: want input (batch, channels, …), got %v", name, []int(x.Shape()))
	}
	s := x.Shape()
	n := &batchNorm{Builder: b, BatchNormOptions: o, name: name, shape: s, n: s[0], c: s[1], width: s.TotalSize() / (s[0] * s[1]),
		gamma: gamma != nil, beta: beta != nil, moving: [2][]float32{mean, variance}}
	for _, p := range []struct {
		what string
		node *G.Node
	}{{"gamma (channels)", gamma}, {"beta (channels)", beta}} {
		if err := checkShape(name, p.what, p.node, n.c); err != nil {
			return nil, err
		}
	}
	if len(mean) != n.c || len(variance) != n.c {
		return nil, fmt.Errorf("%s: want a moving mean and variance of %d channels, got %d and %d", name, n.c, len(mean), len(variance))
	}
	if n.n*n.width < 2 && !o.Frozen {
		return nil, fmt.Errorf("%s: a batch of one number for each channel has no variance: use larger batches, or freeze the layer", name)
	}
	n.mu, n.inverse = make([]float32, n.c), make([]float32, n.c)
	op := graph.Op{Name: name, Shape: s, Run: n.forward, Diff: n.diff}
	return b.Apply(op, present(x, gamma, beta)...)
}

// batchNorm is one use of the operator.
type batchNorm struct {
	*graph.Builder
	BatchNormOptions
	name        string
	shape       []int
	n, c, width int
	gamma, beta bool
	moving      [2][]float32 // mean and variance
	mu, inverse []float32    // of the last run: mean and 1/√(variance + epsilon)
}

// eachChannel runs f for every channel.
func (n *batchNorm) eachChannel(f func(c int)) {
	parallel.Rows(n.c, n.n*n.width, func(from, to int) {
		for c := from; c < to; c++ {
			f(c)
		}
	})
}

// parts runs f for the places of a channel, a run of them for each example.
func (n *batchNorm) parts(c int, f func(from, to int)) {
	for i := range n.n {
		at := (i*n.c + c) * n.width
		f(at, at+n.width)
	}
}

func (n *batchNorm) forward(in [][]float32, y []float32) {
	x, opt := in[0], inputs{in[1:]}
	gamma, beta := opt.next(n.gamma), opt.next(n.beta)
	n.eachChannel(func(c int) {
		n.statistics(c, x)
		scale, shift := n.inverse[c], float32(0)
		if gamma != nil {
			scale *= gamma[c]
		}
		if beta != nil {
			shift = beta[c]
		}
		mu := n.mu[c]
		n.parts(c, func(from, to int) {
			for i := from; i < to; i++ {
				y[i] = (x[i]-mu)*scale + shift
			}
		})
	})
}

// statistics computes those of a channel and moves the moving ones.
func (n *batchNorm) statistics(c int, x []float32) {
	if n.Frozen {
		n.mu[c], n.inverse[c] = n.moving[0][c], float32(1/math.Sqrt(float64(n.moving[1][c])+n.Epsilon))
		return
	}
	count := float64(n.n * n.width)
	var sum, squares float64
	n.parts(c, func(from, to int) {
		for _, v := range x[from:to] {
			sum += float64(v)
		}
	})
	mean := sum / count
	n.parts(c, func(from, to int) {
		for _, v := range x[from:to] {
			d := float64(v) - mean
			squares += d * d
		}
	})
	n.mu[c], n.inverse[c] = float32(mean), float32(1/math.Sqrt(squares/count+n.Epsilon))
	for i, v := range [2]float64{mean, squares / (count - 1)} {
		n.moving[i][c] = float32(n.Momentum*float64(n.moving[i][c]) + (1-n.Momentum)*v)
	}
}

// diff derives all gradients in one pass.
func (n *batchNorm) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	dgamma, dbeta := make([]float32, n.c), make([]float32, n.c)
	nodes := []*G.Node{in[0], grad, y}
	if n.gamma {
		nodes = append(nodes, in[1])
	}
	dx, err := n.Apply(graph.Op{Name: n.name + " (gradient)", Shape: n.shape, Run: func(in [][]float32, out []float32) {
		x, dy := in[0], in[1]
		count := float32(n.n * n.width)
		n.eachChannel(func(c int) {
			var sum, dot float64
			mu, inverse := n.mu[c], n.inverse[c]
			n.parts(c, func(from, to int) {
				for i := from; i < to; i++ {
					sum += float64(dy[i])
					dot += float64(dy[i] * (x[i] - mu))
				}
			})
			dbeta[c], dgamma[c] = float32(sum), float32(dot)*inverse
			scale := inverse
			if n.gamma {
				scale *= in[3][c]
			}
			if n.Frozen {
				n.parts(c, func(from, to int) {
					for i := from; i < to; i++ {
						out[i] = dy[i] * scale
					}
				})
				return
			}
			shift, slope := dbeta[c]/count, dgamma[c]*inverse/count
			n.parts(c, func(from, to int) {
				for i := from; i < to; i++ {
					out[i] = (dy[i] - shift - (x[i]-mu)*slope) * scale
				}
			})
		})
	}}, nodes...)
	if err != nil {
		return nil, err
	}
	return picks(n.Builder, n.name, dx, n.c, in, n.gamma, n.beta, dgamma, dbeta)
}

// picks returns the gradients of x, gamma and beta, of which the latter two are
// left in memory by dx and may be absent.
func picks(b *graph.Builder, name string, dx *G.Node, width int, in []*G.Node, gamma, beta bool, dgamma, dbeta []float32) ([]*G.Node, error) {
	grads := []*G.Node{dx}
	for _, p := range []struct {
		there bool
		what  string
		data  []float32
	}{{gamma, "gamma", dgamma}, {beta, "beta", dbeta}} {
		if !p.there {
			continue
		}
		g, err := b.Pick(name+" (gradient of "+p.what+")", []int{width}, p.data, dx)
		if err != nil {
			return nil, err
		}
		grads = append(grads, g)
	}
	return grads, nil
}
