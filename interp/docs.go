// This file finds the documentation of what cells import.

package interp

import (
	"go/ast"
	"go/doc"
	"go/token"
	"strings"

	"github.com/gorgolab/gorgo/interp/packages"
)

// Doc is the documentation comment of an exported name of a package, as
// packages.Doc has it: "Name", "Type.Member", or "" for the package's own. Of
// packages from source it knows those that a cell has imported.
func (s *Session) Doc(path, name string) string {
	if text := packages.Doc(path, name); text != "" {
		return text
	}
	return s.state.Load().lib.doc(path, name)
}

func (l *library) doc(path, name string) string {
	s, ok := l.known.Load(path)
	if !ok {
		return ""
	}
	return s.(*sourced).docs()[name]
}

// comments are the comments of a package by name, those of what it does not
// export included: its values may be of types without an exported name.
func comments(path string, fset *token.FileSet, files []*ast.File) map[string]string {
	p, err := doc.NewFromFiles(fset, files, path, doc.PreserveAST|doc.AllDecls)
	if err != nil {
		return nil
	}
	all := map[string]string{"": p.Doc}
	funcs := func(prefix string, list []*doc.Func) {
		for _, f := range list {
			all[prefix+f.Name] = f.Doc
		}
	}
	values := func(list []*doc.Value) {
		for _, v := range list {
			for _, spec := range v.Decl.Specs {
				spec := spec.(*ast.ValueSpec)
				text := v.Doc
				if spec.Doc != nil {
					text = spec.Doc.Text()
				} else if spec.Comment != nil && v.Decl.Tok == token.CONST {
					text = spec.Comment.Text()
				}
				for _, name := range spec.Names {
					all[name.Name] = text
				}
			}
		}
	}
	funcs("", p.Funcs)
	values(p.Consts)
	values(p.Vars)
	for _, t := range p.Types {
		all[t.Name] = t.Doc
		funcs("", t.Funcs)
		funcs(t.Name+".", t.Methods)
		values(t.Consts)
		values(t.Vars)
		for _, spec := range t.Decl.Specs {
			if spec, ok := spec.(*ast.TypeSpec); ok && spec.Name.Name == t.Name {
				members(all, t.Name, spec.Type)
			}
		}
	}
	return all
}

// members notes the comments of a struct's fields, or of an interface's methods.
func members(all map[string]string, name string, typ ast.Expr) {
	var list *ast.FieldList
	switch t := typ.(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	default:
		return
	}
	for _, f := range list.List {
		for _, n := range f.Names {
			all[name+"."+n.Name] = strings.TrimSpace(f.Doc.Text() + f.Comment.Text())
		}
	}
}
