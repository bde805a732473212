// This file keeps the compiler's order of evaluation.
//
// The specification orders calls among themselves, and leaves open when variables
// are read: in f(x, g()), g may change x before or after it is read. The compiler
// makes all calls of a statement first, and programs have come to rely on it. So,
// where an expression has calls beside operands in memory, which the calls could
// change, the calls are made first and their results kept. So are receive operations.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
)

// callsFirst makes the calls in expressions that are about to be evaluated, if
// that matters. The function that it returns forgets their results again.
func (c *compiler) callsFirst(list ...ast.Expr) (forget func()) {
	var calls []ast.Expr
	memory, acts := false, false
	for _, e := range list {
		c.operandsOf(e, func(n ast.Expr) {
			switch n.(type) {
			case *ast.CallExpr, *ast.UnaryExpr, *ast.BinaryExpr:
				calls = append(calls, n)
				acts = acts || c.acts(n)
			default:
				memory = true
			}
		})
	}
	if !memory || !acts {
		return func() {}
	}
	if c.made == nil {
		c.made = map[ast.Expr][]value{}
	}
	for _, call := range calls {
		if _, ok := c.made[call]; ok {
			continue
		}
		switch call := call.(type) {
		case *ast.CallExpr:
			c.made[call] = c.call(call, nil)
		case *ast.UnaryExpr:
			c.made[call] = c.receive(call, nil)
		case *ast.BinaryExpr:
			c.made[call] = []value{c.expr(call, nil)}
		}
	}
	return func() {
		for _, call := range calls {
			delete(c.made, call)
		}
	}
}

// acts tells whether a call can change something: those of most built-in functions
// have their place among the others, but change nothing; && and || do what their
// operands do.
func (c *compiler) acts(e ast.Expr) bool {
	var operands []ast.Expr
	switch e := e.(type) {
	case *ast.CallExpr:
		switch name := c.builtinName(e); {
		case name == "" && !c.Info.Types[e.Fun].IsType(), name == "append", name == "copy", name == "recover":
			return true
		}
		operands = e.Args
	case *ast.BinaryExpr:
		operands = []ast.Expr{e.X, e.Y}
	default:
		return true
	}
	found := false
	for _, x := range operands {
		c.operandsOf(x, func(n ast.Expr) {
			switch n.(type) {
			case *ast.CallExpr, *ast.UnaryExpr, *ast.BinaryExpr:
				found = found || c.acts(n)
			}
		})
	}
	return found
}

// builtinName is the name of the built-in function that is called, otherwise "".
func (c *compiler) builtinName(e *ast.CallExpr) string {
	if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok {
		if b, ok := c.Info.Uses[id].(*types.Builtin); ok {
			return b.Name()
		}
	}
	return ""
}

// operandsOf visits the calls in an expression, && and || among them, and the operands
// in memory outside of those.
func (c *compiler) operandsOf(e ast.Expr, visit func(ast.Expr)) {
	if e == nil {
		return
	}
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BinaryExpr:
			if n.Op == token.LAND || n.Op == token.LOR {
				if c.Info.Types[n].Value == nil {
					visit(n)
				}
				return false
			}
		case *ast.CallExpr:
			if c.Info.Types[n].Value != nil {
				return false
			}
			if c.Info.Types[n.Fun].IsType() { // that of a string to a slice is one of the calls
				if _, slice := c.typeOf(n).Underlying().(*types.Slice); !slice {
					break
				}
				if _, text := c.typeOf(n.Args[0]).Underlying().(*types.Basic); !text {
					break
				}
			}
			visit(n)
			return false
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				visit(n)
				return false
			}
		case *ast.StarExpr:
			if !c.Info.Types[n].IsType() {
				visit(n)
			}
		case *ast.IndexExpr:
			visit(n)
		case *ast.SelectorExpr:
			if sel := c.Info.Selections[n]; sel != nil && sel.Kind() != types.MethodExpr && c.pointers(n) {
				visit(n)
			}
		case *ast.Ident:
			o, ok := c.Object(n).(*types.Var)
			if !ok || o.IsField() {
				break
			}
			if p, local := c.vars[o]; !local || p.kind == inMemory {
				visit(n)
			}
		}
		return true
	})
}

// whether is cond with its calls made in order. Of && and || only the first operand is
// evaluated in any case.
func (c *compiler) whether(e ast.Expr, outcome bool, to *label) {
	first := ast.Unparen(e)
	for {
		b, ok := first.(*ast.BinaryExpr)
		if !ok || b.Op != token.LAND && b.Op != token.LOR {
			break
		}
		first = ast.Unparen(b.X)
	}
	forget := c.callsFirst(first)
	c.cond(e, outcome, to)
	forget()
}
