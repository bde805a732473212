// Identifiers: locals by a name of their own, session variables through their
// pointer, members of compiled packages through package rt.
//
// Spec: Declarations and scope, Qualified identifiers.
// yaegi: inner scopes clobber globals of the same name; a function's name fails
// as a value that is returned or stored.
// Before: x := 5; if x := 6; x > 5 { f := math.Sqrt; g(f) }
// After: no two variables share a name; a declared function as a value is a
// literal that calls it.

package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// typeArgs are the type arguments of an instantiated function's name.
func (l *lowering) typeArgs(id *ast.Ident) []types.Type {
	inst, ok := l.info.Instances[id]
	if !ok {
		return nil
	}
	var r []types.Type
	for i := 0; i < inst.TypeArgs.Len(); i++ {
		r = append(r, l.subst(inst.TypeArgs.At(i)))
	}
	return r
}

func (l *lowering) ident(id *ast.Ident) string {
	switch o := l.obj(id).(type) {
	case *types.Nil:
		return "nil"
	case *types.Var:
		if g := l.record(o); g != nil {
			return l.global(g)
		}
		if o.Pkg() != nil && o.Parent() == o.Pkg().Scope() && l.sourced[o.Pkg()] {
			l.globals_(o) // says why there is none
		}
		if o.Pkg() != nil && o.Parent() == o.Pkg().Scope() && !l.own(o.Pkg()) {
			return l.symbol(o.Pkg().Path(), o.Name(), id.Pos())
		}
		return l.name(o)
	case *types.Func:
		if l.fromSource(o) {
			return l.funcName(o, l.typeArgs(id), nil)
		}
		return l.symbol(o.Pkg().Path(), o.Name(), id.Pos())
	case *types.Const:
		return l.constant(o.Val(), l.subst(o.Type()), id.Pos())
	}
	l.fail(id.Pos(), "identifier %s", id.Name)
	return ""
}

// symbol is the text of a function or variable of a compiled package.
func (l *lowering) symbol(path, name string, pos token.Pos) string {
	key := path + "." + name
	if n, ok := l.compiled[key]; ok {
		return n
	}
	v, ok := l.run.Override(key)
	if !ok {
		v, ok = l.packages.Symbols(path)[name]
	}
	if !ok {
		l.fail(pos, "%s.%s, which is not among the compiled functions", path, name)
	}
	n := fmt.Sprintf("F%d_%s", len(l.compiled), name)
	text := "rt." + n
	if v.CanAddr() {
		v = v.Addr()
		text = "(*rt." + n + ")"
	}
	l.symbols[n] = v
	l.compiled[key] = text
	return text
}

// funcValue makes a value of a declared function's name. Compiled functions are
// values already, but for variadic ones: lowered code has none.
func (l *lowering) funcValue(s string, id *ast.Ident, e ast.Expr) string {
	o, ok := l.obj(id).(*types.Func)
	if !ok {
		return s
	}
	sig, ok := l.typeOf(e).(*types.Signature)
	if !ok {
		return s
	}
	compiled := !l.fromSource(o)
	if compiled && !sig.Variadic() {
		return s
	}
	ps, as := l.signature(sig)
	if compiled {
		as[len(as)-1] += "..."
	}
	r := ""
	if sig.Results().Len() > 0 {
		r = "return "
	}
	return l.lift(sig, "func("+strings.Join(ps, ", ")+")"+l.results(sig)+" { "+r+s+"("+strings.Join(as, ", ")+") }")
}
