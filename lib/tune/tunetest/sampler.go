package tunetest

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gorgolab/gorgo/lib/tune"
)

// SamplerCase is a sampler under test.
type SamplerCase struct {
	// Name of the case.
	Name string
	// Sampler is what is tested.
	Sampler tune.Sampler
	// Distinct says that a finite space is tried without trying anything twice.
	Distinct bool
	// Wrong lists samplers of the same type with settings that are an error.
	Wrong []tune.Sampler
}

// Space has a parameter of each kind.
func Space() []tune.Param {
	return []tune.Param{
		{Name: "x", From: -2, To: 3}, {Name: "rate", From: 1e-4, To: 1, Log: true},
		{Name: "n", From: 1, To: 4, Whole: true}, {Name: "units", From: 1, To: 512, Log: true, Whole: true},
		{Name: "kind", Of: []string{"a", "b", "c"}},
	}
}

// Small is a finite space of twelve points.
func Small() []tune.Param {
	return []tune.Param{{Name: "n", From: 1, To: 4, Whole: true}, {Name: "kind", Of: []string{"a", "b", "c"}}}
}

// Value is the function that is searched: least at x = 1, rate = 0.01, kind "b".
func Value(t *tune.Trial) (float64, error) {
	x, rate := t.Float("x")-1, math.Log10(t.Float("rate"))+2
	v := x*x + rate*rate + float64(t.Int("n")+t.Int("units"))/1000
	if t.Choice("kind") != "b" {
		v++
	}
	return v, nil
}

func small(t *tune.Trial) (float64, error) {
	return float64(t.Int("n")) + float64(len(t.Choice("kind"))), nil
}

// RunSampler checks the sampler of a case.
func RunSampler(t *testing.T, c SamplerCase) {
	t.Run(c.Name, func(t *testing.T) {
		t.Run("stays within the space", func(t *testing.T) { within(t, c) })
		t.Run("follows its seed", func(t *testing.T) { seeded(t, c) })
		t.Run("does not depend on which trial ends first", func(t *testing.T) { parallel(t, c) })
		t.Run("goes on from a journal", func(t *testing.T) { goesOn(t, c) })
		t.Run("bears trials that fail", func(t *testing.T) { failing(t, c) })
		t.Run("ends when all was tried", func(t *testing.T) { finite(t, c) })
		t.Run("maximises", func(t *testing.T) { maximises(t, c) })
		t.Run("refuses wrong settings", func(t *testing.T) { wrong(t, c) })
	})
}

const trials = 24

func options(c SamplerCase) tune.Options {
	return tune.Options{Trials: trials, Sampler: c.Sampler, Seed: 3, Quiet: true}
}

func within(t *testing.T, c SamplerCase) {
	s := tune.MustRun(Space(), Value, options(c))
	if len(s.Outcomes) != trials {
		t.Fatalf("%d trials, want %d", len(s.Outcomes), trials)
	}
	for i, o := range s.Outcomes {
		if o.Number != i || o.State != tune.Complete || o.Value < 0 {
			t.Errorf("trial %d is %+v", i, o)
		}
		for j, p := range Space() {
			v := o.Values()[j]
			if p.Of == nil && (v < p.From || v > p.To) || p.Whole && v != math.Trunc(v) {
				t.Errorf("%s is %v", p.Name, v)
			}
		}
	}
}

// same compares studies.
func same(t *testing.T, when string, a, b *tune.Study) {
	t.Helper()
	if len(a.Outcomes) != len(b.Outcomes) {
		t.Fatalf("%s: %d and %d trials", when, len(a.Outcomes), len(b.Outcomes))
	}
	for i := range a.Outcomes {
		x, y := a.Outcomes[i], b.Outcomes[i]
		if !slices.Equal(x.Values(), y.Values()) || x.State != y.State || x.Value != y.Value && !(math.IsNaN(x.Value) && math.IsNaN(y.Value)) {
			t.Fatalf("%s: trial %d is %v (%v, %s) and %v (%v, %s)", when, i, x.Point, x.Value, x.State, y.Point, y.Value, y.State)
		}
	}
}

func seeded(t *testing.T, c SamplerCase) {
	same(t, "with the same seed", tune.MustRun(Space(), Value, options(c)), tune.MustRun(Space(), Value, options(c)))
}

// parallel lets the trials of a round end in two different orders.
func parallel(t *testing.T, c SamplerCase) {
	run := func(forwards bool) *tune.Study {
		const at = 3
		var done [trials]chan struct{}
		for i := range done {
			done[i] = make(chan struct{})
		}
		o := options(c)
		o.Parallel = at
		return tune.MustRun(Space(), func(t *tune.Trial) (float64, error) {
			defer close(done[t.Number])
			place := t.Number % at
			if before := t.Number - 1; forwards && place > 0 {
				<-done[before]
			}
			if after := t.Number + 1; !forwards && place < at-1 {
				<-done[after]
			}
			return Value(t)
		}, o)
	}
	same(t, "in another order", run(true), run(false))
}

func goesOn(t *testing.T, c SamplerCase) {
	whole := tune.MustRun(Space(), Value, options(c))
	path := filepath.Join(t.TempDir(), "journal")
	o := options(c)
	o.Journal, o.Trials = path, 7
	tune.MustRun(Space(), Value, o)
	// A crash leaves half a line.
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"Number":7,"Val`); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	o.Trials = trials
	first := -1
	s := tune.MustRun(Space(), func(t *tune.Trial) (float64, error) {
		if first < 0 {
			first = t.Number
		}
		return Value(t)
	}, o)
	if first != 7 {
		t.Errorf("it goes on with trial %d, want 7", first)
	}
	same(t, "after a break", s, whole)
}

func failing(t *testing.T, c SamplerCase) {
	s := tune.MustRun(Space(), func(t *tune.Trial) (float64, error) {
		switch t.Number % 4 {
		case 0:
			return 0, errors.New("no luck")
		case 1:
			panic("no luck at all")
		case 2:
			return math.NaN(), nil
		}
		return Value(t)
	}, options(c))
	failed := 0
	for _, o := range s.Outcomes {
		if o.State == tune.Failed {
			failed++
			if o.Err == "" {
				t.Errorf("trial %d does not say why it failed", o.Number)
			}
		}
	}
	if failed != trials*3/4 {
		t.Errorf("%d trials failed, want %d", failed, trials*3/4)
	}
}

func finite(t *testing.T, c SamplerCase) {
	o := options(c)
	o.Trials = 40
	s := tune.MustRun(Small(), small, o)
	seen := map[string]bool{}
	for _, o := range s.Outcomes {
		seen[fmt.Sprint(o.Values())] = true
	}
	if c.Distinct && (len(s.Outcomes) != 12 || len(seen) != 12) {
		t.Errorf("%d trials of %d points, want each of 12 once", len(s.Outcomes), len(seen))
	}
}

func maximises(t *testing.T, c SamplerCase) {
	o := options(c)
	o.Maximize = true
	s := tune.MustRun(Space(), func(t *tune.Trial) (float64, error) {
		v, err := Value(t)
		return -v, err
	}, o)
	less := tune.MustRun(Space(), Value, options(c))
	for i, p := range s.Outcomes {
		if !slices.Equal(p.Values(), less.Outcomes[i].Values()) {
			t.Fatalf("trial %d is %v, and %v where the negative is minimised", i, p.Point, less.Outcomes[i].Point)
		}
	}
	if s.Best().Number != less.Best().Number {
		t.Errorf("the best is trial %d, want %d", s.Best().Number, less.Best().Number)
	}
}

func wrong(t *testing.T, c SamplerCase) {
	for _, s := range c.Wrong {
		if _, err := tune.Run(Space(), Value, tune.Options{Trials: 30, Sampler: s, Quiet: true}); err == nil {
			t.Errorf("%+v is no error", s)
		}
	}
}
