// This file explains values that do not fit where they stand.

package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"math"
	"runtime"
	"strings"
)

// typeHint says what to do about a value that does not fit, "" if that is not
// known.
func (c *checking) typeHint(e *Error, out *outcome) string {
	at := c.expressionsAt(e.pos)
	for _, f := range []func(*Error, *outcome, []ast.Expr) string{
		c.manyValuesHint, c.useHint, c.mismatchHint, c.conditionHint, c.assignHint, c.conversionHint, c.literalHint,
	} {
		if hint := f(e, out, at); hint != "" {
			return hint
		}
	}
	switch {
	case strings.HasPrefix(e.Msg, "declared and not used: "):
		return fmt.Sprintf("_ = %s keeps it for now", strings.TrimPrefix(e.Msg, "declared and not used: "))
	case strings.HasPrefix(e.Msg, "too many return values") && c.atTopLevel(e.pos):
		return "a cell shows its last expression; return ends it and gives nothing"
	case strings.HasPrefix(e.Msg, "too many return values") && strings.HasSuffix(e.Msg, "want ()"):
		return "a function says in front of its { what it returns: func f() int {"
	case strings.HasSuffix(e.Msg, "(no value) used as value"):
		return "that function has no result: call it by itself, or let it return something"
	case strings.HasSuffix(e.Msg, " is not constant"):
		return "a constant is a number, text or bool that is known before anything runs: var x = … can hold any value"
	case strings.HasPrefix(e.Msg, "too many arguments in conversion to "):
		return strings.TrimPrefix(e.Msg, "too many arguments in conversion to ") + "{…} makes a value"
	case strings.HasPrefix(e.Msg, "too few values in struct literal of type "):
		return "fields may be left out where they have names: " + strings.TrimPrefix(e.Msg, "too few values in struct literal of type ") + "{Field: value}"
	case strings.HasPrefix(e.Msg, "label ") && annotated.MatchString(e.SourceLine):
		m := annotated.FindStringSubmatch(e.SourceLine)
		return "the type stands behind the name, without a colon: var " + m[1] + " " + m[2] + " = …"
	case strings.HasSuffix(e.Msg, " is not used") && c.lastOfResult(e.pos):
		return "return " + types.ExprString(at[0]) + " makes it the function's result"
	case strings.HasSuffix(e.Msg, " is not used") && len(at) > 0 && c.atTopLevel(e.pos):
		return "a cell shows its last expression, or several in a list: a, b; others are printed: fmt.Println(" + types.ExprString(at[0]) + ")"
	case strings.HasSuffix(e.Msg, " is not a function") && strings.HasPrefix(e.Msg, "invalid operation: cannot call ") && len(at) > 0:
		if call, ok := at[0].(*ast.CallExpr); ok && len(call.Args) == 0 {
			return types.ExprString(call.Fun) + " is a value: it stands without ()"
		}
	case strings.HasPrefix(e.Msg, "cannot define new methods on non-local type "):
		return "only a type of yours has methods of yours: type T " + strings.TrimPrefix(e.Msg, "cannot define new methods on non-local type ")
	case strings.HasSuffix(e.Msg, ")") && strings.Contains(e.Msg, "type parameter ") && strings.Contains(e.Msg, " cannot use operator "):
		return c.operatorHint(e)
	case strings.HasSuffix(e.Msg, " value in variable declaration (overflows)"), strings.HasSuffix(e.Msg, " value in assignment (overflows)"):
		return c.overflowHint(e)
	case strings.HasPrefix(e.Msg, "missing return"):
		return "every way through the function ends with a return"
	case strings.HasPrefix(e.Msg, "use of untyped nil"):
		return "nil has no type of its own: var v *T, or []T, map[K]V, error"
	case strings.HasSuffix(e.Msg, " (type) is not an expression") && len(at) > 0:
		x := at[len(at)-1]
		if t := out.info.TypeOf(x); t != nil {
			switch t.Underlying().(type) {
			case *types.Struct, *types.Slice, *types.Array, *types.Map:
				return types.ExprString(x) + "{} is a value of it"
			case *types.Basic:
				return types.ExprString(x) + "(…) converts to it"
			}
		}
	case strings.Contains(e.Msg, "cannot indirect") && strings.Contains(e.SourceLine, "**"):
		return "math.Pow(x, y) is the power"
	case strings.HasPrefix(e.Msg, "invalid argument: index -") && len(at) > 0:
		return "counted from the end: x[len(x)-1] is the last element, x[:len(x)-1] all but the last"
	case strings.HasSuffix(e.Msg, "(slice can only be compared to nil)"):
		return "slices.Equal(a, b) compares the elements"
	case strings.HasSuffix(e.Msg, "(map can only be compared to nil)"):
		return "maps.Equal(a, b) compares the keys and values"
	case strings.Contains(e.Msg, "truncated") && strings.Contains(e.SourceLine, "time."):
		return "a duration is a whole number: 1500 * time.Millisecond"
	case strings.HasSuffix(e.Msg, "truncated to int"):
		return c.truncatedHint(e, out)
	case strings.HasPrefix(e.Msg, "cannot use generic type ") && strings.HasSuffix(e.Msg, "without instantiation"):
		return "say for which types, as in Stack[int]"
	case strings.HasPrefix(e.Msg, "undefined array length ") && strings.HasSuffix(e.Msg, "or missing type constraint"):
		return "a type parameter has a constraint: [T any]"
	case strings.Contains(e.Msg, "has pointer receiver"):
		return "a pointer has the method: &x"
	}
	return ""
}

// thousands is a number with commas.
var thousands = rx(`[^\d,]\d{1,3}(,\d{3})+\b`)

// annotated is a variable with its type as in Python or TypeScript.
var annotated = rx(`^\s*(\pL\w*)\s*:\s*(\pL\w*)\s*=[^=]`)

// atTopLevel tells whether a position of the cell is in no function.
func (c *checking) atTopLevel(pos token.Pos) bool {
	in := false
	c.eachNode(func(n ast.Node) {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			in = in || n.Pos() <= pos && pos < n.End()
		}
	})
	return !in
}

// lastOfResult tells whether an expression is the last statement of a function that
// has one result.
func (c *checking) lastOfResult(pos token.Pos) bool {
	found := false
	c.eachNode(func(n ast.Node) {
		var typ *ast.FuncType
		var body *ast.BlockStmt
		switch n := n.(type) {
		case *ast.FuncDecl:
			typ, body = n.Type, n.Body
		case *ast.FuncLit:
			typ, body = n.Type, n.Body
		}
		if typ == nil || typ.Results.NumFields() != 1 || body == nil || len(body.List) == 0 {
			return
		}
		last, ok := body.List[len(body.List)-1].(*ast.ExprStmt)
		found = found || ok && last.Pos() == pos
	})
	return found
}

// operatorHint names the constraint that allows an operator.
func (c *checking) operatorHint(e *Error) string {
	_, rest, _ := strings.Cut(e.Msg, "type parameter ")
	name, op, _ := strings.Cut(strings.TrimSuffix(rest, ")"), " cannot use operator ")
	switch op {
	case "<", "<=", ">", ">=":
		return "[" + name + " cmp.Ordered] allows types that have an order"
	case "+", "-", "*", "/", "%":
		return "[" + name + " int | float64] allows types that can be computed with"
	}
	return ""
}

// overflowHint says what an integer type holds.
func (c *checking) overflowHint(e *Error) string {
	_, rest, _ := strings.Cut(e.Msg, " as ")
	name, _, _ := strings.Cut(rest, " ")
	obj, _ := types.Universe.Lookup(name).(*types.TypeName)
	if obj == nil {
		return ""
	}
	b, ok := obj.Type().Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsInteger == 0 {
		return ""
	}
	bits := uint(8 * types.SizesFor("gc", runtime.GOARCH).Sizeof(b))
	if b.Info()&types.IsUnsigned != 0 {
		return fmt.Sprintf("%s holds 0 to %d", name, uint64(math.MaxUint64)>>(64-bits))
	}
	return fmt.Sprintf("%s holds %d to %d", name, math.MinInt64>>(64-bits), math.MaxInt64>>(64-bits))
}

// truncatedHint explains a fraction beside a whole number.
func (c *checking) truncatedHint(e *Error, out *outcome) string {
	hint := ""
	c.eachNode(func(n ast.Node) {
		b, ok := n.(*ast.BinaryExpr)
		if !ok || b.Y.Pos() != e.pos && b.X.Pos() != e.pos {
			return
		}
		other := b.X
		if b.X.Pos() == e.pos {
			other = b.Y
		}
		if t := out.info.TypeOf(other); t != nil && isNumber(t) {
			hint = "float64(" + types.ExprString(other) + ") can be combined with a fraction"
		}
	})
	if hint == "" {
		return "an int has no fraction: a variable for one is declared as in x := 5.0"
	}
	return hint
}

// expressionsAt returns the cell's expressions that begin at a position, the
// longest first.
func (c *checking) expressionsAt(pos token.Pos) []ast.Expr {
	var list []ast.Expr
	c.eachNode(func(n ast.Node) {
		if x, ok := n.(ast.Expr); ok && x.Pos() == pos {
			list = append(list, x)
		}
	})
	return list
}

// manyValuesHint explains a call with several results where one is wanted. At the
// top level a definition is a declaration for go/types, which words it otherwise
// than the compiler does.
func (c *checking) manyValuesHint(e *Error, out *outcome, at []ast.Expr) string {
	if !strings.HasPrefix(e.Msg, "multiple-value ") && !strings.HasPrefix(e.Msg, "assignment mismatch: 1 variable but ") {
		return ""
	}
	for _, x := range at {
		call, ok := x.(*ast.CallExpr)
		if !ok {
			continue
		}
		results, ok := out.info.TypeOf(call).(*types.Tuple)
		if !ok || results.Len() < 2 {
			continue
		}
		name, defines := "v", false
		for n, d := range c.defs {
			a, ok := d.node.(*ast.AssignStmt)
			if ok && len(a.Lhs) == 1 && len(a.Rhs) == 1 && a.Rhs[0] == x {
				name, defines = n, true
			}
		}
		if defines {
			e.Msg = fmt.Sprintf("assignment mismatch: 1 variable but %s returns %d values", types.ExprString(call.Fun), results.Len())
		}
		names := []string{name}
		for i := 1; i < results.Len(); i++ {
			switch {
			case types.Identical(results.At(i).Type(), types.Universe.Lookup("error").Type()):
				names = append(names, "err")
			case i == results.Len()-1 && types.Identical(results.At(i).Type(), types.Typ[types.Bool]):
				names = append(names, "ok")
			default:
				names = append(names, "_")
			}
		}
		return fmt.Sprintf("give each a name, or _: %s := %s", strings.Join(names, ", "), shortCall(call))
	}
	return ""
}

// shortCall is a call without what is long in it.
func shortCall(call *ast.CallExpr) string {
	if s := types.ExprString(call); len(s) <= 40 {
		return s
	}
	return types.ExprString(call.Fun) + "(…)"
}

// conditionHint explains a condition that is no bool.
func (c *checking) conditionHint(e *Error, out *outcome, at []ast.Expr) string {
	if !strings.HasPrefix(e.Msg, "non-boolean condition in ") && !strings.Contains(e.Msg, "operator ! not defined on ") || len(at) == 0 {
		return ""
	}
	not := strings.Contains(e.Msg, "operator !")
	t := out.info.TypeOf(at[0])
	if t == nil {
		return ""
	}
	op, zero, text := "!=", "nil", types.ExprString(at[0])
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsString != 0:
			zero = `""`
		case u.Info()&types.IsNumeric != 0:
			zero = "0"
		}
	case *types.Slice, *types.Map:
		op, zero, text = ">", "0", "len("+text+")"
	case *types.Struct, *types.Array:
		return ""
	}
	if not {
		op = "=="
	}
	return fmt.Sprintf("a condition is true or false: %s %s %s", text, op, zero)
}

// assignHint explains what cannot be assigned to.
func (c *checking) assignHint(e *Error, out *outcome, at []ast.Expr) string {
	if !strings.HasPrefix(e.Msg, "cannot assign to ") || len(at) == 0 {
		return ""
	}
	if strings.Contains(e.Msg, "struct field") && strings.HasSuffix(e.Msg, " in map") {
		return "take the value out, change it, and put it back; or make it a map of pointers"
	}
	for _, x := range at {
		switch x := x.(type) {
		case *ast.Ident:
			if _, ok := out.info.Uses[x].(*types.Const); ok {
				return x.Name + " is a constant: var " + x.Name + " = … can be changed"
			}
		case *ast.IndexExpr:
			if t := out.info.TypeOf(x.X); t != nil {
				if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
					return fmt.Sprintf("a string cannot be changed: b := []byte(%s) can, string(b) makes a string of it", types.ExprString(x.X))
				}
			}
		}
	}
	return ""
}

// literalHint lists the fields of a struct literal with one that there is not.
func (c *checking) literalHint(e *Error, out *outcome, _ []ast.Expr) string {
	rest, ok := strings.CutPrefix(e.Msg, "unknown field ")
	name, typ, found := strings.Cut(rest, " in struct literal of type ")
	if !ok || !found {
		return ""
	}
	t, err := types.Eval(c.scope.fset, out.pkg, token.NoPos, typ)
	if err != nil {
		return ""
	}
	s, ok := t.Type.Underlying().(*types.Struct)
	if !ok {
		return ""
	}
	var names []string
	for f := range s.Fields() {
		if f.Exported() || f.Pkg() == out.pkg {
			names = append(names, f.Name())
		}
	}
	if best := nearest(name, names); best != "" {
		return "did you mean " + best + "?"
	}
	if len(names) > 0 && len(names) <= 8 {
		return typ + " has " + sentence(names)
	}
	return ""
}
