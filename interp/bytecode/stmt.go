// This file compiles statements.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// jumps are where break and continue go.
type jumps struct {
	label    string
	brk, cnt *label // cnt is nil for a switch
}

// block compiles statements in a scope of their own.
func (c *compiler) block(list []ast.Stmt) {
	w, p := c.wTop, c.pTop
	for _, s := range list {
		c.stmt(s, "")
	}
	c.wTop, c.pTop = w, p
}

// stmt compiles one statement. Registers that it takes for temporaries are free
// again after it; those of variables that it declares are not.
func (c *compiler) stmt(s ast.Stmt, label string) {
	w, p := c.wTop, c.pTop
	c.at(s)
	switch s := s.(type) {
	case nil, *ast.EmptyStmt:
	case *ast.BlockStmt:
		c.block(s.List)
	case *ast.ExprStmt:
		call, ok := ast.Unparen(s.X).(*ast.CallExpr)
		if !ok {
			c.decline(s, "such a statement")
		}
		c.call(call, nil)
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			c.define(s)
			return
		}
		c.assign(s)
	case *ast.IncDecStmt:
		c.incDec(s)
	case *ast.DeclStmt:
		c.declare(s.Decl.(*ast.GenDecl))
		return
	case *ast.IfStmt:
		c.ifStmt(s)
	case *ast.ForStmt:
		c.forStmt(s, label)
	case *ast.RangeStmt:
		c.rangeStmt(s, label)
	case *ast.SwitchStmt:
		c.switchStmt(s, label)
	case *ast.TypeSwitchStmt:
		c.typeSwitch(s, label)
	case *ast.ReturnStmt:
		c.returnStmt(s)
	case *ast.BranchStmt:
		c.branch(s)
	case *ast.LabeledStmt:
		switch s.Stmt.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt:
			c.stmt(s.Stmt, s.Label.Name)
		default:
			c.decline(s, "a label")
		}
	default:
		c.decline(s, "a statement %T", s)
	}
	c.wTop, c.pTop = w, p
}

// newVariable makes the place of a local variable and zeroes nothing.
func (c *compiler) newVariable(o types.Object) place {
	t := c.Subst(o.Type())
	s := c.shape(t)
	if c.boxed[o] || s.memory {
		return place{kind: inMemory, t: t, s: s, base: c.newP(1)}
	}
	return place{kind: inRegisters, t: t, s: s, w: c.newW(s.w), p: c.newP(s.p)}
}

// declareVar makes a local variable with a value that init gives, or zero.
func (c *compiler) declareVar(o types.Object, init func(hint *value) value) {
	p := c.newVariable(o)
	w, ptr := c.wTop, c.pTop
	if p.kind == inMemory {
		if init == nil {
			c.alloc(p.t, p.base)
		} else {
			v := init(nil)
			base := p
			base.base = c.newP(1) // the value may be that of the last iteration's variable
			c.alloc(p.t, base.base)
			c.store(base, v)
			c.emit(opMoveP, p.base, base.base, 0, 0)
		}
	} else {
		to := p.value()
		if init == nil {
			c.zero(to)
		} else if v := init(&to); v.w != to.w || v.p != to.p {
			c.move(to, v)
		}
	}
	c.wTop, c.pTop = w, ptr
	c.vars[o] = p
}

func (c *compiler) declare(d *ast.GenDecl) {
	switch d.Tok {
	case token.CONST, token.TYPE:
		return
	}
	for _, spec := range d.Specs {
		s := spec.(*ast.ValueSpec)
		var lhs []ast.Expr
		for _, n := range s.Names {
			lhs = append(lhs, n)
		}
		if len(s.Values) > 0 {
			c.defineAll(lhs, s.Values)
			continue
		}
		for _, n := range s.Names {
			if o := c.Info.Defs[n]; o != nil && n.Name != "_" {
				c.declareVar(o, nil)
			}
		}
	}
}

func (c *compiler) define(s *ast.AssignStmt) { c.defineAll(s.Lhs, s.Rhs) }

// defineAll is x, y := a, b and var x, y = a, b.
func (c *compiler) defineAll(lhs, rhs []ast.Expr) {
	if len(lhs) == 1 && len(rhs) == 1 {
		id := lhs[0].(*ast.Ident)
		if o := c.Info.Defs[id]; o != nil && id.Name != "_" {
			t := c.Subst(o.Type())
			c.declareVar(o, func(hint *value) value { return c.exprTo(rhs[0], t, hint) })
			return
		}
	}
	// New variables first: their registers stay.
	places := make([]place, len(lhs))
	for i, x := range lhs {
		id := x.(*ast.Ident)
		o := c.Info.Defs[id]
		if o == nil || id.Name == "_" {
			continue
		}
		places[i] = c.newVariable(o)
	}
	w, p := c.wTop, c.pTop
	for i, x := range lhs {
		if places[i].s == nil {
			places[i] = c.place(x)
		}
	}
	vs := c.values(rhs, func(i int) types.Type {
		if places[i].kind == nowhere {
			if len(rhs) == len(lhs) {
				return c.typeOf(rhs[i])
			}
			return nil
		}
		return places[i].t
	})
	for i, x := range lhs {
		o := c.Info.Defs[x.(*ast.Ident)]
		if o != nil && places[i].kind == inMemory {
			c.alloc(places[i].t, places[i].base)
		}
		if places[i].kind != nowhere {
			c.store(places[i], c.assignable(vs[i], places[i].t, nil))
		}
	}
	for i, x := range lhs {
		if o := c.Info.Defs[x.(*ast.Ident)]; o != nil && places[i].kind != nowhere {
			c.vars[o] = places[i]
		}
	}
	c.wTop, c.pTop = w, p
}

// values evaluates the right side of an assignment of several values. They are
// copies, that the assignments which follow do not change.
func (c *compiler) values(rhs []ast.Expr, to func(i int) types.Type) []value {
	if len(rhs) == 1 {
		if _, ok := c.TypeOf(rhs[0]).(*types.Tuple); ok {
			return c.multi(rhs[0])
		}
	}
	var vs []value
	for i, e := range rhs {
		t := to(i)
		tmp := c.temp(t)
		v := c.exprTo(e, t, &tmp)
		switch {
		case v.s.memory:
			v = c.own(v)
		case v.w != tmp.w || v.p != tmp.p:
			c.move(tmp, v)
			v = tmp
		}
		vs = append(vs, v)
	}
	return vs
}

// multi evaluates an expression of several values: a call, or v, ok.
func (c *compiler) multi(e ast.Expr) []value {
	e = ast.Unparen(e)
	switch x := e.(type) {
	case *ast.CallExpr:
		return c.call(x, nil)
	case *ast.IndexExpr:
		if _, ok := c.typeOf(x.X).Underlying().(*types.Map); ok {
			return c.mapLoad2(x)
		}
	}
	if x, ok := e.(*ast.TypeAssertExpr); ok {
		return c.assertion2(x)
	}
	c.decline(e, "such a list of values")
	return nil
}

// freeze makes a place independent of the variables that it mentions.
func (c *compiler) freeze(p place) place {
	switch p.kind {
	case inMemory:
		b := c.newP(1)
		c.emit(opMoveP, b, p.base, 0, 0)
		p.base = b
	case inSlice, inMap:
		t := c.temp(p.seq.t)
		c.move(t, p.seq)
		p.seq = t
		if p.kind == inMap {
			k := c.temp(p.key.t)
			c.move(k, p.key)
			p.key = c.own(k)
			break
		}
		i := c.newW(1)
		c.emit(opMove, i, p.idx, 0, 0)
		p.idx = i
	}
	return p
}

func (c *compiler) assign(s *ast.AssignStmt) {
	if s.Tok != token.ASSIGN {
		c.opAssign(s)
		return
	}
	if len(s.Lhs) == 1 && len(s.Rhs) == 1 {
		p := c.place(s.Lhs[0])
		pos := c.pos
		switch p.kind {
		case nowhere:
			c.exprTo(s.Rhs[0], c.typeOf(s.Rhs[0]), nil)
			return
		case inRegisters:
			to := p.value()
			if c.single(s.Rhs[0], p) {
				c.into(s.Rhs[0], to)
				return
			}
		}
		v := c.exprTo(s.Rhs[0], p.t, nil)
		c.pos = pos
		c.store(p, v)
		return
	}
	var places []place
	for _, x := range s.Lhs {
		places = append(places, c.freeze(c.place(x)))
	}
	vs := c.values(s.Rhs, func(i int) types.Type {
		if places[i].kind == nowhere {
			if len(s.Rhs) == len(s.Lhs) {
				return c.typeOf(s.Rhs[i])
			}
			return nil
		}
		return places[i].t
	})
	for i, p := range places {
		if p.kind != nowhere {
			c.at(s.Lhs[i])
			c.store(p, c.assignable(vs[i], p.t, nil))
		}
	}
}

// single reports whether a value can be computed where its variable is: nothing
// is written there before everything has been read.
func (c *compiler) single(e ast.Expr, p place) bool {
	if p.s.word() || p.s.is(kPointer) {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr, *ast.SliceExpr:
		return true
	case *ast.BinaryExpr:
		return e.Op == token.ADD
	case *ast.BasicLit:
		return true
	}
	return false
}

var assignOps = map[token.Token]token.Token{
	token.ADD_ASSIGN: token.ADD, token.SUB_ASSIGN: token.SUB, token.MUL_ASSIGN: token.MUL, token.QUO_ASSIGN: token.QUO,
	token.REM_ASSIGN: token.REM, token.AND_ASSIGN: token.AND, token.OR_ASSIGN: token.OR, token.XOR_ASSIGN: token.XOR,
	token.SHL_ASSIGN: token.SHL, token.SHR_ASSIGN: token.SHR, token.AND_NOT_ASSIGN: token.AND_NOT,
}

func (c *compiler) opAssign(s *ast.AssignStmt) {
	op := assignOps[s.Tok]
	p := c.place(s.Lhs[0])
	p.assign = true
	if p.kind == inSlice && !p.s.whole() {
		p = c.settle(p)
	}
	var hint *value
	if p.kind == inRegisters {
		v := p.value()
		hint = &v
	}
	pos := c.pos
	switch {
	case op == token.SHL || op == token.SHR:
		x := c.load(p, nil)
		c.finish(p, c.shift(op, x, s.Rhs[0], s.TokPos, hint))
		return
	case p.s.is(kString):
		x := c.load(p, nil)
		y := c.exprTo(s.Rhs[0], p.t, nil)
		c.pos = s.TokPos
		c.finish(p, c.join(p.t, []value{x, y}, hint))
		return
	}
	if n, ok := c.constInt(s.Rhs[0]); ok && p.s.word() && p.s.leaves[0].kind.isInt() {
		x := c.load(p, nil)
		if v, ok := c.arithImm(op, x, n, hint); ok {
			c.pos = pos
			c.finish(p, v)
			return
		}
	}
	// What has calls goes first, as the compiler does it.
	if p.kind == inRegisters && p.s.is(kFloat64) && op == token.ADD {
		if m, ok := ast.Unparen(s.Rhs[0]).(*ast.BinaryExpr); ok && m.Op == token.MUL && c.Info.Types[m].Value == nil {
			a := c.exprTo(m.X, p.t, nil)
			b := c.exprTo(m.Y, p.t, nil)
			c.emit(opFMulAdd, p.w, a.w, b.w, 0)
			return
		}
	}
	y := c.exprTo(s.Rhs[0], p.t, nil)
	c.pos = pos
	x := c.load(p, nil)
	v := c.arith(op, x, y, s.TokPos, hint)
	c.pos = pos
	c.finish(p, v)
}

// finish stores what has been computed from a place's value.
func (c *compiler) finish(p place, v value) {
	if p.kind == inRegisters && v.w == p.w && v.p == p.p {
		return
	}
	c.store(p, v)
}

func (c *compiler) incDec(s *ast.IncDecStmt) {
	p := c.place(s.X)
	p.assign = true
	if !p.s.word() {
		c.decline(s, "such a variable")
	}
	n := int64(1)
	op := token.ADD
	if s.Tok == token.DEC {
		n, op = -1, token.SUB
	}
	k := p.s.leaves[0].kind
	if p.kind == inMemory && k.isInt() && k.wordBits() == 64 {
		c.check(p.base, p.off, 8)
		one := c.newW(1)
		c.emit(opConst, one, 0, 0, n)
		c.emit(opIncMem, p.base, one, 0, p.off)
		return
	}
	pos := c.pos
	x := c.load(p, nil)
	var hint *value
	if p.kind == inRegisters {
		v := p.value()
		hint = &v
	}
	var v value
	if k.isInt() {
		v, _ = c.arithImm(token.ADD, x, n, hint)
	} else {
		one := c.temp(p.t)
		w := bits(1)
		if k == kFloat32 {
			w = bits32(1)
		}
		c.emit(opConst, one.w, 0, 0, int64(w))
		v = c.arith(op, x, one, s.TokPos, hint)
	}
	c.pos = pos
	c.finish(p, v)
}

func (c *compiler) ifStmt(s *ast.IfStmt) {
	if s.Init != nil {
		c.stmt(s.Init, "")
	}
	w, p := c.wTop, c.pTop
	no := newLabel()
	c.cond(s.Cond, false, no)
	c.wTop, c.pTop = w, p
	c.block(s.Body.List)
	if s.Else == nil {
		c.bind(no)
		return
	}
	end := newLabel()
	if !terminates(s.Body.List) {
		c.jump(opJump, 0, 0, 0, end)
	}
	c.bind(no)
	c.stmt(s.Else, "")
	c.bind(end)
}

// terminates tells a list of statements that nothing follows.
func terminates(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch list[len(list)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	}
	return false
}

func (c *compiler) push(label string, loop bool) *jumps {
	j := &jumps{label: label, brk: newLabel()}
	if loop {
		j.cnt = newLabel()
	}
	c.loops = append(c.loops, j)
	return j
}

func (c *compiler) pop() { c.loops = c.loops[:len(c.loops)-1] }

func (c *compiler) branch(s *ast.BranchStmt) {
	if s.Tok != token.BREAK && s.Tok != token.CONTINUE {
		c.decline(s, "%s", s.Tok)
	}
	for i := len(c.loops) - 1; i >= 0; i-- {
		j := c.loops[i]
		if s.Label != nil && j.label != s.Label.Name || s.Tok == token.CONTINUE && j.cnt == nil {
			continue
		}
		to := j.brk
		if s.Tok == token.CONTINUE {
			to = j.cnt
		}
		c.jump(opJump, 0, 0, 0, to)
		return
	}
	c.decline(s, "%s", s.Tok)
}

func (c *compiler) switchStmt(s *ast.SwitchStmt, name string) {
	if s.Init != nil {
		c.stmt(s.Init, "")
	}
	var tag value
	var tagType types.Type
	if s.Tag != nil {
		tagType = c.typeOf(s.Tag)
		tag = c.temp(tagType)
		v := c.exprTo(s.Tag, tagType, &tag)
		if v.s.memory {
			tag = c.own(v)
		} else {
			c.move(tag, v)
		}
	}
	j := c.push(name, false)
	defer c.pop()
	bodies := make([]*label, len(s.Body.List))
	var deflt *label
	for i, cl := range s.Body.List {
		cc := cl.(*ast.CaseClause)
		bodies[i] = newLabel()
		if cc.List == nil {
			deflt = bodies[i]
		}
		for _, e := range cc.List {
			w, p := c.wTop, c.pTop
			c.at(e)
			if s.Tag == nil {
				c.cond(e, true, bodies[i])
			} else {
				c.caseOf(tag, tagType, e, bodies[i])
			}
			c.wTop, c.pTop = w, p
		}
	}
	if deflt != nil {
		c.jump(opJump, 0, 0, 0, deflt)
	} else {
		c.jump(opJump, 0, 0, 0, j.brk)
	}
	for i, cl := range s.Body.List {
		cc := cl.(*ast.CaseClause)
		c.bind(bodies[i])
		list := cc.Body
		through := false
		if n := len(list); n > 0 {
			if b, ok := list[n-1].(*ast.BranchStmt); ok && b.Tok == token.FALLTHROUGH {
				list, through = list[:n-1], true
			}
		}
		c.block(list)
		if through {
			c.jump(opJump, 0, 0, 0, bodies[i+1])
		} else {
			c.jump(opJump, 0, 0, 0, j.brk)
		}
	}
	c.bind(j.brk)
}

// caseOf jumps if the tag equals a case's expression.
func (c *compiler) caseOf(tag value, t types.Type, e ast.Expr, to *label) {
	if c.isIface(t) || !c.isNil(e) && c.isIface(c.typeOf(e)) || c.isNil(e) {
		c.decline(e, "a case of an interface")
	}
	if tag.s.word() && !tag.s.leaves[0].kind.isFloat() {
		if n, ok := c.constInt(e); ok && tag.s.leaves[0].kind.isInt() {
			c.jump(opJumpEqImm, tag.w, 0, n, to)
			return
		}
		v := c.exprTo(e, t, nil)
		c.jump(opJumpEq, tag.w, v.w, 0, to)
		return
	}
	v := c.exprTo(e, t, nil)
	r := c.newW(1)
	switch {
	case tag.s.is(kFloat64):
		c.jump(opJumpFEq, tag.w, v.w, 0, to)
		return
	case tag.s.is(kFloat32):
		c.emit(opFEq32, r, tag.w, v.w, 0)
	case tag.s.is(kString):
		c.emit(opSEq, r, tag.p, tag.w, int64(v.p)|int64(v.w)<<16)
	case tag.s.is(kPointer):
		c.emit(opPEq, r, tag.p, v.p, 0)
	default:
		equal := c.equality(tag)
		c.fn(func(w *words, p *pointers) { w[r] = word(equal(w, p, tag, v)) })
	}
	c.jump(opJumpTrue, r, 0, 0, to)
}

// shared reports whether something may look at the named results after the
// function has returned.
func (c *compiler) shared() bool {
	return slices.ContainsFunc(c.result, func(p place) bool { return p.kind == inMemory })
}

func (c *compiler) returnStmt(s *ast.ReturnStmt) {
	res := c.sig.Results()
	n := res.Len()
	if n == 0 {
		c.emit(opReturn, 0, 0, 0, 0)
		return
	}
	var vs []value
	switch {
	case len(s.Results) == 0:
		for _, p := range c.result {
			vs = append(vs, c.load(p, nil))
		}
	case n == 1 && c.shape(c.Subst(res.At(0).Type())).word() && !c.shared():
		v := c.exprTo(s.Results[0], res.At(0).Type(), nil)
		c.emit(opReturnWord, v.w, 0, 0, 0)
		return
	case len(s.Results) == 1 && n > 1:
		vs = c.call(ast.Unparen(s.Results[0]).(*ast.CallExpr), nil)
		for i := range vs {
			vs[i] = c.assignable(vs[i], c.Subst(res.At(i).Type()), nil)
		}
	default:
		vs = c.values(s.Results, func(i int) types.Type { return c.Subst(res.At(i).Type()) })
	}
	if c.shared() {
		for i, r := range c.result {
			c.store(r, vs[i])
		}
	}
	w, p := 0, 0
	for _, v := range vs {
		v = c.own(v)
		c.move(value{v.t, v.s, w, p}, v)
		w, p = w+v.s.w, p+v.s.p
	}
	c.emit(opReturn, 0, 0, 0, int64(p))
}
