// Return statements: values in variables first, where there are several.
//
// Spec: Return statements.
// yaegi: return f() of several results with conversions, and return b, a of named
// results, go wrong.
// Before: return b, a
// After: var r1 T = b; var r2 T = a; return r1, r2; in a function with defer or named
// results they are assigned to the result variables.

package lower

import (
	"go/ast"
	"go/types"
	"strings"
)

func (l *lowering) returnStmt(s *ast.ReturnStmt) {
	fn := l.fn
	sig := fn.sig
	n := sig.Results().Len()
	if len(s.Results) == 0 {
		l.retJump()
		return
	}
	direct := fn.res == nil && len(fn.rfs) == 0
	if len(s.Results) == 1 && n > 1 {
		tp := l.typeOf(s.Results[0]).(*types.Tuple)
		var vs, cs []string
		same := true
		for i := 0; i < n; i++ {
			v := l.tmp("t")
			vs = append(vs, v)
			c := l.convertText(v, tp.At(i).Type(), sig.Results().At(i).Type())
			same = same && c == v
			cs = append(cs, c)
		}
		l.emit("%s := %s", strings.Join(vs, ", "), l.expr(s.Results[0]))
		if direct {
			l.emit("return %s", strings.Join(cs, ", "))
			return
		}
		for i := range cs {
			l.emit("%s = %s", fn.res[i], cs[i])
		}
		l.retJump()
		return
	}
	var cs []string
	for i, e := range s.Results {
		cs = append(cs, l.convert(e, sig.Results().At(i).Type()))
	}
	if direct {
		if len(cs) == 1 {
			l.emit("return %s", cs[0])
			return
		}
		for i := range cs {
			v := l.tmp("r")
			l.emit("var %s %s = %s", v, l.typeText(sig.Results().At(i).Type()), cs[i])
			cs[i] = v
		}
		l.emit("return %s", strings.Join(cs, ", "))
		return
	}
	if len(cs) == 1 {
		l.store(fn.res[0], cs[0], sig.Results().At(0).Type())
	} else {
		var vs []string
		for i := range cs {
			v := l.tmp("r")
			l.emit("var %s %s = %s", v, l.typeText(sig.Results().At(i).Type()), cs[i])
			vs = append(vs, v)
		}
		for i := range vs {
			l.emit("%s = %s", fn.res[i], vs[i])
		}
	}
	l.retJump()
}
