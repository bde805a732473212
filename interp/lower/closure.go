// Closures keep the variables that they mention, and nothing else.
//
// Spec: Function literals.
// yaegi: a closure keeps the frame that it was made in, with all variables of the
// functions around it, and those of their callers.
// Before: func f(n int) func() int { big := load(); sum := big[n]; return func() int { sum++; return sum - n } }
// After: return (*fv_1)(&sum, &n), which is func(s *int, c *int) func() int { var n int =
// *c; return func() int { (*s) = (*s) + 1; return (*s) - n } }. A variable that never
// changes is copied.

package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// captured lists the variables of the functions around it that a literal
// mentions, in the order of their declarations.
func (l *lowering) captured(e *ast.FuncLit) []*types.Var {
	var list []*types.Var
	ast.Inspect(e.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v, ok := l.obj(id).(*types.Var)
			if ok && l.isLocal(v) && (v.Pos() < e.Pos() || v.Pos() >= e.End()) && !slices.Contains(list, v) {
				list = append(list, v)
			}
		}
		return true
	})
	slices.SortFunc(list, func(a, b *types.Var) int { return int(a.Pos() - b.Pos()) })
	return list
}

func (l *lowering) isLocal(v *types.Var) bool {
	return !v.IsField() && l.globals[v] == nil && (v.Pkg() == nil || v.Parent() != v.Pkg().Scope())
}

// closure makes a function that is called with the variables of a literal and
// returns the literal, which write writes. The result is that call. The function is
// made when the cell is loaded, as a literal itself: of its callers yaegi keeps
// nothing then.
func (l *lowering) closure(t types.Type, vars []*types.Var, write func() string) string {
	var params []*types.Var
	var names, args []string
	var copies strings.Builder
	for _, v := range vars {
		outside := l.name(v)
		defer func() { l.names[v] = outside }()
		typ, p := l.subst(v.Type()), l.tmp("by")
		params = append(params, types.NewParam(token.NoPos, nil, "", types.NewPointer(typ)))
		names = append(names, p+" *"+l.typeText(typ))
		if inner, ok := strings.CutPrefix(outside, "(*"); ok {
			args = append(args, strings.TrimSuffix(inner, ")"))
		} else {
			args = append(args, "&"+outside)
		}
		l.names[v] = "(*" + p + ")"
		if !l.changes(v) && isWord(typ) {
			l.names[v] = l.tmp(sane(v.Name()))
			fmt.Fprintf(&copies, "var %s %s = *%s\n", l.names[v], l.typeText(typ), p)
		}
	}
	n := l.next()
	text := fmt.Sprintf("func(%s) %s {\n%sreturn %s }", strings.Join(names, ", "), l.typeText(t), copies.String(), write())
	sig := types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), types.NewTuple(types.NewParam(token.NoPos, nil, "", t)), false)
	l.atLoad(n, sig, text)
	return fmt.Sprintf("(*fv_%d)(%s)", n, strings.Join(args, ", "))
}

// isWord tells the types whose values take little to copy.
func isWord(t types.Type) bool {
	switch under(t).(type) {
	case *types.Struct, *types.Array, *types.TypeParam:
		return false
	}
	return true
}

// changes tells whether a variable may get another value than that of its
// declaration, in the declared function that is being lowered.
func (l *lowering) changes(v *types.Var) bool {
	if l.changing == nil {
		l.changing = map[types.Object]bool{}
		for _, n := range l.outermost.nodes {
			l.noteChanges(n)
		}
		for r := range l.outermost.sig.Results().Variables() {
			l.changing[r] = true
		}
	}
	return l.changing[v]
}

func (l *lowering) noteChanges(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				if id, ok := x.(*ast.Ident); !ok || l.info.Defs[id] == nil {
					l.noteChange(x)
				}
			}
		case *ast.IncDecStmt:
			l.noteChange(n.X)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN || l.shared {
				l.noteChange(n.Key)
				l.noteChange(n.Value)
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				l.noteChange(n.X)
			}
		case *ast.SliceExpr:
			l.noteChange(n.X)
		case *ast.SelectorExpr:
			if s := l.info.Selections[n]; s != nil && s.Kind() == types.MethodVal {
				l.noteChange(n.X)
			}
		case *ast.FuncType:
			if n.Results != nil {
				for _, f := range n.Results.List {
					for _, id := range f.Names {
						l.changing[l.info.Defs[id]] = true
					}
				}
			}
		}
		return true
	})
}

// noteChange notes the variable that holds what an expression stands for.
func (l *lowering) noteChange(e ast.Expr) {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			l.changing[l.obj(x)] = true
			return
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		default:
			return
		}
	}
}
