package graph

import (
	"fmt"
	"slices"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// Builder makes one graph: inputs, parameters, and operators over them.
type Builder struct {
	// Graph is gorgonia's own; a layer may put gorgonia's operators into it.
	Graph *G.ExprGraph

	learnt map[int64]bool // node → does it depend on a parameter?
	names  map[string]bool
	notes  map[int64]any
}

// NewBuilder returns a builder of an empty graph.
func NewBuilder() *Builder {
	return &Builder{Graph: G.NewGraph(), learnt: map[int64]bool{}, names: map[string]bool{}, notes: map[int64]any{}}
}

// Input adds a node whose numbers lie in data, without a gradient.
func (b *Builder) Input(name string, shape []int, data []float32) (*G.Node, error) {
	return b.leaf(name, shape, data, false)
}

// Parameter adds a node whose numbers lie in data, with a gradient.
func (b *Builder) Parameter(name string, shape []int, data []float32) (*G.Node, error) {
	return b.leaf(name, shape, data, true)
}

func (b *Builder) leaf(name string, shape []int, data []float32, learnt bool) (*G.Node, error) {
	if b.names[name] {
		// gorgonia would take both for one node.
		return nil, fmt.Errorf("two inputs of the graph are called %q", name)
	}
	if len(shape) == 0 || count(shape) != len(data) || len(data) == 0 {
		return nil, fmt.Errorf("input %q: shape %v does not hold %d numbers", name, shape, len(data))
	}
	b.names[name] = true
	value := tensor.New(tensor.WithShape(shape...), tensor.WithBacking(data))
	n := G.NewTensor(b.Graph, G.Float32, len(shape), G.WithShape(shape...), G.WithName(name), G.WithValue(value))
	b.learnt[n.ID()] = learnt
	return n, nil
}

// Apply puts the operator into the graph. Gradients are asked for exactly
// those inputs that depend on a parameter.
func (b *Builder) Apply(op Op, in ...*G.Node) (*G.Node, error) {
	dims, wrt := make([]int, len(in)), make([]bool, len(in))
	for i, n := range in {
		dims[i], wrt[i] = n.Dims(), b.Learnt(n) && !op.Constant
	}
	out, err := G.ApplyOp(newClosure(op, dims, wrt), in...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op.Name, err)
	}
	if op.Constant {
		b.learnt[out.ID()] = false
	}
	return out, nil
}

// Pick puts a side result of an operator into the graph: buffer, which holds
// what it should once after has run. One backward operator that computes the
// gradients of several inputs in one pass hands out all but one of them so.
func (b *Builder) Pick(name string, shape []int, buffer []float32, after *G.Node) (*G.Node, error) {
	return b.Apply(Op{Name: name, Shape: shape, Buffer: buffer, Run: func([][]float32, []float32) {}}, after)
}

// Note keeps what the operator that made a node wants to tell the next one, for
// instance how the same numbers are to be had in another order.
func (b *Builder) Note(n *G.Node, note any) { b.notes[n.ID()] = note }

// Noted returns the note of a node, or nil.
func (b *Builder) Noted(n *G.Node) any { return b.notes[n.ID()] }

// Learnt reports whether a node depends on a parameter, so that its gradient
// is of use.
func (b *Builder) Learnt(n *G.Node) bool {
	if known, ok := b.learnt[n.ID()]; ok {
		return known
	}
	b.learnt[n.ID()] = slices.ContainsFunc(children(n), b.Learnt)
	return b.learnt[n.ID()]
}

// children returns the inputs of a node, in order.
func children(n *G.Node) []*G.Node {
	it := n.Graph().From(n.ID())
	if it == nil {
		return nil
	}
	var out []*G.Node
	for it.Next() {
		out = append(out, it.Node().(*G.Node))
	}
	return out
}
