package tune_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
	"github.com/gorgolab/gorgo/lib/tune"
)

// The settings of a small network, with trials that fall behind ended early.
func Example() {
	learn, validation := datasets.Iris().MustSplit(0.3, data.SplitOptions{Seed: 1, Stratify: true})
	study := tune.MustRun([]tune.Param{
		{Name: "rate", From: 1e-4, To: 1, Log: true},
		{Name: "units", From: 2, To: 32, Log: true, Whole: true},
		{Name: "activation", Of: []string{"relu", "tanh"}},
	}, func(t *tune.Trial) (float64, error) {
		model := nn.MustSequential([]nn.Layer{
			nn.Dense{Units: t.Int("units"), Activation: nn.Activation(t.Choice("activation"))},
			nn.Dense{Units: 3, Activation: nn.Softmax},
		}, nn.Options{Input: []int{4}, Seed: t.Number})
		history, err := train.FitContext(t.Context(), model, learn, train.Options{
			Epochs: 20, Validation: validation, Optimizer: optim.Adam{LearningRate: t.Float("rate")}, Quiet: true,
			Callbacks: []train.Callback{{EpochEnd: func(r *train.Run) error {
				return t.Report(r.Epoch(), r.History.Last().ValidationLoss)
			}}},
		})
		if err != nil {
			return 0, err
		}
		return history.Last().ValidationLoss, nil
	}, tune.Options{Trials: 20, Pruner: tune.Median{}, Seed: 1, Quiet: true})

	fmt.Println(len(study.Outcomes), "trials; good:", study.Best().Value < 0.2)
	fmt.Println("a rate that learns:", study.Best().Float("rate") > 3e-3)
	// Output:
	// 20 trials; good: true
	// a rate that learns: true
}

// The square of the distance from 3, and from "b".
func distance(t *tune.Trial) (float64, error) {
	d := math.Pow(t.Float("x")-3, 2)
	if t.Choice("kind") != "b" {
		d++
	}
	return d, nil
}

var line = []tune.Param{{Name: "x", From: 0, To: 10}, {Name: "kind", Of: []string{"a", "b"}}}

func ExampleRun() {
	study, err := tune.Run(line, distance, tune.Options{Trials: 30, Seed: 1, Quiet: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f %s\n", study.Best().Float("x"), study.Best().Choice("kind"))

	_, err = tune.Run(line, func(t *tune.Trial) (float64, error) { return 0, errors.New("no data") }, tune.Options{Trials: 2, Quiet: true})
	fmt.Println(err)
	// Output:
	// 3.0 b
	// tune: Run: none of 2 trials has a value; the first failed with: no data
}

func ExampleRunContext() {
	study, err := tune.RunContext(context.Background(), line, distance, tune.Options{Trials: 3, Sampler: tune.Random{}, Quiet: true})
	fmt.Println(len(study.Outcomes), err)
	// Output: 3 <nil>
}

// What a parameter may be: places between 0 and 1 are its values.
func ExampleParam() {
	for _, p := range []tune.Param{
		{Name: "momentum", From: 0, To: 1},
		{Name: "rate", From: 1e-4, To: 1, Log: true},
		{Name: "layers", From: 1, To: 3, Whole: true},
		{Name: "activation", Of: []string{"relu", "tanh"}},
	} {
		fmt.Println(p.Name, p.Text(p.At(0)), p.Text(p.At(0.5)), p.Text(p.At(1)))
	}
	// Output:
	// momentum 0 0.5 1
	// rate 0.0001 0.01 1
	// layers 1 2 3
	// activation relu tanh tanh
}

func ExampleGrid() {
	study := tune.MustRun(line, distance, tune.Options{Sampler: tune.Grid{Points: 3}, Quiet: true})
	for _, o := range study.Outcomes {
		fmt.Println(o.Number, o.Point, o.Value)
	}
	// Output:
	// 0 x=0 kind=a 10
	// 1 x=0 kind=b 9
	// 2 x=5 kind=a 5
	// 3 x=5 kind=b 4
	// 4 x=10 kind=a 50
	// 5 x=10 kind=b 49
}

// Everything once, in an order of chance.
func ExampleRandom() {
	space := []tune.Param{{Name: "n", From: 1, To: 3, Whole: true}}
	study := tune.MustRun(space, func(t *tune.Trial) (float64, error) { return float64(t.Int("n")), nil }, tune.Options{Sampler: tune.Random{}, Quiet: true})
	sum := 0
	for _, o := range study.Outcomes {
		sum += o.Int("n")
	}
	fmt.Println(len(study.Outcomes), "trials, sum", sum)
	// Output: 3 trials, sum 6
}

// It finds the least value of Branin's function, 0.397887, in thirty trials.
func ExampleBayes() {
	study := tune.MustRun(braninSpace, branin, tune.Options{Trials: 30, Sampler: tune.Bayes{}, Seed: 1, Quiet: true})
	fmt.Printf("%.2f\n", study.Best().Value)
	// Output: 0.40
}

// A sampler of your own: always the middle.
func ExampleSamplerFunc() {
	middle := tune.SamplerFunc{Of: func(p *tune.Past) ([]float64, error) {
		if p.Number == 1 {
			return nil, tune.ErrExhausted
		}
		var out []float64
		for _, param := range p.Space {
			out = append(out, param.At(0.5))
		}
		return out, nil
	}}
	fmt.Println(tune.MustRun(line, distance, tune.Options{Sampler: middle, Quiet: true}))
	// Output: 1 trials; best 4: trial 0, x=5 kind=b
}

// What a sampler knows of the trials before.
func ExamplePast() {
	spy := tune.SamplerFunc{Of: func(p *tune.Past) ([]float64, error) {
		fmt.Println(p.Number, p.Losses(), len(p.Pending), "under way")
		return []float64{float64(p.Number), 1}, nil
	}}
	tune.MustRun(line, distance, tune.Options{Trials: 4, Sampler: spy, Parallel: 2, Quiet: true})
	// Output:
	// 0 [] 0 under way
	// 1 [] 1 under way
	// 2 [9 4] 0 under way
	// 3 [9 4] 1 under way
}

// A sampler with a type.
func ExampleSampler() {
	for _, s := range []tune.Sampler{tune.Random{}, tune.Grid{Points: 4}, tune.Bayes{Startup: 5}} {
		study := tune.MustRun(line, distance, tune.Options{Trials: 8, Sampler: s, Seed: 2, Quiet: true})
		fmt.Println(len(study.Outcomes), study.Best().Value < 10)
	}
	// Output:
	// 8 true
	// 8 true
	// 8 true
}

// At each step the worse half ends.
func ExampleMedian() {
	study := tune.MustRun([]tune.Param{{Name: "x", To: 1}}, func(t *tune.Trial) (float64, error) {
		for epoch := 1; epoch <= 10; epoch++ {
			if err := t.Report(epoch, t.Float("x")); err != nil {
				return 0, err
			}
		}
		return t.Float("x"), nil
	}, tune.Options{Trials: 40, Sampler: tune.Random{}, Pruner: tune.Median{}, Quiet: true})
	pruned := 0
	for _, o := range study.Outcomes {
		if o.State == tune.Pruned {
			pruned++
		}
	}
	fmt.Println("more than half ended early:", pruned > 20, study.Best().State)
	// Output: more than half ended early: true complete
}

// Of four that have got to step 2 the best one goes on.
func ExampleHalving() {
	at := func(value float64) []tune.Report { return []tune.Report{{Step: 2, Value: value}} }
	others := [][]tune.Report{at(0.1), at(0.2), at(0.3)}
	h := tune.Halving{First: 2, Factor: 4}
	fmt.Println(h.Prune(&tune.Standing{Reports: at(0.05), Others: others}), h.Prune(&tune.Standing{Reports: at(0.25), Others: others}))
	// Output: false true
}

// A value on the way.
func ExampleReport() {
	fmt.Printf("%+v\n", tune.Report{Step: 3, Value: 0.25})
	// Output: {Step:3 Value:0.25}
}

// How a trial ended.
func ExampleState() {
	for _, s := range []tune.State{tune.Complete, tune.Pruned, tune.Failed} {
		fmt.Println(s)
	}
	// Output:
	// complete
	// pruned
	// failed
}

// What a pruner knows: the reports of this trial, and those of others.
func ExampleStanding() {
	now := &tune.Standing{
		Reports: []tune.Report{{Step: 1, Value: 0.9}},
		Others:  [][]tune.Report{{{Step: 1, Value: 0.1}}, {{Step: 1, Value: 0.2}}},
	}
	fmt.Println(tune.Median{Startup: 2}.Prune(now))
	// Output: true
}

// A pruner of your own: whoever is not below 1 after ten steps ends.
func ExamplePrunerFunc() {
	p := tune.PrunerFunc{Of: func(s *tune.Standing) bool {
		now := s.Reports[len(s.Reports)-1]
		return now.Step >= 10 && now.Value >= 1
	}}
	fmt.Println(p.Prune(&tune.Standing{Reports: []tune.Report{{Step: 10, Value: 2}}}))
	// Output: true
}

func ExamplePruner() {
	for _, p := range []tune.Pruner{tune.Median{}, tune.Halving{Factor: 1}} {
		fmt.Println(p.Check())
	}
	// Output:
	// <nil>
	// tune: Halving: want a First of at least 1 and a Factor of at least 2, got 1 and 1
}

func ExampleTrial_Report() {
	study := tune.MustRun(line, func(t *tune.Trial) (float64, error) {
		for step, loss := range []float64{3, 2, 1} {
			if err := t.Report(step, loss); err != nil {
				return 0, err // the trial was pruned
			}
		}
		return 1, nil
	}, tune.Options{Trials: 1, Quiet: true})
	fmt.Println(study.Outcomes[0].Reports)
	// Output: [{0 3} {1 2} {2 1}]
}

// A trial that fails does not end the study.
func ExampleOutcome() {
	study := tune.MustRun(line, func(t *tune.Trial) (float64, error) {
		if t.Number == 1 {
			return 0, errors.New("out of memory")
		}
		return distance(t)
	}, tune.Options{Trials: 3, Quiet: true})
	for _, o := range study.Outcomes {
		fmt.Printf("%d %s %q\n", o.Number, o.State, o.Err)
	}
	// Output:
	// 0 complete ""
	// 1 failed "out of memory"
	// 2 complete ""
}

// A point of a space: a trial and an outcome are one.
func ExamplePoint() {
	study := tune.MustRun(line, distance, tune.Options{Sampler: tune.Grid{Points: 2}, Quiet: true})
	p := study.Best().Point
	fmt.Println(p, p.Float("x"), p.Choice("kind"), p.Values())
	// Output: x=0 kind=b 0 b [0 1]
}

// A study goes on from its journal after a crash.
func ExampleOptions() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	options := tune.Options{Trials: 5, Journal: filepath.Join(dir, "study.jsonl"), Quiet: true}
	tune.MustRun(line, distance, options)

	ran := 0
	options.Trials = 8
	study := tune.MustRun(line, func(t *tune.Trial) (float64, error) { ran++; return distance(t) }, options)
	fmt.Println(len(study.Outcomes), "trials,", ran, "new")
	// Output: 8 trials, 3 new
}

func ExampleStudy() {
	study := tune.MustRun(line, distance, tune.Options{Trials: 20, Sampler: tune.Random{}, Seed: 1, Quiet: true})
	fmt.Println(study.Progress())
	fmt.Println(study.Slice("kind"))
	fmt.Println(study.Parallel())
	// Output:
	// Figure: scatter chart of trial, best so far
	// Figure: box plot of 2 groups
	// Figure: 20 lines through 3 coordinates
}
