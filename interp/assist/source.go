// This file finds the source and the comments of declarations.

package assist

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp/check"
)

// excerpt is where a declaration stands in a text.
type excerpt struct {
	text string
	from int
	cell int // the number of the cell, 0 if it is the one being typed
}

// at returns where a position of the session or of the cell being typed is.
func (d describer) at(pos token.Pos) (excerpt, bool) {
	if offset, ok := d.place.offset(pos); ok {
		return excerpt{text: d.place.typed(), from: offset}, true
	}
	src, offset, ok := d.scope.Text(pos)
	return excerpt{src.Text, offset, src.Number}, ok
}

// doc returns the documentation of an object; owner is the type that it is a
// member of, nil if it is none.
func (d describer) doc(obj types.Object, owner *types.TypeName) string {
	pkg := obj.Pkg()
	if name, ok := obj.(*types.PkgName); ok {
		return d.lib.Doc(name.Imported().Path(), "")
	}
	switch {
	case pkg == nil:
		return predeclared[obj.Name()][1]
	case ours(pkg):
		if e, ok := d.at(obj.Pos()); ok {
			return e.doc(obj)
		}
	case owner != nil && owner.Pkg() != nil:
		return d.lib.Doc(owner.Pkg().Path(), owner.Name()+"."+obj.Name())
	case obj.Parent() == pkg.Scope():
		return d.lib.Doc(pkg.Path(), obj.Name())
	}
	return ""
}

// doc returns the comment above the declaration of an object, or the one behind
// a value's.
func (e excerpt) doc(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Func, *types.TypeName:
		return e.comment()
	case *types.Var:
		if k := obj.Kind(); k == types.ParamVar || k == types.RecvVar || k == types.ResultVar {
			return ""
		}
	}
	before := e.text[strings.LastIndexByte(e.text[:e.from], '\n')+1 : e.from]
	for _, x := range lex(before) {
		switch x.tok {
		case token.VAR, token.CONST, token.IDENT, token.COMMA, token.SEMICOLON:
		default:
			return "" // a part of something else: what the comment is about
		}
	}
	if above := e.comment(); above != "" {
		return above
	}
	line, _, _ := strings.Cut(e.text[e.from:], "\n")
	for _, x := range lex(line) {
		if x.tok == token.COMMENT && strings.HasPrefix(line[x.start:], "//") {
			return strings.TrimSpace(line[x.start+2 : x.end])
		}
	}
	return ""
}

// comment returns the line comments above a declaration, without directives.
func (e excerpt) comment() string {
	var lines []string
	for end := strings.LastIndexByte(e.text[:e.from], '\n') + 1; end > 0; {
		start := strings.LastIndexByte(e.text[:end-1], '\n') + 1
		line, ok := strings.CutPrefix(strings.TrimSpace(e.text[start:end]), "//")
		if !ok {
			break
		}
		if !isDirective(line) {
			lines = append(lines, strings.TrimPrefix(line, " "))
		}
		end = start
	}
	slices.Reverse(lines)
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// isDirective reports whether a comment is for a tool.
func isDirective(line string) bool {
	word, _, ok := strings.Cut(line, ":")
	return ok && word != "" && !strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' })
}

// source returns the text of an object's declaration with the comment above it,
// "" if it is not known.
func (d describer) source(obj types.Object) string {
	if obj.Pkg() == nil {
		return ""
	}
	if !ours(obj.Pkg()) {
		return d.packageSource(obj)
	}
	if _, typing := d.place.offset(obj.Pos()); typing {
		for _, root := range d.place.roots() {
			if root.Pos() <= obj.Pos() && obj.Pos() < root.End() {
				return d.text(root)
			}
		}
		return ""
	}
	if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
		base := named(f.Signature().Recv().Type())
		if base == nil {
			return ""
		}
		for _, decl := range d.decls(base) {
			if m, ok := decl.(*ast.FuncDecl); ok && m.Name.Pos() == obj.Pos() {
				return d.text(m)
			}
		}
		return ""
	}
	b, ok := d.scope.Lookup(obj.Name())
	if !ok || b.Global == nil || b.Global.Object != obj {
		return ""
	}
	decls := b.Global.Decls()
	if len(decls) == 0 {
		return d.text(b.Global.Decl)
	}
	texts := make([]string, len(decls))
	for i, decl := range decls {
		texts[i] = d.text(decl)
	}
	return strings.Join(texts, "\n\n")
}

// decls returns the declarations of a type of the session.
func (d describer) decls(t *types.TypeName) []ast.Decl {
	b, ok := d.scope.Lookup(t.Name())
	if !ok || b.Global == nil {
		return nil
	}
	return b.Global.Decls()
}

// text returns the text of a declaration of the session or the cell being typed.
func (d describer) text(n ast.Node) string {
	from, ok := d.at(n.Pos())
	if !ok {
		return ""
	}
	to, _ := d.at(n.End())
	text := from.text[from.from:max(from.from, to.from)]
	if gen, ok := n.(*ast.GenDecl); ok && gen.Tok == token.TYPE && !strings.HasPrefix(text, "type") {
		text = "type " + text // one type out of a group
	}
	if doc := from.comment(); doc != "" {
		text = "// " + strings.ReplaceAll(doc, "\n", "\n// ") + "\n" + text
	}
	return text
}

// packageSource returns the source of a package's declaration, as far as the
// library or the session has it.
func (d describer) packageSource(obj types.Object) string {
	files, ok := d.lib.Source(obj.Pkg().Path())
	if !ok {
		// Compiled packages have positions of their own, if any.
		src, _, ok := d.scope.Text(obj.Pos())
		if !ok || src.Name != obj.Pkg().Path() {
			return ""
		}
		files = map[string][]byte{"": []byte(src.Text)}
	}
	name, base := obj.Name(), ""
	if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
		t := named(f.Signature().Recv().Type())
		if t == nil {
			return ""
		}
		base = t.Name()
	}
	fset := token.NewFileSet()
	for _, file := range slices.Sorted(maps.Keys(files)) {
		text := string(files[file])
		f, err := parser.ParseFile(fset, file, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		for _, decl := range f.Decls {
			if from, to, ok := declares(decl, base, name); ok {
				at := fset.File(f.FileStart)
				return text[at.Offset(from):at.Offset(to)]
			}
		}
	}
	return ""
}

// declares returns where a declaration of a name begins and ends, its comment
// included. Functions without a body do not count.
func declares(decl ast.Decl, base, name string) (from, to token.Pos, ok bool) {
	start := func(n ast.Node, doc *ast.CommentGroup) token.Pos {
		if doc != nil {
			return doc.Pos()
		}
		return n.Pos()
	}
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Name.Name == name && decl.Body != nil && check.ReceiverName(decl) == base {
			return start(decl, decl.Doc), decl.End(), true
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			if t, ok := spec.(*ast.TypeSpec); ok && base == "" && t.Name.Name == name {
				return start(decl, decl.Doc), decl.End(), true
			}
		}
	}
	return 0, 0, false
}

// named returns the name of a type or of what it points to, nil if it has none.
func named(t types.Type) *types.TypeName {
	t = types.Unalias(t)
	if ptr, ok := t.(*types.Pointer); ok {
		t = types.Unalias(ptr.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Origin().Obj()
	}
	return nil
}
