package lib_test

import (
	"go/ast"
	"go/doc"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// shown is what the examples of lib show: by their names, and by what they use.
type shown struct{ named, used map[string]bool }

// examples reads the examples that are run, with an output to compare with.
func examples(t *testing.T) shown {
	t.Helper()
	mode := packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports
	loaded, err := packages.Load(&packages.Config{Mode: mode, Tests: true}, root+"...")
	if err != nil {
		t.Fatal(err)
	}
	out := shown{map[string]bool{}, map[string]bool{}}
	for _, p := range loaded {
		path := strings.TrimSuffix(strings.TrimPrefix(p.PkgPath, root), "_test")
		for _, e := range doc.Examples(p.Syntax...) {
			if e.Output == "" && !e.EmptyOutput {
				continue
			}
			out.named[path+"."+e.Name] = true
			name, _, _ := strings.Cut(e.Name, "_")
			out.named[path+"."+name] = true
			ast.Inspect(e.Code, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if !ok {
					return true
				}
				if obj := p.TypesInfo.Uses[id]; obj != nil && obj.Pkg() != nil {
					out.used[strings.TrimPrefix(obj.Pkg().Path(), root)+"."+strings.TrimPrefix(obj.Name(), "Must")] = true
				}
				return true
			})
		}
	}
	return out
}

// TestExamples asks that people can see everything at work in an example that is
// run: a type has an example of its own, or is what a function with an example
// takes or returns; a function is in some example.
func TestExamples(t *testing.T) {
	shown := examples(t)
	for _, p := range public(t) {
		if forTests(p) {
			continue
		}
		path := strings.TrimPrefix(p.PkgPath, root)
		around := map[string]bool{} // types of functions with an example
		for _, obj := range exported(p) {
			switch obj := obj.(type) {
			case *types.Func:
				if shown.named[path+"."+obj.Name()] {
					typesOf(obj.Signature(), around)
				}
			case *types.TypeName:
				for _, m := range methods(obj) {
					if shown.named[path+"."+obj.Name()+"_"+m.Name()] {
						typesOf(m.Signature(), around)
					}
				}
			}
		}
		for _, obj := range exported(p) {
			name := path + "." + obj.Name()
			switch obj.(type) {
			case *types.Func:
				if !shown.named[name] && !shown.used[path+"."+strings.TrimPrefix(obj.Name(), "Must")] {
					t.Errorf("no example shows the function %s", name)
				}
			case *types.TypeName:
				if !shown.named[name] && !around[name] {
					t.Errorf("no example shows the type %s: write Example%s", name, obj.Name())
				}
			}
		}
	}
}

// typesOf notes the types of lib that a function takes and returns.
func typesOf(s *types.Signature, into map[string]bool) {
	for _, list := range []*types.Tuple{s.Params(), s.Results()} {
		for i := range list.Len() {
			t := list.At(i).Type()
			for {
				switch u := t.(type) {
				case *types.Pointer:
					t = u.Elem()
					continue
				case *types.Slice:
					t = u.Elem()
					continue
				case *types.Named:
					if u.Obj().Pkg() != nil {
						into[strings.TrimPrefix(u.Obj().Pkg().Path(), root)+"."+u.Obj().Name()] = true
					}
				}
				break
			}
		}
	}
}
