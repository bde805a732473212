// Version 4: the document as it is today.

package nbformat

func (d *decoder) notebook4(top *object) *Notebook {
	nb := &Notebook{Metadata: top.take("metadata").free()}
	top.need("cells").list(func(n node) { nb.Cells = append(nb.Cells, d.cell4(n)) })
	nb.Extra = top.rest()
	return nb
}

func (d *decoder) cell4(n node) *Cell {
	o := d.object(n)
	kind := o.need("cell_type")
	c := &Cell{
		Type:     CellType(kind.string()),
		ID:       o.take("id").string(),
		Source:   o.need("source").text(),
		Metadata: o.take("metadata").free(),
	}
	switch c.Type {
	case Code:
		c.ExecutionCount = o.take("execution_count").intOrNull()
		o.take("outputs").list(func(n node) { c.Outputs = append(c.Outputs, d.output4(n)) })
	case Markdown, Raw:
		for name, v := range o.take("attachments").free() {
			if c.Attachments == nil {
				c.Attachments = map[string]Object{}
			}
			c.Attachments[name] = node{d: d, path: n.path + ".attachments." + name, v: v, present: true}.bundle()
		}
	default:
		d.fail(kind.path, "want code, markdown or raw, got %q", string(c.Type))
	}
	c.Extra = o.rest()
	return c
}

func (d *decoder) output4(n node) *Output {
	o := d.object(n)
	kind := o.need("output_type")
	out := &Output{Type: OutputType(kind.string())}
	switch out.Type {
	case Stream:
		out.Name = o.need("name").string()
		out.Text = o.need("text").text()
	case DisplayData, ExecuteResult:
		out.Data = o.need("data").bundle()
		out.Metadata = o.take("metadata").free()
		if out.Type == ExecuteResult {
			out.ExecutionCount = o.take("execution_count").intOrNull()
		}
	case ErrorOutput:
		out.EName = o.need("ename").string()
		out.EValue = o.need("evalue").string()
		out.Traceback = o.need("traceback").strings()
	default:
		d.fail(kind.path, "want stream, display_data, execute_result or error, got %q", string(out.Type))
	}
	out.Extra = o.rest()
	return out
}

// DecodeOutput reads an output from a JSON object of the format, version 4.
func DecodeOutput(v any) (*Output, error) {
	d := &decoder{}
	o := d.output4(node{d: d, path: "output", v: v, present: true})
	if d.err != nil {
		return nil, d.err
	}
	return o, nil
}
