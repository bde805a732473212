// This file compiles complex numbers. In registers one is two floats, the real part
// and the imaginary one; operations are Go's own.

package bytecode

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// complexPart is the kind of a complex type's parts.
func complexPart(t types.Type) (kind, bool) {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsComplex == 0 {
		return 0, false
	}
	if b.Kind() == types.Complex64 {
		return kFloat32, true
	}
	return kFloat64, true
}

func complexAt(w *words, i int) complex128     { return complex(float(w[i]), float(w[i+1])) }
func complex64At(w *words, i int) complex64    { return complex(float32of(w[i]), float32of(w[i+1])) }
func setComplex(w *words, i int, x complex128) { w[i], w[i+1] = bits(real(x)), bits(imag(x)) }
func setComplex64(w *words, i int, x complex64) {
	w[i], w[i+1] = bits32(real(x)), bits32(imag(x))
}

var complexOps = map[token.Token]struct {
	wide   func(x, y complex128) complex128
	narrow func(x, y complex64) complex64
}{
	token.ADD: {func(x, y complex128) complex128 { return x + y }, func(x, y complex64) complex64 { return x + y }},
	token.SUB: {func(x, y complex128) complex128 { return x - y }, func(x, y complex64) complex64 { return x - y }},
	token.MUL: {func(x, y complex128) complex128 { return x * y }, func(x, y complex64) complex64 { return x * y }},
	token.QUO: {func(x, y complex128) complex128 { return x / y }, func(x, y complex64) complex64 { return x / y }},
}

// complexArith is an operation on two values of one complex type.
func (c *compiler) complexArith(op token.Token, x, y value, part kind, hint *value) value {
	f, ok := complexOps[op]
	if !ok {
		c.decline(nil, "the operation %s", op)
	}
	v := c.dst(x.t, hint)
	if part == kFloat32 {
		c.fn(func(w *words, _ *pointers) {
			setComplex64(w, v.w, f.narrow(complex64At(w, x.w), complex64At(w, y.w)))
		})
		return v
	}
	c.fn(func(w *words, _ *pointers) { setComplex(w, v.w, f.wide(complexAt(w, x.w), complexAt(w, y.w))) })
	return v
}

// complexUnary is +x and -x.
func (c *compiler) complexUnary(op token.Token, x value, part kind) value {
	if op == token.ADD {
		return x
	}
	neg := opFNeg
	if part == kFloat32 {
		neg = opFNeg32
	}
	v := c.temp(x.t)
	c.emit(neg, v.w, x.w, 0, 0)
	c.emit(neg, v.w+1, x.w+1, 0, 0)
	return v
}

// complexEqual is how two values of a complex type are compared.
func complexEqual(part kind) func(w *words, p *pointers, x, y value) bool {
	if part == kFloat32 {
		return func(w *words, _ *pointers, x, y value) bool { return complex64At(w, x.w) == complex64At(w, y.w) }
	}
	return func(w *words, _ *pointers, x, y value) bool { return complexAt(w, x.w) == complexAt(w, y.w) }
}

// complexConstant is a constant of a complex type.
func (c *compiler) complexConstant(x constant.Value, t types.Type, part kind, hint *value) value {
	x = constant.ToComplex(x)
	v := c.dst(t, hint)
	c.emit(opConst, v.w, 0, 0, int64(constWord(constant.Real(x), nil, part)))
	c.emit(opConst, v.w+1, 0, 0, int64(constWord(constant.Imag(x), nil, part)))
	return v
}

// complexConversion converts between the complex types.
func (c *compiler) complexConversion(x ast.Expr, t types.Type, from, to kind) value {
	v := c.expr(x, nil)
	if from == to {
		v.t, v.s = t, c.shape(t)
		return v
	}
	op := opFloat3264
	if to == kFloat32 {
		op = opFloat6432
	}
	out := c.temp(t)
	c.emit(op, out.w, v.w, 0, 0)
	c.emit(op, out.w+1, v.w+1, 0, 0)
	return out
}

// complexBuiltin is real, imag and complex.
func (c *compiler) complexBuiltin(e *ast.CallExpr, name string) value {
	t := c.typeOf(e)
	switch name {
	case "real", "imag":
		x := c.exprTo(e.Args[0], c.complexOf(t), nil)
		v := value{t, c.shape(t), x.w, 0}
		if name == "imag" {
			v.w++
		}
		return v
	}
	defer c.callsFirst(e.Args...)()
	v := c.temp(t)
	part := types.Typ[types.Float64]
	if k, _ := complexPart(t); k == kFloat32 {
		part = types.Typ[types.Float32]
	}
	for i, a := range e.Args {
		x := c.exprTo(a, part, nil)
		c.emit(opMove, v.w+i, x.w, 0, 0)
	}
	return v
}

// complexOf is the complex type with parts of that type.
func (c *compiler) complexOf(part types.Type) types.Type {
	if c.shape(part).is(kFloat32) {
		return types.Typ[types.Complex64]
	}
	return types.Typ[types.Complex128]
}
