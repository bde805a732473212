// The seam for a second back end: it is offered each function before that is
// lowered. A function that it takes is called as if it were compiled; one that it
// declines is lowered, and the other's functions call it through a variable.
//
// Before: func fib(n int) int { … }
// After: func f_fib_1(n int) int { return (*n_2)(n) }, where *n_2 is the compiled func

package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp/rtype"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// Backend runs functions in place of the engine.
type Backend interface {
	// Compile takes a function: the result is a Go func with the receiver, if
	// there is one, as its first parameter, and with types V throughout (see
	// package rtype). An error says why the function stays with the engine.
	Compile(f *Function) (reflect.Value, error)
	// Implement says which function a dispatcher calls for a type: the method
	// itself, under its lowered name.
	Implement(d *runtime.Dispatcher, t *rtype.Type, name string)
	// Missing asks for the functions that compiled ones call and that stay with
	// the engine. variable returns a pointer to the func of that lowered name,
	// which is set when the program is loaded.
	Missing(variable func(name string, sig *types.Signature) (pointer reflect.Value, record func(types.Type) *rtype.Type))
	// Begin says that the functions of another unit follow; Undo takes back all
	// since then.
	Begin()
	Undo()
	// Forget says that no later function calls the one of that lowered name.
	Forget(name string)
	// Close forgets all functions. What of them still runs goes on.
	Close()
}

// SetBackend offers all functions that are lowered from now on to b, which may be
// nil, and returns the back end before it.
func (l *Lowerer) SetBackend(b Backend) (before Backend) {
	before, l.backend = l.backend, b
	return before
}

// Close lets go of what the back end holds. No cell is lowered afterwards.
func (l *Lowerer) Close() {
	if l.backend != nil {
		l.backend.Close()
	}
}

// Function is a function, with what there is to know about it. It is valid while
// Compile runs.
type Function struct {
	Name      string           // in lowered code; unique in the session
	Label     string           // in stack traces
	Receiver  *types.Var       // nil when there is none
	Signature *types.Signature // without the receiver, as declared
	Literal   bool             // a literal, which nothing calls by its name
	Body      *ast.BlockStmt
	Info      *types.Info
	// SharedLoops: loops have one variable for all iterations.
	SharedLoops bool
	// Version is that of a function that can be replaced, otherwise -1; Slot
	// points to a func, the current version.
	Version int
	Slot    reflect.Value
	// Site numbers a place in the source, in the function with that label in
	// stack traces. It may be called at any time, on any goroutine.
	Site func(label string, args bool, pos token.Pos) int

	l *lowering
}

// TypeOf is the type of an expression, with the instance's type arguments.
func (f *Function) TypeOf(e ast.Expr) types.Type { return f.l.typeOf(e) }

// Subst puts the instance's type arguments into a type.
func (f *Function) Subst(t types.Type) types.Type { return f.l.subst(t) }

// Object is what an identifier means.
func (f *Function) Object(id *ast.Ident) types.Object { return f.l.obj(id) }

// Record is the run-time type of a type.
func (f *Function) Record(t types.Type) *rtype.Type { return f.l.entry(t) }

// IsUser tells the types whose methods are lowered.
func (f *Function) IsUser(n *types.Named) bool { return f.l.isUser(n) }

// Global points to a variable of the session or of a package.
func (f *Function) Global(o *types.Var) (reflect.Value, bool) {
	l := f.l
	if g := l.record(o); g != nil {
		return l.run.Global(g.ID, l.entry(o.Type())), true
	}
	if o.Pkg() == nil || o.Parent() != o.Pkg().Scope() || l.own(o.Pkg()) {
		return reflect.Value{}, false
	}
	v, ok := l.packages.Symbols(o.Pkg().Path())[o.Name()]
	if !ok || !v.CanAddr() {
		return reflect.Value{}, false
	}
	return v.Addr(), true
}

// Dispatcher calls a method of an interface whose values are laid out as
// interface{}.
func (f *Function) Dispatcher(m *types.Func) *runtime.Dispatcher {
	return f.l.dispatch(m, f.l.subst(plainSignature(m)).(*types.Signature)).Dispatcher
}

// Lowered is the name of a function that has source: id names it, or recv is the
// type that it is a method of.
func (f *Function) Lowered(o *types.Func, id *ast.Ident, recv *types.Named) (string, bool) {
	if recv != nil {
		return f.l.funcName(o, nil, recv), true
	}
	if !f.l.fromSource(o) {
		return "", false
	}
	return f.l.funcName(o, f.l.typeArgs(id), nil), true
}

// Compiled is a function of a compiled package, or what takes its place.
func (f *Function) Compiled(o *types.Func) (reflect.Value, bool) {
	if o.Pkg() == nil {
		return reflect.Value{}, false
	}
	if v, ok := f.l.run.Override(o.Pkg().Path() + "." + o.Name()); ok {
		return v, true
	}
	v, ok := f.l.packages.Symbols(o.Pkg().Path())[o.Name()]
	return v, ok
}

// Replaced tells whether something takes the place of a compiled type's method.
func (f *Function) Replaced(n *types.Named, method string) bool {
	o := n.Obj()
	if o.Pkg() == nil {
		return false
	}
	return runtime.Method(o.Pkg().Path()+"."+o.Name(), method) != "" || o.Pkg().Path() == "reflect"
}

// Replacement is the function that takes the place of a compiled type's method; the
// receiver is its first parameter.
func (f *Function) Replacement(n *types.Named, method string) (reflect.Value, bool) {
	o := n.Obj()
	if o.Pkg() == nil || o.Pkg().Path() == "reflect" {
		return reflect.Value{}, false
	}
	name, ok := strings.CutPrefix(runtime.Method(o.Pkg().Path()+"."+o.Name(), method), "rt.")
	if !ok {
		return reflect.Value{}, false
	}
	v, ok := f.l.run.Symbols()[name]
	return v, ok
}

// offer lets the back end take a function. params and unpack are the function's
// parameters, as its callers see them.
func (l *lowering) offer(j job, sig, subst *types.Signature, label string, params, unpack []string) bool {
	if l.backend == nil || l.collects() {
		return false // what a function needs no more is known in lowered text alone
	}
	f := &Function{
		Name: j.name, Label: label, Receiver: sig.Recv(), Signature: sig, Body: j.decl.Body, Info: l.info, SharedLoops: l.shared, Version: -1, Site: l.sites(), l: l,
	}
	if j.id != "" {
		f.Version = j.version
		f.Slot = l.run.Global("func "+j.id, l.entry(types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic())))
	}
	v, err := l.backend.Compile(f)
	if err != nil {
		return false
	}
	n := fmt.Sprintf("n_%d", l.next())
	pointer := reflect.New(v.Type())
	pointer.Elem().Set(v)
	l.prog.Vars[n] = Var{Value: pointer}
	typed := types.NewSignatureType(nil, nil, nil, subst.Params(), subst.Results(), false)
	if r := sig.Recv(); r != nil {
		params := []*types.Var{types.NewParam(token.NoPos, nil, "", l.subst(r.Type()))}
		typed = types.NewSignatureType(nil, nil, nil, types.NewTuple(slices.AppendSeq(params, subst.Params().Variables())...), subst.Results(), false)
	}
	l.emit("var %s *%s", n, l.typeText(typed))
	var args []string
	if r := sig.Recv(); r != nil {
		args = append(args, l.name(r))
	}
	for p := range sig.Params().Variables() {
		args = append(args, l.name(p))
	}
	ret := ""
	if sig.Results().Len() > 0 {
		ret = "return "
	}
	l.emit("func %s(%s)%s {\n%s%s(*%s)(%s)\n}", j.name, strings.Join(params, ", "), l.results(subst), strings.Join(unpack, ""), ret, n, strings.Join(args, ", "))
	return true
}

// offerLoop lets the back end take a loop of the cell's top level, as a function
// without parameters: what the loop shares with the rest of the cell are variables
// of the session.
func (l *lowering) offerLoop(s ast.Stmt) bool {
	switch s.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
	default:
		return false
	}
	if l.backend == nil || l.fn.framed || l.collects() {
		return false
	}
	name := l.tmp("loop")
	defer l.backend.Forget(name) // nothing calls it
	v, err := l.backend.Compile(&Function{
		Name: name, Label: "cell", Signature: types.NewSignatureType(nil, nil, nil, nil, nil, false),
		Body: &ast.BlockStmt{List: []ast.Stmt{s}, Rbrace: s.End()}, Info: l.info, SharedLoops: l.shared, Version: -1, Site: l.sites(), l: l,
	})
	if err != nil {
		return false
	}
	n := fmt.Sprintf("N_%d", l.next())
	l.prog.Own[n] = v
	l.mark(0) // it has its own marks
	l.emit("rt.%s()", n)
	return true
}

// offerLiteral lets the back end take a literal that shares nothing with the function
// around it, and returns the variable that holds it, "" if there is none.
func (l *lowering) offerLiteral(e *ast.FuncLit, sig, subst *types.Signature, label string) string {
	if l.backend == nil || l.collects() {
		return ""
	}
	name := l.tmp("lit")
	defer l.backend.Forget(name)
	v, err := l.backend.Compile(&Function{
		Name: name, Label: label, Literal: true, Signature: sig, Body: e.Body, Info: l.info, SharedLoops: l.shared, Version: -1, Site: l.sites(), l: l,
	})
	if err != nil {
		return ""
	}
	n := l.next()
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	l.prog.Vars[fmt.Sprintf("fv_%d", n)] = Var{Value: p}
	fmt.Fprintf(&l.lifted, "var fv_%d *%s\n", n, l.typeText(subst))
	return fmt.Sprintf("(*fv_%d)", n)
}

// missing makes the variables through which the back end's functions call lowered
// ones.
func (l *lowering) missing() {
	if l.backend == nil {
		return
	}
	l.env = nil
	l.backend.Missing(func(name string, sig *types.Signature) (reflect.Value, func(types.Type) *rtype.Type) {
		t := l.typeText(sig)
		n := l.next()
		p := reflect.New(l.entry(sig).V)
		l.prog.Vars[fmt.Sprintf("h_%d", n)] = Var{Value: p}
		ps, as := l.signature(sig)
		ret := ""
		if sig.Results().Len() > 0 {
			ret = "return "
		}
		l.emit("var h_%d *%s", n, t)
		l.load = append(l.load,
			fmt.Sprintf("var v_%d %s = func(%s)%s { %s%s(%s) }", n, t, strings.Join(ps, ", "), l.results(sig), ret, name, strings.Join(as, ", ")),
			fmt.Sprintf("*h_%d = v_%d", n, n))
		return p, l.entry
	})
}

// implement tells the back end about a method that a dispatcher has been told of.
func (l *lowering) implement(d *dispatcher, e *rtype.Type, sel *types.Selection) {
	f := sel.Obj().(*types.Func)
	base, isPtr := deref(e.Source)
	_, pointer := types.Unalias(f.Signature().Recv().Type()).(*types.Pointer)
	n, ok := types.Unalias(base).(*types.Named)
	if l.backend == nil || len(sel.Index()) > 1 || !ok || isPtr != pointer || !l.isUser(n) {
		return
	}
	l.backend.Implement(d.Dispatcher, e, l.funcName(f, nil, n))
}
