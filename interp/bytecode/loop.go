// This file compiles loops.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
	"unicode/utf8"
	"unsafe"
)

func (c *compiler) forStmt(s *ast.ForStmt, label string) {
	var own []types.Object // variables that are new in each iteration and may be kept
	if s.Init != nil {
		c.stmt(s.Init, "")
		if a, ok := s.Init.(*ast.AssignStmt); ok && a.Tok == token.DEFINE && !c.SharedLoops {
			for _, x := range a.Lhs {
				if o := c.Info.Defs[x.(*ast.Ident)]; o != nil && c.boxed[o] {
					own = append(own, o)
				}
			}
		}
	}
	j := c.push(label, true)
	defer c.pop()
	w, p := c.wTop, c.pTop
	free := func() { c.wTop, c.pTop = w, p }
	if s.Cond != nil {
		c.whether(s.Cond, false, j.brk)
		free()
	}
	body := newLabel()
	c.bind(body)
	c.block(s.Body.List)
	c.bind(j.cnt)
	for _, o := range own {
		v := c.vars[o]
		next := v
		next.base = c.newP(1)
		c.alloc(v.t, next.base)
		c.store(next, c.load(v, nil))
		c.emit(opMoveP, v.base, next.base, 0, 0)
		free()
	}
	if i, limit, imm, ok := c.counting(s); ok {
		c.at(s.Cond)
		if limit < 0 {
			c.jump(opLoopImm, i, 0, imm, body)
		} else {
			c.jump(opLoop, i, limit, 0, body)
		}
		c.bind(j.brk)
		return
	}
	if s.Post != nil {
		c.stmt(s.Post, "")
		free()
	}
	if s.Cond != nil {
		c.whether(s.Cond, false, j.brk)
		free()
	}
	c.jump(opJumpBack, 0, 0, 0, body)
	c.bind(j.brk)
}

// counting tells a loop that ends with i++ and i < n, both in registers; the limit
// is a register, or a constant if that is negative.
func (c *compiler) counting(s *ast.ForStmt) (i, limit int, imm int64, ok bool) {
	post, ok := s.Post.(*ast.IncDecStmt)
	if !ok || post.Tok != token.INC {
		return 0, 0, 0, false
	}
	cond, ok := s.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.LSS {
		return 0, 0, 0, false
	}
	x, ok1 := ast.Unparen(post.X).(*ast.Ident)
	y, ok2 := ast.Unparen(cond.X).(*ast.Ident)
	if !ok1 || !ok2 || c.Object(x) != c.Object(y) {
		return 0, 0, 0, false
	}
	p, ok := c.vars[c.Object(x)]
	if !ok || p.kind != inRegisters || !p.s.is(kInt64) {
		return 0, 0, 0, false
	}
	if n, ok := c.constInt(cond.Y); ok {
		return p.w, -1, n, true
	}
	switch y := ast.Unparen(cond.Y).(type) {
	case *ast.Ident:
		q, ok := c.vars[c.Object(y)]
		if ok && q.kind == inRegisters && q.s.is(kInt64) {
			return p.w, q.w, 0, true
		}
	case *ast.CallExpr: // len(xs)
		if id, ok := y.Fun.(*ast.Ident); ok && len(y.Args) == 1 {
			b, ok := c.Info.Uses[id].(*types.Builtin)
			a, ok2 := ast.Unparen(y.Args[0]).(*ast.Ident)
			if ok && ok2 && b.Name() == "len" {
				q, ok := c.vars[c.Object(a)]
				if ok && q.kind == inRegisters && (q.s.is(kSlice) || q.s.is(kString)) {
					return p.w, q.w, 0, true
				}
			}
		}
	}
	return 0, 0, 0, false
}

// assigned reports whether a body may change a variable.
func (c *compiler) assigned(o types.Object, body ast.Node) bool {
	found := c.boxed[o]
	is := func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		return ok && c.Object(id) == o
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				found = found || is(x)
			}
		case *ast.IncDecStmt:
			found = found || is(n.X)
		case *ast.RangeStmt:
			found = found || n.Key != nil && is(n.Key) || n.Value != nil && is(n.Value)
		}
		return !found
	})
	return found
}

// iteration are the variables of a range loop.
func (c *compiler) iteration(s *ast.RangeStmt) (key, val types.Object) {
	def := func(e ast.Expr) types.Object {
		if id, ok := e.(*ast.Ident); ok && id.Name != "_" {
			return c.Info.Defs[id]
		}
		return nil
	}
	if s.Tok == token.DEFINE {
		return def(s.Key), def(s.Value)
	}
	return nil, nil
}

// give assigns an iteration's value to a loop's variable, declared or not.
func (c *compiler) give(s *ast.RangeStmt, e ast.Expr, o types.Object, v func(hint *value) value) {
	if e == nil {
		return
	}
	if id, ok := e.(*ast.Ident); ok && id.Name == "_" {
		return
	}
	if o != nil {
		t := c.Subst(o.Type())
		c.declareVar(o, func(hint *value) value { return c.assignable(v(hint), t, nil) })
		return
	}
	p := c.place(e)
	c.store(p, c.assignable(v(nil), p.t, nil))
}

func (c *compiler) rangeStmt(s *ast.RangeStmt, label string) {
	if key, val := c.iteration(s); c.SharedLoops && (key != nil && c.boxed[key] || val != nil && c.boxed[val]) {
		c.decline(s, "a range loop with a variable for all iterations that something points to")
	}
	if _, variable := s.Value.(*ast.Ident); s.Tok == token.ASSIGN && s.Value != nil && !variable {
		c.decline(s, "a range loop whose value goes to a place that its key may change")
	}
	t := c.typeOf(s.X)
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsString != 0 {
			c.rangeString(s, label)
			return
		}
		c.rangeInt(s, label)
	case *types.Slice:
		v := c.expr(s.X, nil)
		seq := c.temp(t) // what it is now
		c.move(seq, v)
		c.rangeSeq(s, label, seq.w, func(i int) place {
			return place{kind: inSlice, t: u.Elem(), s: c.shape(u.Elem()), seq: seq, idx: i}
		})
	case *types.Array:
		c.rangeArray(s, label, u, false)
	case *types.Pointer:
		c.rangeArray(s, label, u.Elem().Underlying().(*types.Array), true)
	case *types.Map:
		c.rangeMap(s, label, u)
	case *types.Chan:
		c.rangeChan(s, label, u)
	case *types.Signature:
		c.rangeFunc(s, label, u)
	default:
		c.decline(s, "a range over %s", t)
	}
}

// rangeInt is range n.
func (c *compiler) rangeInt(s *ast.RangeStmt, label string) {
	t := c.typeOf(s.X)
	key, _ := c.iteration(s)
	if key != nil {
		t = c.Subst(key.Type())
	} else if s.Key != nil {
		if id, ok := s.Key.(*ast.Ident); !ok || id.Name != "_" {
			t = c.typeOf(s.Key)
		}
	}
	sh := c.shape(t)
	if !sh.word() || !sh.leaves[0].kind.isInt() {
		c.decline(s, "a range over %s", t)
	}
	n := c.temp(t)
	c.into(s.X, n)
	uns := sh.leaves[0].kind == kUint64
	c.loopOver(s, label, n.w, uns, key, func(i int) value { return value{t, sh, i, 0} }, nil)
}

// rangeSeq is a range over a sequence whose length is in a register.
func (c *compiler) rangeSeq(s *ast.RangeStmt, label string, n int, elem func(i int) place) {
	key, val := c.iteration(s)
	c.loopOver(s, label, n, false, key, func(i int) value {
		return value{types.Typ[types.Int], c.shape(types.Typ[types.Int]), i, 0}
	}, func(i int) {
		c.give(s, s.Value, val, func(hint *value) value {
			c.at(s)
			return c.load(elem(i), hint)
		})
	})
}

// loopOver counts a register from 0 up to that of n.
func (c *compiler) loopOver(s *ast.RangeStmt, label string, n int, unsigned bool, key types.Object, counter func(i int) value, each func(i int)) {
	i := c.newW(1)
	c.emit(opConst, i, 0, 0, 0)
	j := c.push(label, true)
	defer c.pop()
	w, p := c.wTop, c.pTop
	less := opJumpLe
	if unsigned {
		less = opJumpLeU
	}
	c.jump(less, n, i, 0, j.brk)
	body := newLabel()
	c.bind(body)
	if key != nil && !c.assigned(key, s.Body) {
		v := counter(i)
		c.vars[key] = place{kind: inRegisters, t: v.t, s: v.s, w: v.w}
	} else {
		c.give(s, s.Key, key, func(*value) value { return counter(i) })
	}
	if each != nil {
		each(i)
	}
	c.block(s.Body.List)
	c.wTop, c.pTop = w, p
	c.bind(j.cnt)
	c.at(s)
	if !unsigned {
		c.jump(opLoop, i, n, 0, body)
	} else {
		c.emit(opAddImm, i, i, 0, 1)
		c.jump(opJumpLeU, n, i, 0, j.brk)
		c.jump(opJumpBack, 0, 0, 0, body)
	}
	c.bind(j.brk)
}

// calls reports whether evaluating an expression calls something, so that its
// length is no constant.
func (c *compiler) calls(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || !c.Info.Types[n.Fun].IsType() && c.Info.Types[n].Value == nil
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		}
		return true
	})
	return found
}

func (c *compiler) rangeArray(s *ast.RangeStmt, label string, a *types.Array, ptr bool) {
	n := c.newW(1)
	blank := s.Value == nil
	if id, ok := s.Value.(*ast.Ident); ok && id.Name == "_" {
		blank = true
	}
	var seq value
	switch {
	case blank && !c.calls(s.X):
		// The array is not evaluated.
	case ptr:
		seq = c.temp(c.typeOf(s.X))
		c.into(s.X, seq)
	default:
		seq = c.own(c.expr(s.X, nil))
	}
	c.emit(opConst, n, 0, 0, a.Len())
	size := sizes.Sizeof(a.Elem())
	if size > 1<<30 || a.Len() > 1<<30 {
		c.decline(s, "such an array")
	}
	c.rangeSeq(s, label, n, func(i int) place {
		r := c.newP(1)
		c.emit(opNilCheck, seq.p, 0, 0, 0)
		c.indexed(opElemArray, r, seq.p, i, a.Len()|size<<32, false)
		return place{kind: inMemory, t: a.Elem(), s: c.shape(a.Elem()), base: r}
	})
}

func (c *compiler) rangeString(s *ast.RangeStmt, label string) {
	key, val := c.iteration(s)
	str := c.temp(c.typeOf(s.X))
	c.into(s.X, str)
	pos, next, r := c.newW(1), c.newW(1), c.newW(1)
	c.emit(opConst, next, 0, 0, 0)
	j := c.push(label, true)
	defer c.pop()
	w, p := c.wTop, c.pTop
	body := newLabel()
	c.bind(body)
	c.emit(opMove, pos, next, 0, 0)
	c.jump(opJumpLe, str.w, pos, 0, j.brk)
	c.fn(func(w *words, p *pointers) {
		i := w[pos]
		if b := *(*byte)(unsafe.Add(p[str.p], i)); b < utf8.RuneSelf {
			w[r], w[next] = uint64(b), i+1
			return
		}
		x, n := utf8.DecodeRuneInString(text(p[str.p], w[str.w])[i:])
		w[r], w[next] = uint64(int64(x)), i+uint64(n)
	})
	intType, runeType := types.Typ[types.Int], types.Typ[types.Int32]
	c.give(s, s.Key, key, func(*value) value { return value{intType, c.shape(intType), pos, 0} })
	c.give(s, s.Value, val, func(*value) value { return value{runeType, c.shape(runeType), r, 0} })
	c.repeat(s, j, body, w, p)
}

// repeat compiles the body of a range loop and jumps back to its head, where the
// registers from w and p on are free again.
func (c *compiler) repeat(s *ast.RangeStmt, j *jumps, head *label, w, p int) {
	c.block(s.Body.List)
	c.wTop, c.pTop = w, p
	c.bind(j.cnt)
	c.at(s)
	c.jump(opJumpBack, 0, 0, 0, head)
	c.bind(j.brk)
}
