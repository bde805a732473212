// This file completes the keys of struct literals.

package assist

import (
	"go/ast"
	"go/types"
)

// literalKeys returns the fields that the struct literal at the cursor does not
// set yet, none if there is no such literal or if it has values without keys.
func (p *place) literalKeys() []Match {
	lit := p.literal()
	if lit == nil {
		return nil
	}
	s, ok := literalType(p.literalTypeOf(lit)).(*types.Struct)
	if !ok {
		return nil
	}
	c := candidates{prefix: p.prefix()}
	for _, e := range lit.Elts {
		switch e := e.(type) {
		case *ast.KeyValueExpr:
			if id, ok := e.Key.(*ast.Ident); ok && id != p.ident {
				c.hide(id.Name)
			}
		default:
			if e != p.ident {
				return nil
			}
		}
	}
	for i := range s.NumFields() {
		if f := s.Field(i); f.Exported() || ours(f.Pkg()) {
			c.add(candidate{Match: Match{Text: f.Name(), Kind: "field", Signature: typeString(f.Type())}, depth: i})
		}
	}
	return c.matches(nil)
}

// literal returns the composite literal of which the cursor stands on a key or
// on an element, or nil.
func (p *place) literal() *ast.CompositeLit {
	n := p.above(1)
	if kv, ok := n.(*ast.KeyValueExpr); ok && kv.Key == p.ident {
		n = p.above(2)
	}
	lit, ok := n.(*ast.CompositeLit)
	if !ok || lit.Type == p.ident {
		return nil
	}
	return lit
}

// literalTypeOf returns the type of a composite literal. That of a generic one
// without type arguments is no type yet, but its fields are known.
func (p *place) literalTypeOf(lit *ast.CompositeLit) types.Type {
	if t := p.info.TypeOf(lit); useful(t) != nil || lit.Type == nil {
		return t
	}
	if id := lastIdent(lit.Type); id != nil {
		if obj, ok := p.info.Uses[id].(*types.TypeName); ok {
			return obj.Type()
		}
	}
	return nil
}

// literalType is what a composite literal of type t consists of: within another
// literal the type of one that begins with & may be left out.
func literalType(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	return t.Underlying()
}
