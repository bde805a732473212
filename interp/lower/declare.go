// Local declarations: every variable with its type and a value.
//
// Spec: Variable declarations, Short variable declarations.
// yaegi: x := []T{…} in a loop reuses the variable that earlier closures hold; var
// without a value keeps what the slot had.
// Before: var n int; a, b := 1, f()
// After: var n_1 int = int(0); each value in a variable of known type, then the names.

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

func (l *lowering) declStmt(s *ast.DeclStmt) {
	g, ok := s.Decl.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return
	}
	for _, sp := range g.Specs {
		vs := sp.(*ast.ValueSpec)
		if len(vs.Values) == 0 {
			for _, n := range vs.Names {
				if n.Name == "_" {
					continue
				}
				o := l.info.Defs[n].(*types.Var)
				l.declZero(l.name(o), o.Type())
			}
			continue
		}
		if len(vs.Names) == len(vs.Values) {
			var tmps []string
			if len(vs.Names) == 1 {
				l.define(vs.Names[0], vs.Values[0])
				continue
			}
			for i, n := range vs.Names {
				t := l.defType(n, vs.Values[i])
				v := l.tmp("d")
				l.emit("var %s %s = %s", v, l.typeText(t), l.convert(vs.Values[i], t))
				tmps = append(tmps, v)
			}
			for i, n := range vs.Names {
				if n.Name != "_" {
					o := l.info.Defs[n]
					l.emit("var %s %s = %s", l.name(o), l.typeText(o.Type()), tmps[i])
				}
			}
			continue
		}
		var lhs []place
		for _, n := range vs.Names {
			lhs = append(lhs, l.defineTarget(n))
		}
		l.tupleAssign(lhs, vs.Values[0])
	}
}

func (l *lowering) defType(n *ast.Ident, v ast.Expr) types.Type {
	if o := l.info.Defs[n]; o != nil && n.Name != "_" {
		return o.Type()
	}
	t := l.typeOf(v)
	if isUntyped(t) {
		t = types.Default(t)
	}
	return t
}

func (l *lowering) declZero(name string, t types.Type) {
	l.emit("var %s %s = %s", name, l.typeText(t), l.zero(t))
}

func (l *lowering) define(n *ast.Ident, v ast.Expr) {
	t := l.defType(n, v)
	if n.Name == "_" {
		l.emit("_ = %s", l.nonNil(l.convert(v, t), t))
		return
	}
	o := l.info.Defs[n]
	l.emit("var %s %s = %s", l.name(o), l.typeText(o.Type()), l.convert(v, t))
}

func (l *lowering) defineTarget(n *ast.Ident) place {
	if n.Name == "_" {
		return place{blank: true}
	}
	o := l.info.Defs[n]
	return place{t: o.Type(), set: func(s string) { l.emit("var %s %s = %s", l.name(o), l.typeText(o.Type()), s) }}
}
