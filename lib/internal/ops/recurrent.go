package ops

import (
	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/memory"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/sgemm"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// Recurrent says what a recurrent operator returns and in which direction it
// goes. The state before the first step is zero.
//
// Where a mask (batch, steps) is given, steps with a 0 in it leave the state of
// their example, and so the output, as it was, as in Keras.
type Recurrent struct {
	// Sequence returns the state after each step, (batch, steps, units),
	// instead of the last one, (batch, units).
	Sequence bool
	// Reverse goes from the last step to the first. A sequence stays in the
	// order of x.
	Reverse bool
}

// sequence is what the recurrent operators have in common: shapes, and the
// steps in the order in which they are computed. Inside, everything is (steps,
// batch, numbers), so that a step is one matrix.
type sequence struct {
	*graph.Builder
	Recurrent
	name                string
	bias, masked        bool
	n, steps, in, units int
	gates               int       // columns of all gates
	x                   []float32 // (steps, n, in)
	h                   []float32 // (steps+1, n, units), the first is zero
	m                   []float32 // mask (steps, n), or nil
	dh                  []float32 // gradient of the state
	carry               []float32 // the part of it that goes round wh
	dy                  []float32 // gradient of the output (steps, n, units), of a sequence

	wx, wh                           sgemm.Right // packed
	wxMemory, whMemory, turnedMemory []float32
}

// newSequence checks the shapes. gates is the number of gates.
func newSequence(b *graph.Builder, name string, o Recurrent, gates int, x, wx, wh, bias, mask *G.Node) (*sequence, error) {
	if err := checkDims(name, "input", "(batch, steps, features)", x, 3); err != nil {
		return nil, err
	}
	if err := checkDims(name, "recurrent weights", "(units, gates · units)", wh, 2); err != nil {
		return nil, err
	}
	shape := x.Shape()
	s := &sequence{Builder: b, Recurrent: o, name: name, bias: bias != nil, masked: mask != nil,
		n: shape[0], steps: shape[1], in: shape[2], units: wh.Shape()[0]}
	s.gates = gates * s.units
	for _, c := range []struct {
		what string
		node *G.Node
		want []int
	}{
		{"weights (features, gates · units)", wx, []int{s.in, s.gates}},
		{"recurrent weights (units, gates · units)", wh, []int{s.units, s.gates}},
		{"bias (gates · units)", bias, []int{s.gates}},
		{"mask (batch, steps)", mask, []int{s.n, s.steps}},
	} {
		if err := checkShape(name, c.what, c.node, c.want...); err != nil {
			return nil, err
		}
	}
	s.x = memory.Floats(s.steps * s.n * s.in)
	s.h = memory.Floats((s.steps + 1) * s.n * s.units)
	if s.masked {
		s.m = make([]float32, s.steps*s.n)
	}
	return s, nil
}

// result is the shape of the output.
func (s *sequence) result() []int {
	if s.Sequence {
		return []int{s.n, s.steps, s.units}
	}
	return []int{s.n, s.units}
}

// turn copies from (n, steps, width) to (steps, n, width) in the order of
// computing, or back.
func (s *sequence) turn(dst, src []float32, width int, back bool) {
	parallel.Rows(s.n, s.steps*width, func(from, to int) {
		for i := from; i < to; i++ {
			for p := range s.steps {
				t := p
				if s.Reverse {
					t = s.steps - 1 - p
				}
				outside, inside := (i*s.steps+t)*width, (p*s.n+i)*width
				if back {
					copy(dst[outside:outside+width], src[inside:inside+width])
				} else {
					copy(dst[inside:inside+width], src[outside:outside+width])
				}
			}
		}
	})
}

// begin takes input and mask, and packs the weights: once for all steps.
func (s *sequence) begin(x, mask, wx, wh []float32) {
	s.turn(s.x, x, s.in, false)
	if s.masked {
		s.turn(s.m, mask, 1, false)
	}
	s.wx = sgemm.Pack(grown(&s.wxMemory, sgemm.PackedSize(s.in, s.gates)), sgemm.Matrix{Data: wx, Stride: s.gates}, s.in, s.gates)
	s.wh = sgemm.Pack(grown(&s.whMemory, sgemm.PackedSize(s.units, s.gates)), sgemm.Matrix{Data: wh, Stride: s.gates}, s.units, s.gates)
}

// rowsAtLeast is the number of examples that go through the steps together, at
// least: fewer leave the matrix kernel without work.
const rowsAtLeast = 8

// forward runs step for all steps, in order, for blocks of examples from to to,
// which do not wait for each other.
func (s *sequence) forward(step func(p, from, to int)) {
	parallel.Blocks(s.n, rowsAtLeast, func(from, to int) {
		for p := range s.steps {
			step(p, from, to)
		}
	})
}

// inputProducts computes z = x·wx + bias for some examples in step p.
func (s *sequence) inputProducts(p, from, to int, z, bias []float32) {
	sgemm.Multiply(to-from, sgemm.Left{Data: s.x[(p*s.n+from)*s.in:], Row: s.in, Col: 1, K: s.in, Segments: 1}, s.wx,
		z[(p*s.n+from)*s.gates:], s.gates, sgemm.Epilogue{Bias: bias})
}

// stateProducts computes h·wh, and what e says, for some examples in step p.
func (s *sequence) stateProducts(p, from, to int, z []float32, e sgemm.Epilogue) {
	sgemm.Multiply(to-from, sgemm.Left{Data: s.state(p)[from*s.units:], Row: s.units, Col: 1, K: s.units, Segments: 1}, s.wh,
		z[(p*s.n+from)*s.gates:], s.gates, e)
}

// end writes the output.
func (s *sequence) end(y []float32) {
	if s.Sequence {
		s.turn(y, s.h[s.n*s.units:], s.units, true)
		return
	}
	copy(y, s.h[s.steps*s.n*s.units:])
}

// state returns the states before step p, or, for p+1, after it.
func (s *sequence) state(p int) []float32 { return s.h[p*s.n*s.units : (p+1)*s.n*s.units] }

// stands reports whether example i stands still in step p.
func (s *sequence) stands(p, i int) bool { return s.masked && s.m[p*s.n+i] == 0 }

// backward goes through the steps from the last to the first. cell computes the
// gradients d of the products of one example in one step from those of its
// state, dh, and leaves in carry, which is zero, what reaches the state before
// the step by other ways than wh. recurrent (steps, n, gates) holds d for all.
func (s *sequence) backward(grad, wh, recurrent []float32, cell func(p, i int, dh, d, carry []float32)) {
	if s.dh == nil {
		s.dh, s.carry = make([]float32, s.n*s.units), make([]float32, s.n*s.units)
		if s.Sequence {
			s.dy = memory.Floats(s.steps * s.n * s.units)
		}
	}
	clear(s.dh)
	if s.Sequence {
		s.turn(s.dy, grad, s.units, false)
	} else {
		copy(s.dh, grad)
	}
	turned := sgemm.Pack(grown(&s.turnedMemory, sgemm.PackedSize(s.gates, s.units)), sgemm.Matrix{Data: wh, Stride: s.gates, Transposed: true}, s.gates, s.units)
	parallel.Blocks(s.n, rowsAtLeast, func(from, to int) {
		dh, carry := s.dh[from*s.units:to*s.units], s.carry[from*s.units:to*s.units]
		for p := s.steps - 1; p >= 0; p-- {
			first := (p*s.n + from)
			if s.Sequence {
				vec.Add(dh, s.dy[first*s.units:][:len(dh)])
			}
			d := recurrent[first*s.gates : (p*s.n+to)*s.gates]
			clear(carry)
			for i := range to - from {
				units, gates := i*s.units, i*s.gates
				cell(p, from+i, dh[units:units+s.units], d[gates:gates+s.gates], carry[units:units+s.units])
			}
			if p > 0 {
				sgemm.Multiply(to-from, sgemm.Left{Data: d, Row: s.gates, Col: 1, K: s.gates, Segments: 1}, turned, dh, s.units, sgemm.Epilogue{})
				vec.Add(dh, carry)
			}
		}
	})
}

// gradients returns the gradients of all inputs: x, wx, wh, bias if there is
// one, more biases, mask. The gradients of the products with x are those of the
// node d, of the products with the state those in recurrent.
func (s *sequence) gradients(in []*G.Node, d *G.Node, recurrent []float32) ([]*G.Node, error) {
	rows := s.steps * s.n
	grads := make([]*G.Node, len(in))
	turned := make([]float32, rows*s.in)
	parts := []struct {
		what string
		run  func(in [][]float32, out []float32)
		uses []*G.Node
	}{
		{"its input", func(in [][]float32, out []float32) {
			product(rows, s.in, s.gates, in[0], s.gates, false, in[1], s.gates, true, turned, s.in)
			s.turn(out, turned, s.in, true)
		}, []*G.Node{d, in[1]}},
		{"its weights", func(in [][]float32, out []float32) {
			product(s.in, s.gates, rows, s.x, s.in, true, in[0], s.gates, false, out, s.gates)
		}, []*G.Node{d}},
		{"its recurrent weights", func(_ [][]float32, out []float32) {
			product(s.units, s.gates, rows, s.h, s.units, true, recurrent, s.gates, false, out, s.gates)
		}, []*G.Node{d}},
		{"its bias", func(in [][]float32, out []float32) { sumRows(out, in[0]) }, []*G.Node{d}},
	}
	if !s.bias {
		parts = parts[:3]
	}
	for i, part := range parts {
		if !s.Learnt(in[i]) {
			continue
		}
		var err error
		grads[i], err = s.Apply(graph.Op{Name: s.name + " (gradient of " + part.what + ")", Shape: in[i].Shape(), Run: part.run}, part.uses...)
		if err != nil {
			return nil, err
		}
	}
	return grads, nil
}

// sumRows adds up rows of the width of dst.
func sumRows(dst, x []float32) {
	clear(dst)
	for len(x) > 0 {
		vec.Add(dst, x[:len(dst)])
		x = x[len(dst):]
	}
}
