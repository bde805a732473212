package ops

import (
	"fmt"
	"slices"

	G "gorgonia.org/gorgonia"
)

// checkShape returns an error when a node is there and has another shape than
// it should have.
func checkShape(name, what string, n *G.Node, want ...int) error {
	if n != nil && !slices.Equal([]int(n.Shape()), want) {
		return fmt.Errorf("%s: want %s %v, got %v", name, what, want, []int(n.Shape()))
	}
	return nil
}

// checkDims returns an error when a node has another number of dimensions.
func checkDims(name, what, want string, n *G.Node, dims ...int) error {
	if n == nil {
		return fmt.Errorf("%s: %s %s is missing", name, what, want)
	}
	if !slices.Contains(dims, n.Dims()) {
		return fmt.Errorf("%s: want %s %s, got shape %v", name, what, want, []int(n.Shape()))
	}
	return nil
}

// present returns the nodes that are there.
func present(nodes ...*G.Node) []*G.Node {
	return slices.DeleteFunc(nodes, func(n *G.Node) bool { return n == nil })
}

// size returns the number of numbers of a shape.
func size(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// inputs hands out the inputs of an operator of which some may be absent.
type inputs struct{ rest [][]float32 }

// next returns the next input, or nil when it is absent.
func (i *inputs) next(there bool) []float32 {
	if !there {
		return nil
	}
	v := i.rest[0]
	i.rest = i.rest[1:]
	return v
}
