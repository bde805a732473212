// This file compiles function literals: functions of their own, which share
// variables with the one around them.

package bytecode

import (
	"fmt"
	"go/ast"
	"go/types"
	"unsafe"
)

// shares lists the variables of the functions around a literal that it mentions.
func (c *compiler) shares(e *ast.FuncLit) (list []types.Object) {
	for _, o := range c.mentions(e, e.Body) {
		if _, ok := c.vars[o]; ok {
			list = append(list, o)
		}
	}
	return list
}

// mentions lists the variables that parts of a node mention and that are declared
// outside of it.
func (c *compiler) mentions(of ast.Node, parts ...ast.Node) (list []types.Object) {
	seen := map[types.Object]bool{}
	for _, part := range parts {
		ast.Inspect(part, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if o, ok := c.Object(id).(*types.Var); ok && !o.IsField() && !seen[o] && (o.Pos() < of.Pos() || o.Pos() >= of.End()) {
					seen[o] = true
					list = append(list, o)
				}
			}
			return true
		})
	}
	return list
}

func (c *compiler) literal(e *ast.FuncLit, hint *value) value {
	t := c.typeOf(e)
	code, bases := c.literalCode(e, false)
	typ := c.record(t).V
	l := c.layout(nil, c.Info.Types[e].Type.(*types.Signature))
	out := c.temp(t)
	b := c.b
	c.fn(func(_ *words, p *pointers) {
		list := make([]unsafe.Pointer, len(bases))
		for i, r := range bases {
			list[i] = p[r]
		}
		p[out.p] = b.pointer(code, typ, l, list)
	})
	return out
}

// literalCode compiles a literal. Registers with what it shares follow its arguments.
// If it is deferred, recover in it refers to the frame of this function.
func (c *compiler) literalCode(e *ast.FuncLit, deferred bool) (code *Code, shared []int) {
	sig := c.Info.Types[e].Type.(*types.Signature) // whose variables the body mentions
	list := c.shares(e)
	c.literals++
	label := fmt.Sprintf("%s.func%d", c.label, c.literals)
	if c.inLiteral() {
		label = fmt.Sprintf("%s.%d", c.label, c.literals)
	}
	code = c.b.newCode(label)
	in := c.within(code, label, sig, c)
	for _, o := range list {
		p := c.vars[o]
		if p.kind != inMemory || p.off != 0 {
			c.decline(e, "a literal that shares %s", o.Name())
		}
		shared = append(shared, p.base)
	}
	if deferred {
		shared = append(shared, c.frame)
	}
	in.whole(sig, nil, e.Body, len(shared), deferred, func(k *compiler) {
		for _, o := range list {
			q := c.vars[o]
			q.base = k.newP(1)
			k.vars[o] = q
		}
		if deferred {
			k.pending = k.newP(1)
		}
	})
	return code, shared
}

// within is the compiler of a function inside of this one.
func (c *compiler) within(code *Code, label string, sig *types.Signature, outer *compiler) *compiler {
	return &compiler{
		Function: c.Function, b: c.b, code: code, vars: map[types.Object]place{}, boxed: c.boxed, shapes: c.shapes,
		outer: outer, label: label, sig: sig, globals: map[constKey]int{}, frame: -1, pending: -1,
	}
}
