// This file replaces type parameters by the arguments of the instance that is
// being lowered.

package lower

import (
	"go/token"
	"go/types"
)

// subst replaces type parameters by the current instance's arguments.
func (l *lowering) subst(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	switch u := t.(type) {
	case *types.Alias:
		return l.subst(types.Unalias(u))
	}
	if l.env == nil {
		return t
	}
	switch u := t.(type) {
	case *types.TypeParam:
		if r, ok := l.env.sub[u]; ok {
			return r
		}
		l.fail(token.NoPos, "unbound type parameter %s", u)
	case *types.Basic:
		return t
	case *types.Named:
		ta := u.TypeArgs()
		if ta.Len() > 0 {
			args := make([]types.Type, ta.Len())
			origin := types.Type(u.Origin())
			if c := l.canonical(u.Obj()); c != nil {
				origin = c
			}
			ch := origin != types.Type(u.Origin())
			for i := range args {
				args[i] = l.subst(ta.At(i))
				ch = ch || args[i] != ta.At(i)
			}
			if !ch {
				return t
			}
			n, err := types.Instantiate(l.ctxt, origin, args, false)
			if err != nil {
				l.fail(token.NoPos, "%v", err)
			}
			return n
		}
		o := u.Obj()
		if c := l.canonical(o); c != nil {
			return c
		}
		if o.Pkg() == nil || o.Parent() == o.Pkg().Scope() || l.env.root == nil || !(l.env.root.Pos() <= o.Pos() && o.Pos() < l.env.root.End()) {
			return t
		}
		if n, ok := l.env.local[u]; ok {
			return n
		}
		nn := types.NewNamed(types.NewTypeName(o.Pos(), o.Pkg(), o.Name(), nil), nil, nil)
		l.env.local[u] = nn
		nn.SetUnderlying(l.subst(u.Underlying()))
		return nn
	case *types.Pointer:
		return types.NewPointer(l.subst(u.Elem()))
	case *types.Slice:
		return types.NewSlice(l.subst(u.Elem()))
	case *types.Array:
		return types.NewArray(l.subst(u.Elem()), u.Len())
	case *types.Chan:
		return types.NewChan(u.Dir(), l.subst(u.Elem()))
	case *types.Map:
		return types.NewMap(l.subst(u.Key()), l.subst(u.Elem()))
	case *types.Tuple:
		var vs []*types.Var
		for i := 0; i < u.Len(); i++ {
			v := u.At(i)
			vs = append(vs, types.NewVar(v.Pos(), v.Pkg(), v.Name(), l.subst(v.Type())))
		}
		return types.NewTuple(vs...)
	case *types.Signature:
		p := l.subst(u.Params()).(*types.Tuple)
		r := l.subst(u.Results()).(*types.Tuple)
		v := u.Variadic()
		return types.NewSignatureType(nil, nil, nil, p, r, v)
	case *types.Struct:
		var fs []*types.Var
		var tags []string
		for i := 0; i < u.NumFields(); i++ {
			f := u.Field(i)
			fs = append(fs, types.NewField(f.Pos(), f.Pkg(), f.Name(), l.subst(f.Type()), f.Embedded()))
			tags = append(tags, u.Tag(i))
		}
		return types.NewStruct(fs, tags)
	case *types.Interface:
		var ms []*types.Func
		for i := 0; i < u.NumMethods(); i++ {
			m := u.Method(i)
			ms = append(ms, types.NewFunc(m.Pos(), m.Pkg(), m.Name(), l.subst(m.Type()).(*types.Signature)))
		}
		r := types.NewInterfaceType(ms, nil)
		r.Complete()
		return r
	}
	return t
}

// canonical maps a package-level type of a package that was checked from source
// to the same type as export data has it, which is the one that cells know.
func (l *lowering) canonical(o *types.TypeName) types.Type {
	if o.Pkg() == nil || isCell(o.Pkg()) {
		return nil
	}
	s := l.source[o.Pkg().Path()]
	if s == nil || s.origin.pkg != o.Pkg() || o.Parent() != o.Pkg().Scope() {
		return nil
	}
	p, err := l.packages.Import(o.Pkg().Path())
	if err != nil {
		return nil
	}
	if c, ok := p.Scope().Lookup(o.Name()).(*types.TypeName); ok {
		return c.Type()
	}
	return nil
}
