// This file compiles constants.

package bytecode

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// constant makes a constant's value.
func (c *compiler) constant(x constant.Value, t types.Type, hint *value) value {
	s := c.shape(t)
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		c.decline(nil, "a constant of type %s", t)
	}
	if part, ok := complexPart(t); ok {
		return c.complexConstant(x, t, part, hint)
	}
	if s.is(kString) {
		v := c.dst(t, hint)
		c.code.strings = append(c.code.strings, constant.StringVal(x))
		c.emit(opString, v.p, v.w, 0, int64(len(c.code.strings)-1))
		return v
	}
	if !s.word() {
		c.decline(nil, "a constant of type %s", t)
	}
	w := constWord(x, b, s.leaves[0].kind)
	if s.leaves[0].kind.isFloat() && hint == nil && len(c.loops) > 0 && c.outer == nil {
		return value{t, s, c.constantRegister(constKey{word: w}), 0}
	}
	v := c.dst(t, hint)
	c.emit(opConst, v.w, 0, 0, int64(w))
	return v
}

// constWord is a constant as a register holds it.
func constWord(x constant.Value, b *types.Basic, k kind) uint64 {
	switch {
	case k == kBool:
		return word(constant.BoolVal(x))
	case k == kFloat64:
		f, _ := constant.Float64Val(constant.ToFloat(x))
		return bits(f)
	case k == kFloat32:
		f, _ := constant.Float32Val(constant.ToFloat(x))
		return bits32(f)
	}
	x = constant.ToInt(x)
	if n, ok := constant.Int64Val(x); ok {
		return uint64(n)
	}
	n, _ := constant.Uint64Val(x)
	return n
}

// constInt is the value of a constant integer expression that fits an
// instruction.
func (c *compiler) constInt(e ast.Expr) (int64, bool) {
	tv := c.Info.Types[e]
	if tv.Value == nil {
		return 0, false
	}
	if x := constant.ToInt(tv.Value); x.Kind() == constant.Int {
		if n, ok := constant.Int64Val(x); ok {
			return n, true
		}
		if n, ok := constant.Uint64Val(x); ok {
			return int64(n), true
		}
	}
	return 0, false
}
