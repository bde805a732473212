package ops

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// Attention computes softmax(q·kᵀ/√d)·v for each of a number of heads, which
// are equal slices of the features: q (batch, T, D), k (batch, S, D), v (batch,
// S, E), result (batch, T, E), d = D/heads (Vaswani et al., Attention Is All
// You Need, 2017, section 3.2).
//
// With causal set step t sees the keys 0 … t only; then T = S. mask (batch, S)
// may be nil; keys with a 0 in it are not seen. A step that sees no key gives
// zeros.
func Attention(b *graph.Builder, name string, heads int, causal bool, q, k, v, mask *G.Node) (*G.Node, error) {
	return AttentionDropout(b, name, heads, causal, Drop{}, q, k, v, mask)
}

// AttentionDropout is [Attention] that drops some of its weights, those that the
// softmax returns (section 5.4 of the paper, and PyTorch's
// scaled_dot_product_attention).
func AttentionDropout(b *graph.Builder, name string, heads int, causal bool, drop Drop, q, k, v, mask *G.Node) (*G.Node, error) {
	for _, n := range []struct {
		node       *G.Node
		what, want string
	}{{q, "queries", "(batch, steps, features)"}, {k, "keys", "(batch, steps, features)"}, {v, "values", "(batch, steps, features)"}} {
		if err := checkDims(name, n.what, n.want, n.node, 3); err != nil {
			return nil, err
		}
	}
	s := q.Shape()
	a := &attention{Builder: b, name: name, heads: heads, causal: causal, masked: mask != nil, drop: drop,
		n: s[0], t: s[1], d: s[2], s: k.Shape()[1], e: v.Shape()[2]}
	if err := checkShape(name, "keys", k, a.n, a.s, a.d); err != nil {
		return nil, err
	}
	if err := checkShape(name, "values", v, a.n, a.s, a.e); err != nil {
		return nil, err
	}
	if err := checkShape(name, "mask", mask, a.n, a.s); err != nil {
		return nil, err
	}
	if heads < 1 || a.d%heads != 0 || a.e%heads != 0 {
		return nil, fmt.Errorf("%s: %d heads do not divide %d features of queries and %d of values: choose a divisor", name, heads, a.d, a.e)
	}
	if causal && a.t != a.s {
		return nil, fmt.Errorf("%s: a causal mask needs as many queries as keys, got %d and %d", name, a.t, a.s)
	}
	a.scale = float32(1 / math.Sqrt(float64(a.d/heads)))
	a.p = make([]float32, a.n*heads*a.t*a.s)
	a.used = a.p
	if drop.Rate > 0 {
		a.keep, a.used = make([]float32, len(a.p)), make([]float32, len(a.p))
	}
	op := graph.Op{Name: name, Shape: []int{a.n, a.t, a.e}, Run: a.forward, Diff: a.diff}
	return b.Apply(op, present(q, k, v, mask)...)
}

// attention is one use of the operator.
type attention struct {
	*graph.Builder
	name           string
	heads          int
	causal, masked bool
	n, t, s, d, e  int
	scale          float32
	drop           Drop
	p              []float32 // (batch, heads, T, S): the weights
	keep           []float32 // what they are multiplied by, or nil
	used           []float32 // the product; p itself without dropping
}

// each runs f for every example and head, with the places where its rows of
// queries, keys and values begin, and its weights.
func (a *attention) each(f func(n, q, k, v, out int, p []float32)) {
	parallel.For(a.n*a.heads, func(i int) {
		n, h := i/a.heads, i%a.heads
		d, e := h*a.d/a.heads, h*a.e/a.heads
		f(n, n*a.t*a.d+d, n*a.s*a.d+d, n*a.s*a.e+e, n*a.t*a.e+e, a.p[i*a.t*a.s:(i+1)*a.t*a.s])
	})
}

// of returns what a list has of an example and the head whose queries begin at q;
// nil of nil.
func (a *attention) of(list []float32, n, q int) []float32 {
	if list == nil {
		return nil
	}
	at := (n*a.heads + q%a.d*a.heads/a.d) * a.t * a.s
	return list[at : at+a.t*a.s]
}

func (a *attention) forward(in [][]float32, y []float32) {
	d, e := a.d/a.heads, a.e/a.heads
	if a.keep != nil {
		parallel.Rows((len(a.keep)+3)/4, 4, func(from, to int) {
			for i := from; i < to; i++ {
				a.drop.draw(a.keep, i)
			}
		})
	}
	a.each(func(n, q, k, v, out int, p []float32) {
		product(a.t, a.s, d, in[0][q:], a.d, false, in[1][k:], a.d, true, p, a.s)
		var mask []float32
		if a.masked {
			mask = in[3][n*a.s : (n+1)*a.s]
		}
		for t := range a.t {
			a.weights(p[t*a.s:(t+1)*a.s], t, mask)
		}
		used := a.of(a.used, n, q)
		for i, m := range a.of(a.keep, n, q) {
			used[i] = p[i] * m
		}
		product(a.t, e, a.s, used, a.s, false, in[2][v:], a.e, false, y[out:], a.e)
	})
}

// weights makes weights of the products of one query with all keys.
func (a *attention) weights(row []float32, t int, mask []float32) {
	seen := row
	if a.causal {
		seen = row[:t+1]
		clear(row[t+1:])
	}
	vec.Scale(seen, a.scale)
	if mask != nil {
		any := false
		for j := range seen {
			if mask[j] == 0 {
				seen[j] = float32(math.Inf(-1))
			} else {
				any = true
			}
		}
		if !any {
			clear(seen)
			return
		}
	}
	vec.Softmax(seen, seen)
}

// diff derives the gradients of queries, keys and values in one pass.
func (a *attention) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	dk, dv := make([]float32, a.n*a.s*a.d), make([]float32, a.n*a.s*a.e)
	dp := make([]float32, len(a.p))
	d, e := a.d/a.heads, a.e/a.heads
	dq, err := a.Apply(graph.Op{Name: a.name + " (gradient)", Shape: []int{a.n, a.t, a.d}, Run: func(in [][]float32, dq []float32) {
		qs, ks, vs, dy := in[0], in[1], in[2], in[4]
		a.each(func(n, q, k, v, out int, p []float32) {
			dp := a.of(dp, n, q)
			product(a.s, e, a.t, a.of(a.used, n, q), a.s, true, dy[out:], a.e, false, dv[v:], a.e)
			product(a.t, a.s, e, dy[out:], a.e, false, vs[v:], a.e, true, dp, a.s)
			for i, m := range a.of(a.keep, n, q) {
				dp[i] *= m
			}
			for t := range a.t {
				row := dp[t*a.s : (t+1)*a.s]
				softmaxBackward(row, row, p[t*a.s:(t+1)*a.s])
			}
			vec.Scale(dp, a.scale)
			product(a.t, d, a.s, dp, a.s, false, ks[k:], a.d, false, dq[q:], a.d)
			product(a.s, d, a.t, dp, a.s, true, qs[q:], a.d, false, dk[k:], a.d)
		})
	}}, in[0], in[1], in[2], y, grad)
	if err != nil {
		return nil, err
	}
	grads := make([]*G.Node, len(in))
	grads[0] = dq
	if grads[1], err = a.Pick(a.name+" (gradient of the keys)", []int{a.n, a.s, a.d}, dk, dq); err != nil {
		return nil, err
	}
	grads[2], err = a.Pick(a.name+" (gradient of the values)", []int{a.n, a.s, a.e}, dv, dq)
	return grads, err
}
