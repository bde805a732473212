package train

import (
	"context"
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/plots"
)

// WeightHistograms draws the distribution of the weights of each parameter.
func WeightHistograms(model *nn.Model) *plots.Figure {
	if err := checkModel(model); err != nil {
		return plots.Failed("WeightHistograms", err)
	}
	var names []string
	var values [][]float32
	for _, p := range model.Params() {
		names, values = append(names, p.Name), append(values, p.Value.Data)
	}
	return plots.Distributions(names, values).Titled("Weights")
}

// GradientHistograms draws the distribution of the gradients of each parameter
// that learns, for the first BatchSize examples of a data set. Gradients that
// fade from the last layer to the first, or that are all 0, say what keeps a
// network from learning. The model stays as it is. Of the options, those that
// change gradients count: Loss, BatchSize, Penalties, ClassWeights, Seed; they
// are drawn before they are clipped.
func GradientHistograms(model *nn.Model, d *data.Dataset, opts Options) *plots.Figure {
	fail := func(err error) *plots.Figure { return plots.Failed("GradientHistograms", err) }
	opts.Checkpoint, opts.NoShuffle = Checkpoint{}, true
	r, err := newRun(model, d, opts)
	if err != nil {
		return fail(err)
	}
	before := model.Snapshot()
	r.batches.Start(0)
	r.batches.Next()
	b := r.batches.Batch()
	_, err = r.trainer.StepWeighted(context.Background(), b.X, r.target.of(b), r.target.weigh(b, r.opts.ClassWeights))
	if err == nil {
		err = model.Restore(before) // moving statistics have moved
	}
	var names []string
	var values [][]float32
	if err == nil {
		err = r.trainer.Update(func(_, gradients [][]float32) error {
			for i, p := range model.Params() {
				if !p.Frozen {
					names, values = append(names, p.Name), append(values, append([]float32{}, gradients[i]...))
				}
			}
			return nil
		})
	}
	if err == nil {
		err = model.Restore(before) // penalties may limit norms
	}
	if err != nil {
		return fail(fmt.Errorf("train: %w", err))
	}
	return plots.Distributions(names, values).Titled("Gradients")
}
