// This file explains values of one type where another is wanted, and says how to
// make the one of the other.

package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strconv"
	"strings"
)

var usedAs = regexp.MustCompile(`(?s)^cannot use .* as (\S+) value in `)

// useHint explains a value of one type where another is wanted.
func (c *checking) useHint(e *Error, out *outcome, at []ast.Expr) string {
	m := usedAs.FindStringSubmatch(e.Msg)
	if m == nil || len(at) == 0 {
		return ""
	}
	want, err := types.Eval(c.scope.fset, out.pkg, token.NoPos, m[1])
	if err != nil || want.Type == nil {
		return ""
	}
	for _, x := range at {
		if t := out.info.TypeOf(x); t != nil && strings.Contains(e.Msg, "cannot use "+types.ExprString(x)) {
			return conversion(x, t, want.Type, m[1])
		}
	}
	return ""
}

// conversion says how to make a value of the wanted type of an expression, "" if
// there is no plain way.
func conversion(x ast.Expr, have, want types.Type, name string) string {
	text := types.ExprString(x)
	if _, simple := x.(*ast.BinaryExpr); simple {
		text = "(" + text + ")"
	}
	if lit, ok := x.(*ast.BasicLit); ok && lit.Kind == token.STRING && isNumber(want) {
		if s, err := strconv.Unquote(lit.Value); err == nil {
			if _, err := strconv.ParseFloat(s, 64); err != nil {
				return "" // no number
			}
		}
	}
	has := func(t types.Type, info types.BasicInfo) bool {
		b, ok := t.Underlying().(*types.Basic)
		return ok && b.Info()&info != 0
	}
	ptr, isPtr := want.Underlying().(*types.Pointer)
	from, fromPtr := have.Underlying().(*types.Pointer)
	slice, isSlice := want.Underlying().(*types.Slice)
	switch {
	case isPtr && types.Identical(ptr.Elem(), have):
		return "&" + text + " is a pointer to it"
	case fromPtr && types.Identical(from.Elem(), want):
		return "*" + text + " is what it points to"
	case has(have, types.IsNumeric) && has(want, types.IsNumeric):
		if has(have, types.IsUntyped) {
			return "" // a constant that does not fit
		}
		return name + "(" + strings.TrimSuffix(strings.TrimPrefix(text, "("), ")") + ") converts it"
	case has(have, types.IsNumeric) && has(want, types.IsString):
		return "fmt.Sprint(" + text + ") makes text of it"
	case has(have, types.IsString) && has(want, types.IsInteger):
		return "strconv.Atoi(" + text + ") makes a number of text, and an error"
	case has(have, types.IsString) && has(want, types.IsFloat):
		return "strconv.ParseFloat(" + text + ", 64) makes a number of text, and an error"
	case has(have, types.IsString) && isSlice && (types.Identical(slice.Elem(), types.Typ[types.Byte]) || types.Identical(slice.Elem(), types.Universe.Lookup("rune").Type())):
		return name + "(" + text + ") converts it"
	case isSlice && isSliceOf(have, isNumber) && isNumber(slice.Elem()):
		return "a loop converts each element: for i, x := range " + text + " { ys[i] = " + types.TypeString(slice.Elem(), nil) + "(x) }"
	case has(have, types.IsString) && name == "error":
		return "errors.New(" + text + ") makes an error"
	case types.IsInterface(have) && types.AssertableTo(have.Underlying().(*types.Interface), want):
		return fmt.Sprintf("%s.(%s) is the value in it, if it has that type", text, name)
	}
	return ""
}

func isSliceOf(t types.Type, is func(types.Type) bool) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && is(s.Elem())
}

func isNumber(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}

// mismatchHint explains an operation on values of two types.
func (c *checking) mismatchHint(e *Error, out *outcome, _ []ast.Expr) string {
	rest, ok := strings.CutPrefix(e.Msg, "invalid operation: ")
	operation, types2, found := strings.Cut(rest, " (mismatched types ")
	if !ok || !found {
		return ""
	}
	var op *ast.BinaryExpr
	c.eachNode(func(n ast.Node) {
		if b, ok := n.(*ast.BinaryExpr); ok && types.ExprString(b) == operation && c.scope.fset.Position(b.OpPos).Line == e.Line {
			op = b
		}
	})
	if op == nil {
		return ""
	}
	x, y := out.info.TypeOf(op.X), out.info.TypeOf(op.Y)
	if x == nil || y == nil {
		return ""
	}
	kind := func(t types.Type) types.BasicInfo {
		if b, ok := t.Underlying().(*types.Basic); ok {
			return b.Info()
		}
		return 0
	}
	other := func(nilSide ast.Expr) string {
		zero := map[types.BasicInfo]string{types.IsString: `""`, types.IsBoolean: "false"}[kind(out.info.TypeOf(nilSide))&(types.IsString|types.IsBoolean)]
		if zero == "" {
			zero = "0"
		}
		return fmt.Sprintf("only pointers, slices, maps, channels, functions and interfaces can be nil: compare with %s", zero)
	}
	name := func(t types.Type) string {
		return types.TypeString(t, func(p *types.Package) string {
			if p.Path() == "main" {
				return ""
			}
			return p.Name()
		})
	}
	switch kx, ky := kind(x), kind(y); {
	case op.Op == token.MUL && kx&types.IsString != 0 && ky&types.IsInteger != 0:
		return fmt.Sprintf("strings.Repeat(%s, %s)", types.ExprString(op.X), types.ExprString(op.Y))
	case strings.HasSuffix(types2, "untyped nil)") && kx != 0:
		return other(op.X)
	case strings.HasPrefix(types2, "untyped nil ") && ky != 0:
		return other(op.Y)
	case op.Op == token.LAND || op.Op == token.LOR:
		return op.Op.String() + " stands between conditions, as in x > 0 " + op.Op.String() + " y > 0"
	case kx&types.IsNumeric != 0 && ky&types.IsNumeric != 0:
		if _, named := y.(*types.Named); kx&types.IsUntyped == 0 && (named || ky&types.IsFloat != 0 || kx&types.IsFloat == 0) {
			return conversion(op.X, x, y, name(y))
		}
		return conversion(op.Y, y, x, name(x))
	case kx&types.IsString != 0 && ky&types.IsNumeric != 0:
		return "fmt.Sprint(" + types.ExprString(op.Y) + ") makes text of it"
	case ky&types.IsString != 0 && kx&types.IsNumeric != 0:
		return "fmt.Sprint(" + types.ExprString(op.X) + ") makes text of it"
	case types.IsInterface(x) && !types.IsInterface(y):
		return fmt.Sprintf("%s.(%s) is the value in it, if it has that type", types.ExprString(op.X), name(types.Default(y)))
	}
	return ""
}

var converted = regexp.MustCompile(`(?s)^cannot convert (.*) \(.*\) to type (\S+)$`)

// conversionHint explains a conversion that there is not.
func (c *checking) conversionHint(e *Error, out *outcome, at []ast.Expr) string {
	m := converted.FindStringSubmatch(e.Msg)
	if m == nil || len(at) == 0 {
		return ""
	}
	want, err := types.Eval(c.scope.fset, out.pkg, token.NoPos, m[2])
	have := out.info.TypeOf(at[len(at)-1])
	if err != nil || have == nil {
		return ""
	}
	hint := conversion(at[len(at)-1], have, want.Type, m[2])
	if strings.HasSuffix(hint, ") converts it") {
		return ""
	}
	return hint
}
