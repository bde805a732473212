// This file finds out what type a value at the cursor should have.

package assist

import (
	"go/ast"
	"go/token"
	"go/types"
)

// expected returns the type that is wanted at the cursor, nil if it is not known
// or if anything will do.
func (p *place) expected() types.Type {
	x, level := p.operand()
	if x == nil {
		return nil
	}
	return useful(p.expectedOf(x, level))
}

// expectedOf returns the type wanted of the operand that stands level nodes
// above the cursor's identifier.
func (p *place) expectedOf(x ast.Expr, level int) types.Type {
	switch n := p.above(level + 1).(type) {
	case *ast.ParenExpr:
		return p.expectedOf(n, level+1)
	case *ast.UnaryExpr:
		switch n.Op {
		case token.NOT:
			return types.Typ[types.Bool]
		case token.AND:
			if ptr, ok := under(p.expectedOf(n, level+1)).(*types.Pointer); ok {
				return ptr.Elem()
			}
		case token.SUB, token.ADD, token.XOR:
			return p.expectedOf(n, level+1)
		}
	case *ast.StarExpr:
		if t := p.expectedOf(n, level+1); useful(t) != nil {
			return types.NewPointer(t)
		}
	case *ast.BinaryExpr:
		return p.other(n, x, level)
	case *ast.CallExpr:
		if n.Fun == x {
			return p.expectedOf(n, level+1) // fits by its result
		}
		return p.argument(n, x)
	case *ast.AssignStmt:
		for i, r := range n.Rhs {
			if r == x && len(n.Lhs) == len(n.Rhs) && n.Tok != token.DEFINE {
				return p.info.TypeOf(n.Lhs[i])
			}
		}
	case *ast.ValueSpec:
		if n.Type != nil && n.Type != x {
			return p.info.TypeOf(n.Type)
		}
	case *ast.ReturnStmt:
		return p.result(n, x)
	case *ast.SendStmt:
		if ch, ok := under(p.info.TypeOf(n.Chan)).(*types.Chan); ok && n.Value == x {
			return ch.Elem()
		}
	case *ast.IfStmt:
		return types.Typ[types.Bool]
	case *ast.ForStmt:
		return types.Typ[types.Bool]
	case *ast.IndexExpr:
		switch t := under(p.info.TypeOf(n.X)).(type) {
		case *types.Map:
			return t.Key()
		case *types.Slice, *types.Array, *types.Pointer, *types.Basic:
			return types.Typ[types.Int]
		}
	case *ast.SliceExpr:
		if n.X != x {
			return types.Typ[types.Int]
		}
	case *ast.CaseClause:
		if sw, ok := p.above(level + 3).(*ast.SwitchStmt); ok {
			if sw.Tag == nil {
				return types.Typ[types.Bool]
			}
			return p.info.TypeOf(sw.Tag)
		}
	case *ast.KeyValueExpr:
		if lit, ok := p.above(level + 2).(*ast.CompositeLit); ok {
			return p.element(lit, n, x)
		}
	case *ast.CompositeLit:
		if n.Type != x {
			return p.element(n, nil, x)
		}
	}
	return nil
}

// other returns the type of the operand beside x.
func (p *place) other(n *ast.BinaryExpr, x ast.Expr, level int) types.Type {
	switch n.Op {
	case token.LAND, token.LOR:
		return types.Typ[types.Bool]
	case token.SHL, token.SHR:
		return nil
	}
	y := n.X
	if y == x {
		y = n.Y
	}
	t := p.info.TypeOf(y)
	if b, ok := t.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		if b.Kind() == types.UntypedNil {
			return nil
		}
		if n.Op != token.EQL && n.Op != token.NEQ && n.Op != token.LSS && n.Op != token.LEQ && n.Op != token.GTR && n.Op != token.GEQ {
			if want := p.expectedOf(n, level+1); useful(want) != nil {
				return want
			}
		}
		return types.Default(t)
	}
	return t
}

// argument returns the type of the parameter that an argument is for.
func (p *place) argument(call *ast.CallExpr, x ast.Expr) types.Type {
	i := 0
	for i < len(call.Args) && call.Args[i] != x {
		i++
	}
	if sig := p.callee(call); sig != nil {
		n := sig.Params().Len()
		switch {
		case sig.Variadic() && i >= n-1:
			if s, ok := sig.Params().At(n - 1).Type().(*types.Slice); ok {
				return s.Elem()
			}
		case i < n:
			return sig.Params().At(i).Type()
		}
		return nil
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || i == 0 || len(call.Args) == 0 {
		return nil
	}
	first := under(p.info.TypeOf(call.Args[0]))
	switch id.Name {
	case "append":
		if s, ok := first.(*types.Slice); ok {
			return s.Elem()
		}
	case "delete":
		if m, ok := first.(*types.Map); ok {
			return m.Key()
		}
	case "copy":
		return p.info.TypeOf(call.Args[0])
	case "make":
		return types.Typ[types.Int]
	}
	return nil
}

// result returns the type of the result that a value is returned for.
func (p *place) result(ret *ast.ReturnStmt, x ast.Expr) types.Type {
	var sig *types.Signature
	switch f := p.function().(type) {
	case *ast.FuncLit:
		sig, _ = p.info.TypeOf(f.Type).(*types.Signature)
	case *ast.FuncDecl:
		if obj := p.info.Defs[f.Name]; obj != nil {
			sig, _ = obj.Type().(*types.Signature)
		}
	}
	for i, r := range ret.Results {
		if sig != nil && r == x && i < sig.Results().Len() {
			return sig.Results().At(i).Type()
		}
	}
	return nil
}

// element returns the type of an element of a composite literal, with its key
// and value if it has both.
func (p *place) element(lit *ast.CompositeLit, kv *ast.KeyValueExpr, x ast.Expr) types.Type {
	switch t := literalType(p.info.TypeOf(lit)).(type) {
	case *types.Struct:
		for i := range t.NumFields() {
			if kv != nil {
				if id, ok := kv.Key.(*ast.Ident); ok && kv.Value == x && id.Name == t.Field(i).Name() {
					return t.Field(i).Type()
				}
			} else if i < len(lit.Elts) && lit.Elts[i] == x {
				return t.Field(i).Type()
			}
		}
	case *types.Map:
		if kv == nil || kv.Key == x {
			return t.Key()
		}
		return t.Elem()
	case *types.Slice:
		return t.Elem()
	case *types.Array:
		return t.Elem()
	}
	return nil
}

func under(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	return t.Underlying()
}

// useful returns nil for types that say nothing: invalid ones, type parameters,
// interfaces that everything implements.
func useful(t types.Type) types.Type {
	switch u := under(t).(type) {
	case nil:
		return nil
	case *types.Basic:
		if u.Kind() == types.Invalid {
			return nil
		}
	case *types.Interface:
		if u.Empty() {
			return nil
		}
	case *types.Tuple:
		return nil
	}
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return nil
	}
	return t
}
