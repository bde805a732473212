// This file describes the function whose arguments are being typed.

package assist

import (
	"go/ast"
	"go/types"
	"strings"
)

// around returns the call between whose parentheses the cursor stands, or the
// struct literal between whose braces it does, nil if there is none.
func (p *place) around() ast.Node {
	for i := len(p.path) - 1; i >= 0; i-- {
		switch n := p.path[i].(type) {
		case *ast.CallExpr:
			from, _ := p.offset(n.Lparen)
			to, ok := p.offset(n.Rparen)
			if from < p.start && (p.start <= to || !ok) {
				return n
			}
		case *ast.CompositeLit:
			from, _ := p.offset(n.Lbrace)
			to, ok := p.offset(n.Rbrace)
			_, isStruct := literalType(p.literalTypeOf(n)).(*types.Struct)
			if isStruct && from < p.start && (p.start <= to || !ok) {
				return n
			}
		case *ast.FuncLit:
			if p.within(n.Body) {
				return nil
			}
		}
	}
	return nil
}

// describeCallee describes what is called, and the parameter that the argument
// at the cursor is for.
func (d describer) describeCallee(call *ast.CallExpr, detail int) Inspection {
	argument := d.place.parameter(call)
	if id := lastIdent(call.Fun); id != nil {
		sel, _ := stripped(call.Fun).(*ast.SelectorExpr)
		s, ok := d.subjectOf(id, sel)
		if !ok {
			return Inspection{}
		}
		page := d.page(s, detail)
		page.argument = argument
		return page.inspection()
	}
	t := d.place.info.TypeOf(call.Fun)
	if t == nil || t == types.Typ[types.Invalid] {
		return Inspection{}
	}
	page := page{declaration: typeString(t), argument: argument}
	return page.inspection()
}

// parameter words the parameter that the argument at the cursor is for; it is
// empty if the function has but one or none such.
func (p *place) parameter(call *ast.CallExpr) string {
	sig := p.callee(call)
	if sig == nil || sig.Params().Len() < 2 {
		return ""
	}
	i := 0
	for _, arg := range call.Args {
		if end, ok := p.offset(arg.End()); ok && end < p.start {
			i++
		}
	}
	last := sig.Params().Len() - 1
	if i > last && !sig.Variadic() {
		return ""
	}
	v := sig.Params().At(min(i, last))
	t := typeString(v.Type())
	if s, ok := v.Type().(*types.Slice); ok && i >= last && sig.Variadic() {
		t = "..." + typeString(s.Elem())
	}
	return strings.TrimSpace(v.Name() + " " + t)
}

// stripped returns what is called without parentheses and type arguments.
func stripped(x ast.Expr) ast.Expr {
	for {
		switch y := ast.Unparen(x).(type) {
		case *ast.IndexExpr:
			x = y.X
		case *ast.IndexListExpr:
			x = y.X
		default:
			return y
		}
	}
}

// lastIdent returns the name that an expression ends in, nil if it ends in
// something else.
func lastIdent(x ast.Expr) *ast.Ident {
	switch x := stripped(x).(type) {
	case *ast.Ident:
		return x
	case *ast.SelectorExpr:
		return x.Sel
	}
	return nil
}
