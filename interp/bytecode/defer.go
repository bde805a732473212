// This file compiles functions that defer calls.
//
// Such a function is two: the one that callers call has the results, as variables,
// and a frame of the run time, which runs the other one, the body, and then what that
// has deferred. So panics, recover and runtime.Goexit are the run time's, the same for
// both back ends.
//
// recover refers to a frame. That of a literal which is deferred where it is written
// is known; any other function asks when it starts (runtime.Pending).

package bytecode

import (
	"go/ast"
	"go/types"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// frames tells whether a body defers calls, and whether it calls recover, literals
// within it left out.
func (c *compiler) frames(b *ast.BlockStmt) (defers, recovers bool) {
	ast.Inspect(b, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			defers = true
		case *ast.CallExpr:
			recovers = recovers || c.builtinName(n) == "recover"
		}
		return true
	})
	return defers, recovers
}

// whole compiles a function. Behind its arguments there are the pointers of so many
// variables that it shares; bind takes their registers. known says that bind knows
// what recover refers to.
func (c *compiler) whole(sig *types.Signature, recv *types.Var, b *ast.BlockStmt, shared int, known bool, bind func(*compiler)) {
	defers, recovers := c.frames(b)
	if !defers {
		c.parameters(sig, recv, func() {
			bind(c)
			if recovers && !known {
				c.pending = c.newP(1)
				c.emitPending()
			}
			c.setUpConstants()
		})
		c.body(b)
		return
	}
	var args []*types.Var
	if recv != nil {
		args = append(args, recv)
	}
	for v := range sig.Params().Variables() {
		args = append(args, v)
	}
	for _, v := range args {
		s := c.shape(c.Subst(v.Type()))
		c.newW(s.w)
		c.newP(s.p)
	}
	c.newP(shared)
	given := c.pTop
	if recovers && !known {
		c.pending = c.newP(1)
		c.emitPending()
	}
	var results []place
	for v := range sig.Results().Variables() {
		t := c.Subst(v.Type())
		p := place{kind: inMemory, t: t, s: c.shape(t), base: c.newP(1)}
		c.alloc(t, p.base)
		results = append(results, p)
	}
	c.frame = c.newP(1)
	nw, np := c.wTop, c.pTop
	// The body finds all these registers where they are here.
	in := c.within(c.b.newCode(c.label), c.label, sig, c.outer)
	in.framed, in.wanted, in.hoisted = true, c.wanted, c.hoisted
	in.pos = b.Lbrace
	in.parameters(sig, recv, func() {
		bind(in)
		in.pTop = np
		in.code.np = max(in.code.np, np)
		in.frame = c.frame
		if !known {
			in.pending = c.pending
		}
		for i, v := range results {
			in.vars[sig.Results().At(i)] = v
		}
		in.result = results
		in.setUpConstants()
	})
	in.body(b)
	end, run := c.Site(c.label, len(args) > 0, b.Rbrace), c.b.run
	frame, body := c.frame, in.code
	c.pos = b.Rbrace
	c.fn(func(w *words, p *pointers) {
		f := run.NewFrame(end)
		p[frame] = unsafe.Pointer(f)
		f.Run(func() {
			m := acquire()
			mw, mp := m.window(body)
			copy(mw[:nw], w[:nw])
			copy(mp[:np], p[:np])
			clear(p[:given]) // the body alone keeps its arguments
			m.call(body)
			m.release()
		})
	})
	var vs []value
	for _, r := range results {
		vs = append(vs, c.load(r, nil))
	}
	c.emit(opReturn, 0, 0, 0, int64(c.results(vs)))
	c.code.site = func(int) int { return 0 } // the body has places
	c.code.nw++
	c.code.np++
}

// emitPending asks for what recover refers to.
func (c *compiler) emitPending() {
	r, run := c.pending, c.b.run
	c.fn(func(_ *words, p *pointers) { p[r] = unsafe.Pointer(run.Pending()) })
}

// deferStmt is a defer statement.
func (c *compiler) deferStmt(s *ast.DeferStmt) {
	l, frame := c.evaluate(s.Call, true), c.frame
	c.pos = s.Pos()
	c.fn(func(w *words, p *pointers) {
		f, call := (*runtime.Frame)(p[frame]), l.thunk(w, p).call
		if l.mayRecover {
			f.PushN(call)
			return
		}
		f.Push(call)
	})
}
