// This file compiles expressions.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
)

// typeOf is the type of an expression as a value of its own.
func (c *compiler) typeOf(e ast.Expr) types.Type {
	t := c.TypeOf(e)
	if b, ok := t.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 && b.Kind() != types.UntypedNil {
		t = types.Default(t)
	}
	return t
}

func (c *compiler) isNil(e ast.Expr) bool { return c.Info.Types[e].IsNil() }

// exprTo evaluates an expression and converts it, as an assignment does.
func (c *compiler) exprTo(e ast.Expr, t types.Type, hint *value) value {
	t = c.Subst(t)
	if c.isNil(e) {
		v := c.dst(t, hint)
		c.zero(v)
		return v
	}
	if tv := c.Info.Types[e]; tv.Value != nil {
		if c.isIface(t) {
			return c.assignable(c.constant(tv.Value, c.typeOf(e), nil), t, hint)
		}
		return c.constant(tv.Value, t, hint)
	}
	if c.isIface(t) && !c.isIface(c.typeOf(e)) {
		if _, f := callee(c, ast.Unparen(e)); f != nil {
			c.decline(e, "the function %s in an interface", f.Name()) // whose name can be asked for
		}
		return c.assignable(c.expr(e, nil), t, hint)
	}
	return c.assignable(c.expr(e, hint), t, hint)
}

// into evaluates an expression into certain registers.
func (c *compiler) into(e ast.Expr, to value) {
	v := c.exprTo(e, to.t, &to)
	if v.w != to.w || v.p != to.p {
		c.move(to, v)
	}
}

// assignable converts a value to a type that it can be assigned to.
func (c *compiler) assignable(v value, t types.Type, hint *value) value {
	if c.isIface(t) {
		return c.toIface(v, t, hint)
	}
	v.t = t
	return v
}

// expr evaluates an expression. The result is a variable's own registers or new
// ones; those of the hint if that is convenient.
func (c *compiler) expr(e ast.Expr, hint *value) value {
	e = ast.Unparen(e)
	if tv := c.Info.Types[e]; tv.Value != nil {
		return c.constant(tv.Value, c.typeOf(e), hint)
	}
	switch e := e.(type) {
	case *ast.Ident:
		return c.ident(e, hint)
	case *ast.BinaryExpr:
		return c.binary(e, hint)
	case *ast.UnaryExpr:
		return c.unary(e, hint)
	case *ast.CallExpr:
		return c.call1(e, hint)
	case *ast.SelectorExpr:
		if sel := c.Info.Selections[e]; sel != nil && sel.Kind() != types.FieldVal {
			if sel.Kind() == types.MethodExpr {
				return c.methodExpr(e)
			}
			return c.methodValue(e)
		}
		if f, ok := c.Object(e.Sel).(*types.Func); ok {
			return c.declared(e.Sel, f)
		}
		if v, ok := c.fieldOf(e); ok {
			return v
		}
		return c.load(c.place(e), hint)
	case *ast.IndexExpr:
		return c.index(e, hint)
	case *ast.StarExpr:
		p := c.place(e)
		c.pos = e.Pos()
		return c.load(p, hint)
	case *ast.SliceExpr:
		return c.slice(e, hint)
	case *ast.CompositeLit:
		return c.composite(e, c.typeOf(e), hint)
	case *ast.FuncLit:
		return c.literal(e, hint)
	case *ast.TypeAssertExpr:
		return c.assertion(e)
	}
	c.decline(e, "an expression %T", e)
	return value{}
}

func (c *compiler) ident(e *ast.Ident, hint *value) value {
	switch o := c.Object(e).(type) {
	case *types.Var:
		return c.load(c.variable(e, o), hint)
	case *types.Func:
		return c.declared(e, o)
	}
	c.decline(e, "%s as a value", e.Name)
	return value{}
}

// variable is the place of a variable.
func (c *compiler) variable(e *ast.Ident, o *types.Var) place {
	if p, ok := c.vars[o]; ok {
		return p
	}
	v, ok := c.Global(o)
	if !ok {
		c.decline(e, "the variable %s", e.Name)
	}
	t := c.Subst(o.Type())
	base := c.constantRegister(constKey{pointer: v.UnsafePointer()})
	return place{kind: inMemory, t: t, s: c.shape(t), base: base}
}

func (c *compiler) unary(e *ast.UnaryExpr, hint *value) value {
	switch e.Op {
	case token.AND:
		return c.address(e, hint)
	case token.ARROW:
		return c.receive(e, hint)[0]
	}
	t := c.typeOf(e)
	x := c.expr(e.X, nil)
	if part, ok := complexPart(t); ok {
		return c.complexUnary(e.Op, x, part)
	}
	v := c.dst(t, hint)
	if !x.s.word() {
		c.decline(e, "such an operand")
	}
	k := x.s.leaves[0].kind
	switch e.Op {
	case token.ADD:
		return x
	case token.SUB:
		switch k {
		case kFloat64:
			c.emit(opFNeg, v.w, x.w, 0, 0)
		case kFloat32:
			c.emit(opFNeg32, v.w, x.w, 0, 0)
		default:
			c.emit(opNeg, v.w, x.w, 0, 0)
			c.extend(v.w, k)
		}
	case token.XOR:
		c.emit(opCom, v.w, x.w, 0, 0)
		c.extend(v.w, k)
	case token.NOT:
		c.emit(opNot, v.w, x.w, 0, 0)
	}
	return v
}

var extensions = [...]opcode{kInt8: opExt8, kInt16: opExt16, kInt32: opExt32, kUint8: opExtU8, kUint16: opExtU16, kUint32: opExtU32, kUint64: 0}

// extend brings a register into the range of its kind.
func (c *compiler) extend(w int, k kind) {
	if k.isInt() && k.wordBits() < 64 {
		c.emit(extensions[k], w, w, 0, 0)
	}
}

// address is &x.
func (c *compiler) address(e *ast.UnaryExpr, hint *value) value {
	t := c.typeOf(e)
	x := ast.Unparen(e.X)
	if l, ok := x.(*ast.CompositeLit); ok {
		lt := c.typeOf(l)
		s := c.shape(lt)
		if s.memory {
			v := c.composite(l, lt, nil)
			v.t, v.s = t, c.shape(t)
			return v
		}
		v := c.composite(l, lt, nil)
		out := c.temp(t)
		c.alloc(lt, out.p)
		c.store(place{kind: inMemory, t: lt, s: s, base: out.p}, v)
		return out
	}
	p := c.settle(c.place(x))
	if p.kind != inMemory {
		c.decline(e, "the address of such a place")
	}
	v := c.dst(t, hint)
	c.pos = e.Pos()
	if _, variable := x.(*ast.Ident); variable && p.off == 0 {
		c.emit(opMoveP, v.p, p.base, 0, 0)
		return v
	}
	c.check(p.base, 0, 0)
	c.emit(opAddr, v.p, p.base, 0, p.off)
	return v
}
