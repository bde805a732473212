// This file compiles a function's frame: which variables are in memory, the
// parameters and the results.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
)

// scan finds the variables that have to be in memory, because something points to
// them.
func (c *compiler) scan(body ast.Node) {
	root := func(e ast.Expr) {
		for {
			switch x := ast.Unparen(e).(type) {
			case *ast.Ident:
				if o := c.Object(x); o != nil {
					c.boxed[o] = true
				}
				return
			case *ast.SelectorExpr:
				e = x.X
			case *ast.IndexExpr:
				if _, ok := c.typeOf(x.X).Underlying().(*types.Array); !ok {
					return
				}
				e = x.X
			default:
				return
			}
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			for _, o := range c.mentions(n, n.Body) {
				c.boxed[o] = true
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				root(n.X)
			}
		case *ast.SliceExpr:
			if _, ok := c.typeOf(n.X).Underlying().(*types.Array); ok {
				root(n.X)
			}
		case *ast.SelectorExpr:
			if sel := c.Info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal {
				if f, ok := sel.Obj().(*types.Func); ok {
					if _, ptr := types.Unalias(f.Signature().Recv().Type()).(*types.Pointer); ptr {
						root(n.X)
					}
				}
			}
		}
		return true
	})
}

// parameters declares a function's parameters, where the caller put them, and its
// named results. more takes the registers that follow.
func (c *compiler) parameters(sig *types.Signature, recv *types.Var, more func()) {
	site, label, args := c.Site, c.label, sig.Params().Len() > 0
	c.code.site = func(pos int) int { return site(label, args, token.Pos(pos)) }
	var boxes []func()
	add := func(v *types.Var) {
		t := c.Subst(v.Type())
		s := c.shape(t)
		at := value{t, s, c.newW(s.w), c.newP(s.p)}
		switch {
		case s.memory:
			c.vars[v] = place{kind: inMemory, t: t, s: s, base: at.p}
		case c.boxed[v]:
			boxes = append(boxes, func() { c.declareVar(v, func(*value) value { return at }) })
		default:
			c.vars[v] = place{kind: inRegisters, t: t, s: s, w: at.w, p: at.p}
		}
	}
	if recv != nil {
		add(recv)
	}
	for v := range sig.Params().Variables() {
		add(v)
	}
	if more != nil {
		more()
	}
	for _, f := range boxes {
		f()
	}
	// The results' registers, which are the window's first ones.
	w, p := 0, 0
	for v := range sig.Results().Variables() {
		s := c.shape(c.Subst(v.Type()))
		w, p = w+s.w, p+s.p
	}
	c.code.nw, c.code.np = max(c.code.nw, w), max(c.code.np, p)
	if !c.framed && sig.Results().Len() > 0 && sig.Results().At(0).Name() != "" {
		for v := range sig.Results().Variables() {
			c.declareVar(v, nil)
			c.result = append(c.result, c.vars[v])
		}
	}
}

// body compiles a function's body.
func (c *compiler) body(b *ast.BlockStmt) {
	c.block(b.List)
	c.pos = b.Rbrace
	c.emit(opReturn, 0, 0, 0, 0)
	c.code.nw++ // a function has registers even if it needs none
	c.code.np++
}
