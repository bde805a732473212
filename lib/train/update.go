package train

// What happens between a gradient and the weights.

import (
	"errors"

	"github.com/gorgolab/gorgo/lib/internal/vec"
	"github.com/gorgolab/gorgo/lib/optim"
)

// accumulated is the sum of the gradients of some batches.
type accumulated struct {
	batches int
	weight  float64
	sum     [][]float32
}

// add adds the gradient of a batch, which is a mean over examples that count
// weight together.
func (a *accumulated) add(gradients [][]float32, weight float64) {
	if a.sum == nil {
		a.room(gradients)
	}
	if a.batches == 0 {
		for _, s := range a.sum {
			clear(s)
		}
		a.weight = 0
	}
	for i, g := range gradients {
		for j, v := range g {
			a.sum[i][j] += float32(weight) * v
		}
	}
	a.batches++
	a.weight += weight
}

// room makes room for a sum of gradients of these sizes.
func (a *accumulated) room(gradients [][]float32) {
	a.sum = make([][]float32, len(gradients))
	for i, g := range gradients {
		a.sum[i] = make([]float32, len(g))
	}
}

// mean returns the mean gradient of all examples, and begins anew.
func (a *accumulated) mean() [][]float32 {
	if a.weight > 0 {
		for _, s := range a.sum {
			vec.Scale(s, float32(1/a.weight))
		}
	}
	a.batches = 0
	return a.sum
}

// update takes the optimizer's step when enough batches are together. The
// gradients are those of examples that count weight together.
func (r *Run) update(weights, gradients [][]float32, weight float64, last bool) error {
	if r.opts.Accumulate > 1 {
		r.sum.add(gradients, weight)
		if r.sum.batches < r.opts.Accumulate && !last {
			return nil
		}
		gradients = r.sum.mean()
	}
	optim.ClipValue(gradients, r.opts.ClipValue)
	optim.ClipNorm(gradients, r.opts.ClipEach)
	if r.opts.ClipNorm > 0 {
		norm := optim.ClipGlobalNorm(gradients, r.opts.ClipNorm)
		if !(r.norm > norm) {
			r.norm = norm
		}
	}
	r.state.LearningRate = r.LearningRate()
	if err := r.opts.Optimizer.Step(r.state, weights, gradients); err != nil {
		return err
	}
	if r.average != nil {
		return r.opts.EMA.Update(r.average, weights)
	}
	return nil
}

// averaged calls f while the model has the averages of its weights, where there
// are some.
func (r *Run) averaged(f func() error) error {
	if r.average == nil {
		return f()
	}
	if err := r.Model.Exchange(r.average.Values); err != nil {
		return err
	}
	return errors.Join(f(), r.Model.Exchange(r.average.Values))
}

// treatments says how the rule treats each parameter of the model.
func (r *Run) treatments(groups []optim.Group, rate float64) ([]optim.Treatment, error) {
	params := r.Model.Params()
	out := make([]optim.Treatment, len(params))
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name
		out[i] = optim.Treatment{Frozen: p.Frozen, NoDecay: len(p.Value.Shape) == 1}
	}
	return out, optim.Treat(groups, names, rate, out)
}
