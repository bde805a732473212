package nn

import (
	"errors"
	"fmt"
	"math"
	"path"
	"strings"
)

// Penalty keeps the weights of some parameters small, or sparse. It is added to
// the loss while the model trains and is evaluated:
//
//	L1·Σ|w| + L2·Σw²
//
// and changes nothing of what the model predicts. For [optim.AdamW] and
// [optim.Lion] their own decay is the better choice: an L2 that goes through
// Adam hardly works (Loshchilov and Hutter, 2019).
type Penalty struct {
	// Match says which: a pattern for the names of parameters in which * stands
	// for any text: "dense_1.weight", "*.weight". Required.
	Match string
	// L1 and L2 are the factors above. Default 0.
	L1, L2 float64
	// MaxNorm is the greatest norm that the weights of one output may have (a
	// column of a dense layer's matrix, a filter of a convolution): after each
	// step a greater one is scaled down (Srivastava et al., 2014). Default 0: no
	// limit.
	MaxNorm float64
}

// penalty is a Penalty of one parameter.
type penalty struct {
	Penalty
	at   int // in the model's parameters
	w    []float32
	rows int // of one output: rows numbers, columns apart
	cols int
	// filters: an output is a row, as of a convolution
	filters bool
}

// penalties finds the parameters.
func (m *Model) penalties(list []Penalty) ([]penalty, error) {
	var out []penalty
	var wrong []error
	for i, p := range list {
		bad := func(format string, args ...any) {
			wrong = append(wrong, fmt.Errorf("nn: penalty %d %q: %w", i, p.Match, fmt.Errorf(format, args...)))
		}
		for _, v := range []float64{p.L1, p.L2, p.MaxNorm} {
			if !(v >= 0) || math.IsInf(v, 0) {
				bad("want finite L1, L2 and MaxNorm of at least 0, got %v, %v and %v", p.L1, p.L2, p.MaxNorm)
				break
			}
		}
		found := false
		for at, param := range m.params {
			match, err := path.Match(p.Match, param.Name)
			if err != nil {
				bad("Match is no pattern: %w", err)
				break
			}
			if !match {
				continue
			}
			found = true
			shape := param.Value.Shape
			one := penalty{Penalty: p, at: at, w: param.Value.Data, filters: len(shape) > 2}
			one.cols = shape[len(shape)-1]
			if one.filters {
				one.cols = shape[0]
			}
			one.rows = len(one.w) / one.cols
			out = append(out, one)
		}
		if !found {
			bad("it matches no parameter: there are %s", strings.Join(paramNames(m.params), ", "))
		}
	}
	return out, errors.Join(wrong...)
}

// value returns what is added to the loss.
func (p penalty) value() float64 {
	if p.L1 == 0 && p.L2 == 0 {
		return 0
	}
	var sum, squares float64
	for _, w := range p.w {
		sum += math.Abs(float64(w))
		squares += float64(w) * float64(w)
	}
	return p.L1*sum + p.L2*squares
}

// addGradient adds the derivative of value; that of |w| at 0 is 0.
func (p penalty) addGradient(g []float32) {
	if p.L1 == 0 && p.L2 == 0 {
		return
	}
	l1, l2 := float32(p.L1), float32(2*p.L2)
	for i, w := range p.w {
		switch {
		case w > 0:
			g[i] += l1
		case w < 0:
			g[i] -= l1
		}
		g[i] += l2 * w
	}
}

// limit scales down the outputs whose norm is above MaxNorm.
func (p penalty) limit() {
	if p.MaxNorm == 0 {
		return
	}
	for c := range p.cols {
		first, step := c, p.cols
		if p.filters {
			first, step = c*p.rows, 1
		}
		var squares float64
		for i := range p.rows {
			w := float64(p.w[first+i*step])
			squares += w * w
		}
		norm := math.Sqrt(squares)
		if norm <= p.MaxNorm || math.IsInf(norm, 0) {
			continue
		}
		k := float32(p.MaxNorm / norm)
		for i := range p.rows {
			p.w[first+i*step] *= k
		}
	}
}
