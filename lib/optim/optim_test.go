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
		Name: "AdamW", Rule: optim.AdamW{LearningRate: .02, WeightDecay: .5}, Rate: .02, Formula: adamW(.02, .5),
		Wrong: []optim.Optimizer{optim.AdamW{WeightDecay: -1}, optim.AdamW{LearningRate: -1}, optim.AdamW{Beta1: 2}},
	},
	{
		Name: "NewAdamW", Rule: optim.NewAdamW(), Rate: .001, Formula: adamW(.001, .01),
		Wrong: []optim.Optimizer{optim.AdamW{WeightDecay: math.NaN()}},
	},
	{
		Name: "RMSProp", Rule: optim.RMSProp{}, Rate: .01, Formula: rmsProp(.01, .99, 1e-8, 0, false),
		Wrong: []optim.Optimizer{optim.RMSProp{LearningRate: -1}, optim.RMSProp{Decay: 1}, optim.RMSProp{Epsilon: -1}, optim.RMSProp{Momentum: 1}},
	},
	{
		Name: "RMSProp with momentum, centered", Rule: optim.RMSProp{LearningRate: .02, Decay: .9, Epsilon: .01, Momentum: .7, Centered: true}, Rate: .02,
		Formula: rmsProp(.02, .9, .01, .7, true),
		Wrong:   []optim.Optimizer{optim.RMSProp{Momentum: -.1}},
	},
	{
		Name: "Adagrad", Rule: optim.Adagrad{}, Rate: .01,
		Formula: func() func(w, g float64) float64 {
			var v float64
			return func(w, g float64) float64 { v += g * g; return w - .01*g/(math.Sqrt(v)+1e-10) }
		},
		Wrong: []optim.Optimizer{optim.Adagrad{LearningRate: -1}, optim.Adagrad{Epsilon: -1}},
	},
	{
		Name: "Adadelta", Rule: optim.Adadelta{}, Rate: 1, Formula: adadelta(1, .9, 1e-6),
		Wrong: []optim.Optimizer{optim.Adadelta{LearningRate: -1}, optim.Adadelta{Decay: 1}, optim.Adadelta{Epsilon: -1}},
	},
	{
		Name: "Adadelta with other settings", Rule: optim.Adadelta{LearningRate: .5, Decay: .8, Epsilon: .01}, Rate: .5, Formula: adadelta(.5, .8, .01),
		Wrong: []optim.Optimizer{optim.Adadelta{Decay: math.NaN()}},
	},
	{
		Name: "Lion", Rule: optim.Lion{}, Rate: 1e-4, Formula: lion(1e-4, .9, .99, 0),
		Wrong: []optim.Optimizer{optim.Lion{LearningRate: -1}, optim.Lion{Beta1: 1}, optim.Lion{Beta2: 1}, optim.Lion{WeightDecay: -1}},
	},
	{
		Name: "Lion with decay", Rule: optim.Lion{LearningRate: .003, Beta1: .95, Beta2: .98, WeightDecay: .3}, Rate: .003, Formula: lion(.003, .95, .98, .3),
		Wrong: []optim.Optimizer{optim.Lion{WeightDecay: math.Inf(1)}},
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

func adamW(rate, decay float64) func() func(w, g float64) float64 {
	return func() func(w, g float64) float64 {
		step := adam(rate, .9, .999, 1e-8)()
		return func(w, g float64) float64 { return step(w-rate*decay*w, g) }
	}
}

func rmsProp(rate, decay, epsilon, momentum float64, centered bool) func() func(w, g float64) float64 {
	return func() func(w, g float64) float64 {
		var v, m, u float64
		return func(w, g float64) float64 {
			v = decay*v + (1-decay)*g*g
			m = decay*m + (1-decay)*g
			square := v
			if centered {
				square -= m * m
			}
			u = momentum*u + g/(math.Sqrt(square)+epsilon)
			return w - rate*u
		}
	}
}

func adadelta(rate, decay, epsilon float64) func() func(w, g float64) float64 {
	return func() func(w, g float64) float64 {
		var v, u float64
		return func(w, g float64) float64 {
			v = decay*v + (1-decay)*g*g
			d := math.Sqrt(u+epsilon) / math.Sqrt(v+epsilon) * g
			u = decay*u + (1-decay)*d*d
			return w - rate*d
		}
	}
}

func lion(rate, beta1, beta2, decay float64) func() func(w, g float64) float64 {
	return func() func(w, g float64) float64 {
		var m float64
		return func(w, g float64) float64 {
			d := beta1*m + (1-beta1)*g
			m = beta2*m + (1-beta2)*g
			switch {
			case d > 0:
				d = 1
			case d < 0:
				d = -1
			}
			return w - rate*(d+decay*w)
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
	tested := map[string]bool{}
	for _, c := range cases {
		tested[reflect.TypeOf(c.Rule).Name()] = true
	}
	implemented(t, "Optimizer", tested)
}

// implemented asks for a test of every exported type that implements an
// interface of this package.
func implemented(t *testing.T, name string, tested map[string]bool) {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedTypes | packages.NeedName}, "github.com/gorgolab/gorgo/lib/optim")
	if err != nil || len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatalf("loading the package: %v %+v", err, loaded)
	}
	scope := loaded[0].Types.Scope()
	wanted := scope.Lookup(name).Type().Underlying().(*types.Interface)
	found := 0
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !obj.Exported() || types.IsInterface(obj.Type()) {
			continue
		}
		if types.Implements(obj.Type(), wanted) || types.Implements(types.NewPointer(obj.Type()), wanted) {
			found++
			if !tested[name] {
				t.Errorf("there is no case of %s in the tests", name)
			}
		}
	}
	if found == 0 {
		t.Error("found none: the test looks in the wrong place")
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
