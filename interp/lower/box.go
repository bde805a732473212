// Boxing: a value becomes an interface by getting its real type's word.
//
// Spec: Interface types, Assignability.
// yaegi: a value in an interface has a type without name and methods.
// Before: var x any = p
// After: var x interface{} = rt.Box(3, p), where 3 is P's number. Back: rt.Un(x, 3).(rt.T0).

package lower

import (
	"fmt"
	"go/types"
	"reflect"
)

// box puts a value of a non-interface type into an interface{}.
func (l *lowering) box(s string, from types.Type) string {
	e := l.entry(from)
	if b, ok := types.Unalias(from).(*types.Basic); ok {
		if b.Info()&types.IsBoolean != 0 {
			return "rt.AnyB(" + s + ")"
		}
		return "interface{}(" + s + ")"
	}
	return fmt.Sprintf("rt.Box(%d, %s)", e.ID, s)
}

func (l *lowering) toAny(s string, t types.Type) string {
	if !isIface(t) {
		return l.box(s, t)
	}
	if l.compiledIface(t) {
		return "rt.ToAny(" + s + ")"
	}
	return s
}

// unbox asserts that any s holds exactly t (known).
func (l *lowering) fromAny(s string, t types.Type) string {
	if isIface(t) {
		if l.compiledIface(t) {
			return l.toCompiled(s, t)
		}
		return s
	}
	return l.assertV(fmt.Sprintf("rt.Un(%s, %d)", s, l.entry(t).ID), t)
}

// dot asserts an interface{} that is known to hold a V.
func (l *lowering) assertV(s string, t types.Type) string {
	if st, ok := under(t).(*types.Struct); ok && st.NumFields() == 0 {
		v := l.entry(t).V
		f := l.helper(fmt.Sprintf("Z%d", l.entry(t).ID), func() reflect.Value {
			ft := reflect.FuncOf([]reflect.Type{reflect.TypeFor[any]()}, []reflect.Type{v}, false)
			return reflect.MakeFunc(ft, func(a []reflect.Value) []reflect.Value { return []reflect.Value{a[0].Elem()} })
		})
		return f + "(" + s + ")"
	}
	return s + ".(" + l.typeText(t) + ")"
}
