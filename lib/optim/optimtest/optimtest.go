package optimtest

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/gorgolab/gorgo/lib/optim"
)

// Case is a rule under test.
type Case struct {
	// Name of the case.
	Name string
	// Rule is the optimizer.
	Rule optim.Optimizer
	// Rate is the learning rate that the rule begins with.
	Rate float64
	// Formula returns the rule for one weight, written down in float64 after
	// the source that defines it: a function that is called with the weight
	// and the gradient of steps 1, 2, 3 …, and returns the new weight.
	Formula func() func(w, g float64) float64
	// Wrong lists rules of the same type with settings that Start must refuse.
	Wrong []optim.Optimizer
}

// Run checks the rule of a case.
func Run(t *testing.T, c Case) {
	t.Run(c.Name, func(t *testing.T) {
		t.Run("follows its formula", func(t *testing.T) { formula(t, c) })
		t.Run("goes on from a saved state", func(t *testing.T) { resume(t, c) })
		t.Run("keeps states apart", func(t *testing.T) { apart(t, c) })
		t.Run("obeys the state's learning rate", func(t *testing.T) { rate(t, c) })
		t.Run("treats parameters apart", func(t *testing.T) { treatments(t, c) })
		t.Run("refuses what does not fit", func(t *testing.T) { misfits(t, c) })
		t.Run("refuses wrong settings", func(t *testing.T) { wrong(t, c) })
	})
}

// sizes of the parameters of the checks: odd ones, so that the ends of vector
// loops count, and one of a single number.
var sizes = []int{7, 1, 19}

// weights returns the same weights every time.
func weights() [][]float32 { return numbers(0) }

// gradients returns the gradients of a step: normal numbers of very different
// sizes, and zeros.
func gradients(step int) [][]float32 {
	g := numbers(uint64(step))
	for _, part := range g {
		for i := range part {
			part[i] *= []float32{1, 1e-4, 100, 0}[i%4]
		}
	}
	return g
}

func numbers(stream uint64) [][]float32 {
	r := rand.New(rand.NewPCG(11, stream))
	out := make([][]float32, len(sizes))
	for i, n := range sizes {
		out[i] = make([]float32, n)
		for j := range out[i] {
			out[i][j] = float32(r.NormFloat64())
		}
	}
	return out
}

func start(t *testing.T, c Case) *optim.State {
	t.Helper()
	s, err := c.Rule.Start(sizes)
	if err != nil {
		t.Fatalf("Start: %v", err)
	}
	return s
}

// steps takes steps from up to, not including, to.
func steps(t *testing.T, c Case, s *optim.State, w [][]float32, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		if err := c.Rule.Step(s, w, gradients(i)); err != nil {
			t.Fatalf("Step: %v", err)
		}
	}
}

// formula compares 50 steps with the float64 formula. Every step rounds a
// weight, and what the rule remembers, by some 1e-7 of their size.
func formula(t *testing.T, c Case) {
	s, w := start(t, c), weights()
	if s.LearningRate != c.Rate || s.Steps != 0 {
		t.Errorf("the state begins with rate %v after %d steps, want %v after 0", s.LearningRate, s.Steps, c.Rate)
	}
	want := make([][]float64, len(w))
	rules := make([][]func(w, g float64) float64, len(w))
	for i := range w {
		for _, v := range w[i] {
			want[i] = append(want[i], float64(v))
			rules[i] = append(rules[i], c.Formula())
		}
	}
	for step := 1; step <= 50; step++ {
		g := gradients(step)
		steps(t, c, s, w, step, step+1)
		for i := range w {
			for j := range w[i] {
				want[i][j] = rules[i][j](want[i][j], float64(g[i][j]))
				if off := math.Abs(float64(w[i][j]) - want[i][j]); off > 2e-5*math.Abs(want[i][j])+2e-5 {
					t.Fatalf("step %d, parameter %d, weight %d: %v, the formula gives %v", step, i, j, w[i][j], want[i][j])
				}
			}
		}
	}
	if s.Steps != 50 {
		t.Errorf("the state counts %d steps, want 50", s.Steps)
	}
}

func resume(t *testing.T, c Case) {
	whole, want := start(t, c), weights()
	steps(t, c, whole, want, 1, 21)

	s, w := start(t, c), weights()
	steps(t, c, s, w, 1, 8)
	saved, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("the state cannot be saved: %v", err)
	}
	var loaded optim.State
	if err := json.Unmarshal(saved, &loaded); err != nil {
		t.Fatalf("the state cannot be loaded: %v", err)
	}
	steps(t, c, &loaded, w, 8, 21)
	equal(t, "after a break", w, want)
}

func apart(t *testing.T, c Case) {
	before := reflect.ValueOf(c.Rule)
	first, second := start(t, c), start(t, c)
	a, b := weights(), weights()
	for i := 1; i < 10; i++ {
		steps(t, c, first, a, i, i+1)
	}
	copied := first.Clone()
	steps(t, c, first, a, 10, 12)
	for i := 1; i < 12; i++ {
		steps(t, c, second, b, i, i+1)
	}
	equal(t, "the second of two states", b, a)
	if copied.Steps != 9 {
		t.Errorf("a clone counts %d steps after those of its original, want 9", copied.Steps)
	}
	if before.Comparable() && !before.Equal(reflect.ValueOf(c.Rule)) {
		t.Error("the steps changed the rule's settings")
	}
}

func rate(t *testing.T, c Case) {
	s, w := start(t, c), weights()
	s.LearningRate = 0
	steps(t, c, s, w, 1, 3)
	equal(t, "with a learning rate of 0", w, weights())
}

// treatments: a frozen parameter stays, one whose rate is scaled goes as with
// that rate, and the others do not notice.
func treatments(t *testing.T, c Case) {
	plain, want := start(t, c), weights()
	slower, half := start(t, c), weights()
	slower.LearningRate /= 2
	s, w := start(t, c), weights()
	s.Treatments = []optim.Treatment{{}, {Frozen: true}, {Scale: .5}}
	for i := 1; i < 6; i++ {
		steps(t, c, plain, want, i, i+1)
		steps(t, c, slower, half, i, i+1)
		steps(t, c, s, w, i, i+1)
	}
	equal(t, "with treatments", w, [][]float32{want[0], weights()[1], half[2]})
	if copied := s.Clone(); !slices.Equal(copied.Treatments, s.Treatments) {
		t.Error("a clone has other treatments than its original")
	}
	s.Treatments = s.Treatments[:2]
	if err := c.Rule.Step(s, w, gradients(1)); err == nil {
		t.Error("no error for treatments of two of three parameters")
	}
}

func misfits(t *testing.T, c Case) {
	w := weights()
	short := gradients(1)
	short[2] = short[2][:3]
	other := start(t, c)
	other.Rule = "another rule"
	nan := start(t, c)
	nan.LearningRate = math.NaN()
	for name, err := range map[string]error{
		"too few gradients":    c.Rule.Step(start(t, c), w, gradients(1)[:2]),
		"a short gradient":     c.Rule.Step(start(t, c), w, short),
		"another rule's state": c.Rule.Step(other, w, gradients(1)),
		"a NaN learning rate":  c.Rule.Step(nan, w, gradients(1)),
		"no state":             c.Rule.Step(nil, w, gradients(1)),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	equal(t, "after errors", w, weights())
}

func wrong(t *testing.T, c Case) {
	if len(c.Wrong) == 0 {
		t.Error("the case lists no wrong settings")
	}
	for _, rule := range c.Wrong {
		if _, err := rule.Start(sizes); err == nil {
			t.Errorf("no error for %+v", rule)
		}
	}
}

func equal(t *testing.T, when string, got, want [][]float32) {
	t.Helper()
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("%s: parameter %d is %v, want %v", when, i, got[i], want[i])
		}
	}
}
