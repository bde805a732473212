package ops

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// LayerNorm normalises each row of the last dimension of x and scales it:
//
//	y = gamma · (x − μ)/√(σ² + epsilon) + beta
//
// with gamma and beta of the width of a row, or nil (Ba, Kiros and Hinton,
// 2016).
func LayerNorm(b *graph.Builder, name string, epsilon float64, x, gamma, beta *G.Node) (*G.Node, error) {
	if x.Dims() < 1 {
		return nil, fmt.Errorf("%s: want input (…, features), got a single number", name)
	}
	s := x.Shape()
	width := s[len(s)-1]
	for _, p := range []struct {
		what string
		node *G.Node
	}{{"gamma (features)", gamma}, {"beta (features)", beta}} {
		if err := checkShape(name, p.what, p.node, width); err != nil {
			return nil, err
		}
	}
	n := &layerNorm{Builder: b, name: name, epsilon: epsilon, shape: s, rows: s.TotalSize() / width, width: width, gamma: gamma != nil, beta: beta != nil}
	n.mu, n.inverse = make([]float32, n.rows), make([]float32, n.rows)
	op := graph.Op{Name: name, Shape: s, Run: n.forward, Diff: n.diff}
	return b.Apply(op, present(x, gamma, beta)...)
}

// layerNorm is one use of the operator.
type layerNorm struct {
	*graph.Builder
	name        string
	epsilon     float64
	shape       []int
	rows, width int
	gamma, beta bool
	mu, inverse []float32 // of the last run, for each row
}

func (n *layerNorm) forward(in [][]float32, y []float32) {
	opt := inputs{in[1:]}
	gamma, beta := opt.next(n.gamma), opt.next(n.beta)
	parallel.Rows(n.rows, 4*n.width, func(from, to int) {
		for r := from; r < to; r++ {
			x, y := in[0][r*n.width:(r+1)*n.width], y[r*n.width:(r+1)*n.width]
			mu := float32(vec.Sum(x) / float64(n.width))
			inverse := float32(1 / math.Sqrt(vec.SumSquaresFrom(x, mu)/float64(n.width)+n.epsilon))
			n.mu[r], n.inverse[r] = mu, inverse
			vec.Affine(y, x, mu, inverse, 0)
			if gamma != nil {
				vec.Multiply(y, gamma)
			}
			if beta != nil {
				vec.Add(y, beta)
			}
		}
	})
}

// diff derives all gradients in one pass. Those of gamma and beta are summed in
// blocks of rows, whose number follows from the shape.
func (n *layerNorm) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	blocks := min(16, n.rows)
	dgamma, dbeta := make([]float32, n.width), make([]float32, n.width)
	parts := make([]float32, 3*blocks*n.width) // for each block: sums of gamma's and beta's, a row of its own
	nodes := []*G.Node{in[0], grad, y}
	if n.gamma {
		nodes = append(nodes, in[1])
	}
	dx, err := n.Apply(graph.Op{Name: n.name + " (gradient)", Shape: n.shape, Run: func(in [][]float32, out []float32) {
		var gamma []float32
		if n.gamma {
			gamma = in[3]
		}
		parallel.For(blocks, func(i int) {
			part := parts[3*i*n.width : 3*(i+1)*n.width]
			clear(part)
			for r := i * n.rows / blocks; r < (i+1)*n.rows/blocks; r++ {
				at := r * n.width
				n.row(r, out[at:at+n.width], in[0][at:at+n.width], in[1][at:at+n.width], gamma, part[:n.width], part[n.width:2*n.width], part[2*n.width:])
			}
		})
		clear(dgamma)
		clear(dbeta)
		for i := range blocks {
			part := parts[3*i*n.width:]
			vec.Add(dgamma, part[:n.width])
			vec.Add(dbeta, part[n.width:2*n.width])
		}
	}}, nodes...)
	if err != nil {
		return nil, err
	}
	return picks(n.Builder, n.name, dx, n.width, in, n.gamma, n.beta, dgamma, dbeta)
}

// row computes the gradient of one row, and adds its share of those of gamma
// and beta.
func (n *layerNorm) row(r int, dx, x, dy, gamma, dgamma, dbeta, hat []float32) {
	inverse := n.inverse[r]
	vec.Affine(hat, x, n.mu[r], inverse, 0)
	vec.MultiplyAdd(dgamma, dy, hat)
	vec.Add(dbeta, dy)
	copy(dx, dy)
	if gamma != nil {
		vec.Multiply(dx, gamma)
	}
	shift, slope := vec.Sum(dx)/float64(n.width), vec.Dot(dx, hat)/float64(n.width)
	vec.ScaleAdd(dx, hat, float32(-slope))
	vec.Affine(dx, dx, float32(shift), inverse, 0)
}
