// This file makes the unit of a cell that checked.

package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// assemble makes the unit of a cell that checked.
func (c *checking) assemble(out *outcome) *Unit {
	u := &Unit{
		Source: c.text.Source, Fset: c.scope.fset, Pkg: out.pkg, Info: out.info,
		Decls: c.emit, Globals: map[types.Object]*Global{}, Imports: c.auto, Packages: c.packages(),
		commit: delta{names: map[string]*Binding{}, text: c.text},
	}
	b := builder{c, out, u}
	b.imports()
	b.reimported()
	b.definitions()
	b.uses()
	b.steps()
	return u
}

// builder fills a unit.
type builder struct {
	*checking
	out  *outcome
	unit *Unit
}

// imports makes the cell's packages names of the session.
func (b *builder) imports() {
	for name, pkg := range b.named {
		b.unit.commit.names[name] = &Binding{Import: pkg}
	}
	for _, pkg := range b.dots {
		for _, name := range pkg.Scope().Names() {
			if old := b.scope.names[name]; token.IsExported(name) && (old == nil || old.Global == nil) {
				b.unit.commit.names[name] = &Binding{Dot: pkg.Scope().Lookup(name)}
			}
		}
	}
}

// definitions makes the records of what the cell defines and of what was
// checked again.
func (b *builder) definitions() {
	defs := slices.SortedFunc(maps.Values(b.defs), func(x, y *definition) int {
		i, _ := b.text.offset(x.name.Pos())
		j, _ := b.text.offset(y.name.Pos())
		return i - j
	})
	for _, d := range defs {
		g := &Global{Name: d.name.Name, Cell: b.text.Number, Object: b.out.info.Defs[d.name], Decl: d.node}
		switch d.kind {
		case ast.Fun:
			g.parts = []*part{{decl: d.node.(*ast.FuncDecl), text: b.text}}
		case ast.Con:
			g.parts = []*part{{decl: d.gen, text: b.text}}
		case ast.Typ:
			g.parts = []*part{{decl: oneSpec(d.gen, d.node.(*ast.TypeSpec)), text: b.text}}
			for _, m := range b.methods[g.Name] {
				g.parts = append(g.parts, &part{decl: m, text: b.text})
			}
			g.parts = append(g.parts, b.out.again[g.Name]...)
			b.emitParts(b.out.again[g.Name])
		}
		b.define(g)
	}
	for _, call := range b.plan {
		if call.call != nil && call.call.Name.Name == "init" {
			b.define(&Global{Name: "init", Cell: b.text.Number, Object: b.out.info.Defs[call.call.Name], Decl: call.call})
		}
	}
	for _, name := range sortedKeys(b.again) {
		old, parts := b.again[name], b.out.again[name]
		g := &Global{Name: name, Cell: old.Cell, parts: parts}
		g.Decl, g.Object = declared(parts[0].decl, name, b.out.info)
		if _, isConst := g.Object.(*types.Const); !isConst {
			b.emitParts(parts)
		}
		for _, m := range b.methods[name] {
			g.parts = append(g.parts, &part{decl: m, text: b.text})
		}
		b.define(g)
	}
}

// emitParts adds declarations that were checked again to the unit's.
func (b *builder) emitParts(parts []*part) {
	for _, p := range parts {
		b.unit.Decls = append(b.unit.Decls, p.decl)
	}
}

// declared finds the object and the node of a name in its declaration.
func declared(d ast.Decl, name string, info *types.Info) (ast.Node, types.Object) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d, info.Defs[d.Name]
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				return spec, info.Defs[spec.Name]
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					if id.Name == name {
						return spec, info.Defs[id]
					}
				}
			}
		}
	}
	return nil, nil
}

// define gives a record its ID and puts it into the unit.
func (b *builder) define(g *Global) {
	g.Unit = b.unit
	b.unit.Defines = append(b.unit.Defines, g)
	b.unit.Globals[g.Object] = g
	old := b.scope.global(g.Name)
	if g.Name == "init" {
		old = nil
	} else {
		b.unit.commit.names[g.Name] = &Binding{Global: g}
	}
	switch {
	case old == nil:
	case !changed(old.Object, g.Object):
		g.ID, g.Replaces = old.ID, old
	default:
		b.unit.Dropped = append(b.unit.Dropped, old)
	}
	if g.ID == "" {
		g.ID = b.scope.newID(g.Name)
	}
}

// uses records which globals the unit mentions, and for each declaration what
// it depends on.
func (b *builder) uses() {
	used := map[*Global]bool{}
	for _, obj := range b.out.info.Uses {
		if g := b.out.globals[obj]; g != nil && !used[g] {
			used[g] = true
			b.unit.Globals[obj] = g
			b.unit.Uses = append(b.unit.Uses, g)
		}
	}
	slices.SortFunc(b.unit.Uses, func(x, y *Global) int { return strings.Compare(x.ID, y.ID) })
	for _, g := range b.unit.Defines {
		for _, p := range g.parts {
			b.partUses(g, p)
		}
	}
}

func (b *builder) partUses(g *Global, p *part) {
	p.imports = map[string]string{}
	ast.Inspect(p.decl, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		obj := b.out.info.Uses[id]
		if pkg, ok := obj.(*types.PkgName); ok {
			p.imports[id.Name] = pkg.Imported().Path()
		}
		if dep := b.unit.Globals[obj]; dep != nil && dep != g && !slices.Contains(g.mentions, dep.ID) {
			g.mentions = append(g.mentions, dep.ID)
		}
		return true
	})
}

// steps makes the plan of the cell's run.
func (b *builder) steps() {
	if b.pkg != nil {
		b.wholeSteps()
	}
	for _, p := range b.plan {
		switch {
		case p.call != nil:
			b.step(Step{Stmt: b.call(p.call)})
		case p.init != nil && b.pkg != nil: // done by wholeSteps
		case p.init != nil:
			init := &VarInit{Values: p.init.Values, Pos: p.pos}
			for _, name := range p.init.Names {
				init.Vars = append(init.Vars, b.variable(name))
			}
			b.step(Step{Init: init})
		case p.show != nil && b.hasValue(p.show) && !b.quiet:
			b.step(Step{Show: p.show})
		default:
			b.step(Step{Stmt: p.stmt})
		}
	}
}

func (b *builder) step(s Step) { b.unit.Steps = append(b.unit.Steps, s) }

// variable returns the session variable that an identifier declares, nil for _.
func (b *builder) variable(name *ast.Ident) *types.Var {
	if name.Name == "_" {
		return nil
	}
	v, _ := b.out.info.Defs[name].(*types.Var)
	return v
}

// wholeSteps initialises the variables of a complete Go file, in the order that
// the language prescribes.
func (b *builder) wholeSteps() {
	initialised := b.initOrder()
	var zero []Step
	for _, p := range b.plan {
		if p.init == nil {
			continue
		}
		for _, name := range p.init.Names {
			if v := b.variable(name); v != nil && !initialised[v] {
				zero = append(zero, Step{Init: &VarInit{Vars: []*types.Var{v}, Pos: name.Pos()}})
			}
		}
	}
	b.unit.Steps = append(zero, b.unit.Steps...)
}

// initOrder initialises package-level variables, and tells which.
func (b *builder) initOrder() (initialised map[*types.Var]bool) {
	initialised = map[*types.Var]bool{}
	for _, init := range b.out.info.InitOrder {
		step := &VarInit{Values: []ast.Expr{init.Rhs}, Pos: init.Rhs.Pos()}
		for _, v := range init.Lhs {
			initialised[v] = true
			if v.Name() == "_" {
				v = nil
			}
			step.Vars = append(step.Vars, v)
		}
		b.step(Step{Init: step})
	}
	return initialised
}

// call makes the statement that calls an init function or main.
func (b *builder) call(d *ast.FuncDecl) ast.Stmt {
	fn := b.out.info.Defs[d.Name]
	name := &ast.Ident{NamePos: d.Name.Pos(), Name: d.Name.Name}
	x := &ast.CallExpr{Fun: name, Lparen: name.End(), Rparen: name.End()}
	b.out.info.Uses[name] = fn
	b.out.info.Types[name] = types.TypeAndValue{Type: fn.Type()}
	b.out.info.Types[x] = types.TypeAndValue{Type: types.NewTuple()}
	return &ast.ExprStmt{X: x}
}

// hasValue reports whether the cell's last expression is to be shown: calls
// without results and prints are not.
func (b *builder) hasValue(x ast.Expr) bool {
	if tuple, ok := b.out.info.Types[x].Type.(*types.Tuple); ok && tuple.Len() == 0 || b.out.info.Types[x].IsVoid() {
		return false
	}
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return true
	}
	var id *ast.Ident
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		id = f.Sel
	case *ast.Ident:
		id = f
	}
	fn, ok := b.out.info.Uses[id].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "fmt" {
		return true
	}
	switch fn.Name() {
	case "Print", "Printf", "Println", "Fprint", "Fprintf", "Fprintln":
		return false
	}
	return true
}
