// This file replaces type parameters by the arguments of the instance that is
// being lowered.

package lower

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/gorgolab/gorgo/interp/rtype"
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
			if l.localType(u.Obj()) {
				return l.localInstance(u, args)
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
		if !l.localType(o) {
			return t
		}
		if n, ok := l.env.local[u]; ok {
			return n
		}
		nn := types.NewNamed(types.NewTypeName(o.Pos(), o.Pkg(), o.Name(), nil), nil, nil)
		l.env.local[u] = nn
		l.env.made[nn.Obj()] = true
		l.localNames[nn.Obj()] = rtype.LocalName{Implicit: l.env.args}
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
	if o.Pkg() == nil || l.own(o.Pkg()) {
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

// localType tells the types that the generic declaration that is being lowered
// declares inside itself: each of its instances has its own.
func (l *lowering) localType(o *types.TypeName) bool {
	return !l.env.made[o] && o.Pkg() != nil && o.Parent() != o.Pkg().Scope() && l.env.root != nil && l.env.root.Pos() <= o.Pos() && o.Pos() < l.env.root.End()
}

// localInstance is an instance of a generic type that is local in that way.
func (l *lowering) localInstance(n *types.Named, args []types.Type) types.Type {
	key := fmt.Sprintf("%p", n.Origin())
	for _, a := range args {
		key += "," + l.key(a)
	}
	if t, ok := l.env.instances[key]; ok {
		return t
	}
	t := types.NewNamed(types.NewTypeName(n.Obj().Pos(), n.Obj().Pkg(), n.Obj().Name(), nil), nil, nil)
	l.env.instances[key] = t
	l.env.made[t.Obj()] = true
	l.localNames[t.Obj()] = rtype.LocalName{Implicit: l.env.args, Explicit: args}
	inst, err := types.Instantiate(l.ctxt, n.Origin(), args, false)
	if err != nil {
		l.fail(token.NoPos, "%v", err)
	}
	t.SetUnderlying(l.subst(inst.Underlying()))
	return t
}
