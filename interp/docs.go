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
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.loaded[path]
	if s == nil || len(s.files) == 0 {
		return ""
	}
	if s.docs == nil {
		p, err := doc.NewFromFiles(l.scope.FileSet(), s.files, path, doc.PreserveAST)
		if err != nil {
			return ""
		}
		s.docs = comments(p)
	}
	return s.docs[name]
}

// comments are the comments of a package by name.
func comments(p *doc.Package) map[string]string {
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
				fields(all, t.Name, spec.Type)
			}
		}
	}
	return all
}

// fields notes the comments of a struct's fields.
func fields(all map[string]string, name string, typ ast.Expr) {
	st, ok := typ.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range st.Fields.List {
		for _, n := range f.Names {
			all[name+"."+n.Name] = strings.TrimSpace(f.Doc.Text() + f.Comment.Text())
		}
	}
}
