// This file explains values that do not fit where they stand.

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
	case strings.HasPrefix(e.Msg, "too many return values") && strings.HasSuffix(e.Msg, "want ()"):
		return "a function says in front of its { what it returns: func f() int {"
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

// called reports whether a member of an expression is called.
func called(c *checking, x ast.Expr) bool {
	found := false
	c.eachNode(func(n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.X == x {
				found = true
			}
		}
	})
	return found
}

// methodOf is what people write as methods of built-in types.
var methodOf = map[string]string{
	"append": "%[1]s = append(%[1]s, x)", "push": "%[1]s = append(%[1]s, x)", "add": "%[1]s = append(%[1]s, x)",
	"len": "len(%s)", "length": "len(%s)", "size": "len(%s)", "count": "len(%s)",
}

// methodHint explains a method of a built-in type: those have none, packages have
// functions for them.
func (c *checking) methodHint(x ast.Expr, t types.Type, method string) string {
	text := types.ExprString(x)
	path := ""
	switch u := types.Unalias(t).(type) {
	case *types.Slice, *types.Array:
		path = "slices"
	case *types.Map:
		path = "maps"
		switch strings.ToLower(method) {
		case "get":
			return fmt.Sprintf("%s[key] is the value of a key", text)
		case "has", "contains", "containskey", "has_key":
			return fmt.Sprintf("_, ok := %s[key] tells whether a key is there", text)
		case "delete", "remove", "pop":
			return fmt.Sprintf("delete(%s, key)", text)
		case "push", "add", "append":
			return fmt.Sprintf("%s[key] = value", text)
		}
		if b, ok := u.Key().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 && !called(c, x) {
			return fmt.Sprintf("%s[%q] is the value of a key", text, method)
		}
	case *types.Basic:
		if u.Info()&types.IsString != 0 {
			path = "strings"
		}
	}
	if path == "" {
		return ""
	}
	if form := methodOf[strings.ToLower(method)]; form != "" && path != "maps" || form != "" && strings.HasPrefix(form, "len") {
		return fmt.Sprintf(form, text)
	}
	pkg := c.scope.Known(path)
	if pkg == nil {
		return ""
	}
	for _, name := range pkg.Scope().Names() {
		short := strings.ToLower(method)
		if l := strings.ToLower(name); l == short || l == "to"+short || l == "trim"+strings.TrimPrefix(short, "s") && short == "strip" {
			if _, ok := pkg.Scope().Lookup(name).(*types.Func); ok {
				return fmt.Sprintf("%s.%s(%s, …), if that is meant", path, name, text)
			}
		}
	}
	return ""
}
