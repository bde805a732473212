// This file sorts the top level of a cell into what go/types sees as package
// declarations and what running the cell does.

package check

import (
	"fmt"
	"go/ast"
	"go/token"
)

// program is a cell as go/types gets to see it, and as it will run.
type program struct {
	*syntaxTree
	// defs maps each name that the cell declares at its top level to where.
	defs map[string]*definition
	// decls go to go/types as package declarations. The variables among them
	// are made from the statements that declare them.
	decls []ast.Decl
	// body holds the other statements, the body of one function for go/types.
	body []ast.Stmt
	// plan is what running the cell does, in source order.
	plan []planned
	// emit are the function and type declarations.
	emit []ast.Decl
	// methods are the method declarations by the name of their receiver type.
	methods map[string][]*ast.FuncDecl
	// shown are the last expressions, none if the cell does not end in one.
	shown []ast.Expr

	// known tells whether the session gives a name a meaning.
	known func(name string) bool
	errs  []*Error
}

// definition is what a cell says about one of its names.
type definition struct {
	name *ast.Ident
	kind ast.ObjKind // Var, Con, Typ or Fun
	node ast.Node    // as in Global.Decl
	gen  *ast.GenDecl
}

// planned is a step before it is typed; one field is set, and the statement for
// go/types, in body, beside show.
type planned struct {
	init *ast.ValueSpec
	pos  token.Pos
	stmt ast.Stmt
	show ast.Expr
	call *ast.FuncDecl // an init function or main
}

// collect sorts the items of a cell.
func collect(tree *syntaxTree, known func(name string) bool) *program {
	p := &program{syntaxTree: tree, known: known, defs: map[string]*definition{}, methods: map[string][]*ast.FuncDecl{}}
	last := tree.lastExpr()
	var main *ast.FuncDecl
	for i, it := range tree.items {
		switch d := it.decl.(type) {
		case *ast.FuncDecl:
			p.funcDecl(d)
			if d.Recv == nil && d.Name.Name == "main" && tree.pkg != nil {
				main = d
			}
		case *ast.GenDecl:
			p.genDecl(d)
		default:
			p.statement(it.stmt, i <= last && i > last-p.listed)
		}
	}
	if main != nil {
		p.plan = append(p.plan, planned{call: main})
	}
	return p
}

// lastExpr returns the index of the item that is the last expression, or -1.
// Functions, types and constants may follow it: they do nothing when the cell
// runs.
func (tree *syntaxTree) lastExpr() int {
	for i := len(tree.items) - 1; i >= 0; i-- {
		switch d := tree.items[i].decl.(type) {
		case *ast.FuncDecl:
			continue
		case *ast.GenDecl:
			if d.Tok == token.VAR {
				return -1
			}
			continue
		}
		if _, ok := tree.items[i].stmt.(*ast.ExprStmt); ok {
			return i
		}
		return -1
	}
	return -1
}

func (p *program) define(name *ast.Ident, kind ast.ObjKind, node ast.Node, gen *ast.GenDecl) {
	if name.Name != "_" && p.defs[name.Name] == nil {
		p.defs[name.Name] = &definition{name, kind, node, gen}
	}
}

func (p *program) funcDecl(d *ast.FuncDecl) {
	if d.Body == nil {
		p.errorf(d.Name, "missing function body")
	}
	p.decls = append(p.decls, d)
	switch {
	case d.Recv != nil:
		if base := receiverBase(d); base != nil {
			p.methods[base.Name] = append(p.methods[base.Name], d)
		}
	case d.Name.Name == "init":
		p.plan = append(p.plan, planned{call: d})
	default:
		p.define(d.Name, ast.Fun, d, nil)
	}
	if d.Name.Name != "_" {
		p.emit = append(p.emit, d)
	}
}

// receiverBase returns the name of a method's receiver type, nil if the
// receiver has no such thing.
func receiverBase(d *ast.FuncDecl) *ast.Ident {
	if d.Recv == nil || len(d.Recv.List) != 1 {
		return nil
	}
	t := ast.Unparen(d.Recv.List[0].Type)
	if star, ok := t.(*ast.StarExpr); ok {
		t = ast.Unparen(star.X)
	}
	switch x := t.(type) {
	case *ast.IndexExpr:
		t = ast.Unparen(x.X)
	case *ast.IndexListExpr:
		t = ast.Unparen(x.X)
	}
	id, _ := t.(*ast.Ident)
	return id
}

func (p *program) genDecl(d *ast.GenDecl) {
	p.decls = append(p.decls, d)
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			p.define(spec.Name, ast.Typ, spec, d)
			if spec.Name.Name != "_" {
				p.emit = append(p.emit, oneSpec(d, spec))
			}
		case *ast.ValueSpec:
			kind := ast.Con
			if d.Tok == token.VAR {
				kind = ast.Var
				p.plan = append(p.plan, planned{init: spec, pos: spec.Pos()})
			}
			for _, name := range spec.Names {
				p.define(name, kind, spec, d)
			}
		}
	}
}

// oneSpec is the declaration of one type out of a group.
func oneSpec(d *ast.GenDecl, spec *ast.TypeSpec) *ast.GenDecl {
	if len(d.Specs) == 1 {
		return d
	}
	return &ast.GenDecl{Doc: spec.Doc, TokPos: spec.Pos(), Tok: token.TYPE, Specs: []ast.Spec{spec}}
}

func (p *program) statement(s ast.Stmt, last bool) {
	switch s := s.(type) {
	case *ast.LabeledStmt:
		if inner := unlabel(s); isDefine(inner) {
			// The label stays in the function body, the definition leaves it.
			for x := s; ; x = x.Stmt.(*ast.LabeledStmt) {
				label := &ast.LabeledStmt{Label: x.Label, Colon: x.Colon, Stmt: &ast.EmptyStmt{Semicolon: x.Colon, Implicit: true}}
				p.run(label)
				if x.Stmt == inner {
					break
				}
			}
			p.statement(inner, false)
			return
		}
	case *ast.AssignStmt:
		if isDefine(s) {
			p.shortVarDecl(s)
			return
		}
	case *ast.ExprStmt:
		if last {
			p.lastStatement(s)
			return
		}
	}
	p.run(s)
}

// run adds a statement to what go/types sees and to what runs.
func (p *program) run(s ast.Stmt) {
	p.body = append(p.body, s)
	p.plan = append(p.plan, planned{stmt: s})
}

func unlabel(s ast.Stmt) ast.Stmt {
	for {
		l, ok := s.(*ast.LabeledStmt)
		if !ok {
			return s
		}
		s = l.Stmt
	}
}

// isDefine reports whether s is a := with nothing but names on its left. Others
// stay statements: go/types says what is wrong with them.
func isDefine(s ast.Stmt) bool {
	a, ok := s.(*ast.AssignStmt)
	if !ok || a.Tok != token.DEFINE {
		return false
	}
	for _, x := range a.Lhs {
		if _, ok := x.(*ast.Ident); !ok {
			return false
		}
	}
	return true
}

// shortVarDecl makes a := at top level a variable declaration. Where some of
// the names are variables of this cell already, the declaration serves to give
// the others their types, and the statement runs as an assignment to all.
func (p *program) shortVarDecl(s *ast.AssignStmt) {
	if n := len(s.Rhs); n != 1 && n != len(s.Lhs) {
		e := p.errorf(s.Lhs[0], "assignment mismatch: %s but %s", count(len(s.Lhs), "variable"), count(n, "value"))
		if thousands.MatchString(e.SourceLine) {
			e.Hint = "digits are grouped by _ and not by commas: 1_000"
		}
		p.salvage(s)
		return
	}
	seen := map[string]bool{}
	var fresh []*ast.Ident
	again := false
	names := make([]*ast.Ident, len(s.Lhs))
	for i, x := range s.Lhs {
		id := x.(*ast.Ident)
		names[i] = id
		switch {
		case id.Name == "_":
		case seen[id.Name]:
			p.errorf(id, "%s repeated on left side of :=", id.Name)
			p.salvage(s)
			return
		case p.defs[id.Name] != nil && p.defs[id.Name].kind == ast.Var:
			again = true
			names[i] = &ast.Ident{NamePos: id.NamePos, Name: "_"}
		default:
			fresh = append(fresh, id)
		}
		seen[id.Name] = true
	}
	if fresh == nil {
		p.errs = append(p.errs, p.nodeError(s.TokPos, s.TokPos+2, "no new variables on left side of :="))
		if last := p.errs[len(p.errs)-1]; last != nil {
			last.Hint = "use = to assign"
		}
		p.salvage(s)
		return
	}
	spec := &ast.ValueSpec{Names: names, Values: s.Rhs}
	if again && len(s.Rhs) == len(s.Lhs) {
		spec = &ast.ValueSpec{}
		for i, id := range names {
			if id.Name != "_" {
				spec.Names = append(spec.Names, id)
				spec.Values = append(spec.Values, s.Rhs[i])
			}
		}
	}
	p.decls = append(p.decls, &ast.GenDecl{TokPos: s.Pos(), Tok: token.VAR, Specs: []ast.Spec{spec}})
	for _, id := range fresh {
		p.define(id, ast.Var, s, nil)
	}
	if again {
		p.run(assignment(s))
		return
	}
	p.plan = append(p.plan, planned{init: spec, pos: s.Pos()})
}

// salvage lets go/types see what is right in a declaration that is not.
func (p *program) salvage(s *ast.AssignStmt) {
	if p.rough {
		p.body = append(p.body, assignment(s))
	}
}

func assignment(s *ast.AssignStmt) *ast.AssignStmt {
	return &ast.AssignStmt{Lhs: s.Lhs, TokPos: s.TokPos, Tok: token.ASSIGN, Rhs: s.Rhs}
}

// lastStatement prepares the cell's last expression, or one of several. go/types gets to see calls
// and receptions as what they are, since calls may have no value or many; any
// other expression as an assignment to _, which gives constants a type.
func (p *program) lastStatement(s *ast.ExprStmt) {
	var stmt ast.Stmt = s
	if !p.isCall(s.X) {
		stmt = &ast.AssignStmt{
			Lhs: []ast.Expr{&ast.Ident{NamePos: s.Pos(), Name: "_"}}, TokPos: s.Pos(),
			Tok: token.ASSIGN, Rhs: []ast.Expr{s.X},
		}
	}
	p.shown = append(p.shown, s.X)
	p.body = append(p.body, stmt)
	p.plan = append(p.plan, planned{show: s.X, stmt: stmt})
}

// isCall reports whether x can stand as a statement. Calls of built-in
// functions that only have a value cannot.
func (p *program) isCall(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.UnaryExpr:
		return x.Op == token.ARROW
	case *ast.CallExpr:
		id, ok := ast.Unparen(x.Fun).(*ast.Ident)
		if !ok || p.defs[id.Name] != nil || p.known(id.Name) {
			return true
		}
		switch id.Name {
		case "append", "cap", "complex", "imag", "len", "make", "max", "min", "new", "real":
			return false
		}
		return true
	}
	return false
}

// count words a number of things.
func count(n int, what string) string {
	if n == 1 {
		return fmt.Sprintf("1 %s", what)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (p *program) errorf(n ast.Node, format string, args ...any) *Error {
	e := p.nodeError(n.Pos(), n.End(), fmt.Sprintf(format, args...))
	p.errs = append(p.errs, e)
	return e
}

func (p *program) nodeError(pos, end token.Pos, msg string) *Error {
	from, _ := p.text.offset(pos)
	to, _ := p.text.offset(end)
	return newError(p.text, from, to, msg)
}
