// Methods are functions; a call through an interface looks its function up by
// the type that the interface holds.
//
// Spec: Method declarations, Method sets, Interface types, Calls.
// yaegi: it knows no methods of real types; with its own, %T, ==, nested
// Stringers, errors.As and overrides through embedding go wrong.
// Before: func (p P) Area() float64 { … }; var s Shape = p; s.Area()
// After: func f_Area_1(p rt.T0) float64 { … }; rt.D_2(rt.Box(3, p)), where D_2 is
// a dispatcher of the runtime that has been told of f_Area_1. Methods that are
// promoted, or that the interface's type has by indirection, are told as w_4_Area,
// which unboxes the receiver. Such wrappers are bound to the type's record too,
// where compiled code calls them.

package lower

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"

	"github.com/gorgolab/gorgo/interp/rtype"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// dispatcher calls one method name with one signature.
type dispatcher struct {
	*runtime.Dispatcher
	key    string
	text   string       // what lowered code calls
	listed map[int]bool // types that it has been told of
}

// signature gives parameters a0, a1 … with their types, and the same as
// arguments.
func (l *lowering) signature(s *types.Signature) (params, args []string) {
	for i := 0; i < s.Params().Len(); i++ {
		params = append(params, fmt.Sprintf("a%d %s", i, l.typeText(s.Params().At(i).Type())))
		args = append(args, fmt.Sprintf("a%d", i))
	}
	return
}

// callable tells whether lowered code may call a method by name.
func (l *lowering) callable(f *types.Func) bool {
	if f.Exported() || f.Pkg() == nil || l.own(f.Pkg()) {
		return f.Exported() || f.Pkg() != nil
	}
	if r := f.Signature().Recv(); r != nil {
		// Those of compiled types can be promoted, too, and cannot be called.
		base, _ := deref(r.Type())
		if n, ok := types.Unalias(base).(*types.Named); ok && !l.isUser(n) {
			return false
		}
	}
	return l.source[f.Pkg().Path()] != nil
}

// wrappers writes the functions that call a type's methods on a boxed receiver.
func (l *lowering) wrappers(e *rtype.Type) {
	l.env = nil
	l.run.AddMethods(e)
	l.wrapped[e.ID] = l.next() // new at each attempt: yaegi may remember one that failed
	t := e.Source
	ms := types.NewMethodSet(t)
	for i := 0; i < ms.Len(); i++ {
		f := ms.At(i).Obj().(*types.Func)
		if !l.callable(f) {
			continue
		}
		sig := f.Signature()
		ps, as := l.signature(sig)
		name := l.wrapperName(e, f)
		l.prog.Shared = append(l.prog.Shared, name)
		text, failed := l.attempt(func() {
			l.emit("func %s(x interface{}%s)%s {", name, pre(", ", ps), l.results(sig))
			l.emit("var r %s = %s", l.typeText(t), l.assertV(fmt.Sprintf("rt.Un(x, %d)", e.ID), t))
			if p, ok := t.(*types.Pointer); ok && len(ms.At(i).Index()) == 1 {
				if _, pointer := types.Unalias(sig.Recv().Type()).(*types.Pointer); !pointer {
					name := receiverLabel(p.Elem())
					l.emit("if r == nil { rt.NilRecv(%q, %q) }", "main."+name+"."+f.Name(), name)
				}
			}
			c := l.methodCall("r", t, f, ms.At(i).Index(), as, true)
			if sig.Results().Len() > 0 {
				c = "return " + c
			}
			l.emit("%s", c)
			l.emit("}")
		})
		if failed != nil {
			if !l.lateRefusals(f) {
				panic(failed)
			}
			text = l.refusal(name, append([]string{"x interface{}"}, ps...), sig, failed)
		}
		l.b.WriteString(text)
		if f.Exported() {
			l.prog.Methods = append(l.prog.Methods, Method{Func: name, Set: func(get func() reflect.Value) { l.run.Bind(e.ID, f.Name(), get) }})
		}
	}
}

// wrapperName is that of a method's wrapper. A type may have several unexported
// methods of one name, from packages whose types it embeds.
func (l *lowering) wrapperName(e *rtype.Type, f *types.Func) string {
	name := fmt.Sprintf("w_%d_%s", l.wrapped[e.ID], sane(f.Name()))
	if !f.Exported() && !isCell(f.Pkg()) {
		name += fmt.Sprintf("_%x", f.Pkg().Path())
	}
	return name
}

// pre joins a list that follows something.
func pre(sep string, s []string) string {
	if len(s) == 0 {
		return ""
	}
	return sep + strings.Join(s, ", ")
}

// dispatch finds or makes the dispatcher of a method.
func (l *lowering) dispatch(f *types.Func, sig *types.Signature) *dispatcher {
	k := f.Id() + l.key(sig)
	if d, ok := l.dispatchers[k]; ok {
		return d
	}
	records := func(t *types.Tuple) (list []*rtype.Type) {
		for v := range t.Variables() {
			list = append(list, l.entry(v.Type()))
		}
		return list
	}
	n := l.next()
	d := &dispatcher{
		Dispatcher: l.run.NewDispatcher(f.Name(), records(sig.Params()), records(sig.Results())),
		key:        k, text: fmt.Sprintf("rt.D_%d", n), listed: map[int]bool{},
	}
	l.symbols[fmt.Sprintf("D_%d", n)] = d.Func()
	l.dispatchers[k] = d
	l.newDisp = append(l.newDisp, d)
	return d
}

// implementer is a type that has a method.
type implementer struct {
	typ *rtype.Type
	sel *types.Selection
}

// list tells dispatchers of methods: all of them of those of new types, new ones
// of those of known types.
func (l *lowering) list() {
	for _, e := range l.newMeth {
		ms := types.NewMethodSet(e.Source)
		for i := 0; i < ms.Len(); i++ {
			f := ms.At(i).Obj().(*types.Func)
			if !l.callable(f) {
				continue
			}
			k := f.Id() + l.key(plainSignature(f))
			old := l.implementers[k]
			l.implementers[k] = append(old, implementer{e, ms.At(i)})
			l.onUndo = append(l.onUndo, func() { l.implementers[k] = old })
			if d := l.dispatchers[k]; d != nil {
				l.tell(d, implementer{e, ms.At(i)})
			}
		}
	}
	for _, d := range l.newDisp {
		for _, i := range l.implementers[d.key] {
			l.tell(d, i)
		}
	}
}

// tell gives a dispatcher the function for a type.
func (l *lowering) tell(d *dispatcher, i implementer) {
	id := i.typ.ID
	if d.listed[id] {
		return
	}
	d.listed[id] = true
	l.onUndo = append(l.onUndo, func() { delete(d.listed, id) })
	name, direct := l.methodFunc(i.typ, i.sel)
	l.prog.Methods = append(l.prog.Methods, Method{Func: name, Set: func(get func() reflect.Value) { l.run.Implement(d.Dispatcher, id, direct, get) }})
	l.implement(d, i.typ, i.sel)
}

// methodFunc is the function that a dispatcher calls: the method itself (direct), if
// its receiver is what an interface holds.
func (l *lowering) methodFunc(e *rtype.Type, sel *types.Selection) (name string, direct bool) {
	f := sel.Obj().(*types.Func)
	wrapper := l.wrapperName(e, f)
	if len(sel.Index()) > 1 {
		return wrapper, false
	}
	base, isPtr := deref(e.Source)
	_, pointer := types.Unalias(f.Signature().Recv().Type()).(*types.Pointer)
	n, ok := types.Unalias(base).(*types.Named)
	if !ok || isPtr != pointer || !l.isUser(n) || holdsFloat(e.Source) {
		return wrapper, false
	}
	for v := range f.Signature().Params().Variables() {
		if holdsFloat(l.subst(v.Type())) {
			return wrapper, false
		}
	}
	return l.funcName(f, nil, n), true
}

// plainSignature is a method's signature without its receiver.
func plainSignature(f *types.Func) *types.Signature {
	s := f.Signature()
	return types.NewSignatureType(nil, nil, nil, s.Params(), s.Results(), s.Variadic())
}
