// This file completes labels.

package assist

import (
	"go/ast"
	"go/token"
	"slices"
)

// labels returns the labels that the goto, break or continue at the cursor can
// name, nil if there is no such statement.
func (p *place) labels() []Match {
	b := p.branch()
	if b == nil {
		return nil
	}
	c := candidates{prefix: p.prefix()}
	add := func(l *ast.LabeledStmt) {
		c.add(candidate{Match: Match{Text: l.Label.Name, Kind: "label"}})
	}
	if b.Tok != token.GOTO {
		for _, n := range slices.Backward(p.path) {
			if l, ok := n.(*ast.LabeledStmt); ok && (b.Tok == token.BREAK || loops(l.Stmt)) {
				add(l)
			}
			if isFunc(n) {
				break
			}
		}
		return c.matches(nil)
	}
	visit := func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok {
			add(l)
		}
		return !isFunc(n)
	}
	switch f := p.function().(type) {
	case *ast.FuncDecl:
		ast.Inspect(f.Body, visit)
	case *ast.FuncLit:
		ast.Inspect(f.Body, visit)
	default:
		for _, root := range p.roots() {
			ast.Inspect(root, visit)
		}
	}
	return c.matches(nil)
}

func loops(s ast.Stmt) bool {
	switch s.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		return true
	}
	return false
}
