package ops

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
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

// BatchNorm normalises each channel of x (batch, channels), (batch, channels,
// length) or (batch, channels, height, width), and scales it:
//
//	y = gamma · (x − μ)/√(σ² + epsilon) + beta
//
// with gamma and beta (channels) or nil. μ and σ² are those of the batch (σ²
// without Bessel's correction), which also move mean and variance, of one
// number for each channel: m ← momentum·m + (1−momentum)·batch, the variance
// with the correction, as in PyTorch (Ioffe and Szegedy, 2015).
func BatchNorm(b *graph.Builder, name string, o BatchNormOptions, x, gamma, beta *G.Node, mean, variance []float32) (*G.Node, error) {
	if err := checkDims(name, "input", "(batch, channels), (batch, channels, length) or (batch, channels, height, width)", x, 2, 3, 4); err != nil {
		return nil, err
	}
	s := x.Shape()
	n := &batchNorm{Builder: b, BatchNormOptions: o, name: name, c: s[1], rows: s.TotalSize() / s[1],
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
	if n.rows < 2 && !o.Frozen {
		return nil, fmt.Errorf("%s: a batch of one number for each channel has no variance: use larger batches, or freeze the layer", name)
	}
	if len(s) == 2 {
		return n.apply(x, gamma, beta)
	}
	t, err := channelsLast(b, name, x)
	if err != nil {
		return nil, err
	}
	y, err := n.apply(t.node, gamma, beta)
	if err != nil {
		return nil, err
	}
	return channelsFirst(b, name, twin{node: y}, s)
}

// batchNorm is one use of the operator on rows of c numbers, a number for each
// channel.
//
// Rows are worked on in strips of many, so that vectors are long where channels
// are few: all that belongs to a channel is repeated over a strip. Sums are
// taken in blocks of rows, whose number follows from the shape, in float32 over
// some strips and in float64 over these.
type batchNorm struct {
	*graph.Builder
	BatchNormOptions
	name        string
	shape       []int
	c, rows     int
	gamma, beta bool
	moving      [2][]float32 // mean and variance

	mu, inverse []float32 // of the last run: mean and 1/√(variance + epsilon)

	strip, blocks         int // rows of a strip; blocks of rows
	center, scale, offset []float32
	slope                 []float32
	sums                  []float32 // two strips for each block
	totals                []float64 // two numbers for each channel and block
}

const (
	stripNumbers = 512 // about how many numbers a strip has
	stripsInSum  = 8   // how many strips are summed in float32
)

func (n *batchNorm) apply(x, gamma, beta *G.Node) (*G.Node, error) {
	n.shape = x.Shape()
	op := graph.Op{Name: n.name, Shape: n.shape, Run: n.forward, Diff: n.diff}
	return n.Apply(op, present(x, gamma, beta)...)
}

// prepare takes the memory.
func (n *batchNorm) prepare() {
	if n.mu != nil {
		return
	}
	n.mu, n.inverse = make([]float32, n.c), make([]float32, n.c)
	n.strip = min(n.rows, max(1, stripNumbers/n.c))
	n.blocks = max(1, min(16, n.rows/(n.strip*stripsInSum)))
	long := n.strip * n.c
	for _, v := range []*[]float32{&n.center, &n.scale, &n.offset, &n.slope} {
		*v = make([]float32, long)
	}
	n.sums = make([]float32, 2*long*n.blocks)
	n.totals = make([]float64, 2*n.c*n.blocks)
}

// spread repeats what lies in the first c numbers over the strip.
func (n *batchNorm) spread(vs ...[]float32) {
	for _, v := range vs {
		for done := n.c; done < len(v); done *= 2 {
			copy(v[done:], v[:done])
		}
	}
}

// strips runs f for the numbers from to to of every strip of a range of rows.
func (n *batchNorm) strips(first, last int, f func(from, to int)) {
	for r := first; r < last; r += n.strip {
		f(r*n.c, min(r+n.strip, last)*n.c)
	}
}

// sum adds up two numbers for each channel over all rows: add adds those of a
// strip. The result is in the first two c numbers of totals.
func (n *batchNorm) sum(add func(a, b []float32, from, to int)) (first, second []float64) {
	clear(n.totals)
	long := n.strip * n.c
	parallel.For(n.blocks, func(i int) {
		a, b := n.sums[2*i*long:(2*i+1)*long], n.sums[(2*i+1)*long:2*(i+1)*long]
		total := n.totals[2*i*n.c : 2*(i+1)*n.c]
		clear(a)
		clear(b)
		count := 0
		fold := func() {
			for j, v := range a {
				total[j%n.c] += float64(v)
				total[n.c+j%n.c] += float64(b[j])
			}
			clear(a)
			clear(b)
			count = 0
		}
		n.strips(i*n.rows/n.blocks, (i+1)*n.rows/n.blocks, func(from, to int) {
			add(a, b, from, to)
			if count++; count == stripsInSum {
				fold()
			}
		})
		fold()
	})
	for i := 1; i < n.blocks; i++ {
		for j, v := range n.totals[2*i*n.c : 2*(i+1)*n.c] {
			n.totals[j] += v
		}
	}
	return n.totals[:n.c], n.totals[n.c : 2*n.c]
}

func (n *batchNorm) forward(in [][]float32, y []float32) {
	n.prepare()
	x, opt := in[0], inputs{in[1:]}
	gamma, beta := opt.next(n.gamma), opt.next(n.beta)
	n.statistics(x)
	copy(n.center, n.mu)
	copy(n.scale, n.inverse)
	if gamma != nil {
		vec.Multiply(n.scale[:n.c], gamma)
	}
	clear(n.offset[:n.c])
	copy(n.offset, beta)
	n.spread(n.center, n.scale, n.offset)
	parallel.Rows(n.rows, n.c, func(first, last int) {
		n.strips(first, last, func(from, to int) { vec.Normalize(y[from:to], x[from:to], n.center, n.scale, n.offset) })
	})
}

// statistics computes those of the batch and moves the moving ones. Sums are of
// differences to the first row, which lies among the numbers, so that their
// squares do not swamp the variance.
func (n *batchNorm) statistics(x []float32) {
	if n.Frozen {
		copy(n.mu, n.moving[0])
		for c, v := range n.moving[1] {
			n.inverse[c] = float32(1 / math.Sqrt(float64(v)+n.Epsilon))
		}
		return
	}
	copy(n.center, x[:n.c])
	n.spread(n.center)
	sums, squares := n.sum(func(a, b []float32, from, to int) { vec.Moments(a, b, x[from:to], n.center) })
	count := float64(n.rows)
	for c := range n.c {
		shift := sums[c] / count
		mean, variance := float64(x[c])+shift, max(0, squares[c]/count-shift*shift)
		if math.IsNaN(squares[c]) {
			variance = math.NaN()
		}
		n.mu[c], n.inverse[c] = float32(mean), float32(1/math.Sqrt(variance+n.Epsilon))
		for i, v := range [2]float64{mean, variance * count / (count - 1)} {
			n.moving[i][c] = float32(n.Momentum*float64(n.moving[i][c]) + (1-n.Momentum)*v)
		}
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
		copy(n.center, n.mu)
		n.spread(n.center)
		sums, dots := n.sum(func(a, b []float32, from, to int) { vec.CenteredDot(a, b, dy[from:to], x[from:to], n.center) })
		for c, inverse := range n.inverse {
			dbeta[c], dgamma[c] = float32(sums[c]), float32(dots[c])*inverse
			n.scale[c], n.slope[c], n.offset[c] = inverse, 0, 0
			if n.gamma {
				n.scale[c] *= in[3][c]
			}
			if !n.Frozen {
				k := n.scale[c] / float32(n.rows)
				n.slope[c], n.offset[c] = -k*dgamma[c]*inverse, -k*dbeta[c]
			}
		}
		n.spread(n.scale, n.slope, n.offset)
		parallel.Rows(n.rows, n.c, func(first, last int) {
			n.strips(first, last, func(from, to int) {
				vec.NormalizeBackward(out[from:to], dy[from:to], x[from:to], n.center, n.scale, n.slope, n.offset)
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
