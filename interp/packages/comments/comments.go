package comments

import (
	"go/ast"
	"go/doc"
	"go/token"
	"strings"
)

// Of returns the comments of a package by name: "" for the package's own, "Name", and
// "Type.Member" for methods and fields. Names without a comment are missing. With
// unexported, those of what the package does not export are among them: its values may
// be of such types.
func Of(path string, fset *token.FileSet, files []*ast.File, unexported bool) (map[string]string, error) {
	mode := doc.PreserveAST
	if unexported {
		mode |= doc.AllDecls
	}
	p, err := doc.NewFromFiles(fset, files, path, mode)
	if err != nil {
		return nil, err
	}
	all := list{texts: map[string]string{}, unexported: unexported}
	all.add("", p.Doc)
	all.values(p.Consts)
	all.values(p.Vars)
	all.funcs("", p.Funcs)
	for _, t := range p.Types {
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
	return all.texts, nil
}

type list struct {
	texts      map[string]string
	unexported bool
}

func (l list) add(name, text string) {
	if text = strings.TrimSpace(text); text != "" {
		l.texts[name] = text
	}
}

func (l list) wants(n *ast.Ident) bool { return l.unexported || n.IsExported() }

// values takes the comment of each constant or variable, and that of its group
// where it has none.
func (l list) values(group []*doc.Value) {
	for _, v := range group {
		for _, s := range v.Decl.Specs {
			s := s.(*ast.ValueSpec)
			text := comment(s.Doc, s.Comment)
			if text == "" {
				text = v.Doc
			}
			for _, n := range s.Names {
				if l.wants(n) {
					l.add(n.Name, text)
				}
			}
		}
	}
}

func (l list) funcs(prefix string, group []*doc.Func) {
	for _, f := range group {
		l.add(prefix+f.Name, f.Doc)
	}
}

// members takes the comments of fields and interface methods.
func (l list) members(s *ast.TypeSpec) {
	var fields *ast.FieldList
	switch t := s.Type.(type) {
	case *ast.StructType:
		fields = t.Fields
	case *ast.InterfaceType:
		fields = t.Methods
	}
	if fields == nil {
		return
	}
	for _, f := range fields.List {
		for _, n := range f.Names {
			if l.wants(n) {
				l.add(s.Name.Name+"."+n.Name, comment(f.Doc, f.Comment))
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
