// This file explains methods and fields that built-in types do not have.

package check

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

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
			if f, ok := pkg.Scope().Lookup(name).(*types.Func); ok {
				more := ""
				if f.Signature().Params().Len() > 1 {
					more = ", …"
				}
				return fmt.Sprintf("%s.%s(%s%s), if that is meant", path, name, text, more)
			}
		}
	}
	return ""
}
