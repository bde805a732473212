package ops

import (
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// Add adds nodes of one shape.
func Add(b *graph.Builder, name string, xs ...*G.Node) (*G.Node, error) {
	if len(xs) == 0 {
		return nil, fmt.Errorf("%s: nothing to add", name)
	}
	shape := xs[0].Shape()
	for _, x := range xs {
		if err := checkShape(name, "terms of one shape:", x, shape...); err != nil {
			return nil, err
		}
	}
	return onTwins(b, name, func(xs ...*G.Node) (*G.Node, error) { return add(b, name, xs...) }, xs...)
}

// add is the operator.
func add(b *graph.Builder, name string, xs ...*G.Node) (*G.Node, error) {
	op := graph.Op{Name: name, Shape: xs[0].Shape()}
	op.Run = func(in [][]float32, out []float32) {
		parallel.Rows(len(out), len(in), func(from, to int) {
			copy(out[from:to], in[0][from:to])
			for _, x := range in[1:] {
				vec.Add(out[from:to], x[from:to])
			}
		})
	}
	op.Diff = func(in []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		grads := make([]*G.Node, len(in))
		for i := range grads {
			grads[i] = grad
		}
		return grads, nil
	}
	return b.Apply(op, xs...)
}

// AddRow adds a row to each part of x that has its shape: x (…, row's shape).
func AddRow(b *graph.Builder, name string, x, row *G.Node) (*G.Node, error) {
	shape, width := x.Shape(), row.Shape().TotalSize()
	if row.Dims() > len(shape) || !slices.Equal(shape[len(shape)-row.Dims():], row.Shape()) {
		return nil, fmt.Errorf("%s: want x (…, %v), got %v", name, []int(row.Shape()), []int(shape))
	}
	rows := shape.TotalSize() / width
	op := graph.Op{Name: name, Shape: shape}
	op.Run = func(in [][]float32, out []float32) {
		parallel.Rows(rows, width, func(from, to int) {
			for r := from; r < to; r++ {
				y := out[r*width : (r+1)*width]
				copy(y, in[0][r*width:])
				vec.Add(y, in[1])
			}
		})
	}
	op.Diff = func(in []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		var sum *G.Node
		var err error
		if b.Learnt(in[1]) {
			sum, err = b.Apply(graph.Op{Name: name + " (gradient of the row)", Shape: in[1].Shape(), Run: func(in [][]float32, out []float32) {
				clear(out)
				for r := range rows {
					vec.Add(out, in[0][r*width:(r+1)*width])
				}
			}}, grad)
		}
		return []*G.Node{grad, sum}, err
	}
	return b.Apply(op, x, row)
}

// Concat joins nodes along an axis; their shapes agree in all others.
func Concat(b *graph.Builder, name string, axis int, xs ...*G.Node) (*G.Node, error) {
	if len(xs) == 0 {
		return nil, fmt.Errorf("%s: nothing to join", name)
	}
	shape := slices.Clone([]int(xs[0].Shape()))
	if axis < 0 || axis >= len(shape) {
		return nil, fmt.Errorf("%s: axis %d of shape %v", name, axis, shape)
	}
	widths := make([]int, len(xs)) // of a part, in numbers
	shape[axis] = 0
	for i, x := range xs {
		s := slices.Clone([]int(x.Shape()))
		if len(s) != len(shape) {
			return nil, fmt.Errorf("%s: cannot join %v and %v", name, []int(xs[0].Shape()), []int(x.Shape()))
		}
		widths[i] = size(s[axis:])
		length := s[axis]
		s[axis] = shape[axis]
		if !slices.Equal(s, shape) {
			return nil, fmt.Errorf("%s: cannot join %v and %v along axis %d", name, []int(xs[0].Shape()), []int(x.Shape()), axis)
		}
		shape[axis] += length
	}
	rows, width := size(shape[:axis]), size(shape[axis:])
	op := graph.Op{Name: name, Shape: shape}
	op.Run = func(in [][]float32, out []float32) {
		at := 0
		for i, x := range in {
			copyColumns(out[at:], width, x, widths[i], rows, widths[i])
			at += widths[i]
		}
	}
	op.Diff = func(in []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		grads := make([]*G.Node, len(in))
		at := 0
		for i, x := range in {
			from := at
			at += widths[i]
			if !b.Learnt(x) {
				continue
			}
			var err error
			grads[i], err = b.Apply(graph.Op{Name: name + " (gradient)", Shape: x.Shape(), Run: func(in [][]float32, out []float32) {
				copyColumns(out, widths[i], in[0][from:], width, rows, widths[i])
			}}, grad)
			if err != nil {
				return nil, err
			}
		}
		return grads, nil
	}
	return b.Apply(op, xs...)
}

// copyColumns copies rows of a width between matrices of other strides.
func copyColumns(dst []float32, dstStride int, src []float32, srcStride, rows, width int) {
	parallel.Rows(rows, width, func(from, to int) {
		for r := from; r < to; r++ {
			copy(dst[r*dstStride:][:width], src[r*srcStride:][:width])
		}
	})
}
