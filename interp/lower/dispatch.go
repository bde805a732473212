// Methods are functions; a call through an interface looks its function up by
// the type that the interface holds.
//
// Spec: Method declarations, Method sets, Interface types, Calls.
// yaegi: it knows no methods of real types; with its own, %T, ==, nested
// Stringers, errors.As and overrides through embedding go wrong.
// Before: func (p P) Area() float64 { … }; var s Shape = p; s.Area()
// After: func f_Area_1(p rt.T0) float64 { … }; d_2(rt.Box(3, p)), where d_2
// looks up id := rt.ID(x) in the table mt_2 and calls w_4_Area, which unboxes
// the receiver. The same wrappers are bound to the type's record, so compiled
// code calls them too.

package lower

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/gorgolab/gorgo/interp/rtype"
)

// dispatcher is the lowered function for one method name and signature.
type dispatcher struct {
	key    string
	n      int
	name   string
	sig    *types.Signature
	size   int          // of its table, as far as programs have made it
	listed map[int]bool // types that are in the table
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
	return f.Exported() || f.Pkg() != nil && (isCell(f.Pkg()) || l.source[f.Pkg().Path()] != nil)
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
		if f.Exported() {
			l.load = append(l.load, fmt.Sprintf("rt.Bind(%d, %q, %s)", e.ID, f.Name(), name))
		}
	}
}

func (l *lowering) wrapperName(e *rtype.Type, f *types.Func) string {
	return fmt.Sprintf("w_%d_%s", l.wrapped[e.ID], sane(f.Name()))
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
	d := &dispatcher{key: k, n: l.next(), name: f.Name(), sig: sig, listed: map[int]bool{}}
	l.dispatchers[k] = d
	l.newDisp = append(l.newDisp, d)
	return d
}

func (l *lowering) dispatchType(d *dispatcher) string {
	var ts []string
	for i := 0; i < d.sig.Params().Len(); i++ {
		ts = append(ts, l.typeText(d.sig.Params().At(i).Type()))
	}
	return "func(interface{}" + pre(", ", ts) + ")" + l.results(d.sig)
}

// dispatcher writes a dispatcher and its table. Types that have no wrappers,
// those of compiled packages, are called by reflection.
func (l *lowering) dispatcher(d *dispatcher) {
	l.env = nil
	ps, as := l.signature(d.sig)
	l.emit("var mt_%d []%s", d.n, l.dispatchType(d))
	l.emit("func d_%d(x interface{}%s)%s {", d.n, pre(", ", ps), l.results(d.sig))
	ret := ""
	if d.sig.Results().Len() > 0 {
		ret = "return "
	}
	l.emit("id := rt.ID(x)")
	l.emit("if id != 0 {")
	l.emit("f := mt_%d[id]", d.n)
	l.emit("%sf(x%s)", ret, pre(", ", as))
	if ret == "" {
		l.emit("return")
	}
	l.emit("}")
	var bs []string
	for i, a := range as {
		bs = append(bs, l.toAny(a, d.sig.Params().At(i).Type()))
	}
	if ret == "" {
		l.emit("rt.CallM(x, %q, []interface{}{%s})", d.name, strings.Join(bs, ", "))
	} else {
		l.emit("rs := rt.CallM(x, %q, []interface{}{%s})", d.name, strings.Join(bs, ", "))
		var out []string
		for i := 0; i < d.sig.Results().Len(); i++ {
			out = append(out, l.fromAny(fmt.Sprintf("rs[%d]", i), d.sig.Results().At(i).Type()))
		}
		l.emit("return %s", strings.Join(out, ", "))
	}
	l.emit("}")
}

// list puts methods into dispatch tables: those of new types into all tables,
// those of known types into new tables.
func (l *lowering) list() {
	for _, e := range l.methods {
		ms := types.NewMethodSet(e.Source)
		for i := 0; i < ms.Len(); i++ {
			f := ms.At(i).Obj().(*types.Func)
			d := l.dispatchers[f.Id()+l.key(plainSignature(f))]
			if d == nil || !l.callable(f) || d.listed[e.ID] {
				continue
			}
			d.listed[e.ID] = true
			id := e.ID
			l.onUndo = append(l.onUndo, func() { delete(d.listed, id) })
			if e.ID >= d.size {
				size := 2*e.ID + 64
				v := l.tmp("table")
				l.load = append(l.load,
					fmt.Sprintf("var %s []%s = make([]%s, %d)", v, l.dispatchType(d), l.dispatchType(d), size),
					fmt.Sprintf("copy(%s, mt_%d)", v, d.n),
					fmt.Sprintf("mt_%d = %s", d.n, v))
				old := d.size
				d.size = size
				l.onUndo = append(l.onUndo, func() { d.size = old })
			}
			l.load = append(l.load, fmt.Sprintf("mt_%d[%d] = %s", d.n, e.ID, l.wrapperName(e, f)))
		}
	}
}

// plainSignature is a method's signature without its receiver.
func plainSignature(f *types.Func) *types.Signature {
	s := f.Signature()
	return types.NewSignatureType(nil, nil, nil, s.Params(), s.Results(), s.Variadic())
}
