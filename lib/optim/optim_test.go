package optim_test

import (
	"go/types"
	"math"
	"reflect"
	"testing"

	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/optim/optimtest"
	"golang.org/x/tools/go/packages"
)

// The formulas are written down once more, in float64, from the sources that
// the rules' comments name.
var cases = []optimtest.Case{
	{
		Name: "SGD", Rule: optim.SGD{}, Rate: .01,
		Formula: func() func(w, g float64) float64 {
			return func(w, g float64) float64 { return w - .01*g }
		},
		Wrong: []optim.Optimizer{optim.SGD{LearningRate: -1}, optim.SGD{Momentum: 1}, optim.SGD{Nesterov: true}, optim.SGD{LearningRate: math.NaN()}},
	},
	{
		Name: "SGD with momentum", Rule: optim.SGD{LearningRate: .003, Momentum: .8}, Rate: .003,
		Formula: func() func(w, g float64) float64 {
			var v float64
			return func(w, g float64) float64 { v = .8*v + g; return w - .003*v }
		},
		Wrong: []optim.Optimizer{optim.SGD{Momentum: -.1}},
	},
	{
		Name: "SGD with Nesterov's momentum", Rule: optim.SGD{LearningRate: .003, Momentum: .8, Nesterov: true}, Rate: .003,
		Formula: func() func(w, g float64) float64 {
			var v float64
			return func(w, g float64) float64 { v = .8*v + g; return w - .003*(g+.8*v) }
		},
		Wrong: []optim.Optimizer{optim.SGD{LearningRate: math.Inf(1)}},
	},
	{
		Name: "Adam", Rule: optim.Adam{}, Rate: .001, Formula: adam(.001, .9, .999, 1e-8),
		Wrong: []optim.Optimizer{optim.Adam{LearningRate: -1}, optim.Adam{Beta1: 1}, optim.Adam{Beta2: -1}, optim.Adam{Epsilon: -1}},
	},
	{
		Name: "Adam with other settings", Rule: optim.Adam{LearningRate: .02, Beta1: .5, Beta2: .9, Epsilon: .1}, Rate: .02, Formula: adam(.02, .5, .9, .1),
		Wrong: []optim.Optimizer{optim.Adam{Beta1: math.NaN()}},
	},
	{
		Name: "Func", Rate: .01,
		Rule: optim.Func{Name: "Heavy", Slots: []string{"v"}, Update: func(u optim.Update) {
			for i, g := range u.Gradients {
				u.Slots[0][i] = .5*u.Slots[0][i] + g
				u.Weights[i] -= float32(u.LearningRate) * u.Slots[0][i]
			}
		}},
		Formula: func() func(w, g float64) float64 {
			var v float64
			return func(w, g float64) float64 { v = .5*v + g; return w - .01*v }
		},
		Wrong: []optim.Optimizer{optim.Func{}, optim.Func{Name: "x"}, optim.Func{Name: "x", Update: func(optim.Update) {}, LearningRate: -1}},
	},
}

func adam(rate, beta1, beta2, epsilon float64) func() func(w, g float64) float64 {
	return func() func(w, g float64) float64 {
		var m, v, t float64
		return func(w, g float64) float64 {
			t++
			m = beta1*m + (1-beta1)*g
			v = beta2*v + (1-beta2)*g*g
			return w - rate*(m/(1-math.Pow(beta1, t)))/(math.Sqrt(v/(1-math.Pow(beta2, t)))+epsilon)
		}
	}
}

func TestOptimizers(t *testing.T) {
	for _, c := range cases {
		optimtest.Run(t, c)
	}
}

// TestEveryOptimizerIsInTheTable finds the exported types that are optimizers
// and asks for a case of each.
func TestEveryOptimizerIsInTheTable(t *testing.T) {
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedTypes | packages.NeedName}, "github.com/gorgolab/gorgo/lib/optim")
	if err != nil || len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatalf("loading the package: %v %+v", err, loaded)
	}
	scope := loaded[0].Types.Scope()
	optimizer := scope.Lookup("Optimizer").Type().Underlying().(*types.Interface)
	tested := map[string]bool{}
	for _, c := range cases {
		tested[reflect.TypeOf(c.Rule).Name()] = true
	}
	found := 0
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !obj.Exported() || types.IsInterface(obj.Type()) {
			continue
		}
		if types.Implements(obj.Type(), optimizer) || types.Implements(types.NewPointer(obj.Type()), optimizer) {
			found++
			if !tested[name] {
				t.Errorf("%s is an optimizer without a case in optim_test.go", name)
			}
		}
	}
	if found == 0 {
		t.Error("found no optimizers: the test looks in the wrong place")
	}
}

func TestClipGlobalNorm(t *testing.T) {
	for _, c := range []struct {
		name          string
		limit         float64
		norm          float64
		first, second float32 // 3 and 4 before
	}{
		{"above", 1, 5, .6, .8},
		{"below", 6, 5, 3, 4},
		{"no limit", 0, 5, 3, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := [][]float32{{3}, {0, 4}}
			if norm := optim.ClipGlobalNorm(g, c.limit); norm != c.norm {
				t.Errorf("norm %v, want %v", norm, c.norm)
			}
			if g[0][0] != c.first || g[1][1] != c.second {
				t.Errorf("gradients %v, want %v and %v", g, c.first, c.second)
			}
		})
	}
}
