// This file compiles range loops over functions.
//
// The body is a function of its own, which the iterator calls. What it shares with the
// function around it is in variables, as for a literal; so are the results, where a
// return statement in the body sets them. A jump out of the body notes where it goes,
// and the body returns false; the jump is made once the iterator has returned, and from
// a body within a body in as many steps.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// rangeState is what a loop and its body tell each other.
type rangeState struct {
	exit  int // the jump that left the body, counted from 1
	state int // see package runtime
}

// rangeBody is the body of a loop, as the function that it is.
type rangeBody struct {
	label string // of the loop
	state int    // the register that points to the state
	exits []exit
	of    *compiler // the function around it
}

// exit is a way out of a body: break or continue of a loop around it, or return.
type exit struct {
	tok   token.Token
	label string
}

// overFunction tells whether a range loop is over a function.
func (c *compiler) overFunction(s *ast.RangeStmt) bool {
	_, ok := c.typeOf(s.X).Underlying().(*types.Signature)
	return ok
}

// returns tells whether a return statement in a loop's body leaves the function
// around it.
func returns(s *ast.RangeStmt) bool {
	found := false
	ast.Inspect(s.Body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			found = true
		}
		return !found
	})
	return found
}

// scanBodies finds the variables that have to be in memory because a body that becomes
// a function mentions them, in a function with the signature.
func (c *compiler) scanBodies(body ast.Node, sig *types.Signature) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			if n != body {
				c.scanBodies(n.Body, c.Info.Types[n].Type.(*types.Signature))
				return false
			}
		case *ast.RangeStmt:
			if !c.overFunction(n) {
				break
			}
			for _, o := range c.mentions(n, parts(n)...) {
				c.boxed[o] = true
			}
			if returns(n) {
				for v := range sig.Results().Variables() {
					c.boxed[v] = true
				}
			}
		}
		return true
	})
}

// parts are what of a loop is in the body's function.
func parts(s *ast.RangeStmt) []ast.Node {
	list := []ast.Node{s.Body}
	if s.Tok == token.ASSIGN {
		for _, x := range []ast.Expr{s.Key, s.Value} {
			if x != nil {
				list = append(list, x)
			}
		}
	}
	return list
}

// slots are the variables of the function's results, which a return statement in a
// loop's body sets.
func (c *compiler) slots() []place {
	if c.result != nil || c.sig.Results().Len() == 0 {
		return c.result
	}
	var list []place
	for v := range c.sig.Results().Variables() {
		t := c.Subst(v.Type())
		p := place{kind: inMemory, t: t, s: c.shape(t), base: c.newP(1)}
		c.alloc(t, p.base)
		list = append(list, p)
	}
	return list
}

// rangeFunc is a range over a function.
func (c *compiler) rangeFunc(s *ast.RangeStmt, label string, iterator *types.Signature) {
	yield := iterator.Params().At(0).Type().Underlying().(*types.Signature)
	forget := c.callsFirst(s.X)
	f := c.temp(c.typeOf(s.X))
	c.into(s.X, f)
	forget()
	state := c.newP(1)
	c.fn(func(_ *words, p *pointers) { p[state] = unsafe.Pointer(new(rangeState)) })
	var results []place
	if returns(s) {
		results = c.slots()
	}
	code, shared, exits := c.rangeCode(s, label, yield, state, results)

	// The iterator is called with the body.
	c.at(s)
	w, p, _ := c.window(nil, iterator)
	typ, l, b := c.record(iterator.Params().At(0).Type()).V, c.layout(nil, yield), c.b
	c.fn(func(_ *words, ps *pointers) {
		list := make([]unsafe.Pointer, len(shared))
		for i, r := range shared {
			list[i] = ps[r]
		}
		ps[p] = b.pointer(code, typ, l, list)
	})
	c.callFunc(f, iterator, w, p)

	gone := c.newW(1)
	c.fn(func(w *words, p *pointers) {
		st := (*rangeState)(p[state])
		if st.state == runtime.RangeRunning {
			runtime.BadRange(runtime.RangeRecovered)
		}
		st.state = runtime.RangeEnded
		w[gone] = uint64(st.exit)
	})
	for i, x := range exits {
		next := newLabel()
		c.jump(opJumpNeImm, gone, 0, int64(i+1), next)
		c.leave(s, x, results)
		c.bind(next)
	}
}

// leave makes a jump that has left the body of a loop.
func (c *compiler) leave(s *ast.RangeStmt, x exit, results []place) {
	switch {
	case x.tok != token.RETURN:
		c.branchTo(s, x)
	case c.inBody != nil:
		c.exit(x) // the results are set
	case c.framed || len(results) == 0:
		c.emit(opReturn, 0, 0, 0, 0)
	default:
		var vs []value
		for _, r := range results {
			vs = append(vs, c.load(r, nil))
		}
		c.emit(opReturn, 0, 0, 0, int64(c.results(vs)))
	}
}

// rangeCode compiles the body of a loop. Registers with what it shares follow its
// arguments.
func (c *compiler) rangeCode(s *ast.RangeStmt, label string, yield *types.Signature, state int, results []place) (code *Code, shared []int, exits []exit) {
	code = c.b.newCode(c.label)
	in := c.within(code, c.label, c.sig, c)
	in.framed, in.literals = c.framed, c.literals
	in.inBody = &rangeBody{label: label, of: c}
	site, name := c.Site, c.label
	code.site = func(pos int) int { return site(name, false, token.Pos(pos)) }
	var given []value
	for v := range yield.Params().Variables() {
		given = append(given, in.temp(c.Subst(v.Type())))
	}
	share := func(r int) int {
		shared = append(shared, r)
		return in.newP(1)
	}
	in.inBody.state = share(state)
	for _, o := range c.mentions(s, parts(s)...) {
		p, ok := c.vars[o]
		if !ok {
			continue
		}
		if p.kind != inMemory || p.off != 0 {
			c.decline(s, "a loop's body that shares %s", o.Name())
		}
		p.base = share(p.base)
		in.vars[o] = p
	}
	for _, r := range results {
		r.base = share(r.base)
		in.result = append(in.result, r)
	}
	if c.frame >= 0 {
		in.frame = share(c.frame)
	}
	if c.pending >= 0 {
		in.pending = share(c.pending)
	}

	in.at(s)
	st := in.inBody.state
	in.fn(func(_ *words, p *pointers) {
		state := &(*rangeState)(p[st]).state
		if *state != runtime.RangeReady {
			runtime.BadRange(*state)
		}
		*state = runtime.RangeRunning
	})
	key, val := in.iteration(s)
	for i, x := range []ast.Expr{s.Key, s.Value} {
		o := []types.Object{key, val}[i]
		in.give(s, x, o, func(*value) value { return given[i] })
	}
	in.block(s.Body.List)
	in.pos = s.Body.Rbrace
	in.again()
	code.nw++
	code.np++
	c.literals = in.literals
	return code, shared, in.inBody.exits
}

// again returns true: the iterator goes on.
func (c *compiler) again() {
	c.end(runtime.RangeReady, 0, 1)
}

// exit returns false, and notes which jump leaves the body.
func (c *compiler) exit(x exit) {
	n := 0
	for i, known := range c.inBody.exits {
		if known == x {
			n = i + 1
		}
	}
	if n == 0 {
		c.inBody.exits = append(c.inBody.exits, x)
		n = len(c.inBody.exits)
	}
	c.end(runtime.RangeLeft, n, 0)
}

// end ends the body: it leaves the loop in the state, by the exit, and returns.
func (c *compiler) end(state, exit int, more int64) {
	st := c.inBody.state
	c.fn(func(_ *words, p *pointers) { *(*rangeState)(p[st]) = rangeState{exit, state} })
	r := c.newW(1)
	c.emit(opConst, r, 0, 0, more)
	c.emit(opReturnWord, r, 0, 0, 0)
}

// branchTo makes a jump that no loop or switch of this function is the target of.
func (c *compiler) branchTo(n ast.Node, x exit) {
	if to := c.target(x); to != nil {
		c.jump(opJump, 0, 0, 0, to)
		return
	}
	if c.inBody == nil {
		c.decline(n, "%s", x.tok)
	}
	if x.label == "" || x.label == c.inBody.label {
		if x.tok == token.CONTINUE {
			c.again()
			return
		}
		c.end(runtime.RangeLeft, 0, 0)
		return
	}
	c.exit(x)
}

// inLiteral tells whether the code is part of a literal.
func (c *compiler) inLiteral() bool {
	if c.inBody != nil {
		return c.inBody.of.inLiteral()
	}
	return c.outer != nil || c.Literal
}
