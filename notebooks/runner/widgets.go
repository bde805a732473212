// Widgets: their states go into the document, and what an output widget catches
// goes there and not to the cell.

package runner

import (
	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

// take puts one message where it belongs and returns the output that it changed,
// nil for none.
func (r *run) take(out *collector, m *wire.Message) *nbformat.Output {
	switch c := m.Content.(type) {
	case *wire.CommOpen:
		r.widgets.Open(c.CommID, c.TargetName, c.Data, m.Buffers)
		return nil
	case *wire.CommMsg:
		_, outputs := r.widgets.Message(c.CommID, c.Data, m.Buffers)["outputs"]
		if area := r.areas[c.CommID]; area != nil && outputs {
			area.cell.Outputs = r.widgets.Model(c.CommID).Outputs() // none, most often
		}
		return nil
	case *wire.CommClose:
		r.widgets.Close(c.CommID)
		return nil
	}
	id := r.widgets.Catches(m.Parent.MsgID)
	if id == "" {
		return out.take(m)
	}
	area := r.areas[id]
	if area == nil {
		area = &collector{cell: &nbformat.Cell{Type: nbformat.Code, Outputs: r.widgets.Model(id).Outputs()}, displays: r.displays}
		r.areas[id] = area
	}
	return area.take(m)
}

// storeWidgets puts the states into the document.
func (r *run) storeWidgets(nb *nbformat.Notebook) {
	for id, area := range r.areas {
		if m := r.widgets.Model(id); m != nil {
			m.SetOutputs(area.cell.Outputs)
		}
	}
	r.widgets.Store(nb)
}
