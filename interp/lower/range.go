// Range loops: what is ranged over decides the shape; binding the iteration
// variables is the same for all.
//
// Spec: For statements with range clause.
// yaegi: range over integers and functions panics; strings count wrongly; a
// slice range in a closure that is called again goes on where it was.
// Before: for i, x := range xs { … }
// After: a loop with a counter of its own, and at the start of the body
// var i int = k; var x T = x_1[k], new in each iteration.

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

// rangeLoop is a range statement being lowered.
type rangeLoop struct {
	*lowering
	s        *ast.RangeStmt
	t        types.Type // of what is ranged over
	key, val ast.Expr   // nil where blank or absent
	label    string
	shared   bool // the variables are declared before the loop
}

func (l *lowering) rangeStmt(s *ast.RangeStmt, label string) {
	r := rangeLoop{lowering: l, s: s, t: l.typeOf(s.X), key: s.Key, val: s.Value, label: label}
	if isBlank(r.key) {
		r.key = nil
	}
	if isBlank(r.val) {
		r.val = nil
	}
	u := under(r.t)
	if sig, ok := u.(*types.Signature); ok {
		l.rangeFunc(s, sig, label)
		return
	}
	l.emit("{")
	r.declareShared()
	l.siteOf(s.X)
	switch u := u.(type) {
	case *types.Basic:
		if u.Info()&types.IsInteger != 0 {
			r.integer()
		} else {
			r.text()
		}
	case *types.Slice:
		r.slice(u)
	case *types.Array:
		r.array(u)
	case *types.Pointer:
		r.pointer(under(u.Elem()).(*types.Array))
	case *types.Map:
		r.mapping(u)
	case *types.Chan:
		r.channel(u)
	default:
		l.fail(s.Pos(), "range over %s", r.t)
	}
	l.emit("}")
}

// bind gives the iteration variables their values; val may be "".
func (r *rangeLoop) bind(key string, kt types.Type, val string, vt types.Type) {
	if r.s.Tok == token.DEFINE {
		for _, b := range []struct {
			e ast.Expr
			s string
		}{{r.key, key}, {r.val, val}} {
			if b.e != nil {
				o := r.info.Defs[b.e.(*ast.Ident)]
				if r.shared {
					r.emit("%s = %s", r.name(o), b.s)
					continue
				}
				r.emit("var %s %s = %s", r.name(o), r.typeText(o.Type()), b.s)
			}
		}
		return
	}
	// As in an assignment, operands of both come before either store.
	var stores []func()
	for _, b := range []struct {
		e ast.Expr
		s string
		t types.Type
	}{{r.key, key, kt}, {r.val, val, vt}} {
		if b.e == nil {
			continue
		}
		var p place
		if x := ast.Unparen(b.e); isIdent(x) {
			p = r.place(x, false)
		} else if r.key != nil && r.val != nil {
			p = r.target(x)
		} else {
			x := r.lvalue(x)
			p = place{t: r.typeOf(b.e), set: func(s string) { r.emit("%s = %s", x, s) }}
		}
		stores = append(stores, func() { p.set(r.convertText(b.s, b.t, p.t)) })
	}
	for _, f := range stores {
		f()
	}
}

// declareShared declares the variables that all iterations share, in packages
// of a language version before Go 1.22, if it makes a difference.
func (r *rangeLoop) declareShared() {
	if !r.origin.shared || r.s.Tok != token.DEFINE {
		return
	}
	for _, e := range []ast.Expr{r.key, r.val} {
		if e != nil && r.escapes(r.info.Defs[e.(*ast.Ident)], r.s.Body) {
			r.shared = true
		}
	}
	for _, e := range []ast.Expr{r.key, r.val} {
		if r.shared && e != nil {
			o := r.info.Defs[e.(*ast.Ident)]
			r.declZero(r.name(o), o.Type())
		}
	}
}

// body writes the loop's body; head is the loop's first line.
func (r *rangeLoop) body(head string, bind func()) {
	r.push(r.label, true, nil)
	r.emit("%s {", head)
	r.emit(pollText)
	bind()
	r.block(r.s.Body)
	r.emit("}")
	r.pop()
}

func isIdent(e ast.Expr) bool {
	_, ok := e.(*ast.Ident)
	return ok
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}
