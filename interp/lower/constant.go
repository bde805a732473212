// Constants are folded by go/types and written with their type.
//
// Spec: Constants, Constant expressions.
// yaegi: -0.0 loses its sign, big constants overflow, iota and typed constants of
// named types go wrong.
// Before: const n = 1 << 62; x := float32(n) / 3
// After: x = (float32(4.611686e+18) / float32(3e+00))

package lower

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
)

// constant text
func (l *lowering) constant(v constant.Value, t types.Type, pos token.Pos) string {
	b, ok := under(t).(*types.Basic)
	if !ok {
		l.fail(pos, "constant of type %s", t)
	}
	name := l.typeText(t)
	info := b.Info()
	switch {
	case info&types.IsBoolean != 0:
		if name != "bool" {
			return fmt.Sprintf("%s(%v)", name, constant.BoolVal(v))
		}
		return strconv.FormatBool(constant.BoolVal(v))
	case info&types.IsString != 0:
		s := strconv.Quote(constant.StringVal(v))
		if name != "string" {
			return name + "(" + s + ")"
		}
		return s
	case info&types.IsInteger != 0:
		s := constant.ToInt(v).ExactString()
		if name == "int" && s[0] != '-' {
			return s
		}
		return name + "(" + s + ")"
	case info&types.IsFloat != 0:
		f, _ := constant.Float64Val(constant.ToFloat(v))
		bits := 64
		if b.Kind() == types.Float32 {
			g, _ := constant.Float32Val(constant.ToFloat(v))
			f, bits = float64(g), 32
		}
		return name + "(" + strconv.FormatFloat(f, 'e', -1, bits) + ")"
	case info&types.IsComplex != 0:
		c := constant.ToComplex(v)
		re, _ := constant.Float64Val(constant.Real(c))
		im, _ := constant.Float64Val(constant.Imag(c))
		if b.Kind() == types.Complex64 {
			return fmt.Sprintf("rt.C64(float64(%s), float64(%s))", strconv.FormatFloat(re, 'e', -1, 64), strconv.FormatFloat(im, 'e', -1, 64))
		}
		return fmt.Sprintf("rt.C128(float64(%s), float64(%s))", strconv.FormatFloat(re, 'e', -1, 64), strconv.FormatFloat(im, 'e', -1, 64))
	}
	l.fail(pos, "constant of type %s", t)
	return ""
}
