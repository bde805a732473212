// This file assembles the lowered text of one unit: its functions, its methods,
// the function that loads it and the one that runs it.

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/rtype"
)

func (l *lowering) program() *Program {
	run := l.tmp("cell")
	results := new([]any)
	l.cell(run, results)
	l.drainQueue()
	l.list()
	l.missing()
	load := l.tmp("load")
	l.emit("func %s() {", load)
	for _, s := range l.load {
		l.emit("%s", s)
	}
	l.emit("}")
	p := l.prog
	p.Text = "package main\n\nimport \"rt\"\n\n" + l.out.String() + l.lifted.String()
	p.Symbols, p.Load, p.Run, p.Results = l.symbols, load, run, results
	l.forget(p)
	l.symbols = map[string]reflect.Value{}
	return p
}

// collect notes where the unit's functions and methods have their syntax.
func (l *lowering) collect() {
	for _, d := range l.unit.Decls {
		d, ok := d.(*ast.FuncDecl)
		if !ok || d.Name.Name == "_" {
			continue
		}
		f, ok := l.info.Defs[d.Name].(*types.Func)
		if !ok {
			l.fail(d.Pos(), "function %s", d.Name.Name)
		}
		if d.Body == nil {
			l.fail(d.Pos(), "function %s without a body", d.Name.Name)
		}
		l.bodies[f] = body{d, l.origin}
		sig := f.Signature()
		if sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0 {
			l.noteUses(f, d)
		} else {
			l.specific[f] = true
		}
	}
}

// prelower queues every function and method that needs no type arguments, so
// that what cannot be lowered is refused by the cell that declares it.
func (l *lowering) prelower() {
	for _, d := range l.unit.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			f, ok := l.info.Defs[d.Name].(*types.Func)
			if !ok || d.Name.Name == "_" {
				continue
			}
			sig := f.Signature()
			if sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0 {
				continue
			}
			if r := sig.Recv(); r != nil {
				l.funcName(f, nil, r.Type())
				continue
			}
			l.replace(f)
		}
	}
}

// await notes the types with methods that have come up, and tells how many wait
// for their methods to be lowered.
func (l *lowering) await() int {
	for _, t := range l.types.Unbound() {
		l.wait(t)
	}
	return len(l.waiting)
}

// wait queues the methods of a type.
func (l *lowering) wait(t *rtype.Type) {
	if _, ok := l.wrapped[t.ID]; !ok {
		l.wrapped[t.ID] = 0
		l.waiting = append(l.waiting, t)
	}
}

// drainQueue lowers queued functions, the methods of the types they mention
// and the dispatchers of the interface methods they call, until none is left.
func (l *lowering) drainQueue() {
	for {
		switch {
		case len(l.queue) > 0:
			j := l.queue[0]
			l.queue = l.queue[1:]
			l.funcDecl(j)
		case l.await() > 0:
			t := l.waiting[0]
			l.waiting = l.waiting[1:]
			l.wrappers(t)
			l.newMeth = append(l.newMeth, t)
		default:
			return
		}
	}
}

// cell writes the function that runs the cell's steps.
func (l *lowering) cell(name string, results *[]any) {
	var nodes []ast.Node
	for _, s := range l.unit.Steps {
		switch {
		case s.Stmt != nil:
			nodes = append(nodes, s.Stmt)
		case s.Show != nil:
			nodes = append(nodes, s.Show)
		default:
			for _, v := range s.Init.Values {
				nodes = append(nodes, v)
			}
		}
	}
	label := "cell"
	if p := l.unit.Pkg; !isCell(p) {
		label = p.Name() + ".init"
	}
	sig := types.NewSignatureType(nil, nil, nil, nil, nil, false)
	l.funcBody(bodySpec{sig: sig, subst: sig, nodes: nodes, name: name, label: label, write: func() {
		for i, s := range l.unit.Steps {
			switch {
			case s.Init != nil && l.whole():
				if i == 0 || l.unit.Steps[i-1].Init == nil {
					l.initialise(l.unit.Steps[i:])
				}
			case l.isEntry(s.Stmt):
				l.mark(0) // nothing of the user's calls it
				l.exprStmt(s.Stmt.(*ast.ExprStmt).X)
			case l.offerLoop(s.Stmt):
			case s.Stmt != nil:
				l.stmt(s.Stmt, "")
			case s.Show != nil:
				l.show(s.Show, results)
			default:
				l.initGlobals(s.Init)
			}
		}
	}})
	l.emit("")
}

// whole tells whether the unit is a program, and not a cell of statements.
func (l *lowering) whole() bool {
	return slices.ContainsFunc(l.unit.Steps, func(s check.Step) bool { return l.isEntry(s.Stmt) })
}

// initialise lowers the initialisation that the steps begin with, in a function of
// its own: what it computes on the way is not kept while main runs.
func (l *lowering) initialise(steps []check.Step) {
	l.emit("func() {")
	l.b.WriteString(l.frame("", func() {
		for _, s := range steps {
			if s.Init == nil {
				break
			}
			l.initGlobals(s.Init)
		}
	}))
	l.emit("}()")
}

// isEntry tells the call of main or of an init function that a whole file gets:
// it stands where the function is declared.
func (l *lowering) isEntry(s ast.Stmt) bool {
	e, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	c, ok := e.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := c.Fun.(*ast.Ident)
	return ok && l.info.Uses[id] != nil && l.info.Uses[id].Pos() == id.Pos()
}

// show delivers the values of the cell's last expression, or of one of several,
// boxed with their own types.
func (l *lowering) show(e ast.Expr, results *[]any) {
	name := fmt.Sprintf("Show%d", l.next())
	l.prog.Own[name] = reflect.ValueOf(func(vs []any) { *results = append(*results, vs...) })
	l.site(e.Pos())
	var vs []string
	if tp, ok := l.typeOf(e).(*types.Tuple); ok {
		var tmp []string
		for i := 0; i < tp.Len(); i++ {
			v := l.tmp("t")
			tmp = append(tmp, v)
			vs = append(vs, l.toAny(v, tp.At(i).Type()))
		}
		l.emit("%s := %s", strings.Join(tmp, ", "), l.expr(e))
	} else {
		v := l.tmp("shown")
		l.emit("var %s interface{} = %s", v, l.convert(e, types.NewInterfaceType(nil, nil)))
		vs = []string{v}
	}
	l.emit("rt.%s([]interface{}{%s})", name, strings.Join(vs, ", "))
}
