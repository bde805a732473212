package ops

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// losses are operators with targets, each without and with weights.
var losses = slices.Concat(
	lossCases("cross entropy", []int{3, 4}, []int{3}, []float32{0, 3, 1}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return CrossEntropy(b, "l", 0, z, t, w)
	}),
	lossCases("cross entropy with smoothing", []int{3, 4}, []int{3}, []float32{0, 3, 1}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return CrossEntropy(b, "l", .3, z, t, w)
	}),
	lossCases("cross entropy of sequences", []int{2, 3, 2}, []int{2, 3}, []float32{0, 1, 1, 0, 0, 1}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return CrossEntropy(b, "l", 0, z, t, w)
	}),
	lossCases("soft cross entropy", []int{2, 3}, []int{2, 3}, []float32{0, 1, 0, .5, .2, .3}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return SoftCrossEntropy(b, "l", .1, z, t, w)
	}),
	lossCases("KL divergence", []int{2, 3}, []int{2, 3}, []float32{0, 1, 0, .5, .2, .3}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return KLDivergence(b, "l", z, t, w)
	}),
	lossCases("focal cross entropy", []int{3, 4}, []int{3}, []float32{0, 3, 1}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return FocalCrossEntropy(b, "l", 2, z, t, w)
	}),
	lossCases("focal binary cross entropy", []int{2, 2}, []int{2, 2}, []float32{0, 1, 1, 0}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return FocalBinaryCrossEntropy(b, "l", 1.5, z, t, w)
	}),
	lossCases("binary cross entropy", []int{2, 2}, []int{2, 2}, []float32{0, 1, .5, 1}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return BinaryCrossEntropy(b, "l", z, t, w)
	}),
	lossCases("hinge", []int{2, 3}, []int{2, 3}, []float32{0, 1, 1, 1, 0, 0}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return Hinge(b, "l", false, z, t, w)
	}),
	lossCases("squared hinge", []int{2, 3}, []int{2, 3}, []float32{0, 1, 1, 1, 0, 0}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return Hinge(b, "l", true, z, t, w)
	}),
	lossCases("squared error", []int{2, 2}, []int{2, 2}, []float32{0, 1, -2, 1}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return SquaredError(b, "l", z, t, w)
	}),
	lossCases("absolute error", []int{2, 2}, []int{2, 2}, []float32{0, 9, -2, 1}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return AbsoluteError(b, "l", z, t, w)
	}),
	lossCases("Huber", []int{2, 2}, []int{2, 2}, []float32{0, 9, -2, 1}, func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error) {
		return Huber(b, "l", .7, z, t, w)
	}),
)

func lossCases(name string, shape, targetShape []int, target []float32, apply func(b *graph.Builder, z, t, w *G.Node) (*G.Node, error)) []operator {
	weights := []float32{2, 0, .5}[:shape[0]]
	if len(shape) > 2 { // of steps
		return []operator{{name: name, shapes: [][]int{shape}, shape: [][]int{targetShape, shape[:2], {shape[0]}}, targets: [][]float32{target, {1, 0, 1, 1, 1, 0}, {2, .5}}, apply: func(b *graph.Builder, in, t []*G.Node) (*G.Node, error) {
			weights, err := WeighSteps(b, "w", t[1], t[2])
			if err != nil {
				return nil, err
			}
			return apply(b, in[0], t[0], weights)
		}}}
	}
	return []operator{
		{name: name, shapes: [][]int{shape}, shape: [][]int{targetShape}, targets: [][]float32{target}, apply: func(b *graph.Builder, in, t []*G.Node) (*G.Node, error) {
			return apply(b, in[0], t[0], nil)
		}},
		{name: name + ", weighted", shapes: [][]int{shape}, shape: [][]int{targetShape, {shape[0]}}, targets: [][]float32{target, weights}, apply: func(b *graph.Builder, in, t []*G.Node) (*G.Node, error) {
			return apply(b, in[0], t[0], t[1])
		}},
	}
}

// cost runs a loss of two rows of two logits.
func cost(t *testing.T, logits, target []float32, targetShape []int, apply func(b *graph.Builder, z, t *G.Node) (*G.Node, error)) (float32, error) {
	t.Helper()
	b := graph.NewBuilder()
	z := node(t)(b.Parameter("z", []int{2, 2}, logits))
	y := node(t)(b.Input("y", targetShape, target))
	p, err := graph.Compile(true, node(t)(apply(b, z, y)))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Run(context.Background()); err != nil {
		return 0, err
	}
	got, err := p.Root(0)
	return got[0], err
}

func TestLossesOfExtremeLogits(t *testing.T) {
	extreme := []float32{3000, -3000, -1e30, 1e30}
	for name, c := range map[string]struct {
		target []float32
		shape  []int
		want   float32
		apply  func(b *graph.Builder, z, y *G.Node) (*G.Node, error)
	}{
		"cross entropy": {[]float32{1, 1}, []int{2}, 3000, func(b *graph.Builder, z, y *G.Node) (*G.Node, error) {
			return CrossEntropy(b, "loss", 0, z, y, nil)
		}},
		"focal": {[]float32{1, 1}, []int{2}, 3000, func(b *graph.Builder, z, y *G.Node) (*G.Node, error) {
			return FocalCrossEntropy(b, "loss", 2, z, y, nil)
		}},
		"binary": {[]float32{0, 0, 0, 1}, []int{2, 2}, 750, func(b *graph.Builder, z, y *G.Node) (*G.Node, error) {
			return BinaryCrossEntropy(b, "loss", z, y, nil)
		}},
		"focal binary": {[]float32{0, 0, 0, 1}, []int{2, 2}, 750, func(b *graph.Builder, z, y *G.Node) (*G.Node, error) {
			return FocalBinaryCrossEntropy(b, "loss", 2, z, y, nil)
		}},
	} {
		if got, err := cost(t, extreme, c.target, c.shape, c.apply); err != nil || got != c.want {
			t.Errorf("%s: cost %v (%v), want %v", name, got, err, c.want)
		}
	}
}

func TestClassesAreChecked(t *testing.T) {
	for _, c := range []float32{2, -1, .5, float32(math.NaN())} {
		_, err := cost(t, make([]float32, 4), []float32{0, c}, []int{2}, func(b *graph.Builder, z, y *G.Node) (*G.Node, error) {
			return CrossEntropy(b, "loss", 0, z, y, nil)
		})
		if err == nil || !strings.Contains(err.Error(), "row 1 of the batch") {
			t.Errorf("class %v: got %v", c, err)
		}
	}
}

func TestMask(t *testing.T) {
	b := graph.NewBuilder()
	x := node(t)(b.Input("x", []int{2, 2, 2}, []float32{0, 0, 0, 1, 2, 0, 0, 0}))
	p, err := graph.Compile(false, node(t)(Mask(b, "m", 0, x)))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got, _ := p.Root(0); !slices.Equal(got, []float32{0, 1, 1, 0}) {
		t.Errorf("got %v", got)
	}
}
