package optim_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/optim/optimtest"
)

// schedules lists every schedule, with settings that Check must refuse.
var schedules = []struct {
	good  optim.Schedule
	wrong []optim.Schedule
}{
	{optim.Constant{}, nil},
	{optim.ScheduleFunc{Of: func(at optim.Moment) float64 { return 1 / float64(1+at.Step) }}, []optim.Schedule{optim.ScheduleFunc{}}},
	{optim.StepDecay{Every: 3}, []optim.Schedule{optim.StepDecay{}, optim.StepDecay{Every: 1, By: 2}}},
	{optim.MultiStepDecay{After: []int{2, 5}}, []optim.Schedule{optim.MultiStepDecay{}, optim.MultiStepDecay{After: []int{3, 1}}, optim.MultiStepDecay{After: []int{1}, By: -1}}},
	{optim.ExponentialDecay{By: .8}, []optim.Schedule{optim.ExponentialDecay{}, optim.ExponentialDecay{By: math.NaN()}}},
	{optim.ExponentialDecay{By: .8, Smooth: true}, nil},
	{optim.PolynomialDecay{}, []optim.Schedule{optim.PolynomialDecay{Power: -1}, optim.PolynomialDecay{Final: 2}, optim.PolynomialDecay{Epochs: math.Inf(1)}}},
	{optim.CosineDecay{}, []optim.Schedule{optim.CosineDecay{Final: -1}, optim.CosineDecay{Epochs: -1}}},
	{optim.CosineRestarts{Epochs: 2, Longer: 1.5}, []optim.Schedule{optim.CosineRestarts{}, optim.CosineRestarts{Epochs: 1, Longer: .5}, optim.CosineRestarts{Epochs: 1, Final: 2}}},
	{optim.Warmup{Epochs: 1, Then: optim.CosineDecay{}}, []optim.Schedule{optim.Warmup{}, optim.Warmup{Steps: 1, Epochs: 1}, optim.Warmup{Steps: 1, Then: optim.StepDecay{}}, optim.Warmup{Steps: 1, From: 2}}},
	{optim.OneCycle{}, []optim.Schedule{optim.OneCycle{Up: 1}, optim.OneCycle{Div: .5}, optim.OneCycle{FinalDiv: -1}}},
	{optim.ReduceOnPlateau{}, []optim.Schedule{optim.ReduceOnPlateau{By: 1}, optim.ReduceOnPlateau{Patience: -1}, optim.ReduceOnPlateau{MinDelta: -1}, optim.ReduceOnPlateau{Least: 2}}},
}

func TestSchedules(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range schedules {
		name := reflect.TypeOf(c.good).Name()
		tested[name] = true
		optimtest.RunSchedule(t, optimtest.ScheduleCase{Schedule: c.good, Wrong: c.wrong})
		for _, w := range c.wrong {
			if err := w.Check(); err == nil || !strings.HasPrefix(err.Error(), "optim: "+name) {
				t.Errorf("%+v: got %v, want an error of %s", w, err, name)
			}
		}
	}
	implemented(t, "Schedule", tested)
}

func TestRatesAreChecked(t *testing.T) {
	for _, c := range []struct {
		s             optim.Schedule
		epochs, steps int
		want          string
	}{
		{optim.Constant{}, 0, 1, "at least 1 epoch"},
		{optim.ScheduleFunc{Of: func(optim.Moment) float64 { return math.NaN() }}, 1, 1, "step 0 is NaN"},
	} {
		if _, err := optim.Rates(c.s, 1, c.epochs, c.steps); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
	if got := optim.MustRates(nil, 2, 1, 2); !slices.Equal(got, []float64{2, 2}) {
		t.Errorf("no schedule gives %v", got)
	}
}

func TestPlateauOf(t *testing.T) {
	want := optim.ReduceOnPlateau{Patience: 3}
	for _, s := range []optim.Schedule{want, optim.Warmup{Steps: 3, Then: want}} {
		if got, ok := optim.PlateauOf(s); !ok || got != want {
			t.Errorf("%T: got %v, %v", s, got, ok)
		}
	}
	for _, s := range []optim.Schedule{nil, optim.Constant{}, optim.Warmup{Steps: 3}} {
		if _, ok := optim.PlateauOf(s); ok {
			t.Errorf("%T has a plateau", s)
		}
	}
	var state optim.PlateauState
	for range 5 {
		want.Observe(&state, math.NaN())
	}
	if state.Drops != 1 {
		t.Errorf("of a NaN there are %d reductions, want 1: it is no improvement", state.Drops)
	}
}

func TestTreat(t *testing.T) {
	names := []string{"dense_1.weight", "dense_1.bias", "norm_1.gamma"}
	got := []optim.Treatment{{}, {NoDecay: true}, {NoDecay: true, Frozen: true}}
	err := optim.Treat([]optim.Group{{Match: "dense_1.*", LearningRate: 1e-4}, {Match: "*.bias", Scale: 2, Decay: true}, {Match: "dense_1.weight", NoDecay: true}}, names, 1e-3, got)
	if err != nil {
		t.Fatal(err)
	}
	want := []optim.Treatment{{Scale: .1, NoDecay: true}, {Scale: 2}, {NoDecay: true, Frozen: true}}
	for i := range want {
		if math.Abs(got[i].Scale-want[i].Scale) > 1e-12 || got[i].NoDecay != want[i].NoDecay || got[i].Frozen != want[i].Frozen {
			t.Errorf("%s: %+v, want %+v", names[i], got[i], want[i])
		}
	}
	for _, c := range []struct {
		group optim.Group
		want  string
	}{
		{optim.Group{Match: "conv*"}, "matches no parameter: there are [dense_1.weight"},
		{optim.Group{Match: "["}, "no pattern"},
		{optim.Group{Match: "*", LearningRate: 1, Scale: 1}, "keep one"},
		{optim.Group{Match: "*", Decay: true, NoDecay: true}, "keep one"},
		{optim.Group{Match: "*", Scale: -1}, "at least 0"},
	} {
		if err := optim.Treat([]optim.Group{c.group}, names, 1e-3, make([]optim.Treatment, 3)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q", c.group, err, c.want)
		}
	}
}

// TestDecayLeavesOut: a rule with decay shrinks what may decay, by the exact
// amount, when the gradient is zero.
func TestDecayLeavesOut(t *testing.T) {
	for _, rule := range []optim.Optimizer{optim.AdamW{LearningRate: .1, WeightDecay: .5}, optim.Lion{LearningRate: .1, WeightDecay: .5}} {
		s, err := rule.Start([]int{1, 1})
		if err != nil {
			t.Fatal(err)
		}
		s.Treatments = []optim.Treatment{{}, {NoDecay: true}}
		w := [][]float32{{2}, {2}}
		if err := rule.Step(s, w, [][]float32{{0}, {0}}); err != nil {
			t.Fatal(err)
		}
		if math.Abs(float64(w[0][0])-1.9) > 1e-6 || w[1][0] != 2 {
			t.Errorf("%T: weights %v, want 1.9 and 2", rule, w)
		}
	}
}

func TestEMA(t *testing.T) {
	if _, err := (optim.EMA{Decay: 1}).Start(nil); err == nil {
		t.Error("no error for a decay of 1")
	}
	e := optim.EMA{Decay: .999, Warmup: true}
	s, err := e.Start([][]float32{{0}})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Update(s, [][]float32{{1}}); err != nil || math.Abs(float64(s.Values[0][0])-(1-2./11)) > 1e-6 {
		t.Errorf("after the first step of a warm-up the average is %v (%v), want 9/11", s.Values, err)
	}
	for name, err := range map[string]error{
		"nil":        e.Update(nil, nil),
		"parameters": e.Update(s, nil),
		"weights":    e.Update(s, [][]float32{{1, 2}}),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func ExampleWarmup() {
	s := optim.Warmup{Epochs: 1, Then: optim.CosineDecay{}}
	fmt.Printf("%.3f\n", optim.MustRates(s, 0.1, 3, 4))
	// Output: [0.000 0.025 0.050 0.075 0.100 0.096 0.085 0.069 0.050 0.031 0.015 0.004]
}

func ExampleTreat() {
	names := []string{"body.weight", "head.weight"}
	treatments := make([]optim.Treatment, 2)
	err := optim.Treat([]optim.Group{{Match: "body.*", LearningRate: 1e-5}}, names, 1e-3, treatments)
	fmt.Println(treatments[0].Scale, treatments[1].Scale, err)
	// Output: 0.01 0 <nil>
}
