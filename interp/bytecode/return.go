// This file compiles return statements.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// shared reports whether something may look at the named results after the
// function has returned.
func (c *compiler) shared() bool {
	return slices.ContainsFunc(c.result, func(p place) bool { return p.kind == inMemory })
}

func (c *compiler) returnStmt(s *ast.ReturnStmt) {
	res := c.sig.Results()
	n := res.Len()
	if c.inBody != nil {
		c.returnFromBody(s)
		return
	}
	if n == 0 {
		c.emit(opReturn, 0, 0, 0, 0)
		return
	}
	defer c.callsFirst(s.Results...)()
	var vs []value
	switch {
	case len(s.Results) == 0 && c.framed:
		c.emit(opReturn, 0, 0, 0, 0)
		return
	case len(s.Results) == 0:
		for _, p := range c.result {
			vs = append(vs, c.load(p, nil))
		}
	case n == 1 && c.shape(c.Subst(res.At(0).Type())).word() && !c.shared():
		v := c.exprTo(s.Results[0], res.At(0).Type(), nil)
		c.emit(opReturnWord, v.w, 0, 0, 0)
		return
	default:
		vs = c.returned(s)
	}
	if c.shared() {
		for i, r := range c.result {
			c.store(r, vs[i])
		}
	}
	if c.framed {
		c.emit(opReturn, 0, 0, 0, 0)
		return
	}
	c.emit(opReturn, 0, 0, 0, int64(c.results(vs)))
}

// returned evaluates what a return statement returns.
func (c *compiler) returned(s *ast.ReturnStmt) []value {
	res := c.sig.Results()
	if len(s.Results) == 1 && res.Len() > 1 {
		vs := c.call(ast.Unparen(s.Results[0]).(*ast.CallExpr), nil)
		for i := range vs {
			vs[i] = c.assignable(vs[i], c.Subst(res.At(i).Type()), nil)
		}
		return vs
	}
	return c.values(s.Results, func(i int) types.Type { return c.Subst(res.At(i).Type()) })
}

// returnFromBody is a return statement in the body of a range loop over a function.
func (c *compiler) returnFromBody(s *ast.ReturnStmt) {
	if len(s.Results) > 0 {
		forget := c.callsFirst(s.Results...)
		vs := c.returned(s)
		for i, r := range c.result {
			c.store(r, vs[i])
		}
		forget()
	}
	c.exit(exit{tok: token.RETURN})
}

// results moves values to the registers of a function's results, its first ones,
// and returns how many of those hold pointers. A value that is in the registers of
// others is brought away first.
func (c *compiler) results(vs []value) int {
	tw, tp := 0, 0
	for _, v := range vs {
		tw, tp = tw+v.s.w, tp+v.s.p
	}
	c.newW(max(0, tw-c.wTop))
	c.newP(max(0, tp-c.pTop))
	w, p := 0, 0
	for i, v := range vs {
		v = c.own(v)
		if v.s.w > 0 && v.w < tw && v.w != w || v.s.p > 0 && v.p < tp && v.p != p {
			n := c.temp(v.t)
			c.move(n, v)
			v = n
		}
		vs[i] = v
		w, p = w+v.s.w, p+v.s.p
	}
	w, p = 0, 0
	for _, v := range vs {
		c.move(value{v.t, v.s, w, p}, v)
		w, p = w+v.s.w, p+v.s.p
	}
	return p
}
