// This file answers how a cell may go on.

package assist

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Completion lists what may stand between the byte offsets Start and End of a
// text.
type Completion struct {
	Matches    []Match
	Start, End int
}

// Match is one way to go on.
type Match struct {
	// Text replaces what stands between Start and End.
	Text string
	// Kind is function, method, variable, constant, field, type, package,
	// keyword or label.
	Kind string
	// Signature follows the name in a declaration: a function's parameters and
	// results, a variable's or field's type, a constant's type and value, what a
	// type is made of, a package's import path.
	Signature string
}

// Complete returns what may stand at a byte offset of a text, best first: what
// has the expected type before what has not, near names before far ones.
func (a *Assistant) Complete(text string, cursor int) (c Completion) {
	s := newSpot(text, cursor)
	defer func() {
		if recover() != nil { // go/types failed on something broken
			c = Completion{Start: s.cursor, End: s.cursor}
		}
	}()
	return a.complete(s)
}

func (a *Assistant) complete(s *spot) Completion {
	if from, to, ok := s.importLiteral(); ok {
		return Completion{a.importPaths(s.text[from:min(s.cursor, to)]), from, to}
	}
	c := Completion{Start: s.start, End: s.end}
	if s.inside() >= 0 {
		return Completion{Start: s.cursor, End: s.cursor}
	}
	p := a.look(s)
	switch {
	case p.declares():
	case p.selector() != nil:
		c.Matches = a.members(p)
	default:
		if c.Matches = p.labels(); c.Matches != nil {
			break
		}
		if c.Matches = p.literalKeys(); len(c.Matches) == 0 {
			c.Matches = a.lexical(p)
		}
	}
	return c
}

// declares reports whether the identifier at the cursor is a new name, so that
// there is nothing to choose from.
func (p *place) declares() bool {
	switch p.before() {
	case token.FUNC:
		return p.word() != ""
	case token.TYPE, token.VAR, token.CONST:
		return true
	case token.RPAREN:
		if p.followsReceiver() {
			return true
		}
	}
	switch n := p.above(1).(type) {
	case *ast.FuncDecl:
		return n.Name == p.ident
	case *ast.TypeSpec:
		return n.Name == p.ident
	case *ast.ImportSpec:
		return true
	case *ast.LabeledStmt:
		return n.Label == p.ident
	case *ast.ValueSpec:
		for _, name := range n.Names {
			if name == p.ident {
				return true
			}
		}
	case *ast.Field:
		for _, name := range n.Names {
			if name == p.ident {
				return true
			}
		}
	}
	return false
}

// followsReceiver reports whether a method's name stands at the cursor. Without
// its parameters the parser takes what is there for a function type.
func (p *place) followsReceiver() bool {
	begins := token.SEMICOLON
	depth, header := 0, false
	for _, x := range p.lexemes {
		if x.start >= p.start {
			break
		}
		switch x.tok {
		case token.COMMENT:
			continue
		case token.FUNC:
			if depth == 0 {
				header = begins == token.SEMICOLON
			}
		case token.LPAREN, token.LBRACK, token.LBRACE:
			if depth == 0 && begins != token.FUNC {
				header = false
			}
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		default:
			if depth == 0 {
				header = false
			}
		}
		begins = x.tok
	}
	return header && depth == 0
}

// startsStatement reports whether a statement begins at the cursor.
func (p *place) startsStatement() bool {
	if p.ident == nil {
		return true
	}
	switch p.above(1).(type) {
	case nil, *ast.ExprStmt, *ast.BadStmt, *ast.BlockStmt:
		return true
	}
	return false
}

// wantsType reports whether a type has to stand at the cursor.
func (p *place) wantsType() bool {
	x, level := p.operand()
	for x != nil {
		level++
		switch n := p.above(level).(type) {
		case *ast.Field:
			return n.Type == x
		case *ast.ValueSpec:
			return n.Type == x
		case *ast.TypeSpec:
			return n.Type == x
		case *ast.ArrayType:
			return n.Elt == x
		case *ast.MapType, *ast.ChanType, *ast.Ellipsis:
			return true
		case *ast.CompositeLit:
			return n.Type == x
		case *ast.TypeAssertExpr:
			return n.Type == x
		case *ast.StarExpr:
			x = n
		case *ast.CallExpr:
			id, ok := n.Fun.(*ast.Ident)
			return ok && (id.Name == "new" || id.Name == "make") && len(n.Args) > 0 && n.Args[0] == x
		case *ast.IndexExpr:
			return n.Index == x && p.isGeneric(n.X)
		case *ast.IndexListExpr:
			return n.X != x && p.isGeneric(n.X)
		case *ast.CaseClause:
			if up := p.above(level + 2); up != nil {
				_, ok := up.(*ast.TypeSwitchStmt)
				return ok
			}
			return false
		default:
			return false
		}
	}
	return false
}

// isGeneric reports whether an expression is the name of a generic function or
// type.
func (p *place) isGeneric(x ast.Expr) bool {
	id := lastIdent(x)
	if id == nil {
		return false
	}
	switch obj := p.info.Uses[id].(type) {
	case *types.Func:
		return obj.Signature().TypeParams().Len() > 0
	case *types.TypeName:
		return typeParams(obj.Type()) != ""
	}
	return false
}

// inLoopHeader reports whether the cursor stands where range may.
func (p *place) inLoopHeader() bool {
	for _, n := range p.path {
		if f, ok := n.(*ast.ForStmt); ok && !p.within(f.Body) {
			return true
		}
	}
	return false
}

// branch returns the statement whose label the cursor stands on, or nil.
func (p *place) branch() *ast.BranchStmt {
	b, ok := p.above(1).(*ast.BranchStmt)
	if !ok || b.Tok == token.FALLTHROUGH {
		return nil
	}
	return b
}
