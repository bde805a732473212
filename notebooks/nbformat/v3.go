// Version 3, the format of IPython 1 and 2, upgraded while it is read:
// worksheets become one list of cells, headings become markdown, and outputs
// get MIME types and today's names.

package nbformat

import (
	"strconv"
	"strings"
)

// mime3 maps version 3's short names of output data to MIME types.
var mime3 = map[string]string{
	"text": "text/plain", "html": "text/html", "svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg",
	"latex": "text/latex", "json": "application/json", "javascript": "application/javascript", "pdf": "application/pdf",
}

func (d *decoder) notebook3(top *object) *Notebook {
	nb := &Notebook{Metadata: top.take("metadata").free()}
	if name, ok := nb.Metadata["name"].(string); ok {
		delete(nb.Metadata, "name")
		if name != "" {
			nb.Metadata["orig_nbformat_name"] = name
		}
	}
	top.need("worksheets").list(func(n node) {
		sheet := d.object(n)
		sheet.take("cells").list(func(n node) { nb.Cells = append(nb.Cells, d.cell3(n, nb)) })
	})
	nb.Extra = top.rest()
	return nb
}

func (d *decoder) cell3(n node, nb *Notebook) *Cell {
	o := d.object(n)
	kind := o.need("cell_type")
	c := &Cell{Metadata: o.take("metadata").free()}
	switch t := kind.string(); t {
	case "code":
		c.Type = Code
		c.Source = o.take("input").text()
		c.ExecutionCount = o.take("prompt_number").intOrNull()
		if lang := o.take("language").string(); lang != "" && nb.Language() == "" {
			nb.Metadata["language_info"] = map[string]any{"name": lang}
		}
		if o.has("collapsed") {
			c.Metadata["collapsed"] = o.take("collapsed").v
		}
		o.take("outputs").list(func(n node) { c.Outputs = append(c.Outputs, d.output3(n)) })
	case "heading":
		c.Type = Markdown
		level := min(max(o.take("level").int(1), 1), 6)
		c.Source = strings.Repeat("#", level) + " " + strings.ReplaceAll(o.take("source").text(), "\n", " ")
	case "markdown", "raw":
		c.Type = CellType(t)
		c.Source = o.take("source").text()
	case "html":
		c.Type = Markdown
		c.Source = o.take("source").text()
	default:
		d.fail(kind.path, "want code, markdown, raw, heading or html, got %q", t)
	}
	c.Extra = o.rest()
	return c
}

func (d *decoder) output3(n node) *Output {
	o := d.object(n)
	kind := o.need("output_type")
	out := &Output{Metadata: o.take("metadata").free()}
	switch t := kind.string(); t {
	case "stream":
		out.Type, out.Metadata = Stream, nil
		out.Name = "stdout"
		if s := o.take("stream").string(); s != "" {
			out.Name = s
		}
		out.Text = o.take("text").text()
	case "pyerr":
		out.Type, out.Metadata = ErrorOutput, nil
		out.EName = o.take("ename").string()
		out.EValue = o.take("evalue").string()
		out.Traceback = o.take("traceback").strings()
	case "pyout", "display_data":
		out.Type = DisplayData
		if t == "pyout" {
			out.Type = ExecuteResult
		}
		out.ExecutionCount = o.take("prompt_number").intOrNull()
		out.Data = Object{}
		for short, mime := range mime3 {
			if !o.has(short) {
				continue
			}
			out.Data[mime] = o.take(short).text()
		}
		if s, ok := out.Data["application/json"].(string); ok {
			if v, err := decodeJSON([]byte(s)); err == nil {
				out.Data["application/json"] = v
			} else {
				out.Data["application/json"] = s
			}
		}
	default:
		d.fail(kind.path, "want stream, display_data, pyout or pyerr, got %s", strconv.Quote(t))
	}
	out.Extra = o.rest()
	return out
}
