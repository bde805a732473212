// This file answers questions about types: whose they are, and how the run time
// holds them.

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	goruntime "runtime"

	"github.com/gorgolab/gorgo/interp/rtype"
)

var sizes = types.SizesFor("gc", goruntime.GOARCH)

func under(t types.Type) types.Type { return t.Underlying() }

func isUntyped(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsUntyped != 0
}

// defaultType is the type of an expression as a value of its own.
func (l *lowering) defaultType(e ast.Expr) types.Type {
	t := l.typeOf(e)
	if isUntyped(t) {
		t = types.Default(t)
	}
	return t
}

// isUser tells the types that have records of our own from compiled ones: those
// of cells, instances of generic types, and what only the source of a compiled
// package knows.
func (l *Lowerer) isUser(n *types.Named) bool {
	p := n.Obj().Pkg()
	if p == nil {
		return false
	}
	if l.own(p) || n.TypeArgs().Len() > 0 {
		return true
	}
	o := n.Obj()
	if o.Parent() != p.Scope() {
		return o.Parent() != nil // a local type; export data has no scopes for its own
	}
	if o.Exported() {
		return false
	}
	_, compiled := l.compiledType(n)
	return !compiled
}

// localName is how the compiler names a type that a function of a cell declares.
func (l *Lowerer) localName(n *types.Named) rtype.LocalName {
	name := l.localNames[n.Obj()]
	name.Number = l.locals[n.Obj().Pos()]
	return name
}

// numberLocals numbers the local types of a unit, in the order of the source.
func (l *lowering) numberLocals() {
	number := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if s, ok := n.(*ast.TypeSpec); ok && !s.Assign.IsValid() && l.locals[s.Name.Pos()] == 0 {
				l.locals[s.Name.Pos()] = len(l.locals) + 1
			}
			return true
		})
	}
	for _, d := range l.unit.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
			number(f.Body)
		}
	}
	for _, s := range l.unit.Steps {
		if s.Stmt != nil {
			number(s.Stmt)
		}
	}
}

// compiledType finds the record of a compiled named type.
func (l *Lowerer) compiledType(n *types.Named) (reflect.Type, bool) {
	o := n.Obj()
	if o.Pkg() == nil {
		if o.Name() == "error" {
			return reflect.TypeFor[error](), true
		}
		return nil, false
	}
	v, ok := l.packages.Symbols(o.Pkg().Path())[o.Name()]
	if !ok || v.Kind() != reflect.Pointer {
		return nil, false
	}
	return v.Type().Elem(), true
}

func isIface(t types.Type) bool {
	if _, ok := t.(*types.TypeParam); ok {
		return false
	}
	_, ok := under(t).(*types.Interface)
	return ok
}

// compiledIface tells a compiled interface with methods: it keeps its real type,
// where all other interfaces are interface{} to yaegi.
func (l *lowering) compiledIface(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && isIface(t) && !l.isUser(n) && under(t).(*types.Interface).NumMethods() > 0
}

// entry is a type's record; it is announced to the runtime, which knows it by
// its ID.
func (l *lowering) entry(t types.Type) *rtype.Type {
	t = l.subst(t)
	e, err := l.types.Type(t)
	if err != nil {
		l.fail(token.NoPos, "%v", err)
	}
	l.run.AddType(e)
	if !l.looked[e.ID] {
		l.looked[e.ID] = true
		if l.hasMethods(e.Source) {
			l.wait(e)
		}
	}
	return e
}

// hasMethods tells whether lowered code has to have functions for a type's
// methods.
func (l *lowering) hasMethods(t types.Type) bool {
	base, _ := deref(t)
	if n, ok := types.Unalias(base).(*types.Named); ok && !l.isUser(n) || isIface(t) {
		return false
	}
	return types.NewMethodSet(t).Len() > 0
}

func (l *lowering) key(t types.Type) string { return l.types.Key(t) }

// mentions tells whether a type involves one of the named types.
func mentions(t types.Type, named func(*types.TypeName) bool) bool {
	return involves(t, false, func(t types.Type) bool {
		n, ok := t.(*types.Named)
		return ok && named(n.Obj())
	})
}

// involves tells whether a type, or one that it is made of, is what is asked for.
// What a named type stands for is looked at only with through.
func involves(t types.Type, through bool, is func(types.Type) bool) bool {
	seen := map[types.Type]bool{}
	var walk func(t types.Type) bool
	walk = func(t types.Type) bool {
		t = types.Unalias(t)
		if t == nil || seen[t] {
			return false
		}
		seen[t] = true
		if is(t) {
			return true
		}
		switch u := t.(type) {
		case *types.Named:
			for a := range u.TypeArgs().Types() {
				if walk(a) {
					return true
				}
			}
			return through && walk(u.Underlying())
		case *types.Pointer:
			return walk(u.Elem())
		case *types.Slice:
			return walk(u.Elem())
		case *types.Array:
			return walk(u.Elem())
		case *types.Chan:
			return walk(u.Elem())
		case *types.Map:
			return walk(u.Key()) || walk(u.Elem())
		case *types.Struct:
			for f := range u.Fields() {
				if walk(f.Type()) {
					return true
				}
			}
		case *types.Signature:
			return walk(u.Params()) || walk(u.Results())
		case *types.Tuple:
			for v := range u.Variables() {
				if walk(v.Type()) {
					return true
				}
			}
		}
		return false
	}
	return walk(t)
}
