// This file infers type arguments from the arguments that are there already.
//
// go/types infers all or nothing. While a call is typed some type parameters are
// known: those that the types of the first arguments tell. The rest stay.

package assist

import (
	"go/ast"
	"go/types"
)

// callee returns the type of the function that is called, with what its arguments
// tell about its type parameters; nil if it is no function.
func (p *place) callee(call *ast.CallExpr) *types.Signature {
	sig, ok := under(p.info.TypeOf(call.Fun)).(*types.Signature)
	if !ok || sig.TypeParams().Len() == 0 {
		return sig
	}
	b := binding{}
	for param := range sig.TypeParams().TypeParams() {
		b[param] = nil
	}
	for i, arg := range call.Args {
		t := p.info.TypeOf(arg)
		if t == nil || arg == ast.Expr(p.ident) {
			continue
		}
		n := sig.Params().Len()
		switch {
		case sig.Variadic() && i >= n-1:
			if s, ok := sig.Params().At(n - 1).Type().(*types.Slice); ok {
				b.unify(s.Elem(), types.Default(t))
			}
		case i < n:
			b.unify(sig.Params().At(i).Type(), types.Default(t))
		}
	}
	b.cores()
	args := make([]types.Type, sig.TypeParams().Len())
	for i := range args {
		param := sig.TypeParams().At(i)
		if args[i] = b[param]; args[i] == nil {
			args[i] = param
		}
	}
	inst, err := types.Instantiate(nil, sig, args, false)
	if err != nil {
		return sig
	}
	return inst.(*types.Signature)
}

// binding is what is known of type parameters, nil where nothing is.
type binding map[*types.TypeParam]types.Type

// unify binds the type parameters in a parameter's type so that it becomes the
// type of an argument. What does not fit is left alone.
func (b binding) unify(param, arg types.Type) {
	if arg == types.Typ[types.Invalid] || arg == types.Typ[types.UntypedNil] {
		return
	}
	param = types.Unalias(param)
	switch x := param.(type) {
	case *types.TypeParam:
		if old, ours := b[x]; ours && old == nil {
			b[x] = arg
		}
		return
	case *types.Named:
		if y, ok := types.Unalias(arg).(*types.Named); ok && x.Origin() == y.Origin() {
			for i := range x.TypeArgs().Len() {
				b.unify(x.TypeArgs().At(i), y.TypeArgs().At(i))
			}
		}
		return
	}
	switch x := param.(type) {
	case *types.Slice:
		if y, ok := arg.Underlying().(*types.Slice); ok {
			b.unify(x.Elem(), y.Elem())
		}
	case *types.Array:
		if y, ok := arg.Underlying().(*types.Array); ok {
			b.unify(x.Elem(), y.Elem())
		}
	case *types.Pointer:
		if y, ok := arg.Underlying().(*types.Pointer); ok {
			b.unify(x.Elem(), y.Elem())
		}
	case *types.Chan:
		if y, ok := arg.Underlying().(*types.Chan); ok {
			b.unify(x.Elem(), y.Elem())
		}
	case *types.Map:
		if y, ok := arg.Underlying().(*types.Map); ok {
			b.unify(x.Key(), y.Key())
			b.unify(x.Elem(), y.Elem())
		}
	case *types.Signature:
		if y, ok := arg.Underlying().(*types.Signature); ok {
			b.tuples(x.Params(), y.Params())
			b.tuples(x.Results(), y.Results())
		}
	}
}

func (b binding) tuples(params, args *types.Tuple) {
	for i := range min(params.Len(), args.Len()) {
		b.unify(params.At(i).Type(), args.At(i).Type())
	}
}

// cores binds what the constraints of bound type parameters tell: of S ~[]E, E.
func (b binding) cores() {
	for param, t := range b {
		if t == nil {
			continue
		}
		constraint, ok := param.Constraint().Underlying().(*types.Interface)
		if !ok || constraint.NumEmbeddeds() != 1 {
			continue
		}
		switch e := constraint.EmbeddedType(0).(type) {
		case *types.Union:
			if e.Len() == 1 {
				b.unify(e.Term(0).Type(), t)
			}
		default:
			b.unify(e, t)
		}
	}
}
