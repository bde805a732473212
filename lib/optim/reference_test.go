package optim_test

// What testdata/torch_reference.py computed with PyTorch 2.15, in float64.

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/gorgolab/gorgo/lib/optim"
)

type reference struct {
	Start      []float64
	Gradients  [][]float64
	Optimisers []struct {
		Name    string
		Weights [][]float64
	}
	Schedules []struct {
		Name  string
		Rates []float64
	}
	Plateaus []struct{ Values, Rates []float64 }
	EMA      [][]float64
	Clip     map[string]struct {
		Gradients [][]float64
		Norm      float64
	}
}

func readReference(t *testing.T) *reference {
	t.Helper()
	b, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	r := &reference{}
	if err := json.Unmarshal(b, r); err != nil {
		t.Fatal(err)
	}
	return r
}

func narrow(v []float64) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x)
	}
	return out
}

// near compares with room for the rounding of float32 in some steps.
func near(t *testing.T, what string, got []float32, want []float64) {
	t.Helper()
	for i, w := range want {
		if len(got) != len(want) || math.Abs(float64(got[i])-w) > 1e-5*(1+math.Abs(w)) {
			t.Fatalf("%s: %v, want %v", what, got, want)
		}
	}
}

func TestOptimizersAgainstPyTorch(t *testing.T) {
	r := readReference(t)
	rules := map[string]optim.Optimizer{
		"SGD":                             optim.SGD{LearningRate: .05},
		"SGD with momentum":               optim.SGD{LearningRate: .05, Momentum: .8},
		"SGD with Nesterov's momentum":    optim.SGD{LearningRate: .05, Momentum: .8, Nesterov: true},
		"Adam":                            optim.Adam{LearningRate: .02},
		"Adam with other settings":        optim.Adam{LearningRate: .02, Beta1: .5, Beta2: .9, Epsilon: .1},
		"AdamW":                           optim.AdamW{LearningRate: .02, WeightDecay: .5},
		"NewAdamW":                        optim.NewAdamW(),
		"RMSProp":                         optim.RMSProp{},
		"RMSProp with momentum, centered": optim.RMSProp{LearningRate: .02, Decay: .9, Epsilon: .01, Momentum: .7, Centered: true},
		"Adagrad":                         optim.Adagrad{},
		"Adadelta":                        optim.Adadelta{},
		"Adadelta with other settings":    optim.Adadelta{LearningRate: .5, Decay: .8, Epsilon: .01},
	}
	if len(rules) != len(r.Optimisers) {
		t.Errorf("%d rules for %d references", len(rules), len(r.Optimisers))
	}
	for _, c := range r.Optimisers {
		t.Run(c.Name, func(t *testing.T) {
			rule := rules[c.Name]
			state, err := rule.Start([]int{len(r.Start)})
			if err != nil {
				t.Fatal(err)
			}
			w := narrow(r.Start)
			for i, g := range r.Gradients {
				if err := rule.Step(state, [][]float32{w}, [][]float32{narrow(g)}); err != nil {
					t.Fatal(err)
				}
				near(t, "weights", w, c.Weights[i])
			}
		})
	}
}

func TestSchedulesAgainstPyTorch(t *testing.T) {
	for _, c := range readReference(t).Schedules {
		t.Run(c.Name, func(t *testing.T) {
			of := map[string]struct {
				optim.Schedule
				perEpoch, steps int
			}{
				"Constant":         {optim.Constant{}, 1, 40},
				"StepDecay":        {optim.StepDecay{Every: 7, By: .3}, 1, 40},
				"MultiStepDecay":   {optim.MultiStepDecay{After: []int{5, 6, 30}, By: .5}, 1, 40},
				"ExponentialDecay": {optim.ExponentialDecay{By: .9}, 1, 40},
				"PolynomialDecay":  {optim.PolynomialDecay{Power: 1.5, Epochs: 15}, 2, 40},
				"CosineDecay":      {optim.CosineDecay{Final: .1}, 1, 40},
				"CosineRestarts":   {optim.CosineRestarts{Epochs: 3, Longer: 2, Final: .05}, 2, 40},
				"OneCycle":         {optim.OneCycle{}, 1, 41},
				"Warmup":           {optim.Warmup{Steps: 8, From: .2, Then: optim.StepDecay{Every: 9, By: .5}}, 1, 40},
			}[c.Name]
			if of.Schedule == nil {
				t.Fatal("there is no schedule for this reference")
			}
			for i, want := range c.Rates {
				got := .1 * of.Factor(optim.Moment{Step: i, StepsPerEpoch: of.perEpoch, Steps: of.steps})
				if math.Abs(got-want) > 1e-9 {
					t.Errorf("step %d: %v, want %v", i, got, want)
				}
			}
		})
	}
}

// TestReduceOnPlateauAgainstPyTorch: our patience counts the epochs without an
// improvement, as Keras' does; PyTorch waits for one more.
func TestReduceOnPlateauAgainstPyTorch(t *testing.T) {
	r := readReference(t)
	for i, s := range []optim.ReduceOnPlateau{
		{},
		{By: .5, Patience: 3, MinDelta: .005, Cooldown: 3, Least: 1. / 16},
		{By: .5, Patience: 5, Cooldown: 1, Greater: true},
	} {
		var state optim.PlateauState
		for epoch, v := range r.Plateaus[i].Values {
			s.Observe(&state, v)
			got, want := .1*s.Factor(optim.Moment{Drops: state.Drops}), r.Plateaus[i].Rates[epoch]
			if math.Abs(got-want) > 1e-12 {
				t.Fatalf("plateau %d, epoch %d: %v, want %v", i, epoch, got, want)
			}
		}
		if state.Drops == 0 {
			t.Errorf("plateau %d never reduces: the reference tests nothing", i)
		}
	}
}

func TestEMAAgainstPyTorch(t *testing.T) {
	r := readReference(t)
	e := optim.EMA{Decay: .8}
	w := narrow(r.Start)
	state, err := e.Start([][]float32{w})
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range r.Gradients {
		for j := range w {
			w[j] -= .1 * float32(g[j])
		}
		if err := e.Update(state, [][]float32{w}); err != nil {
			t.Fatal(err)
		}
		near(t, "average", state.Values[0], r.EMA[i])
	}
}

func TestClippingAgainstPyTorch(t *testing.T) {
	for name, clip := range map[string]func(g [][]float32) float64{
		"value":       func(g [][]float32) float64 { optim.ClipValue(g, 2.5); return 0 },
		"global_norm": func(g [][]float32) float64 { return optim.ClipGlobalNorm(g, 6.5) },
		"norm":        func(g [][]float32) float64 { optim.ClipNorm(g, 4); return 0 },
	} {
		want := readReference(t).Clip[name]
		g := [][]float32{{3, 0, -4}, {12, -.5}}
		if norm := clip(g); math.Abs(norm-want.Norm) > 1e-6 {
			t.Errorf("%s: norm %v, want %v", name, norm, want.Norm)
		}
		for i := range g {
			near(t, name, g[i], want.Gradients[i])
		}
	}
}
