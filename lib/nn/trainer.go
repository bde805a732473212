package nn

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/internal/ops"
)

// Trainer computes a model's loss and gradients, batch by batch: what package
// train, or a training loop of your own, is made of.
//
//	for batches.Next() {
//		batch := batches.Batch()
//		result, err := trainer.Step(ctx, batch.X, targets)
//		err = trainer.Update(func(weights, gradients [][]float32) error {
//			return rule.Step(state, weights, gradients)
//		})
//	}
//
// Training and evaluation have graphs of their own over the same weights, one
// for each size of batch. A Trainer is for one goroutine.
type Trainer struct {
	model      *Model
	loss       Loss
	target     []int
	random     ops.Random
	training   graphs
	evaluation graphs
	gradients  [][]float32 // of the last Step
}

// TrainerOptions says how a [Trainer] works.
type TrainerOptions struct {
	// Loss to make small. Required.
	Loss Loss
	// Seed of what layers such as Dropout draw.
	Seed int
}

// Result is what a [Trainer] computes for a batch.
type Result struct {
	// Loss is the mean over the batch.
	Loss float64
	// Output is the model's output for the batch. It is valid until the next
	// call of the trainer.
	Output *data.Tensor

	probability bool // the output is one, not a logit
}

// Classes returns the class that the model gives to each example: that of the
// greatest output, or, where there is one output, 1 from a probability of 0.5
// on, and else 0.
func (r Result) Classes() []int {
	if r.Output.Width() > 1 {
		return r.Output.ArgMax()
	}
	threshold := float32(0)
	if r.probability {
		threshold = .5
	}
	out := make([]int, r.Output.Rows())
	for i, v := range r.Output.Data {
		if v >= threshold {
			out[i] = 1
		}
	}
	return out
}

// Trainer returns a trainer of the model. It fails when the loss cannot be
// computed from the model's output.
func (m *Model) Trainer(opts TrainerOptions) (*Trainer, error) {
	if opts.Loss == nil {
		return nil, errors.New("nn: Trainer: want a loss: set TrainerOptions.Loss, for instance to nn.CrossEntropy{}")
	}
	if len(m.params) == 0 {
		return nil, errors.New("nn: Trainer: the model has no parameters to learn")
	}
	target, err := opts.Loss.Target(m.Output())
	if err != nil {
		return nil, err
	}
	return &Trainer{model: m, loss: opts.Loss, target: target, random: ops.Random{Seed: uint64(opts.Seed)}}, nil
}

// Target returns the shape of the target of one example.
func (t *Trainer) Target() []int { return slices.Clone(t.target) }

// Steps returns the number of training steps begun. Together with the seed it
// decides what the next step draws.
func (t *Trainer) Steps() int { return int(t.random.Step) }

// SetSteps sets the number of training steps, to go on where another run ended.
func (t *Trainer) SetSteps(n int) { t.random.Step = uint64(n) }

// Step computes the loss of a batch and its gradients, with Dropout and its
// like at work. It changes no weight: [Trainer.Update] does.
func (t *Trainer) Step(ctx context.Context, x, target *data.Tensor) (Result, error) {
	t.gradients = nil
	n, result, err := t.run(ctx, "Step", true, x, target)
	t.random.Step++
	if err != nil {
		return Result{}, err
	}
	for i := range t.model.params {
		g, err := n.program.Root(n.gradients + i)
		if err != nil {
			return Result{}, fmt.Errorf("nn: gradient of %s: %w", t.model.params[i].Name, err)
		}
		t.gradients = append(t.gradients, g)
	}
	return result, nil
}

// Evaluate computes the loss of a batch as the model predicts, without
// gradients.
func (t *Trainer) Evaluate(ctx context.Context, x, target *data.Tensor) (Result, error) {
	_, result, err := t.run(ctx, "Evaluate", false, x, target)
	return result, err
}

// Update calls f with the weights and with the gradients of the last Step, both
// in the order of [Model.Params]. f may change both in place.
func (t *Trainer) Update(f func(weights, gradients [][]float32) error) error {
	if t.gradients == nil {
		return errors.New("nn: Update: there are no gradients: call Step first")
	}
	t.model.weights.Lock()
	defer t.model.weights.Unlock()
	weights := make([][]float32, len(t.model.params))
	for i, p := range t.model.params {
		weights[i] = p.Value.Data
	}
	return f(weights, t.gradients)
}

// run runs the graph for a batch.
func (t *Trainer) run(ctx context.Context, what string, training bool, x, target *data.Tensor) (*network, Result, error) {
	if err := t.model.checkInput(what, x); err != nil {
		return nil, Result{}, err
	}
	batch := x.Rows()
	want := withBatch(batch, t.target)
	if target == nil || !slices.Equal(target.Shape, want) || target.Check() != nil {
		got := "nil"
		if target != nil {
			got = formatShape(target.Shape)
		}
		return nil, Result{}, fmt.Errorf("nn: %s: %s wants a target %s for this batch, got %s", what, kindOfLoss(t.loss), formatShape(want), got)
	}
	cache := &t.evaluation
	if training {
		cache = &t.training
	}
	n, err := cache.get(batch, func(batch int) (*network, error) {
		return t.model.network(graphOptions{batch: batch, training: training, loss: t.loss, target: t.target, random: &t.random})
	})
	if err != nil {
		return nil, Result{}, err
	}
	copy(n.x, x.Data)
	copy(n.target, target.Data)
	t.model.weights.RLock()
	defer t.model.weights.RUnlock()
	if err := n.program.Run(ctx); err != nil {
		return nil, Result{}, fmt.Errorf("nn: %w", err)
	}
	cost, err := n.program.Root(n.cost)
	if err != nil {
		return nil, Result{}, fmt.Errorf("nn: loss: %w", err)
	}
	output, err := n.program.Root(n.output)
	if err != nil {
		return nil, Result{}, fmt.Errorf("nn: output: %w", err)
	}
	return n, Result{Loss: float64(cost[0]), Output: &data.Tensor{Shape: n.outputShape, Data: output}, probability: n.logits >= 0}, nil
}
