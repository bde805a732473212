package lib_test

import (
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// notCalled are the functions that return an error and have no Must twin, because
// no notebook calls them; each with who does.
var notCalled = map[string]string{
	"train.FitContext":        "programs that have a context of their own; notebooks are interrupted by the stop button",
	"tune.RunContext":         "programs that have a context of their own; notebooks are interrupted by the stop button",
	"nn.Model.PredictContext": "programs that have a context of their own; notebooks are interrupted by the stop button",
	"nn.Model.Exchange":       "package train",
	"optim.Treat":             "package train",
	"nn.Graph.Buffer":         "Apply of a layer, which returns errors",
	"nn.Graph.Param":          "Apply of a layer, which returns errors",
	"nn.Setup.Errorf":         "Build of a layer: the error is what it is for",
	"nn.Trainer.*":            "a training loop of one's own, which returns errors",
	"optim.EMA.Start":         "a training loop of one's own, which returns errors",
	"optim.EMA.Update":        "a training loop of one's own, which returns errors",
	"train.Store.Get":         "Load of a callback, which returns errors",
	"train.Store.Set":         "Save of a callback, which returns errors",
	"train.Store.SetTensors":  "Save of a callback, which returns errors",
	"train.Store.Tensors":     "Load of a callback, which returns errors",
	"*.MarshalJSON":           "encoding/json",
	"*.UnmarshalJSON":         "encoding/json",
	"*.Err":                   "programs: the value shows its error by itself",
	"*.Check":                 "programs and packages: the error is what it is for",
}

// TestEveryFunctionHasATwin: what returns an error has a twin that begins with
// Must, takes the same and returns the same but for the error. What a type does
// because an interface of lib wants it is not called by people.
func TestEveryFunctionHasATwin(t *testing.T) {
	list := public(t)
	used := map[string]bool{}
	for _, p := range list {
		if forTests(p) {
			continue
		}
		for _, obj := range exported(p) {
			switch obj := obj.(type) {
			case *types.Func:
				twin, _ := p.Types.Scope().Lookup("Must" + obj.Name()).(*types.Func)
				checkTwin(t, p.Name+"."+obj.Name(), obj, twin, used)
			case *types.TypeName:
				if types.IsInterface(obj.Type()) {
					continue
				}
				for _, m := range methods(obj) {
					if promised(list, obj, m.Name()) {
						continue
					}
					twin, _, _ := types.LookupFieldOrMethod(types.NewPointer(obj.Type()), false, p.Types, "Must"+m.Name())
					f, _ := twin.(*types.Func)
					checkTwin(t, p.Name+"."+obj.Name()+"."+m.Name(), m, f, used)
				}
			}
		}
	}
	for name := range notCalled {
		if !used[name] {
			t.Errorf("%s is excused from having a twin, but nothing needs that", name)
		}
	}
}

// checkTwin compares a function with its twin.
func checkTwin(t *testing.T, name string, f, twin *types.Func, used map[string]bool) {
	t.Helper()
	s := f.Signature()
	if strings.HasPrefix(f.Name(), "Must") || !fails(s) {
		return
	}
	if twin == nil {
		for _, excuse := range []string{name, name[:strings.LastIndex(name, ".")+1] + "*", "*." + f.Name()} {
			if notCalled[excuse] != "" {
				used[excuse] = true
				return
			}
		}
		t.Errorf("%s returns an error and has no twin Must%s", name, f.Name())
		return
	}
	want := types.NewSignatureType(nil, nil, nil, s.Params(), types.NewTuple(variables(s.Results())[:s.Results().Len()-1]...), s.Variadic())
	got := types.NewSignatureType(nil, nil, nil, twin.Signature().Params(), twin.Signature().Results(), twin.Signature().Variadic())
	if !types.Identical(got, want) {
		t.Errorf("Must%s is %s, want %s as its twin has", f.Name(), text(got), text(want))
	}
}

// fails reports whether the last result is an error.
func fails(s *types.Signature) bool {
	n := s.Results().Len()
	return n > 0 && types.Identical(s.Results().At(n-1).Type(), types.Universe.Lookup("error").Type())
}

func variables(t *types.Tuple) []*types.Var {
	var out []*types.Var
	for i := range t.Len() {
		out = append(out, t.At(i))
	}
	return out
}

// promised reports whether a type has a method because an interface of lib that
// it implements wants it.
func promised(list []*packages.Package, obj *types.TypeName, method string) bool {
	for _, p := range list {
		for _, other := range exported(p) {
			i, ok := other.Type().Underlying().(*types.Interface)
			if _, named := other.(*types.TypeName); !ok || !named || !types.Implements(types.NewPointer(obj.Type()), i) {
				continue
			}
			for j := range i.NumMethods() {
				if i.Method(j).Name() == method {
					return true
				}
			}
		}
	}
	return false
}

// TestNoGenerics: what notebooks call has no type parameters, which the cells'
// interpreter would have to compile.
func TestNoGenerics(t *testing.T) {
	for _, p := range public(t) {
		if forTests(p) {
			continue
		}
		for _, obj := range exported(p) {
			switch obj := obj.(type) {
			case *types.Func:
				if obj.Signature().TypeParams().Len() > 0 {
					t.Errorf("%s.%s has type parameters", p.Name, obj.Name())
				}
			case *types.TypeName:
				if named, ok := obj.Type().(*types.Named); ok && named.TypeParams().Len() > 0 {
					t.Errorf("%s.%s has type parameters", p.Name, obj.Name())
				}
			}
		}
	}
}
