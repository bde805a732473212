// This file explains names that mean nothing because they are of another
// language, or of a package that has to be named.

package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// foreignNames are names of other languages, with what Go has instead.
var foreignNames = map[string]string{
	"None": "nil is no value", "null": "nil is no value", "NULL": "nil is no value", "nullptr": "nil is no value", "undefined": "nil is no value",
	"this": "a method gives its receiver a name: func (t T) Method() { … }", "self": "a method gives its receiver a name: func (t T) Method() { … }",
	"console": "fmt.Println(…) prints", "printf": "fmt.Printf(…) prints", "echo": "fmt.Println(…) prints", "puts": "fmt.Println(…) prints",
	"System": "fmt.Println(…) prints", "cout": "fmt.Println(…) prints", "input": "fmt.Scanln(&name) reads a line from the keyboard",
	"exit": "os.Exit(…) ends the worker; return ends a function", "sizeof": "unsafe.Sizeof(x), or len(x)",
	"dict": "map[string]int{…} is a map", "list": "[]int{…} is a slice", "tuple": "functions return several values; a struct holds several",
	"set": "map[T]bool, or map[T]struct{}, is a set", "sum": "a loop adds: for _, x := range xs { total += x }", "abs": "math.Abs(x)", "sqrt": "math.Sqrt(x)", "pow": "math.Pow(x, y)",
	"Exception": "errors.New(…) makes an error", "Error": "errors.New(…) makes an error", "elif": foreign["elif"], "pass": foreign["pass"],
}

// wellKnown are the packages whose names people use without the package.
var wellKnown = []string{"fmt", "strings", "math", "os", "errors", "time", "sort", "strconv", "sync", "io"}

// foreignHint explains a name of another language or without its package.
func (c *checking) foreignHint(name string) string {
	if hint := foreignNames[name]; hint != "" {
		return hint
	}
	if t := typeWords[name]; t != "" {
		return "did you mean " + t + "?"
	}
	if !token.IsExported(name) {
		return ""
	}
	var pkgs []*types.Package
	for _, n := range sortedKeys(c.scope.imported) {
		pkgs = append(pkgs, c.scope.imported[n])
	}
	for _, n := range sortedKeys(c.named) {
		pkgs = append(pkgs, c.named[n])
	}
	for _, path := range wellKnown {
		if pkg := c.scope.Known(path); pkg != nil {
			pkgs = append(pkgs, pkg)
		}
	}
	for _, pkg := range pkgs {
		if pkg.Scope().Lookup(name) != nil {
			return "did you mean " + pkg.Name() + "." + name + "?"
		}
	}
	return ""
}

// swappedHint explains a parameter whose type stands in front of its name: there
// the name is taken for a type.
func (c *checking) swappedHint(name string, pos token.Pos) string {
	hint := ""
	c.eachNode(func(n ast.Node) {
		f, ok := n.(*ast.Field)
		if !ok || f.Type == nil || f.Type.Pos() != pos || len(f.Names) == 0 {
			return
		}
		if _, isType := types.Universe.Lookup(f.Names[0].Name).(*types.TypeName); isType {
			hint = fmt.Sprintf("the name stands before its type: %s %s", name, f.Names[0].Name)
		}
	})
	return hint
}

// parameterHint explains a parameter without a type: its name is taken for one.
func (c *checking) parameterHint(name string, pos token.Pos) string {
	hint := ""
	c.eachNode(func(n ast.Node) {
		f, ok := n.(*ast.FuncDecl)
		if !ok || f.Type.Params == nil {
			return
		}
		for _, p := range f.Type.Params.List {
			if id, ok := p.Type.(*ast.Ident); ok && len(p.Names) == 0 && id.Pos() == pos && !token.IsExported(name) {
				hint = fmt.Sprintf("a parameter has a name and a type: %s int", name)
			}
		}
	})
	return hint
}

// packageHint finds the package that a misspelt name before a dot may mean.
func (c *checking) packageHint(name string, pos token.Pos) string {
	all, ok := c.scope.packages.(interface{ Names() []string })
	if !ok {
		return ""
	}
	member := ""
	c.eachNode(func(n ast.Node) {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.X.Pos() == pos {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == name {
				member = sel.Sel.Name
			}
		}
	})
	if member == "" {
		return ""
	}
	var near []string
	for _, n := range all.Names() {
		if nearest(name, []string{n}) == "" {
			continue
		}
		for _, path := range c.scope.packages.ByName(n) {
			if pkg := c.scope.Known(path); pkg != nil && pkg.Scope().Lookup(member) != nil {
				near = append(near, n)
			}
		}
	}
	if best := nearest(name, near); best != "" {
		return "did you mean " + best + "." + member + "?"
	}
	return ""
}

// pathHint finds the import path that a misspelt one may mean.
func (c *checking) pathHint(path string) string {
	if beside, ok := c.scope.packages.(interface{ Ending(end string) []string }); ok {
		if list := beside.Ending(strings.TrimLeft(path, "./")); len(list) > 0 {
			return "did you mean " + quoted(list, " or ") + "?"
		}
	}
	all, ok := c.scope.packages.(interface{ Names() []string })
	if !ok {
		return ""
	}
	i := strings.LastIndex(path, "/") + 1
	if strings.Contains(path[:i], ".") {
		return "" // of a module
	}
	var fits []string
	for _, n := range all.Names() {
		if nearest(path[i:], []string{n}) != "" {
			for _, p := range c.scope.packages.ByName(n) {
				if p[:strings.LastIndex(p, "/")+1] == path[:i] {
					fits = append(fits, p)
				}
			}
		}
	}
	slices.Sort(fits)
	if best := nearest(path, fits); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

// assignedHint explains an assignment to a name that nobody declared.
func (c *checking) assignedHint(name string, pos token.Pos) string {
	hint := ""
	c.eachNode(func(n ast.Node) {
		a, ok := n.(*ast.AssignStmt)
		if !ok || a.Tok == token.DEFINE {
			return
		}
		if !slices.ContainsFunc(a.Lhs, func(x ast.Expr) bool {
			id, ok := x.(*ast.Ident)
			return ok && id.Pos() == pos && id.Name == name
		}) {
			return
		}
		if hint = ":= declares a variable: " + name + " := …"; a.Tok != token.ASSIGN {
			hint = "declare it first: " + name + " := 0"
		}
	})
	return hint
}
