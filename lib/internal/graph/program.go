package graph

import (
	"context"
	"fmt"

	G "gorgonia.org/gorgonia"
)

// Program runs the part of a graph that some roots depend on, one node after
// the other. It is not safe for concurrent use: the operators own their
// buffers.
type Program struct {
	steps  []step
	values []G.Value
	roots  []int
}

// step computes one node: its inputs are found in the program's values.
type step struct {
	node   *G.Node
	op     G.Op // nil for a leaf, which is there already
	inputs []int
	args   []G.Value
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
		for _, c := range children(n) {
			if err := visit(c); err != nil {
				return err
			}
			s.inputs = append(s.inputs, slot[c.ID()])
		}
		if s.op == nil && n.Value() == nil {
			return fmt.Errorf("graph: the input %q has no value", n.Name())
		}
		if m, ok := s.op.(G.TrainModeOp); ok {
			if err := m.SetTraining(training); err != nil {
				return fmt.Errorf("graph: %v: %w", s.op, err)
			}
		}
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
	p.values = make([]G.Value, len(p.steps))
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
		p.values[i] = s.node.Value()
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			err = failure(s.op.String(), r)
		}
	}()
	for j, from := range s.inputs {
		s.args[j] = p.values[from]
	}
	p.values[i], err = s.op.Do(s.args...)
	if err != nil {
		if _, ours := s.op.(*closure); ours {
			return err // names the operator already
		}
		return fmt.Errorf("%v: %w", s.op, err)
	}
	return nil
}

// Root returns the numbers of root i after a run. They are valid until the
// next one.
func (p *Program) Root(i int) ([]float32, error) { return Floats(p.values[p.roots[i]]) }
