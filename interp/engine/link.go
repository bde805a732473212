// This file is the linker: it gives yaegi the declarations that a program needs,
// and no others.
//
// A lowered program is a list of declarations, and so are all programs of a
// session together. The engine keeps each as text, with the declarations that it
// mentions, and has yaegi compile those that can be reached from what is about to
// run. So a method that nobody calls costs its text; compiled, it would cost
// yaegi some 10 KB. And a declaration can be compiled again: what the session has
// replaced is dropped from yaegi's tables, and comes back if something that is
// still alive turns out to need it. Go's garbage collector does the rest.

package engine

import (
	"fmt"
	"go/ast"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/gorgolab/gorgo/interp/lower"
)

// decl is a declaration at a program's top level: of a function or a variable.
type decl struct {
	name, text string
	needs      []*decl    // what it mentions
	init       *lower.Var // of a variable
	typ        string     // of what a variable points to
	loaded     bool       // yaegi knows the name
	node       ast.Decl   // while its program is being loaded

	value atomic.Pointer[reflect.Value] // of a function that compiled code calls
}

// link loads a program.
func (e *Engine) link(p *lower.Program, l *Loaded) error {
	f, err := e.parse(p.Text)
	if err != nil {
		return err
	}
	defer e.forgetFile(f)
	decls := e.split(p, f)
	maps.Copy(e.rt, p.Symbols)
	maps.Copy(e.rt, p.Own)
	defer remove(e.rt, p.Own)
	var load func()
	e.rt["Hook"] = reflect.ValueOf(func(f, g func()) { load, l.main = f, g })
	defer delete(e.rt, "Hook")
	shared := map[string]*decl{}
	for _, name := range p.Shared {
		if d := decls[name]; d != nil {
			shared[name] = d
		}
	}
	stay := func(d *decl) bool { return shared[d.name] == d || e.decls[d.name] == d }
	if err := e.compile([]*decl{decls[p.Load], decls[p.Run]}, fmt.Sprintf("rt.Hook(%s, %s)", p.Load, p.Run), stay); err != nil {
		for _, d := range shared {
			e.tables.drop(d.name)
		}
		return err
	}
	if load == nil {
		return fmt.Errorf("its functions did not arrive")
	}
	if err := protected(load); err != nil {
		return err
	}
	for _, d := range decls {
		d.node = nil
	}
	maps.Copy(e.decls, shared)
	for _, m := range p.Methods {
		d := e.decls[m.Func]
		m.Set(func() reflect.Value { return e.function(d) })
	}
	for _, name := range p.Stale {
		if d := e.decls[name]; d != nil {
			d.value.Store(nil)
			e.unload(d)
		}
	}
	for _, name := range p.Gone {
		if d := e.decls[name]; d != nil {
			e.unload(d)
			delete(e.decls, name)
		}
	}
	p.Commit()
	return nil
}

func remove(from, names map[string]reflect.Value) {
	for n := range names {
		delete(from, n)
	}
}

func (e *Engine) forgetFile(f *ast.File) {
	set := e.yaegi.FileSet()
	if file := set.File(f.FileStart); file != nil {
		set.RemoveFile(file)
	}
}

// unload makes yaegi forget a name. Code that it has compiled keeps what the name
// stood for.
func (e *Engine) unload(d *decl) {
	if d.loaded {
		e.tables.drop(d.name)
		d.loaded = false
	}
}

// Close forgets all programs. What of them still runs goes on, and methods of
// values that are left can be called.
func (e *Engine) Close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, d := range e.decls {
		e.unload(d)
	}
	clear(e.decls)
	e.tables.trim()
}

// split lists the declarations of a program by name.
func (e *Engine) split(p *lower.Program, f *ast.File) map[string]*decl {
	set := e.yaegi.FileSet()
	base := set.File(f.FileStart).Base()
	text := func(n ast.Node) string { return strings.Clone(p.Text[int(n.Pos())-base : int(n.End())-base]) }
	decls := map[string]*decl{}
	for _, node := range f.Decls {
		d := &decl{node: node}
		switch node := node.(type) {
		case *ast.FuncDecl:
			d.name = node.Name.Name
		case *ast.GenDecl:
			spec, ok := node.Specs[0].(*ast.ValueSpec)
			if !ok {
				continue // the import of rt
			}
			d.name = spec.Names[0].Name
			if v, ok := p.Vars[d.name]; ok {
				d.init = &v
				d.typ = text(spec.Type.(*ast.StarExpr).X)
			}
		}
		d.text = text(node)
		decls[d.name] = d
	}
	for _, d := range decls {
		mention := func(name string) {
			m := decls[name]
			if m == nil {
				m = e.decls[name]
			}
			if m != nil && m != d && !slices.Contains(d.needs, m) {
				d.needs = append(d.needs, m)
			}
		}
		ast.Inspect(d.node, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				mention(id.Name)
			}
			return true
		})
		if d.init != nil && d.init.Init != "" {
			mention(d.init.Init)
		}
	}
	return decls
}

// compile has yaegi compile declarations with all that they need, and then run
// statements. Those declarations that do not stay are dropped when they have been
// linked.
func (e *Engine) compile(roots []*decl, statements string, stay func(*decl) bool) error {
	var list []*decl
	seen := map[*decl]bool{}
	var visit func(d *decl)
	visit = func(d *decl) {
		if d == nil || d.loaded || seen[d] {
			return
		}
		seen[d] = true
		for _, n := range d.needs {
			visit(n)
		}
		list = append(list, d)
	}
	for _, d := range roots {
		visit(d)
	}
	vars, funcs := "package main\n", "package main\n" // of earlier programs
	var varNodes, funcNodes []ast.Decl
	var init strings.Builder
	for i, d := range list {
		switch {
		case d.init == nil && d.node != nil:
			funcNodes = append(funcNodes, d.node)
		case d.init == nil:
			funcs += d.text + "\n"
		case d.node != nil:
			varNodes = append(varNodes, d.node)
		default:
			vars += d.text + "\n"
		}
		if d.init != nil && d.init.Init != "" {
			fmt.Fprintf(&init, "var v_%d %s = %s()\n*%s = v_%d\n", i, d.typ, d.init.Init, d.name, i)
		}
	}
	funcs += "func init() {\n" + init.String() + statements + "\n}\n"
	err := e.declare(vars, varNodes, list)
	if err == nil {
		err = e.eval(funcs, funcNodes)
	}
	for _, d := range list {
		if d.loaded = err == nil && stay(d); !d.loaded {
			e.tables.drop(d.name)
		}
	}
	return err
}

// declare makes variables: those that a text declares, and declarations from
// elsewhere. decls has their values.
func (e *Engine) declare(text string, more []ast.Decl, decls []*decl) error {
	if err := e.eval(text, more); err != nil {
		return err
	}
	for _, d := range decls {
		if d.init != nil {
			e.tables.bind(d.name, d.init.Value)
		}
	}
	return nil
}

// function is the value of a declared function for compiled code.
func (e *Engine) function(d *decl) reflect.Value {
	if v := d.value.Load(); v != nil {
		return *v
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if v := d.value.Load(); v != nil {
		return *v
	}
	var v reflect.Value
	e.rt["Hook"] = reflect.ValueOf(func(f any) { v = reflect.ValueOf(f) })
	defer delete(e.rt, "Hook")
	if err := e.compile([]*decl{d}, "rt.Hook("+d.name+")", func(d *decl) bool { return e.decls[d.name] == d }); err != nil {
		panic(&LoadError{err, d.text})
	}
	d.value.Store(&v)
	return v
}
