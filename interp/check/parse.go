// This file turns the text of a cell into syntax trees.

package check

import (
	"cmp"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// syntaxTree is a parsed cell.
type syntaxTree struct {
	text *text
	// file is the file of the statements, or of the whole cell; its position is
	// what go/types wants of a file.
	file *ast.File
	// items are the top-level declarations (no imports) and statements, in
	// source order.
	items []item
	// specs are the imports, in source order.
	specs []*ast.ImportSpec
	// early are the identifiers in statements that refer to nothing that
	// stands before them in the cell; free those in functions (or in a whole
	// file) that refer to nothing in the same part.
	early, free []*ast.Ident
	// pkg is the name in the package clause, nil if there is none.
	pkg *ast.Ident
	// quiet: the cell ends in a semicolon, so that its value is not shown.
	quiet bool
	// listed is how many items the bare list of expressions has that the cell
	// ends in, else 1.
	listed int
	// rough: the cell may be broken, and what is wrong with it does not matter;
	// see sketch.go.
	rough bool
}

// item is a declaration (*ast.FuncDecl or *ast.GenDecl) or a statement.
type item struct {
	decl ast.Decl
	stmt ast.Stmt
}

func (i item) pos() token.Pos {
	if i.decl != nil {
		return i.decl.Pos()
	}
	return i.stmt.Pos()
}

const (
	// The line breaks let a comment on the cell's first line be that of the
	// declaration below.
	clause   = "package main;\n"
	bodyHead = "package main;func _(){\n"
	bodyTail = "\n}"
	listTail = " = _"
)

// parse parses a cell. Functions, imports and statements are parsed as files
// of their own, each with the rest of the cell blanked out: go/parser takes no
// mixture. The parser's own object resolution is wanted: in the statements,
// read as the body of one function, it tells a use before from a use after a
// definition. Whoever asks for the errors alone does without (mode).
func parse(fset *token.FileSet, t *text, mode parser.Mode) (*syntaxTree, []*Error) {
	l := split(t.Text)
	tree := &syntaxTree{text: t, quiet: l.quiet && t.Tail == ""}
	p := partParser{fset: fset, text: t, mode: mode}
	if l.extra >= 0 {
		// What comes before it may be its cause. Behind it go/parser is lost.
		tree.parts(&p, l)
		errs := slices.DeleteFunc(p.errs, func(e *Error) bool { return e.offset >= l.extra })
		if len(errs) == 0 {
			errs = append(errs, p.errorAt(l.extra, "syntax error: unexpected }"))
		}
		return tree, errs
	}
	for _, c := range l.comments {
		for _, d := range []string{"//go:embed", "//go:linkname"} {
			if strings.HasPrefix(t.Text[c.start:c.end], d+" ") {
				p.errs = append(p.errs, p.errorAt(c.start, d+" does not work in a cell"))
			}
		}
	}
	if tree.parts(&p, l); len(p.errs) > 0 {
		return tree, p.errs
	}
	return tree, nil
}

// parts parses the parts of a cell.
func (tree *syntaxTree) parts(p *partParser, l layout) {
	t := tree.text
	var funcs, imports []chunk
	for _, c := range l.chunks {
		switch c.kind {
		case token.PACKAGE:
			tree.whole(p, []byte(t.Text)) // line directives are for generated files
			return
		case token.IMPORT:
			imports = append(imports, c)
		case token.FUNC:
			funcs = append(funcs, c)
		}
	}
	if imports != nil {
		f := p.parse(clause, t.only(imports, l), "")
		tree.specs = f.Imports
	}
	if funcs != nil {
		f := p.parse(clause, t.only(funcs, l), "")
		tree.free = f.Unresolved
		for _, d := range f.Decls {
			tree.declare(d)
		}
	}
	src := t.without(l.chunks, l)
	if l.list >= 0 && t.Tail == "" { // Go has no such statement, but one that begins so
		src = slices.Insert(src, l.list, []byte(listTail)...)
	}
	tree.file = p.parse(bodyHead+t.Head, src, t.Tail+bodyTail)
	tree.early = tree.file.Unresolved
	for _, s := range tree.statements() {
		switch s := s.(type) {
		case *ast.EmptyStmt:
		case *ast.DeclStmt:
			tree.declare(s.Decl)
		default:
			tree.items = append(tree.items, item{stmt: s})
		}
	}
	tree.listed = 1
	if l.list >= 0 && t.Tail == "" {
		tree.list()
	}
	if funcs != nil {
		slices.SortStableFunc(tree.items, func(a, b item) int {
			x, _ := t.offset(a.pos())
			y, _ := t.offset(b.pos())
			return cmp.Compare(x, y)
		})
	}
}

// list makes statements of the expressions in the bare list that was parsed with
// listTail behind it.
func (tree *syntaxTree) list() {
	n := len(tree.items) - 1
	if n < 0 {
		return
	}
	a, ok := tree.items[n].stmt.(*ast.AssignStmt)
	if !ok || a.Tok != token.ASSIGN {
		return
	}
	tree.items = tree.items[:n]
	for _, x := range a.Lhs {
		tree.items = append(tree.items, item{stmt: &ast.ExprStmt{X: x}})
	}
	tree.listed = len(a.Lhs)
}

// statements returns those of the cell's top level, declarations included. The
// parser may have lost its way before the end of the function that they were
// parsed as.
func (tree *syntaxTree) statements() []ast.Stmt {
	if len(tree.file.Decls) == 0 {
		return nil
	}
	f, ok := tree.file.Decls[0].(*ast.FuncDecl)
	if !ok || f.Body == nil {
		return nil
	}
	return f.Body.List
}

// declare adds a declaration to the items, unless the parser made nothing of it.
func (tree *syntaxTree) declare(d ast.Decl) {
	if _, bad := d.(*ast.BadDecl); !bad {
		tree.items = append(tree.items, item{decl: d})
	}
}

// whole parses a cell with a package clause: a complete Go file.
func (tree *syntaxTree) whole(p *partParser, src []byte) {
	f := p.parse("", src, "")
	tree.file, tree.specs, tree.pkg, tree.free = f, f.Imports, f.Name, f.Unresolved
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		tree.declare(d)
	}
	if len(p.errs) == 0 && f.Name.Name == "_" {
		p.errs = append(p.errs, p.errorAt(p.text.clamp(p.fset.File(f.Name.Pos()).Offset(f.Name.Pos())), "invalid package name _"))
	}
	if len(p.errs) == 0 && f.Name.Name != "main" {
		e := p.errorAt(p.text.clamp(p.fset.File(f.Name.Pos()).Offset(f.Name.Pos())), "package "+f.Name.Name+": a cell belongs to package main")
		e.Hint = "leave the package clause out: what the cell declares is there for all later cells"
		p.errs = append(p.errs, e)
	}
}

// partParser parses the parts of one cell and gathers their errors.
type partParser struct {
	fset *token.FileSet
	text *text
	mode parser.Mode // besides ParseComments
	errs []*Error
}

func (p *partParser) parse(head string, src []byte, tail string) *ast.File {
	full := slices.Concat([]byte(head), src, []byte(tail))
	f, err := parser.ParseFile(p.fset, p.text.Name, full, parser.ParseComments|p.mode)
	if file := p.fset.File(f.FileStart); file != nil {
		p.text.add(file, len(head))
	}
	var list scanner.ErrorList
	if errors.As(err, &list) {
		for i, e := range list {
			atEnd := e.Pos.Offset-len(head) >= len(src)
			if i > 0 && atEnd {
				continue // the parser lost its way after an earlier error
			}
			p.errs = append(p.errs, p.errorAt(p.text.clamp(e.Pos.Offset-len(head)), syntaxMessage(e.Msg, atEnd, placeAt(string(src), e.Pos.Offset-len(head)))))
		}
	}
	return f
}

func (p *partParser) errorAt(offset int, msg string) *Error {
	return newError(p.text, offset, offset, msg)
}

// discard forgets the files of a text whose check failed.
func (t *text) discard(fset *token.FileSet) {
	for _, f := range t.files {
		fset.RemoveFile(f.file)
	}
}
