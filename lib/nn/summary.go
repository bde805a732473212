package nn

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/display"
)

// Summary describes a model, layer by layer. It shows itself as a table.
type Summary struct {
	// Input is the shape of one example.
	Input []int
	// Layers in order.
	Layers []LayerSummary
	// Weights is the number of all weights.
	Weights int
}

// LayerSummary describes one layer.
type LayerSummary struct {
	Name, Kind string
	// Activation of the layer; empty for none.
	Activation Activation
	// Output is the shape of the result for one example.
	Output []int
	// Weights is the number of weights.
	Weights int
}

// Summary returns a description of the model: its layers, the shapes of their
// results, and the numbers of weights.
func (m *Model) Summary() Summary {
	s := Summary{Input: m.Input(), Weights: m.Weights()}
	for i, l := range m.layers {
		row := LayerSummary{Name: m.names[i], Kind: kindOf(l), Output: m.shapes[i]}
		switch l := l.(type) {
		case Dense:
			row.Activation = l.Activation
		case Activation:
			row.Activation = l
		}
		for _, p := range m.params {
			if strings.HasPrefix(p.Name, row.Name+".") {
				row.Weights += len(p.Value.Data)
			}
		}
		s.Layers = append(s.Layers, row)
	}
	return s
}

// Table returns the summary as a table.
func (s Summary) Table() display.Table {
	t := display.Table{
		Columns: []string{"layer", "type", "activation", "output", "weights"},
		Align:   []display.Align{display.Left, display.Left, display.Left, display.Left, display.Right},
		RowHead: true,
		Rows:    [][]string{{"input", "", "", formatBatch(s.Input), ""}},
		Note:    fmt.Sprintf("%s weights, %s", thousands(s.Weights), bytesOf(s.Weights)),
	}
	for _, l := range s.Layers {
		t.Rows = append(t.Rows, []string{l.Name, l.Kind, string(l.Activation), formatBatch(l.Output), thousands(l.Weights)})
	}
	return t
}

// Display shows the summary as a table.
func (s Summary) Display() display.Bundle { return s.Table().Display() }

// String returns the summary as aligned text.
func (s Summary) String() string { return s.Table().String() }

// Display shows the model's summary.
func (m *Model) Display() display.Bundle { return m.Summary().Display() }

// String returns the model's layers in one line.
func (m *Model) String() string {
	parts := []string{formatBatch(m.input)}
	for i := range m.layers {
		parts = append(parts, m.names[i]+" "+formatBatch(m.shapes[i]))
	}
	return "nn.Model " + strings.Join(parts, " → ")
}

// thousands writes a number with its digits in groups of three.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// bytesOf writes the memory that n weights take.
func bytesOf(n int) string {
	b := float64(4 * n)
	switch {
	case b < 1<<10:
		return fmt.Sprintf("%.0f bytes", b)
	case b < 1<<20:
		return fmt.Sprintf("%.1f KiB", b/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", b/(1<<20))
}
