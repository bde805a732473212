// Package tune searches for the settings with which something works best: the
// hyper-parameters of a training, or whatever else a function of them measures.
//
//	study, err := tune.Run([]tune.Param{
//		{Name: "rate", From: 1e-4, To: 1e-1, Log: true},
//		{Name: "units", From: 16, To: 256, Log: true, Whole: true},
//		{Name: "activation", Of: []string{"relu", "tanh"}},
//	}, func(t *tune.Trial) (float64, error) {
//		return validationLoss(t.Float("rate"), t.Int("units"), t.Choice("activation"))
//	}, tune.Options{Trials: 50, Seed: 1})
//	best := study.Best()
//
// A [Sampler] chooses what is tried next: [Grid] every combination, [Random] any,
// [Bayes] what promises most after what was seen. A [Pruner] ends trials early that
// fall behind: [Median], [Halving]. A trial that fails does not end the study, and
// a study whose Journal is a file goes on from it after a crash.
//
// The same seed gives the same trials in the same order, however many run at once
// and however long each takes, as long as the function gives the same values: trials
// run in rounds of Options.Parallel, and a round knows what those before it gave.
//
// A [Study] shows itself as a table; its figures show how it went on
// ([Study.Progress]), all trials at once ([Study.Parallel]), and each parameter by
// itself ([Study.Slice]).
//
// It does not train: the function does, mostly with package train. Samplers and
// pruners of your own are types with one method, or a [SamplerFunc] or
// [PrunerFunc]; package tunetest checks them.
//
// Read param.go and trial.go first, then run.go; sampler.go comes before the
// samplers, pruner.go before the pruners. journal.go is the file, study.go what
// comes out.
package tune
