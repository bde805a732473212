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
	seen := map[types.Object]bool{}
	ast.Inspect(e.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if o, ok := c.Object(id).(*types.Var); ok && !o.IsField() && !seen[o] && (o.Pos() < e.Pos() || o.Pos() >= e.End()) {
				if _, ok := c.vars[o]; ok {
					seen[o] = true
					list = append(list, o)
				}
			}
		}
		return true
	})
	return list
}

func (c *compiler) literal(e *ast.FuncLit, hint *value) value {
	t := c.typeOf(e)
	sig := c.Info.Types[e].Type.(*types.Signature) // whose variables the body mentions
	shared := c.shares(e)
	c.literals++
	label := fmt.Sprintf("%s.func%d", c.label, c.literals)
	if c.outer != nil {
		label = fmt.Sprintf("%s.%d", c.label, c.literals)
	}
	code := c.b.newCode(label)
	in := &compiler{
		Function: c.Function, b: c.b, code: code, vars: map[types.Object]place{}, boxed: c.boxed, shapes: c.shapes,
		outer: c, label: label, sig: sig, globals: map[constKey]int{},
	}
	var bases []int
	in.parameters(sig, nil, func() {
		for _, o := range shared {
			p := c.vars[o]
			if p.kind != inMemory || p.off != 0 {
				c.decline(e, "a literal that shares %s", o.Name())
			}
			bases = append(bases, p.base)
			q := p
			q.base = in.newP(1)
			in.vars[o] = q
		}
	})
	in.body(e.Body)
	typ := c.record(t).V
	l := c.layout(nil, sig)
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
