// This file answers what a name is.

package assist

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Inspection describes what stands at a place.
type Inspection struct {
	Found bool
	// Text and Markdown say the same.
	Text, Markdown string
}

// Inspect describes what stands at a byte offset of a text: its declaration and
// documentation, or, where detail is at least 1, its source if that is known.
// Between the parentheses of a call, where no name stands, it is the function
// that is called.
func (a *Assistant) Inspect(text string, cursor, detail int) (i Inspection) {
	defer func() {
		if recover() != nil { // go/types failed on something broken
			i = Inspection{}
		}
	}()
	return a.inspect(newSpot(text, cursor), detail)
}

func (a *Assistant) inspect(s *spot, detail int) Inspection {
	if from, to, ok := s.importLiteral(); ok {
		return a.inspectImport(s, s.text[from:to])
	}
	if i := s.inside(); i >= 0 {
		if s.lexemes[i].tok == token.COMMENT {
			return Inspection{}
		}
		// The argument of a call, perhaps.
		at := s.lexemes[i].start
		s = &spot{text: s.text, cursor: at, start: at, end: at, lexemes: s.lexemes}
	}
	if tok := token.Lookup(s.word()); tok.IsKeyword() {
		page := page{declaration: keywordText[tok][0], doc: keywordText[tok][1]}
		return page.inspection()
	}
	d := describer{a, a.look(s)}
	if s.word() != "" {
		if subject, ok := d.subject(); ok {
			return d.describe(subject, detail)
		}
	}
	switch n := d.place.around().(type) {
	case *ast.CallExpr:
		return d.describeCallee(n, detail)
	case *ast.CompositeLit:
		if t := named(d.place.literalTypeOf(n)); t != nil {
			return d.describe(subject{obj: t}, detail)
		}
	}
	if sel := d.place.selector(); sel != nil && s.word() == "" {
		if id := lastIdent(sel.X); id != nil {
			if subject, ok := d.subjectOf(id, nil); ok {
				return d.describe(subject, detail)
			}
		}
	}
	return Inspection{}
}

func (a *Assistant) inspectImport(s *spot, path string) Inspection {
	pkg := a.scope.Known(path)
	if pkg == nil {
		return Inspection{}
	}
	d := describer{a, &place{spot: s, sketch: a.scope.Sketch("")}}
	return d.describe(subject{obj: types.NewPkgName(token.NoPos, nil, pkg.Name(), pkg)}, 0)
}

// subject is what an inspection is about.
type subject struct {
	obj   types.Object
	owner *types.TypeName // the type that it is a field or method of
}

// subject returns what the identifier at the cursor stands for.
func (d describer) subject() (subject, bool) {
	p := d.place
	if p.ident == nil {
		return subject{}, false
	}
	return d.subjectOf(p.ident, p.selector())
}

// subjectOf returns what an identifier stands for; sel is the selector whose
// member it is.
func (d describer) subjectOf(id *ast.Ident, sel *ast.SelectorExpr) (subject, bool) {
	info := d.place.info
	if sel != nil {
		if s := info.Selections[sel]; s != nil {
			return subject{s.Obj(), owner(s.Recv(), s.Index())}, true
		}
		if obj := info.Uses[id]; obj != nil {
			return subject{obj: obj}, true
		}
		for _, pkg := range d.packagesOf(d.place, sel.X) {
			if obj := pkg.Scope().Lookup(id.Name); obj != nil && obj.Exported() {
				return subject{obj: obj}, true
			}
		}
		return d.memberOf(info.TypeOf(sel.X), id.Name)
	}
	obj := info.Uses[id]
	if obj == nil {
		obj = info.Defs[id]
	}
	if obj != nil {
		v, isVar := obj.(*types.Var)
		if lit := d.place.literal(); isVar && v.IsField() && lit != nil {
			return subject{obj, named(info.TypeOf(lit))}, true
		}
		return subject{obj: obj}, true
	}
	if list := d.byName(id.Name); list != nil {
		return subject{obj: types.NewPkgName(token.NoPos, nil, id.Name, list[0])}, true
	}
	return subject{}, false
}

// memberOf returns a field or method of a type that go/types did not accept
// where it stands: a field behind the name of its type, for instance.
func (d describer) memberOf(t types.Type, name string) (subject, bool) {
	if t == nil || t == types.Typ[types.Invalid] {
		return subject{}, false
	}
	obj, index, _ := types.LookupFieldOrMethod(t, true, d.place.sketch.Pkg, name)
	if obj == nil {
		return subject{}, false
	}
	return subject{obj, owner(t, index)}, true
}

// owner returns the named type that a field or method was declared for, given
// the path that leads to it.
func owner(t types.Type, index []int) *types.TypeName {
	for _, i := range index[:len(index)-1] {
		s, ok := literalType(t).(*types.Struct)
		if !ok {
			return nil
		}
		t = s.Field(i).Type()
	}
	return named(t)
}

// describe makes the inspection of a subject.
func (d describer) describe(s subject, detail int) Inspection {
	page := d.page(s, detail)
	return page.inspection()
}

func (d describer) page(s subject, detail int) page {
	if label, ok := s.obj.(*types.Label); ok {
		return page{declaration: label.Name() + ":"}
	}
	page := page{declaration: d.declaration(s.obj), doc: d.doc(s.obj, s.owner), notes: d.origin(s)}
	switch obj := s.obj.(type) {
	case *types.PkgName:
		page.members = contents(obj.Imported())
	case *types.TypeName:
		if strings.Count(page.declaration, "\n") > maxFields {
			page.members = append(page.members, page.declaration, "")
			page.declaration = "type " + d.name(obj) + " " + typeSignature(obj)
		}
		page.members = append(page.members, methods(obj)...)
	case *types.Var:
		if t := named(obj.Type()); t != nil && page.doc == "" && t.Pkg() != nil {
			page.doc = d.doc(t, nil)
		}
	}
	if detail > 0 {
		if source := d.source(s.obj); source != "" {
			page.declaration, page.doc, page.members = source, "", nil
		}
	}
	return page
}

// origin says where a subject comes from.
func (d describer) origin(s subject) []string {
	var notes []string
	if v, ok := s.obj.(*types.Var); ok && v.IsField() && s.owner != nil {
		notes = append(notes, "Field of "+typeString(s.owner.Type())+".")
	}
	pkg := s.obj.Pkg()
	if name, ok := s.obj.(*types.PkgName); ok {
		pkg = name.Imported()
	}
	if pkg != nil && !ours(pkg) {
		return append(notes, fmt.Sprintf("import %q", pkg.Path()))
	}
	if e, ok := d.at(s.obj.Pos()); ok && e.cell > 0 {
		notes = append(notes, fmt.Sprintf("Defined in cell %d.", e.cell))
	}
	return notes
}
