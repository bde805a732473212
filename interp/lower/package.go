// This file lowers packages from source: those that cells import and that are
// not compiled into the program.
//
// A package is lowered as a cell is, with three differences. Its functions are
// lowered when something needs them, since most programs need a small part of
// most packages. They have no versions: a package that changes is another
// package, with functions and types of its own, although its path is the same.
// And what of it cannot be lowered is refused when it is called, not when it is
// mentioned: the method that does it may be one of a hundred that a type has.

package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/interp/check"
)

// own tells the packages whose functions and types live in this session alone:
// that of the cells and those lowered from source.
func (l *Lowerer) own(p *types.Package) bool { return isCell(p) || p != nil && l.sourced[p] }

// Package lowers a package that was checked from source. Running the program
// initialises it; packages that it imports come first. The error is an *Error,
// and the session is as it was before.
func (l *Lowerer) Package(u *check.Unit) (*Program, error) {
	l.sourced[u.Pkg] = true
	o := &origin{info: u.Info, pkg: u.Pkg, shared: sharesLoopVars(u.GoVersion)}
	for obj, g := range u.Globals {
		l.records[obj] = g
	}
	left := l.unrecorded(u)
	o.globals = l.records
	for _, d := range u.Decls {
		if d, ok := d.(*ast.FuncDecl); ok && d.Body != nil && d.Name.Name != "_" {
			if f, ok := u.Info.Defs[d.Name].(*types.Func); ok {
				l.bodies[f] = body{d, o}
			}
		}
	}
	return l.transaction(u, o, func(w *lowering) *Program {
		trimmed := *u
		trimmed.Steps = slices.DeleteFunc(slices.Clone(u.Steps), func(s check.Step) bool { return w.idle(s) || w.typeless(s) })
		trimmed.Defines = left
		w.unit = &trimmed
		w.numberLocals()
		w.declareGlobals()
		w.embed()
		return w.program()
	})
}

// embed fills the variables that hold files.
func (l *lowering) embed() {
	for _, g := range l.unit.Defines {
		if v, ok := l.unit.Embedded[g.Object]; ok {
			n := l.tmp("Embedded")
			p := reflect.New(reflect.TypeOf(v))
			p.Elem().Set(reflect.ValueOf(v))
			l.prog.Own[n] = p.Elem()
			l.load = append(l.load, fmt.Sprintf("%s = rt.%s", l.global(g), n))
		}
	}
}

// sharesLoopVars tells the language versions in which all iterations of a loop
// share its variables.
func sharesLoopVars(v string) bool { return v != "" && version.Compare(v, "go1.22") < 0 }

// lateRefusals tells whether what of a function's package cannot be lowered is
// refused when it is called.
func (l *lowering) lateRefusals(f *types.Func) bool { return !isCell(f.Pkg()) && l.own(f.Pkg()) }

// attempt returns what write emits, or why it could not.
func (l *lowering) attempt(write func()) (text string, failed *Error) {
	b, fn, env, o, pos, marks := l.b, l.fn, l.env, l.origin, l.pos, l.marks
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			l.b, l.fn, l.env, l.origin, l.pos, l.marks = b, fn, env, o, pos, marks
			failed = e
		}
	}()
	return l.capture(write), nil
}

// refusal is the body of a function that panics with the reason why there is no
// other.
func (l *lowering) refusal(name string, params []string, results *types.Signature, e *Error) string {
	return l.capture(func() {
		l.emit("func %s(%s)%s {", name, strings.Join(params, ", "), l.results(results))
		l.emit("rt.Refuse(%s)", strconv.Quote(e.Error()))
		var zeros []string
		for v := range results.Results().Variables() {
			zeros = append(zeros, l.nonNil(l.zero(v.Type()), v.Type()))
		}
		if zeros != nil {
			l.emit("return %s", strings.Join(zeros, ", "))
		}
		l.emit("}")
	})
}

// bodiless writes the function that stands for one without a body.
func (l *lowering) bodiless(j job) {
	sig := j.bodiless.Signature()
	params, _ := l.signature(sig)
	if r := sig.Recv(); r != nil {
		params = append([]string{"r " + l.typeText(r.Type())}, params...)
	}
	l.emit("%s", l.refusal(j.name, params, sig, &Error{
		Pos: l.fset.Position(j.bodiless.Pos()), Construct: j.bodiless.FullName() + ", which is written in assembly or linked by name",
	}))
}

// idle tells the steps that do nothing but let the compiler check something, as
// var _ Stringer = (*T)(nil) does.
func (l *lowering) idle(s check.Step) bool {
	return s.Init != nil && !slices.ContainsFunc(s.Init.Vars, func(v *types.Var) bool { return v != nil }) &&
		!slices.ContainsFunc(s.Init.Values, func(e ast.Expr) bool { return !l.harmless(e) })
}

// typeless tells the initialisation of variables that have no storage: their
// types belong to a package that is absent, and nothing that mentions them can be
// lowered.
func (l *lowering) typeless(s check.Step) bool {
	return s.Init != nil && len(s.Init.Vars) > 0 && !slices.ContainsFunc(s.Init.Vars, func(v *types.Var) bool { return v == nil || l.records[v] != nil })
}

// unrecorded forgets the variables of a package that have no value here, because
// their type belongs to a package that is absent, or their initial value names
// something of one. Whatever mentions such a variable is refused.
func (l *Lowerer) unrecorded(u *check.Unit) (left []*check.Global) {
	for _, s := range u.Steps {
		if s.Init == nil || !slices.ContainsFunc(s.Init.Values, func(e ast.Expr) bool { return mentionsAbsent(u.Info, e) }) {
			continue
		}
		for _, v := range s.Init.Vars {
			delete(l.records, v)
		}
	}
	for _, g := range u.Defines {
		if invalid(g.Object.Type()) {
			delete(l.records, g.Object)
		} else if l.records[g.Object] != nil {
			left = append(left, g)
		}
	}
	return left
}

// mentionsAbsent tells expressions that call nothing and mention a package that
// is absent.
func mentionsAbsent(info *types.Info, e ast.Expr) bool {
	absent := false
	calls := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			calls = calls || !info.Types[n.Fun].IsType()
		case *ast.SelectorExpr:
			absent = absent || info.Uses[n.Sel] == nil
		}
		return true
	})
	return absent && !calls
}

// invalid tells whether a type involves one that is unknown.
func invalid(t types.Type) bool {
	return involves(t, true, func(t types.Type) bool {
		b, ok := t.(*types.Basic)
		return ok && b.Kind() == types.Invalid
	})
}

// harmless tells whether evaluating an expression can neither fail nor change
// anything; it need not be exact.
func (l *lowering) harmless(e ast.Expr) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			tv := l.info.Types[n.Fun]
			ok = ok && (tv.IsType() || tv.IsBuiltin() && l.info.Types[n].Value != nil)
		case *ast.UnaryExpr:
			ok = ok && n.Op != token.ARROW
		case *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr, *ast.TypeAssertExpr, *ast.BinaryExpr, *ast.SelectorExpr:
			ok = ok && (l.info.Types[n.(ast.Expr)].IsType() || l.info.Types[n.(ast.Expr)].Value != nil || isQualified(l, n))
		}
		return ok
	})
	return ok
}

// isQualified tells a name of another package from a field.
func isQualified(l *lowering, n ast.Node) bool {
	s, ok := n.(*ast.SelectorExpr)
	return ok && l.info.Selections[s] == nil
}
