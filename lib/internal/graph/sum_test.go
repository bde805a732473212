package graph

import (
	"context"
	"slices"
	"testing"

	G "gorgonia.org/gorgonia"
)

// A gradient with three parts, which gorgonia adds up in pairs.
func TestGradientsOfWhatIsUsedOftenAreAddedWithoutAllocating(t *testing.T) {
	b := NewBuilder()
	shape := []int{2, 2}
	w := must[*G.Node](t)(b.Parameter("w", shape, []float32{1, 2, 3, 4}))
	var cost *G.Node
	for _, k := range []float32{1, 10, 100} {
		part := must[*G.Node](t)(b.Apply(total(b, shape), must[*G.Node](t)(b.Apply(scale(b, k, shape), w))))
		if cost == nil {
			cost = part
		} else {
			cost = must[*G.Node](t)(G.Add(cost, part))
		}
	}
	grads, err := G.Grad(cost, w)
	if err != nil {
		t.Fatal(err)
	}
	p := must[*Program](t)(Compile(true, grads[0]))
	sums := 0
	for _, s := range p.steps {
		if s.own != nil && s.own.op.Name == "+ false" {
			sums++
		}
		if s.op != nil && s.own == nil && len(s.inputs) > 0 {
			t.Errorf("%v runs as gorgonia has it", s.op)
		}
	}
	if sums != 2 {
		t.Errorf("%d sums were replaced, want 2", sums)
	}
	run := func() {
		if err := p.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	run()
	if got := must[[]float32](t)(p.Root(0)); !slices.Equal(got, []float32{111, 111, 111, 111}) {
		t.Errorf("gradient = %v, want 111 everywhere", got)
	}
	// Each of the two sums makes a closure for its loop.
	if n := testing.AllocsPerRun(20, run); n > 2 {
		t.Errorf("a run allocates %v times, want at most 2", n)
	}
}
