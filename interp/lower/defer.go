// Defer: the deferred call, its operands evaluated, is pushed on the function's frame.
//
// Spec: Defer statements, Handling panics.
// yaegi: recover reaches only closures of the deferring function; deferred calls at
// top level run again after later cells.
// Before: defer f(x)
// After: var a T = x; fr.PushN(func() { f(a) }); a deferred literal's recover() becomes
// fr.Recover(), a named function asks rt.Pending() when it starts.

package lower

import (
	"go/ast"
	"go/types"
)

func (l *lowering) deferStmt(s *ast.DeferStmt) {
	fr := l.fn.frame
	f := ast.Unparen(s.Call.Fun)
	if _, ok := f.(*ast.FuncLit); ok {
		l.emit("%s.Push(%s)", fr, l.thunk(s.Call, fr))
		return
	}
	if id, ok := f.(*ast.Ident); ok {
		if b, ok := l.info.Uses[id].(*types.Builtin); ok {
			_ = b
			l.emit("%s.Push(%s)", fr, l.thunk(s.Call, fr))
			return
		}
	}
	if id := baseIdent(f); id != nil {
		if o, ok := l.obj(id).(*types.Func); ok {
			if b, ok := l.bodyOf(o.Origin()); ok && l.fromSource(o) && !l.recovers(b) {
				l.emit("%s.Push(%s)", fr, l.thunk(s.Call, ""))
				return
			}
		}
	}
	l.emit("%s.PushN(%s)", fr, l.thunk(s.Call, ""))
}

// recovers tells whether a function calls recover itself.
func (l *lowering) recovers(b body) bool {
	save := l.origin
	l.origin = b.origin
	defer func() { l.origin = save }()
	found := false
	ast.Inspect(b.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok {
				if f, ok := l.info.Uses[id].(*types.Builtin); ok && f.Name() == "recover" {
					found = true
				}
			}
		}
		return true
	})
	return found
}
