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
	// Weights is the number of all weights, Frozen that of those which do not
	// learn, Buffers that of the numbers that are kept besides.
	Weights, Frozen, Buffers int
	// MultiplyAdds is what a prediction for one example costs, as far as the
	// layers say so: products of matrices and convolutions.
	MultiplyAdds int
}

// LayerSummary describes one layer.
type LayerSummary struct {
	Name, Kind string
	// Activation of the layer; empty for none.
	Activation Activation
	// Output is the shape of the result for one example.
	Output []int
	// Weights is the number of weights; Frozen says that none of them learns.
	Weights int
	Frozen  bool
	// MultiplyAdds for one example.
	MultiplyAdds int
}

// activated is implemented by the layers that have an activation.
type activated interface{ activation() Activation }

func (a Activation) activation() Activation { return a }

// Summary returns a description of the model: its layers, the shapes of their
// results, and the numbers of weights and of multiply-adds.
func (m *Model) Summary() Summary {
	m.weights.RLock()
	defer m.weights.RUnlock()
	s := Summary{Input: m.Input()}
	for i, l := range m.layers {
		row := LayerSummary{Name: m.names[i], Kind: kindOf(l), Output: m.shapes[i], MultiplyAdds: m.costs[i], Frozen: m.frozen(m.names[i])}
		if a, ok := l.(activated); ok {
			row.Activation = a.activation()
		}
		for _, p := range m.params {
			if strings.HasPrefix(p.Name, row.Name+".") {
				row.Weights += len(p.Value.Data)
			}
		}
		s.MultiplyAdds += row.MultiplyAdds
		s.Layers = append(s.Layers, row)
	}
	for _, p := range m.params {
		s.Weights += len(p.Value.Data)
		if p.Frozen {
			s.Frozen += len(p.Value.Data)
		}
	}
	for _, p := range m.buffers {
		s.Buffers += len(p.Value.Data)
	}
	return s
}

// Table returns the summary as a table.
func (s Summary) Table() display.Table {
	t := display.Table{
		Columns: []string{"layer", "type", "activation", "output", "weights", "multiply-adds"},
		Align:   []display.Align{display.Left, display.Left, display.Left, display.Left, display.Right, display.Right},
		RowHead: true,
		Rows:    [][]string{{"input", "", "", formatBatch(s.Input), "", ""}},
		Note:    fmt.Sprintf("%s weights, %s; %s multiply-adds for an example", thousands(s.Weights), bytesOf(s.Weights), thousands(s.MultiplyAdds)),
	}
	if s.Frozen > 0 {
		t.Note += fmt.Sprintf("; %s weights are frozen", thousands(s.Frozen))
	}
	if s.Buffers > 0 {
		t.Note += fmt.Sprintf("; %s numbers are kept besides", thousands(s.Buffers))
	}
	for _, l := range s.Layers {
		name := l.Name
		if l.Frozen {
			name += " (frozen)"
		}
		t.Rows = append(t.Rows, []string{name, l.Kind, string(l.Activation), formatBatch(l.Output), thousands(l.Weights), thousands(l.MultiplyAdds)})
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
