package tunetest

import (
	"math"
	"testing"

	"github.com/gorgolab/gorgo/lib/tune"
)

// PrunerCase is a pruner under test.
type PrunerCase struct {
	// Name of the case.
	Name string
	// Pruner is what is tested.
	Pruner tune.Pruner
	// Wrong lists pruners of the same type with settings that are an error.
	Wrong []tune.Pruner
}

// RunPruner checks the pruner of a case.
func RunPruner(t *testing.T, c PrunerCase) {
	t.Run(c.Name, func(t *testing.T) {
		t.Run("ends bad trials and keeps the best", func(t *testing.T) { sorts(t, c, false) })
		t.Run("does so when more is better", func(t *testing.T) { sorts(t, c, true) })
		t.Run("bears NaN", func(t *testing.T) { notNumbers(t, c) })
		t.Run("leaves the first trial alone", func(t *testing.T) { first(t, c) })
		t.Run("refuses wrong settings", func(t *testing.T) {
			for _, p := range c.Wrong {
				if p.Check() == nil {
					t.Errorf("%+v is no error", p)
				}
			}
		})
	})
}

var quality = []tune.Param{{Name: "quality", From: 0, To: 1}}

// learn is a training of 16 steps that gets to a loss of 1 − quality.
func learn(t *tune.Trial, sign float64) (float64, error) {
	var loss float64
	for step := 1; step <= 16; step++ {
		loss = 1 - t.Float("quality") + 1/float64(step)
		if err := t.Report(step, sign*loss); err != nil {
			return 0, err
		}
	}
	return sign * loss, nil
}

func sorts(t *testing.T, c PrunerCase, maximise bool) {
	sign := 1.0
	if maximise {
		sign = -1
	}
	run := func(p tune.Pruner) *tune.Study {
		return tune.MustRun(quality, func(t *tune.Trial) (float64, error) { return learn(t, sign) },
			tune.Options{Trials: 40, Sampler: tune.Random{}, Pruner: p, Maximize: maximise, Seed: 1, Quiet: true})
	}
	all, pruned := run(nil), run(c.Pruner)
	ended, steps := 0, 0
	for _, o := range pruned.Outcomes {
		if o.State == tune.Pruned {
			ended++
		}
		steps += len(o.Reports)
	}
	if ended < 5 || steps > 35*16 {
		t.Errorf("%d of 40 trials were ended, after %d steps of %d together", ended, steps, 40*16)
	}
	if pruned.Best().Number != all.Best().Number {
		t.Errorf("the best is trial %d, without pruning %d", pruned.Best().Number, all.Best().Number)
	}
}

func notNumbers(t *testing.T, c PrunerCase) {
	nan := tune.Report{Step: 4, Value: math.NaN()}
	others := make([][]tune.Report, 12)
	for i := range others {
		others[i] = []tune.Report{{Step: 4, Value: float64(i)}}
	}
	c.Pruner.Prune(&tune.Standing{Reports: []tune.Report{nan}, Others: others})
	for i := range others {
		others[i] = []tune.Report{nan}
	}
	c.Pruner.Prune(&tune.Standing{Reports: []tune.Report{{Step: 4, Value: 1}}, Others: others})
}

func first(t *testing.T, c PrunerCase) {
	for step := 1; step <= 64; step++ {
		if c.Pruner.Prune(&tune.Standing{Reports: []tune.Report{{Step: step, Value: 1e9}}}) {
			t.Errorf("it ends the first trial at step %d, though there is nothing to compare with", step)
		}
	}
}
