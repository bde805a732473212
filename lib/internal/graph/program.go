package graph

import (
	"context"
	"fmt"
	"strings"

	G "gorgonia.org/gorgonia"
)

// Program runs the part of a graph that some roots depend on, one node after
// the other. It is not safe for concurrent use: the operators own their
// buffers.
type Program struct {
	steps  []step
	values []G.Value
	floats [][]float32 // of the values, once somebody wanted them
	roots  []int
}

// step computes one node: its inputs are found in the program's values.
type step struct {
	node   *G.Node
	op     G.Op     // nil for a leaf, which is there already
	own    *closure // op, when it is an operator of Go functions
	public bool     // own, and an input of one of gorgonia's

	constant bool // one of gorgonia's whose result stays as it is
	inputs   []int
	args     []G.Value // for gorgonia's operators
}

// Compile orders the nodes that the roots depend on. training is passed on to
// gorgonia's operators that behave differently in training.
func Compile(training bool, roots ...*G.Node) (*Program, error) {
	p := &Program{}
	slot := map[int64]int{}
	var visit func(n *G.Node) error
	visit = func(n *G.Node) error {
		if _, done := slot[n.ID()]; done {
			return nil
		}
		s := step{node: n, op: n.Op()}
		if sum, ok := sumOf(n); ok {
			s.op = sum
		}
		s.own, _ = s.op.(*closure)
		for _, c := range children(n) {
			if err := visit(c); err != nil {
				return err
			}
			from := slot[c.ID()]
			s.inputs = append(s.inputs, from)
			if p.steps[from].own != nil && s.own == nil {
				p.steps[from].public = true
			}
		}
		if s.op == nil && n.Value() == nil {
			return fmt.Errorf("graph: the input %q has no value", n.Name())
		}
		if m, ok := s.op.(G.TrainModeOp); ok {
			if err := m.SetTraining(training); err != nil {
				return fmt.Errorf("graph: %v: %w", s.op, err)
			}
		}
		s.constant = s.op != nil && s.own == nil && strings.HasPrefix(s.op.String(), "const ")
		s.args = make([]G.Value, len(s.inputs))
		slot[n.ID()] = len(p.steps)
		p.steps = append(p.steps, s)
		return nil
	}
	for _, r := range roots {
		if err := visit(r); err != nil {
			return nil, err
		}
		p.roots = append(p.roots, slot[r.ID()])
	}
	p.values, p.floats = make([]G.Value, len(p.steps)), make([][]float32, len(p.steps))
	return p, nil
}

// Run computes all roots. It stops between two nodes, with the context's
// error, when ctx is cancelled. A panic in an operator is returned as an error.
func (p *Program) Run(ctx context.Context) error {
	for i := range p.steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.run(i); err != nil {
			return err
		}
	}
	return nil
}

// run computes one node.
func (p *Program) run(i int) (err error) {
	s := &p.steps[i]
	if s.op == nil {
		if v := s.node.Value(); v != p.values[i] {
			p.values[i], p.floats[i] = v, nil
		}
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			err = failure(s.op.String(), r)
		}
	}()
	if s.own != nil {
		for j, from := range s.inputs {
			if s.own.in[j], err = p.numbers(from); err != nil {
				return s.own.wrong(j, err)
			}
		}
		s.own.run()
		if s.public {
			s.own.publish()
		}
		p.values[i], p.floats[i] = s.own.result, s.own.out
		return nil
	}
	if s.constant && p.values[i] != nil {
		return nil
	}
	for j, from := range s.inputs {
		s.args[j] = p.values[from]
	}
	p.floats[i] = nil
	if p.values[i], err = s.op.Do(s.args...); err != nil {
		return fmt.Errorf("%v: %w", s.op, err)
	}
	return nil
}

// numbers returns the numbers of a value. To get them out of gorgonia's values
// allocates, so it keeps them; but a copy of a leaf is only good for one run.
func (p *Program) numbers(i int) ([]float32, error) {
	if p.floats[i] != nil {
		return p.floats[i], nil
	}
	f, err := Floats(p.values[i])
	if err == nil && !(p.steps[i].op == nil && isView(p.values[i])) {
		p.floats[i] = f
	}
	return f, err
}

// Root returns the numbers of root i after a run. They are valid until the
// next one.
func (p *Program) Root(i int) ([]float32, error) { return p.numbers(p.roots[i]) }
