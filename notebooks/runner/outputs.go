// Messages of the iopub channel to outputs of a cell, as a notebook front end
// does it: prints of one stream run together, an update changes every output
// that shows the display, clearing may wait for the next output.

package runner

import (
	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

// displays are the outputs by display ID, over the whole notebook: a later cell
// may update what an earlier one showed.
type displays map[string][]*nbformat.Output

type collector struct {
	cell     *nbformat.Cell
	displays displays
	clear    bool // at the next output
}

// take puts one message into the cell and returns the output it changed, nil
// for none.
func (c *collector) take(m *wire.Message) *nbformat.Output {
	switch m := m.Content.(type) {
	case *wire.Stream:
		c.clearNow()
		if n := len(c.cell.Outputs); n > 0 {
			if last := c.cell.Outputs[n-1]; last.Type == nbformat.Stream && last.Name == m.Name {
				last.Text += m.Text
				return last
			}
		}
		return c.add(&nbformat.Output{Type: nbformat.Stream, Name: m.Name, Text: m.Text}, "")
	case *wire.DisplayData:
		c.clearNow()
		return c.add(&nbformat.Output{Type: nbformat.DisplayData, Data: m.Data, Metadata: m.Metadata}, m.Transient.DisplayID)
	case *wire.ExecuteResult:
		c.clearNow()
		n := m.ExecutionCount
		return c.add(&nbformat.Output{Type: nbformat.ExecuteResult, Data: m.Data, Metadata: m.Metadata, ExecutionCount: &n}, m.Transient.DisplayID)
	case *wire.UpdateDisplayData:
		var last *nbformat.Output
		for _, o := range c.displays[m.Transient.DisplayID] {
			o.Data, o.Metadata = m.Data, m.Metadata
			last = o
		}
		return last
	case *wire.Error:
		c.clearNow()
		return c.fail(m.EName, m.EValue, m.Traceback)
	case *wire.ClearOutput:
		c.clear = true
		if !m.Wait {
			c.clearNow()
		}
	}
	return nil
}

func (c *collector) fail(name, value string, traceback []string) *nbformat.Output {
	return c.add(&nbformat.Output{Type: nbformat.ErrorOutput, EName: name, EValue: value, Traceback: traceback}, "")
}

func (c *collector) add(o *nbformat.Output, displayID string) *nbformat.Output {
	c.cell.Outputs = append(c.cell.Outputs, o)
	if displayID != "" {
		c.displays[displayID] = append(c.displays[displayID], o)
	}
	return o
}

func (c *collector) clearNow() {
	if c.clear {
		c.clear, c.cell.Outputs = false, nil
	}
}
