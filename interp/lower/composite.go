// Composite literals: fields and elements converted, &T{} made in a literal of its
// own where yaegi cannot.
//
// Spec: Composite literals.
// yaegi: builds a literal in the slot of the variable, where closures made before see
// it; literals of empty structs and equal keys of map[any] fail; an element with *p
// in it has a wrong type, unless it has a key.
// Before: x := []P{{1, 2}}
// After: var cl []rt.T0 = []rt.T0{rt.T0{X: 1, X_y: 2}}; var x []rt.T0 = cl

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
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
		var keys, values []string
		for _, x := range e.Elts {
			key := ""
			if kv, ok := x.(*ast.KeyValueExpr); ok {
				key, x = l.intText(kv.Key), kv.Value
			}
			keys, values = append(keys, key), append(values, l.elem(x, el))
		}
		return l.typeText(t) + "{" + elements(keys, values) + "}"
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
	return l.convert(ast.Unparen(e), t)
}

// elements are those of a slice or an array, with keys where they are not "".
// yaegi guesses the type of an element before it compiles it, wrongly where there
// is a *p in it, or an element of a field. It does not guess where there is a
// key, so all get one.
func elements(keys, values []string) string {
	var list []string
	at := 0
	keyed := slices.ContainsFunc(values, func(s string) bool { return strings.ContainsAny(s, "*[") })
	for i, v := range values {
		if keys != nil && keys[i] != "" {
			at, _ = strconv.Atoi(keys[i]) // a constant, as the compiler has it
		}
		if keyed || keys != nil && keys[i] != "" {
			v = strconv.Itoa(at) + ": " + v
		}
		list = append(list, v)
		at++
	}
	return strings.Join(list, ", ")
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
