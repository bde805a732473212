// This file finds what the cursor stands on.

package assist

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gorgolab/gorgo/interp/check"
)

// place is the cursor in a typed cell.
type place struct {
	*spot
	lean   string // the cell without what means nothing at the cursor
	sketch *check.Sketch
	info   *types.Info
	// base is the sketch of what stands above, nil if it is in sketch, too.
	base  *check.Sketch
	names *topLevel
	// path are the nodes around the cursor, outermost first. If ident is set it
	// is the last.
	path  []ast.Node
	ident *ast.Ident
}

func (a *Assistant) look(s *spot) *place {
	text, lexemes := s.focused()
	if from := s.statement(lexemes); from >= a.reuse {
		if p := a.lookBelow(s, text, lexemes, from); p != nil {
			return p
		}
	}
	return lookAt(s, a.scope, text, lexemes)
}

// lookAt finds what the cursor stands on in a text that is as long as the cell.
func lookAt(s *spot, scope *check.Scope, text string, lexemes []lexeme) *place {
	p := &place{spot: s, lean: text, sketch: scope.Sketch(s.mended(text, lexemes))}
	p.info = p.sketch.Info
	p.path = p.sketch.Path(s.start)
	if n := len(p.path); n > 0 {
		p.ident, _ = p.path[n-1].(*ast.Ident)
	}
	return p
}

// above returns the node n levels above the identifier at the cursor, nil if
// there is none.
func (p *place) above(n int) ast.Node {
	if i := len(p.path) - 1 - n; p.ident != nil && i >= 0 {
		return p.path[i]
	}
	return nil
}

// selector returns the selector whose member the cursor stands on, or nil.
func (p *place) selector() *ast.SelectorExpr {
	if sel, ok := p.above(1).(*ast.SelectorExpr); ok && sel.Sel == p.ident {
		return sel
	}
	return nil
}

// operand returns the expression that ends with the identifier at the cursor, a
// selector if it belongs to one, and how far it is above the identifier.
func (p *place) operand() (ast.Expr, int) {
	if sel := p.selector(); sel != nil {
		return sel, 1
	}
	if p.ident == nil {
		return nil, 0
	}
	return p.ident, 0
}

// pos is the cursor's position.
func (p *place) pos() token.Pos {
	if p.ident != nil {
		return p.ident.Pos()
	}
	return token.NoPos
}

// function returns the function that the cursor stands in, nil at top level.
func (p *place) function() ast.Node {
	for i := len(p.path) - 1; i >= 0; i-- {
		switch f := p.path[i].(type) {
		case *ast.FuncLit:
			if p.within(f.Body) {
				return f
			}
		case *ast.FuncDecl:
			if f.Body != nil && p.within(f.Body) {
				return f
			}
		}
	}
	return nil
}

// within reports whether the cursor stands in a node.
func (p *place) within(n ast.Node) bool {
	from, ok := p.offset(n.Pos())
	to, _ := p.offset(n.End())
	return ok && from <= p.start && p.start <= to
}

// inDeclaredFunction reports whether the cursor stands in the body of a declared
// function, for which the order of the cell's variables does not count.
func (p *place) inDeclaredFunction() bool {
	for _, n := range p.path {
		if f, ok := n.(*ast.FuncDecl); ok {
			return f.Body != nil && p.within(f.Body)
		}
	}
	return false
}

// scopes returns the scopes around the cursor that are inside the cell's top
// level, innermost first.
func (p *place) scopes() []*types.Scope {
	var list []*types.Scope
	add := func(n ast.Node) {
		if s := p.info.Scopes[n]; s != nil {
			list = append(list, s)
		}
	}
	for i := len(p.path) - 1; i >= 0; i-- {
		switch n := p.path[i].(type) {
		case *ast.FuncDecl:
			add(n.Type)
		case *ast.FuncLit:
			add(n.Type)
		case *ast.FuncType:
			if i > 0 && (isFunc(p.path[i-1])) {
				continue // added with the function
			}
			add(n)
		default:
			add(n)
		}
	}
	return list
}

func isFunc(n ast.Node) bool {
	switch n.(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		return true
	}
	return false
}

// visible reports whether an object of a local scope is declared before the
// cursor.
func (p *place) visible(s *types.Scope, obj types.Object) bool {
	_, found := s.LookupParent(obj.Name(), p.pos())
	return found == obj
}

// topLevel returns what a name of the cell's top level or of the session stands
// for at the cursor.
func (a *Assistant) topLevel(p *place, name string) (obj types.Object, ok bool) {
	if obj, defined := p.top().objects[name]; defined {
		if p.inDeclaredFunction() || p.definedFrom(name) <= p.start {
			return obj, obj != nil
		}
	}
	if pkg := p.top().imports[name]; pkg != nil {
		return types.NewPkgName(token.NoPos, nil, name, pkg), true
	}
	return a.ofSession(name)
}

// ofSession returns what a name of the session stands for.
func (a *Assistant) ofSession(name string) (obj types.Object, ok bool) {
	b, ok := a.scope.Lookup(name)
	switch {
	case !ok:
		return nil, false
	case b.Global != nil:
		return b.Global.Object, true
	case b.Import != nil:
		return types.NewPkgName(token.NoPos, nil, name, b.Import), true
	}
	return b.Dot, b.Dot != nil
}
