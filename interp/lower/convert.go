// Implicit conversions: wherever a value is assigned, passed or returned.
//
// Spec: Assignability.
// yaegi: forgets to make interfaces of nil, of constants and of user types.
// Before: var e error = &MyErr{}
// After: var e error = rt.To9(rt.Box(8, …)). Interfaces of compiled packages keep
// their type, all others are interface{} to yaegi.

package lower

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp/rtype"
	"github.com/gorgolab/gorgo/interp/runtime"
)

func (l *lowering) isNil(e ast.Expr) bool {
	tv := l.info.Types[e]
	return tv.IsNil()
}

// conv lowers e and converts it implicitly to type to.
func (l *lowering) convert(e ast.Expr, to types.Type) string {
	to = l.subst(to)
	if l.isNil(e) {
		if n, ok := types.Unalias(to).(*types.Named); ok && !isIface(to) && l.isUser(n) && strings.HasPrefix(l.typeText(to), "rt.T") {
			return l.zero(to)
		}
		if l.compiledIface(to) {
			return l.zero(to)
		}
		return "nil"
	}
	tv := l.info.Types[e]
	if tv.Value != nil && tv.Value.Kind() == constant.Bool && isIface(to) {
		if _, ok := types.Default(l.typeOf(e)).(*types.Basic); ok && !l.compiledIface(to) {
			if constant.BoolVal(tv.Value) {
				return "rt.AnyTrue"
			}
			return "rt.AnyFalse"
		}
	}
	from := l.typeOf(e)
	if tv.Value != nil {
		if isIface(to) {
			from = types.Default(from)
		} else if b, ok := from.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
			from = to
		}
		s := l.constant(tv.Value, from, e.Pos())
		if isIface(to) && (s == "true" || s == "false") {
			s = "rt.True"
			if !constant.BoolVal(tv.Value) {
				s = "rt.False"
			}
		}
		if from == types.Typ[types.Int] && isIface(to) {
			s = "int(" + s + ")"
		}
		return l.convertText(s, from, to)
	}
	s := l.expr(e)
	if _, ok := under(from).(*types.Signature); ok && isIface(to) {
		if n := l.funcSite(e); n != 0 {
			s = fmt.Sprintf("rt.Named(%d, %s)", n, l.box(s, from))
			return l.convertText(s, types.NewInterfaceType(nil, nil), to)
		}
	}
	if b, ok := from.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		if isIface(to) {
			from = types.Default(from)
		} else {
			from = to
		}
	}
	return l.convertText(s, from, to)
}

// funcSite is the place of the function that an expression names, 0 when it does
// not name one of a cell.
func (l *lowering) funcSite(e ast.Expr) int {
	id := baseIdent(e)
	if id == nil {
		return 0
	}
	f, ok := l.obj(id).(*types.Func)
	if !ok || !isCell(f.Pkg()) || f.Signature().Recv() != nil {
		return 0
	}
	return l.run.AddSite(runtime.Site{Pos: l.fset.Position(f.Pos()), Func: f.Name()})
}

// convS converts a lowered value implicitly.
func (l *lowering) convertText(s string, from, to types.Type) string {
	from, to = l.subst(from), l.subst(to)
	fi, ti := isIface(from), isIface(to)
	switch {
	case ti && !fi:
		a := l.box(s, from)
		if l.compiledIface(to) {
			return l.toCompiled(a, to)
		}
		return a
	case ti && fi:
		fb, tb := l.compiledIface(from), l.compiledIface(to)
		switch {
		case fb && tb:
			if types.Identical(from, to) {
				return s
			}
			return l.toCompiled("rt.ToAny("+s+")", to)
		case fb:
			return "rt.ToAny(" + s + ")"
		case tb:
			return l.toCompiled(s, to)
		}
		return s
	}
	if l.typeText(from) == l.typeText(to) {
		return s
	}
	return l.recast(s, from, to)
}

func (l *lowering) recast(s string, from, to types.Type) string {
	vf, vt := l.entry(from).V, l.entry(to).V
	if vf == vt {
		return s
	}
	if rtype.KindOf(from) == reflect.UnsafePointer && rtype.KindOf(to) == reflect.Uintptr {
		return "rt.P2U(" + s + ")"
	}
	if rtype.KindOf(from) == reflect.Uintptr && rtype.KindOf(to) == reflect.UnsafePointer {
		return "rt.U2P(" + s + ")"
	}
	if rtype.KindOf(from) == reflect.Pointer && rtype.KindOf(to) == reflect.UnsafePointer {
		return "rt.P2P(" + s + ")"
	}
	if rtype.KindOf(from) == reflect.UnsafePointer && rtype.KindOf(to) == reflect.Pointer {
		return fmt.Sprintf("rt.CastP(%d, %s).(%s)", l.entry(to).ID, s, l.typeText(to))
	}
	if vf.ConvertibleTo(vt) && rtype.KindOf(from) == rtype.KindOf(to) && !slices.Contains([]reflect.Kind{reflect.Struct, reflect.Pointer, reflect.Func}, rtype.KindOf(from)) {
		return "(" + l.typeText(to) + ")(" + s + ")"
	}
	e := l.entry(to)
	return fmt.Sprintf("rt.Cast(%d, %s).(%s)", e.ID, s, l.typeText(to))
}

func (l *lowering) toCompiled(s string, to types.Type) string {
	e := l.entry(to)
	n := l.helper(fmt.Sprintf("To%d", e.ID), func() reflect.Value {
		ft := reflect.FuncOf([]reflect.Type{reflect.TypeFor[any]()}, []reflect.Type{e.R}, false)
		return reflect.MakeFunc(ft, func(a []reflect.Value) []reflect.Value {
			v := reflect.New(e.R).Elem()
			if !a[0].IsNil() {
				v.Set(a[0].Elem())
			}
			return []reflect.Value{v}
		})
	})
	return n + "(" + s + ")"
}
