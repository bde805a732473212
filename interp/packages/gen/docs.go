// Docs: the comments of a package's exported names, as a JSON object. Keys are
// "" for the package, "Name", and "Type.Member" for methods and fields.

package main

import (
	"encoding/json"
	"go/ast"
	"go/doc"
	"strings"
)

func (p *pkg) docs(files []*ast.File) ([]byte, error) {
	d, err := doc.NewFromFiles(p.fset, files, p.ImportPath)
	if err != nil {
		return nil, err
	}
	all := docs{}
	all.add("", d.Doc)
	all.values(d.Consts)
	all.values(d.Vars)
	all.funcs("", d.Funcs)
	for _, t := range d.Types {
		all.add(t.Name, t.Doc)
		all.values(t.Consts)
		all.values(t.Vars)
		all.funcs("", t.Funcs)
		all.funcs(t.Name+".", t.Methods)
		for _, s := range t.Decl.Specs {
			if s, ok := s.(*ast.TypeSpec); ok {
				all.members(s)
			}
		}
	}
	return json.Marshal(all)
}

type docs map[string]string

func (d docs) add(name, text string) {
	if text = strings.TrimSpace(text); text != "" {
		d[name] = text
	}
}

// values takes the comment of each constant or variable, and that of its group
// where it has none.
func (d docs) values(list []*doc.Value) {
	for _, v := range list {
		for _, s := range v.Decl.Specs {
			s := s.(*ast.ValueSpec)
			text := comment(s.Doc, s.Comment)
			if text == "" {
				text = v.Doc
			}
			for _, n := range s.Names {
				if n.IsExported() {
					d.add(n.Name, text)
				}
			}
		}
	}
}

func (d docs) funcs(prefix string, list []*doc.Func) {
	for _, f := range list {
		d.add(prefix+f.Name, f.Doc)
	}
}

// members takes the comments of fields and interface methods.
func (d docs) members(s *ast.TypeSpec) {
	var list *ast.FieldList
	switch t := s.Type.(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	}
	if list == nil {
		return
	}
	for _, f := range list.List {
		for _, n := range f.Names {
			if n.IsExported() {
				d.add(s.Name.Name+"."+n.Name, comment(f.Doc, f.Comment))
			}
		}
	}
}

// comment is the text above a declaration, or else behind it.
func comment(above, behind *ast.CommentGroup) string {
	if above != nil {
		return above.Text()
	}
	return behind.Text()
}
