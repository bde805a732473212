// Generic functions and types are lowered once for each list of type arguments.
//
// Spec: Type parameter declarations, Instantiations.
// yaegi: two instantiations in one statement, inference from a literal's result
// and xs ...T fail; exported generic functions of compiled packages do not
// exist for it.
// Before: Map([]int{1}, strconv.Itoa)
// After: f_Map_7(…), made from Map's syntax with its type parameters bound.
// Generic code of compiled packages comes from their source, the same way.

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
)

// env binds the type parameters of the instance being lowered.
type env struct {
	sub   map[*types.TypeParam]types.Type
	args  []types.Type                // the same, in order
	root  ast.Node                    // the declaration, to know its local types
	local map[*types.Named]types.Type // its local types, made anew for the instance
	// instances are those of its local generic types.
	instances map[string]types.Type
	made      map[*types.TypeName]bool // the names of both
}

// maxInstances bounds instantiation, which need not end in a program that no
// compiler would accept.
const maxInstances = 20000

// funcName is the lowered name of a function of source, or of a method with the
// receiver type recv; it is queued when it is new.
func (l *lowering) funcName(f *types.Func, targs []types.Type, recv types.Type) string {
	o := f.Origin()
	key := l.funcKey(o)
	var rn *types.Named
	if recv != nil {
		t := types.Unalias(recv)
		if p, ok := t.(*types.Pointer); ok {
			t = types.Unalias(p.Elem())
		}
		rn = t.(*types.Named)
		key += "|" + l.key(rn)
	}
	for _, t := range targs {
		key += "," + l.key(t)
	}
	if n, ok := l.done[key]; ok {
		return n
	}
	if l.lateRefusals(o) && invalid(types.NewTuple(slices.Concat(slices.Collect(o.Signature().Params().Variables()), slices.Collect(o.Signature().Results().Variables()))...)) {
		l.fail(l.pos, "%s, whose parameters belong to a package that gorgo does not have", o.FullName())
	}
	b, ok := l.bodyOf(o)
	if !ok && l.lateRefusals(o) {
		n := l.tmp("f_" + sane(f.Name()))
		l.made(o, key, n)
		l.queue = append(l.queue, job{name: n, bodiless: o})
		return n
	}
	if !ok {
		l.fail(l.pos, "%s, which has no source here", o.FullName())
	}
	n := l.tmp("f_" + sane(f.Name()))
	l.made(o, key, n)
	j := job{body: b, name: n}
	if !l.own(o.Pkg()) {
		j.env = &env{sub: map[*types.TypeParam]types.Type{}, root: b.decl, local: map[*types.Named]types.Type{}, instances: map[string]types.Type{}, made: map[*types.TypeName]bool{}}
	}
	sig := b.origin.info.Defs[b.decl.Name].Type().(*types.Signature)
	bind := func(p *types.TypeParamList, arg func(int) types.Type) {
		if p.Len() == 0 {
			return
		}
		if j.env == nil {
			j.env = &env{sub: map[*types.TypeParam]types.Type{}, root: b.decl, local: map[*types.Named]types.Type{}, instances: map[string]types.Type{}, made: map[*types.TypeName]bool{}}
		}
		for i := 0; i < p.Len(); i++ {
			j.env.sub[p.At(i)] = arg(i)
			j.env.args = append(j.env.args, arg(i))
		}
	}
	if rn != nil {
		bind(sig.RecvTypeParams(), func(i int) types.Type { return rn.TypeArgs().At(i) })
	}
	if len(targs) > 0 {
		bind(sig.TypeParams(), func(i int) types.Type { return targs[i] })
	}
	l.queue = append(l.queue, j)
	if len(l.done) > maxInstances {
		l.fail(f.Pos(), "more than %d instances of generic functions", maxInstances)
	}
	return n
}

// made notes the name of a function or instance.
func (l *lowering) made(f *types.Func, key, name string) {
	l.done[key] = name
	l.added = append(l.added, key)
	l.prog.Shared = append(l.prog.Shared, name)
	old := l.instances[f]
	l.instances[f] = append(old, key)
	l.onUndo = append(l.onUndo, func() { l.instances[f] = old })
}

// funcKey identifies a function. Those of compiled packages exist twice, from
// export data and from source.
func (l *lowering) funcKey(o *types.Func) string {
	if l.own(o.Pkg()) {
		return fmt.Sprintf("%p", o)
	}
	r := ""
	if v := o.Signature().Recv(); v != nil {
		r = receiverLabel(v.Type()) + "."
	}
	return o.Pkg().Path() + "." + r + o.Name()
}
