package nn

// The layers of sequences in the ONNX format.
//
// Its recurrent operators have the steps first, (steps, batch, features), a
// dimension for the direction, weights as rows, and gates in orders of their own.
// They know sequences that end early, but not steps to be passed over anywhere, as
// a mask does: behind a mask the operator is written once for each step, and what
// it returns is taken where there is something.

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/onnx"
)

// cell is a recurrent operator.
type cell struct {
	recurrent
	op string
	// gates are the numbers of our gates in the operator's order.
	gates      []int
	activation string // of an RNN
	inner      bool   // has it a second bias, within the recurrent product?
}

func (l SimpleRNN) onnx(e *exporter, s *Setup, x string) (string, error) {
	name := map[Activation]string{Tanh: "Tanh", ReLU: "Relu", Sigmoid: "Sigmoid"}[l.activation()]
	return e.recurrent(s, cell{recurrent: l.recurrent(), op: "RNN", gates: []int{0}, activation: name}, x), nil
}

func (l LSTM) onnx(e *exporter, s *Setup, x string) (string, error) {
	// Ours are i, f, g, o; the operator's i, o, f, c.
	return e.recurrent(s, cell{recurrent: l.recurrent(), op: "LSTM", gates: []int{0, 3, 1, 2}}, x), nil
}

func (l GRU) onnx(e *exporter, s *Setup, x string) (string, error) {
	// Ours are r, z, n; the operator's z, r, h.
	return e.recurrent(s, cell{recurrent: l.recurrent(), op: "GRU", gates: []int{1, 0, 2}, inner: true}, x), nil
}

// recurrent adds a recurrent layer.
func (e *exporter) recurrent(s *Setup, c cell, x string) string {
	x = e.transpose(s.Layer+".steps_first", x, 1, 0, 2)
	weights := []string{e.gates(s, c, "weight"), e.gates(s, c, "recurrent_weight")}
	if !c.noBias {
		weights = append(weights, e.biases(s, c))
	}
	if e.mask != "" {
		return e.masked(s, c, x, weights)
	}
	all, last := s.Layer+".states", s.Layer+".last_state"
	e.cell(s.Layer, c, append([]string{x}, weights...), all, last)
	if c.reverse {
		e.with("direction", "reverse")
	}
	if c.sequence {
		return e.transpose(s.Layer+".result", e.squeeze(s.Layer+".all", all, 1), 1, 0, 2)
	}
	return e.squeeze(s.Layer+".last", last, 0)
}

// cell adds the operator, for all steps or for one, with what else it returns.
func (e *exporter) cell(name string, c cell, in []string, out ...string) {
	e.model.Nodes = append(e.model.Nodes, onnx.Node{Name: name, Op: c.op, Inputs: in, Outputs: out})
	e.with("hidden_size", c.units)
	if c.activation != "" {
		e.with("activations", []string{c.activation})
	}
	if c.inner {
		e.with("linear_before_reset", 1)
	}
}

// masked adds the operator for each step, with what it returns where there is
// something, and the states before elsewhere.
func (e *exporter) masked(s *Setup, c cell, x string, weights []string) string {
	there := e.node(s.Layer+".there", "Cast", s.Layer+".there", e.mask)
	e.with("to", onnx.TypeBool)
	// The states begin as zeros of the shape (1, batch, units): a column of the
	// mask times zeros.
	zeros := e.floats(s.Layer+".zeros", []int{1, 1, c.units}, make([]float32, c.units))
	zeros = e.node(s.Layer+".begin", "Mul", s.Layer+".begin", e.slice(s.Layer+".column", e.mask, 1, 0), zeros)
	h, memory := zeros, zeros
	states := make([]string, s.Input[0])
	for i := range states {
		t := i
		if c.reverse {
			t = len(states) - 1 - i
		}
		name := fmt.Sprintf("%s.step%d", s.Layer, t)
		in := append([]string{e.slice(name+".x", x, 0, t)}, weights...)
		for len(in) < 5 { // an empty name for the bias, and for the lengths
			in = append(in, "")
		}
		in, out := append(in, h), []string{"", name + ".next"}
		if c.op == "LSTM" {
			in, out = append(in, memory), append(out, name+".next_memory")
		}
		e.cell(name, c, in, out...)
		now := e.slice(name+".there", there, 1, t) // (batch, 1)
		h = e.node(name+".choose", "Where", name+".state", now, name+".next", h)
		if c.op == "LSTM" {
			memory = e.node(name+".choose_memory", "Where", name+".memory", now, name+".next_memory", memory)
		}
		states[t] = h
	}
	if !c.sequence {
		return e.squeeze(s.Layer+".last", h, 0)
	}
	y := e.node(s.Layer+".join", "Concat", s.Layer+".states", states...)
	e.with("axis", 0)
	return e.transpose(s.Layer+".result", y, 1, 0, 2)
}

// gates adds a weight of all gates, (1, gates·units, in), in the operator's order.
func (e *exporter) gates(s *Setup, c cell, name string) string {
	w := e.weights[s.Layer+"."+name].Value
	in, wide := w.Shape[0], w.Shape[1]
	out := make([]float32, 0, in*wide)
	for _, gate := range c.gates {
		for j := gate * c.units; j < (gate+1)*c.units; j++ {
			for i := range in {
				out = append(out, w.Data[i*wide+j])
			}
		}
	}
	return e.floats(s.Layer+"."+name, []int{1, wide, in}, out)
}

// biases adds both biases, (1, 2·gates·units), in the operator's order.
func (e *exporter) biases(s *Setup, c cell) string {
	var out []float32
	for _, name := range []string{"bias", "recurrent_bias"} {
		p := e.weights[s.Layer+"."+name]
		for _, gate := range c.gates {
			if p == nil {
				out = append(out, make([]float32, c.units)...)
			} else {
				out = append(out, p.Value.Data[gate*c.units:(gate+1)*c.units]...)
			}
		}
	}
	return e.floats(s.Layer+".bias", []int{1, len(out)}, out)
}

func (l Bidirectional) onnx(e *exporter, s *Setup, x string) (string, error) {
	in := onnxValue{x, s.Input, e.mask}
	var parts []string
	for _, name := range []string{"forward", "backward"} {
		y, err := e.layer(l.Layer.(directed).direction(name == "backward"), s.Layer+"."+name, in)
		if err != nil {
			return "", err
		}
		parts = append(parts, y.name)
	}
	e.outMask = "" // the rule for masks says what becomes of that of the input
	y := e.node(s.Layer, "Concat", s.Layer+".result", parts...)
	e.with("axis", -1)
	return y, nil
}

func (l Embedding) onnx(e *exporter, s *Setup, x string) (string, error) {
	if l.MaskZero {
		filled := e.node(s.Layer+".is_zero", "Equal", s.Layer+".is_zero", x, e.floats(s.Layer+".zero", []int{1}, []float32{0}))
		e.outMask = e.not(s.Layer+".mask", e.number(s.Layer+".filled", filled))
	}
	words := e.node(s.Layer+".words", "Cast", s.Layer+".words", x)
	e.with("to", onnx.TypeInt64)
	return e.node(s.Layer, "Gather", s.Layer+".result", e.param(s, "weight"), words), nil
}

func (l Masking) onnx(e *exporter, s *Setup, x string) (string, error) {
	same := e.node(s.Layer+".is_value", "Equal", s.Layer+".is_value", x, e.floats(s.Layer+".value", []int{1}, []float32{float32(l.Value)}))
	filled := e.node(s.Layer+".all", "ReduceMin", s.Layer+".all", e.number(s.Layer+".same", same), e.ints(s.Layer+".axes", 2))
	e.with("keepdims", 0)
	e.outMask = e.not(s.Layer+".mask", filled)
	return x, nil
}

// number makes 0 and 1 of false and true; not swaps them.
func (e *exporter) number(name, x string) string {
	e.node(name, "Cast", name, x)
	e.with("to", onnx.TypeFloat)
	return name
}

func (e *exporter) not(name, x string) string {
	return e.node(name, "Sub", name, e.floats(name+".one", []int{1}, []float32{1}), x)
}

func (l PositionalEncoding) onnx(e *exporter, s *Setup, x string) (string, error) {
	var p string
	if l.Learnt {
		p = e.param(s, "positions")
	} else {
		p = e.floats(s.Layer+".waves", s.Input, positionWaves(s.Input[0], s.Input[1]))
	}
	return e.node(s.Layer, "Add", s.Layer+".result", x, p), nil
}

func (l SelfAttention) onnx(e *exporter, s *Setup, x string) (string, error) {
	steps, heads := s.Input[0], max(1, l.Heads)
	each := s.Input[1] / heads
	project := func(p, x string) string {
		y := e.node(s.Layer+"."+p, "MatMul", s.Layer+"."+p+"_product", x, e.param(s, p+"_weight"))
		if !l.NoBias {
			y = e.node(s.Layer+"."+p+".bias_add", "Add", s.Layer+"."+p+"_sum", y, e.param(s, p+"_bias"))
		}
		return y
	}
	// split returns (batch, heads, …): the steps before the features, or after.
	split := func(p string, order ...int) string {
		y := e.node(s.Layer+"."+p+".split", "Reshape", s.Layer+"."+p+"_heads", project(p, x), e.ints(s.Layer+"."+p+".shape", -1, int64(steps), int64(heads), int64(each)))
		return e.transpose(s.Layer+"."+p+"_turned", y, order...)
	}
	q, k, v := split("query", 0, 2, 1, 3), split("key", 0, 2, 3, 1), split("value", 0, 2, 1, 3)
	y := e.node(s.Layer+".scores", "MatMul", s.Layer+".scores", q, k)
	y = e.node(s.Layer+".scale", "Mul", s.Layer+".scaled", y, e.floats(s.Layer+".factor", []int{1}, []float32{float32(1 / math.Sqrt(float64(each)))}))
	seen := e.seen(s, l.Causal)
	if seen != "" {
		// What is not seen gets a score so low that its weight is 0; where nothing
		// is seen all weights are equal, and multiplied by 0 below.
		low := e.node(s.Layer+".unseen", "Mul", s.Layer+".low", e.not(s.Layer+".hidden", seen), e.floats(s.Layer+".lowest", []int{1}, []float32{-1e38}))
		y = e.node(s.Layer+".hide", "Add", s.Layer+".hiding", y, low)
	}
	y = e.node(s.Layer+".softmax", "Softmax", s.Layer+".weights", y)
	e.with("axis", -1)
	if seen != "" {
		y = e.node(s.Layer+".forget", "Mul", s.Layer+".seen_weights", y, seen)
	}
	y = e.node(s.Layer+".values", "MatMul", s.Layer+".values", y, v)
	y = e.transpose(s.Layer+".values_turned", y, 0, 2, 1, 3)
	y = e.node(s.Layer+".join", "Reshape", s.Layer+".joined", y, e.ints(s.Layer+".shape", -1, int64(steps), int64(s.Input[1])))
	return project("output", y), nil
}

// seen adds what says with 1 and 0 which keys a query sees: (steps, steps), or
// (batch, 1, 1 or steps, steps); "" when it sees all.
func (e *exporter) seen(s *Setup, causal bool) string {
	steps, seen := s.Input[0], ""
	if e.mask != "" {
		seen = e.node(s.Layer+".keys", "Unsqueeze", s.Layer+".keys", e.mask, e.ints(s.Layer+".keys_axes", 1, 2))
	}
	if !causal {
		return seen
	}
	before := make([]float32, steps*steps)
	for t := range steps {
		for j := range t + 1 {
			before[t*steps+j] = 1
		}
	}
	past := e.floats(s.Layer+".past", []int{steps, steps}, before)
	if seen == "" {
		return past
	}
	return e.node(s.Layer+".seen", "Mul", s.Layer+".seen", seen, past)
}

// ints adds a list of integers.
func (e *exporter) ints(name string, v ...int64) string {
	e.model.Constants = append(e.model.Constants, onnx.Constant{Name: name, Shape: []int{len(v)}, Ints: v})
	return name
}

// slice adds what takes one place of a dimension, which stays.
func (e *exporter) slice(name, x string, axis, at int) string {
	return e.node(name, "Slice", name, x, e.ints(name+".from", int64(at)), e.ints(name+".to", int64(at)+1), e.ints(name+".axis", int64(axis)))
}

// squeeze adds what takes away a dimension of length 1.
func (e *exporter) squeeze(name, x string, axis int) string {
	return e.node(name, "Squeeze", name, x, e.ints(name+".axes", int64(axis)))
}

func (e *exporter) transpose(name, x string, order ...int) string {
	e.node(name, "Transpose", name, x)
	e.with("perm", order)
	return name
}
