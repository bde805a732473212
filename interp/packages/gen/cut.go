// The text of cut-down source files: see generic.go.

package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// cut writes what is wanted of a file; nil when that is nothing.
func (c *cutter) cut(file int) ([]byte, error) {
	var body bytes.Buffer
	var nodes []ast.Node // whose imports are needed
	emit := func(n ast.Node, prefix string) {
		nodes = append(nodes, n)
		body.WriteString(prefix)
		body.Write(c.text(file, n.Pos(), n.End()))
		body.WriteString("\n\n")
	}
	self := false
	alias := func(kind, name string) {
		self = true
		fmt.Fprintf(&body, "%s %s = compiled.%[2]s\n\n", kind, name)
	}
	for _, d := range c.files[file].Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			o := c.info.Defs[d.Name]
			switch {
			case d.Recv != nil:
				if t := receiver(o.(*types.Func)); t != nil && c.want[t] && !compiled(t) {
					emit(d, "")
				}
			case !c.want[o]:
			case compiled(o):
				nodes = append(nodes, d.Type)
				body.Write(c.text(file, d.Pos(), d.Type.End()))
				body.WriteString("\n\n")
			default:
				emit(d, "")
			}
		case *ast.GenDecl:
			c.cutGroup(d, emit, alias)
		}
	}
	if body.Len() == 0 {
		return nil, nil
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s\npackage %s\n\n", copyright(c.texts[file]), c.files[file].Name.Name)
	if self {
		fmt.Fprintf(&out, "import compiled %q\n", c.p.ImportPath)
	}
	for _, imp := range c.files[file].Imports {
		if c.mentions(nodes, imp) {
			fmt.Fprintf(&out, "import %s\n", c.text(file, imp.Pos(), imp.End()))
		}
	}
	out.WriteString("\n")
	out.Write(body.Bytes())
	return format.Source(out.Bytes())
}

func (c *cutter) cutGroup(d *ast.GenDecl, emit func(ast.Node, string), alias func(kind, name string)) {
	whole := false
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if o := c.info.Defs[s.Name]; !c.want[o] {
			} else if compiled(o) {
				alias("type", s.Name.Name)
			} else {
				emit(s, "type ")
			}
		case *ast.ValueSpec:
			for _, n := range s.Names {
				o := c.info.Defs[n]
				if o == nil || !c.want[o] {
					continue
				}
				if compiled(o) && d.Tok == token.VAR {
					alias("var", n.Name)
				} else if d.Tok == token.VAR {
					emit(s, "var ")
					break
				} else {
					whole = true
				}
			}
		}
	}
	if whole { // constants
		if slices.ContainsFunc(d.Specs, func(s ast.Spec) bool {
			return slices.ContainsFunc(s.(*ast.ValueSpec).Names, func(n *ast.Ident) bool { return c.want[c.info.Defs[n]] && !ast.IsExported(n.Name) })
		}) {
			emit(d, "")
			return
		}
		for _, s := range d.Specs {
			for _, n := range s.(*ast.ValueSpec).Names {
				if c.want[c.info.Defs[n]] {
					alias("const", n.Name)
				}
			}
		}
	}
}

// mentions tells whether the nodes use an import.
func (c *cutter) mentions(nodes []ast.Node, imp *ast.ImportSpec) bool {
	path, err := strconv.Unquote(imp.Path.Value)
	if err != nil {
		return false
	}
	if p := c.p.ImportMap[path]; p != "" {
		path = p
	}
	found := false
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if p, ok := c.info.Uses[id].(*types.PkgName); ok && p.Imported().Path() == path {
					found = true
				}
			}
			return !found
		})
	}
	return found
}

func (c *cutter) text(file int, from, to token.Pos) []byte {
	f := c.p.fset.File(from)
	return c.texts[file][f.Offset(from):f.Offset(to)]
}

// copyright is the comment at the top of a file.
func copyright(text []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "//") || strings.HasPrefix(line, "//go:") {
			break
		}
		b.WriteString(line)
	}
	return b.String()
}
