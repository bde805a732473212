// Composite literals: fields and elements converted, &T{} made in a literal of its
// own where yaegi cannot.
//
// Spec: Composite literals.
// yaegi: builds a literal in the slot of the variable, where closures made before see
// it; literals of empty structs and equal keys of map[any] fail; an element in
// parentheses that starts with *p has a wrong type.
// Before: x := []P{{1, 2}}
// After: var cl []rt.T0 = []rt.T0{rt.T0{X: 1, X_y: 2}}; var x []rt.T0 = cl

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"github.com/gorgolab/gorgo/interp/rtype"
)

func (l *lowering) composite(e *ast.CompositeLit, t types.Type) string {
	u := under(t)
	if p, ok := u.(*types.Pointer); ok { // elided &T in a literal
		return l.addressOfLiteral(e, p.Elem())
	}
	switch u := u.(type) {
	case *types.Struct:
		var s []string
		user := true
		if n, ok := types.Unalias(t).(*types.Named); ok && !l.isUser(n) {
			user = false
		}
		fn := func(i int) string {
			if user {
				return rtype.FieldName(u.Field(i), i)
			}
			return u.Field(i).Name()
		}
		for i, el := range e.Elts {
			if kv, ok := el.(*ast.KeyValueExpr); ok {
				f := l.info.Uses[kv.Key.(*ast.Ident)].(*types.Var)
				for j := 0; j < u.NumFields(); j++ {
					if u.Field(j).Name() == f.Name() {
						s = append(s, fn(j)+": "+l.elem(kv.Value, u.Field(j).Type()))
						break
					}
				}
			} else {
				if u.Field(i).Name() == "_" {
					continue
				}
				s = append(s, fn(i)+": "+l.elem(el, u.Field(i).Type()))
			}
		}
		if len(s) == 0 {
			return "(*new(" + l.typeText(t) + "))"
		}
		return l.typeText(t) + "{" + strings.Join(s, ", ") + "}"
	case *types.Slice, *types.Array:
		var el types.Type
		if sl, ok := u.(*types.Slice); ok {
			el = sl.Elem()
		} else {
			el = u.(*types.Array).Elem()
		}
		var s []string
		for _, x := range e.Elts {
			if kv, ok := x.(*ast.KeyValueExpr); ok {
				s = append(s, l.intText(kv.Key)+": "+l.elem(kv.Value, el))
			} else {
				s = append(s, l.elem(x, el))
			}
		}
		return l.typeText(t) + "{" + strings.Join(s, ", ") + "}"
	case *types.Map:
		var s []string
		for _, x := range e.Elts {
			kv := x.(*ast.KeyValueExpr)
			k := l.elem(kv.Key, u.Key())
			if isIface(u.Key()) && !l.compiledIface(u.Key()) {
				k = "rt.ToAny(" + k + ")"
			}
			v := l.elem(kv.Value, u.Elem())
			if _, ok := ast.Unparen(kv.Value).(*ast.StarExpr); ok { // of nil, it would delete the key
				v = l.loaded(v, u.Elem())
			}
			s = append(s, k+": "+v)
		}
		return l.typeText(t) + "{" + strings.Join(s, ", ") + "}"
	}
	l.fail(e.Pos(), "literal of %s", t)
	return ""
}

func (l *lowering) elem(e ast.Expr, t types.Type) string {
	if c, ok := e.(*ast.CompositeLit); ok && c.Type == nil {
		return l.composite(c, l.subst(t))
	}
	return l.listed(l.convert(ast.Unparen(e), t), e, t)
}

// listed is an element's text where yaegi can find its type before it compiles
// it. It cannot for what is reached through an element of a field.
func (l *lowering) listed(s string, e ast.Expr, t types.Type) string {
	e = ast.Unparen(e)
	switch e.(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr:
		// yaegi types an element in parentheses by its first operand, and takes
		// *p for a type there.
		for parenthesized(s) == s && !strings.HasPrefix(s, "(*") {
			s = s[1 : len(s)-1]
		}
	}
	if !throughElement(e) {
		return s
	}
	return "func() " + l.typeText(t) + " { return " + s + " }()"
}

// throughElement tells expressions such as x.list[i].field and x.list[i].Method().
func throughElement(e ast.Expr) bool {
	for depth := 0; ; depth++ {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.CallExpr:
			e = x.Fun
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			_, variable := ast.Unparen(x.X).(*ast.Ident)
			return depth > 0 && !variable
		default:
			return false
		}
	}
}

func (l *lowering) addressOfLiteral(e *ast.CompositeLit, t types.Type) string {
	if _, ok := under(t).(*types.Struct); ok {
		if len(e.Elts) == 0 {
			return "new(" + l.typeText(t) + ")"
		}
		if c := l.composite(e, t); !strings.HasPrefix(c, "(*new(") {
			return "&" + c
		}
	}
	v := l.tmp("lit")
	return fmt.Sprintf("func() *%s { var %s %s = %s; return &%s }()", l.typeText(t), v, l.typeText(t), l.composite(e, t), v)
}
