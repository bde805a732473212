package nn

// Shapes, as they are counted and written.

import (
	"slices"
	"strconv"
	"strings"

	"gorgonia.org/gorgonia"
)

// product returns the number of elements of a shape.
func product(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// withBatch returns the shape of a batch of examples.
func withBatch(batch int, example []int) []int {
	return append([]int{batch}, example...)
}

// formatShape writes a shape as people do: (32, 64).
func formatShape(shape []int) string { return "(" + join(shape) + ")" }

// formatBatch writes the shape of a batch of any size: (batch, 64).
func formatBatch(example []int) string {
	if len(example) == 0 {
		return "(batch)"
	}
	return "(batch, " + join(example) + ")"
}

func join(shape []int) string {
	parts := make([]string, len(shape))
	for i, d := range shape {
		parts[i] = strconv.Itoa(d)
	}
	return strings.Join(parts, ", ")
}

// hasShape reports whether a node has the shape.
func hasShape(n *gorgonia.Node, shape []int) bool {
	return slices.Equal([]int(n.Shape()), shape)
}
