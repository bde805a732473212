// This file completes what follows a dot.

package assist

import (
	"go/ast"
	"go/types"
)

// members returns the members of what stands before the dot at the cursor.
func (a *Assistant) members(p *place) []Match {
	sel := p.selector()
	want := p.expected()
	c := candidates{prefix: p.prefix()}
	for i, pkg := range a.packagesOf(p, sel.X) {
		addPackage(&c, pkg, i, p.wantsType())
	}
	if c.list != nil {
		return c.matches(want)
	}
	tv, ok := p.info.Types[sel.X]
	switch {
	case !ok || tv.Type == nil || tv.Type == types.Typ[types.Invalid]:
		return nil
	case tv.IsType():
		addMethodExpressions(&c, tv.Type)
	default:
		addFields(&c, tv.Type)
		addMethods(&c, tv.Type)
	}
	return c.matches(want)
}

// packagesOf returns the packages that an expression before a dot stands for.
func (a *Assistant) packagesOf(p *place, x ast.Expr) []*types.Package {
	id, ok := x.(*ast.Ident)
	if !ok {
		return nil
	}
	if guesses := p.sketch.Packages(id.Name); guesses != nil {
		if obj := p.info.Uses[id]; obj == nil || isPackage(obj) {
			return guesses
		}
	}
	switch obj := p.info.Uses[id].(type) {
	case *types.PkgName:
		return []*types.Package{obj.Imported()}
	case nil:
		if _, typed := p.info.Types[x]; typed && p.info.TypeOf(x) != types.Typ[types.Invalid] {
			return nil
		}
		return a.byName(id.Name)
	}
	return nil
}

func isPackage(obj types.Object) bool {
	_, ok := obj.(*types.PkgName)
	return ok
}

// byName returns the packages that have a name, best first.
func (a *Assistant) byName(name string) []*types.Package {
	if _, ok := a.ofSession(name); ok {
		return nil
	}
	var list []*types.Package
	for _, path := range a.scope.Packages().ByName(name) {
		if pkg := a.scope.Known(path); pkg != nil {
			list = append(list, pkg)
		}
	}
	return list
}

// addPackage adds the exported names of a package, or only its types.
func addPackage(c *candidates, pkg *types.Package, depth int, onlyTypes bool) {
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if _, isType := obj.(*types.TypeName); !obj.Exported() || onlyTypes && !isType {
			continue
		}
		x := objectCandidate(obj)
		x.depth = depth
		c.add(x)
	}
}

// objectCandidate is the match for an object.
func objectCandidate(obj types.Object) candidate {
	x := candidate{Match: Match{Text: obj.Name(), Kind: kind(obj)}, signature: func() string { return signature(obj) }}
	switch obj.(type) {
	case *types.Var, *types.Const, *types.Func, *types.Nil:
		x.typ = obj.Type()
	case *types.TypeName:
		x.of = obj.Type()
	}
	return x
}

// maxDepth is how deep the fields of embedded structs are looked for.
const maxDepth = 10

// addFields adds the fields of a struct or of what points to one, and those of
// its embedded fields.
func addFields(c *candidates, t types.Type) {
	seen := map[types.Type]bool{}
	level := []types.Type{t}
	for depth := 0; len(level) > 0 && depth < maxDepth; depth++ {
		var next []types.Type
		for _, t := range level {
			t = types.Unalias(t)
			s, ok := literalType(t).(*types.Struct)
			if !ok || seen[t] {
				continue
			}
			seen[t] = true
			for i := range s.NumFields() {
				f := s.Field(i)
				if f.Embedded() {
					next = append(next, f.Type())
				}
				if f.Exported() || ours(f.Pkg()) {
					x := objectCandidate(f)
					x.depth = depth
					c.add(x)
				}
			}
		}
		level = next
	}
}

// addMethods adds the methods of a value of type t, those that need its address
// included.
func addMethods(c *candidates, t types.Type) {
	set := types.NewMethodSet(t)
	if _, isPointer := t.Underlying().(*types.Pointer); !isPointer && !types.IsInterface(t) {
		set = types.NewMethodSet(types.NewPointer(t))
	}
	for i := range set.Len() {
		m := set.At(i)
		if m.Obj().Exported() || ours(m.Obj().Pkg()) {
			x := candidate{
				Match:     Match{Text: m.Obj().Name(), Kind: "method"},
				signature: func() string { return callSignature(m.Type()) },
				typ:       m.Type(), depth: len(m.Index()) - 1,
			}
			c.add(x)
		}
	}
}

// addMethodExpressions adds the methods of a type as functions whose first
// parameter is the receiver.
func addMethodExpressions(c *candidates, t types.Type) {
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		m := set.At(i)
		sig, ok := m.Type().(*types.Signature)
		if !ok || !m.Obj().Exported() && !ours(m.Obj().Pkg()) {
			continue
		}
		params := []*types.Var{types.NewParam(m.Obj().Pos(), m.Obj().Pkg(), "", t)}
		for p := range sig.Params().Variables() {
			params = append(params, types.NewParam(p.Pos(), p.Pkg(), "", p.Type()))
		}
		full := types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic())
		c.add(candidate{Match: Match{Text: m.Obj().Name(), Kind: "method", Signature: callSignature(full)}, typ: full})
	}
}
