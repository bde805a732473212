package graph

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// scale is y = k·x, with its gradient.
func scale(b *Builder, k float32, shape []int) Op {
	op := Op{Name: "scale", Shape: shape, Run: func(in [][]float32, out []float32) {
		for i, v := range in[0] {
			out[i] = k * v
		}
	}}
	op.Diff = func(in []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		g, err := b.Apply(scale(b, k, shape), grad)
		return []*G.Node{g}, err
	}
	return op
}

// total is the sum of all numbers.
func total(b *Builder, shape []int) Op {
	return Op{Name: "total", Run: func(in [][]float32, out []float32) {
		out[0] = 0
		for _, v := range in[0] {
			out[0] += v
		}
	}, Diff: func(_ []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		g, err := b.Apply(Op{Name: "spread", Shape: shape, Run: func(in [][]float32, out []float32) {
			for i := range out {
				out[i] = in[0][0]
			}
		}}, grad)
		return []*G.Node{g}, err
	}}
}

func TestGradientsThroughOwnAndBuiltInOperators(t *testing.T) {
	b := NewBuilder()
	shape := []int{2, 3}
	x := must[*G.Node](t)(b.Input("x", shape, []float32{1, 2, 3, 4, 5, 6}))
	w := must[*G.Node](t)(b.Parameter("w", shape, []float32{1, 1, 1, 2, 2, 2}))
	xs := must[*G.Node](t)(b.Apply(scale(b, 10, shape), x))
	product := must[*G.Node](t)(G.HadamardProd(xs, w))
	y := must[*G.Node](t)(b.Apply(scale(b, 3, shape), product))
	cost := must[*G.Node](t)(b.Apply(total(b, shape), y))
	if b.Learnt(xs) || !b.Learnt(product) {
		t.Fatalf("learnt: scaled input %v, product %v; want false, true", b.Learnt(xs), b.Learnt(product))
	}
	grads, err := G.Grad(cost, w)
	if err != nil {
		t.Fatal(err)
	}
	p := must[*Program](t)(Compile(true, cost, grads[0]))
	if err := p.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := must[[]float32](t)(p.Root(0)); !slices.Equal(got, []float32{30 * (6 + 2*15)}) {
		t.Errorf("cost = %v, want %v", got, 30*(6+2*15))
	}
	if got := must[[]float32](t)(p.Root(1)); !slices.Equal(got, []float32{30, 60, 90, 120, 150, 180}) {
		t.Errorf("gradient = %v, want 30·x", got)
	}
}

func TestEqualOperatorsStayApart(t *testing.T) {
	b := NewBuilder()
	x := must[*G.Node](t)(b.Input("x", []int{2}, []float32{1, 2}))
	op := scale(b, 2, []int{2})
	first, second := must[*G.Node](t)(b.Apply(op, x)), must[*G.Node](t)(b.Apply(op, x))
	if first == second {
		t.Error("two operators became one node")
	}
}

func TestViewsAreReadInRowMajorOrder(t *testing.T) {
	b := NewBuilder()
	x := must[*G.Node](t)(b.Input("x", []int{2, 3}, []float32{1, 2, 3, 4, 5, 6}))
	transposed := must[*G.Node](t)(G.Transpose(x, 1, 0))
	column := must[*G.Node](t)(G.Slice(x, nil, G.S(1)))
	copied := must[*G.Node](t)(b.Apply(scale(b, 1, []int{3, 2}), transposed))
	doubled := must[*G.Node](t)(b.Apply(scale(b, 2, []int{2}), column))
	p := must[*Program](t)(Compile(false, copied, doubled, column))
	for range 2 {
		if err := p.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		for i, want := range [][]float32{{1, 4, 2, 5, 3, 6}, {4, 10}, {2, 5}} {
			if got := must[[]float32](t)(p.Root(i)); !slices.Equal(got, want) {
				t.Errorf("root %d = %v, want %v", i, got, want)
			}
		}
	}
}

func TestAViewIsTheMemoryOfItsInput(t *testing.T) {
	b := NewBuilder()
	data := []float32{1, 2, 3, 4, 5, 6}
	x := must[*G.Node](t)(b.Input("x", []int{2, 3}, data))
	y := must[*G.Node](t)(b.Apply(Op{Name: "view", Shape: []int{3, 2}, View: true}, x))
	z := must[*G.Node](t)(b.Apply(scale(b, 2, []int{3, 2}), y))
	p := must[*Program](t)(Compile(false, y, z))
	for range 2 {
		if err := p.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := must[[]float32](t)(p.Root(0)); &got[0] != &data[0] || len(got) != len(data) {
			t.Error("the view is other memory than its input")
		}
		if got := must[[]float32](t)(p.Root(1)); got[5] != 2*data[5] {
			t.Errorf("twice the view ends with %v, want %v", got[5], 2*data[5])
		}
		data[5]++
	}
}

func TestNotes(t *testing.T) {
	b := NewBuilder()
	x := must[*G.Node](t)(b.Input("x", []int{1}, []float32{1}))
	if b.Noted(x) != nil {
		t.Error("a note that nobody left")
	}
	b.Note(x, 3)
	if b.Noted(x) != 3 {
		t.Errorf("noted %v, want 3", b.Noted(x))
	}
}

func TestAPanicBecomesAnErrorWithTheName(t *testing.T) {
	boom := errors.New("boom")
	b := NewBuilder()
	x := must[*G.Node](t)(b.Input("x", []int{2}, []float32{1, 2}))
	y := must[*G.Node](t)(b.Apply(Op{Name: `Mine "m"`, Shape: []int{2}, Run: func([][]float32, []float32) { panic(boom) }}, x))
	err := must[*Program](t)(Compile(true, y)).Run(context.Background())
	if !errors.Is(err, boom) || !strings.Contains(err.Error(), `Mine "m"`) {
		t.Errorf("error %v, want one that names the operator and wraps the cause", err)
	}
}

func TestRunStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	b := NewBuilder()
	x := must[*G.Node](t)(b.Input("x", []int{1}, []float32{1}))
	first := must[*G.Node](t)(b.Apply(Op{Name: "first", Shape: []int{1}, Run: func([][]float32, []float32) { cancel() }}, x))
	second := must[*G.Node](t)(b.Apply(Op{Name: "second", Shape: []int{1}, Run: func([][]float32, []float32) { t.Error("ran after the cancellation") }}, first))
	if err := must[*Program](t)(Compile(true, second)).Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestLeavesAreChecked(t *testing.T) {
	b := NewBuilder()
	must[*G.Node](t)(b.Input("x", []int{1}, []float32{1}))
	for name, err := range map[string]error{
		"same name":    second(b.Input("x", []int{1}, []float32{1})),
		"wrong length": second(b.Input("y", []int{2}, []float32{1})),
		"empty":        second(b.Input("z", []int{0}, nil)),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	n := G.NewVector(b.Graph, tensor.Float32, G.WithShape(1), G.WithName("free"))
	if _, err := Compile(true, n); err == nil {
		t.Error("no error for an input without a value")
	}
}

func second(_ *G.Node, err error) error { return err }
