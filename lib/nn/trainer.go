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
	penalties  []penalty
	random     ops.Random
	training   graphs
	evaluation graphs
	gradients  [][]float32 // of the last Step
}

// TrainerOptions says how a [Trainer] works.
type TrainerOptions struct {
	// Loss to make small. Required.
	Loss Loss
	// Penalties keep weights small, or sparse.
	Penalties []Penalty
	// Seed of what layers such as Dropout draw.
	Seed int
}

// Result is what a [Trainer] computes for a batch.
type Result struct {
	// Loss is the mean over the batch, with the penalties.
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
	penalties, err := m.penalties(opts.Penalties)
	if err != nil {
		return nil, err
	}
	return &Trainer{model: m, loss: opts.Loss, target: target, penalties: penalties, random: ops.Random{Seed: uint64(opts.Seed)}}, nil
}

// MustTrainer is [Model.Trainer], but panics on an error.
func (m *Model) MustTrainer(opts TrainerOptions) *Trainer { return must(m.Trainer(opts)) }

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
	return t.StepWeighted(ctx, x, target, nil)
}

// StepWeighted is [Trainer.Step] of examples that count more or less: weights
// has a number of at least 0 for each; nil counts all alike.
func (t *Trainer) StepWeighted(ctx context.Context, x, target *data.Tensor, weights []float32) (Result, error) {
	t.gradients = nil
	n, result, err := t.run(ctx, "Step", true, x, target, weights)
	t.random.Step++
	if err != nil {
		return Result{}, err
	}
	gradients := make([][]float32, len(t.model.params))
	for i, root := range n.gradients {
		if root < 0 {
			gradients[i] = n.zeros(len(t.model.params[i].Value.Data)) // frozen
			continue
		}
		if gradients[i], err = n.program.Root(root); err != nil {
			return Result{}, fmt.Errorf("nn: gradient of %s: %w", t.model.params[i].Name, err)
		}
	}
	for _, p := range t.penalties {
		if n.gradients[p.at] >= 0 {
			p.addGradient(gradients[p.at])
		}
	}
	t.gradients = gradients
	return result, nil
}

// Evaluate computes the loss of a batch as the model predicts, without
// gradients.
func (t *Trainer) Evaluate(ctx context.Context, x, target *data.Tensor) (Result, error) {
	return t.EvaluateWeighted(ctx, x, target, nil)
}

// EvaluateWeighted is [Trainer.Evaluate] of weighted examples.
func (t *Trainer) EvaluateWeighted(ctx context.Context, x, target *data.Tensor, weights []float32) (Result, error) {
	_, result, err := t.run(ctx, "Evaluate", false, x, target, weights)
	return result, err
}

// Update calls f with the weights and with the gradients of the last Step, both
// in the order of [Model.Params]. f may change both in place. Afterwards the
// norms that a [Penalty] limits are brought back to their limit.
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
	if err := f(weights, t.gradients); err != nil {
		return err
	}
	for _, p := range t.penalties {
		if !t.model.params[p.at].Frozen {
			p.limit()
		}
	}
	return nil
}

// run runs the graph for a batch.
func (t *Trainer) run(ctx context.Context, what string, training bool, x, target *data.Tensor, weights []float32) (*network, Result, error) {
	if err := t.check(what, x, target, weights); err != nil {
		return nil, Result{}, err
	}
	n, err := t.network(training, x.Rows(), weights != nil)
	if err != nil {
		return nil, Result{}, err
	}
	n.fill(x, target, weights)
	if training && len(t.model.buffers) > 0 { // which move
		t.model.weights.Lock()
		defer t.model.weights.Unlock()
	} else {
		t.model.weights.RLock()
		defer t.model.weights.RUnlock()
	}
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
	loss := float64(cost[0])
	for _, p := range t.penalties {
		loss += p.value()
	}
	return n, Result{Loss: loss, Output: &data.Tensor{Shape: n.outputShape, Data: output}, probability: n.logits >= 0}, nil
}

// Prepare builds what Step or Evaluate need for batches of a size, which the
// first of them would do else: what a layer has against such a batch is said
// before anything has changed.
func (t *Trainer) Prepare(training bool, batch int, weighted bool) error {
	_, err := t.network(training, batch, weighted)
	return err
}

// network returns the graph for a batch.
func (t *Trainer) network(training bool, batch int, weighted bool) (*network, error) {
	cache := &t.evaluation
	if training {
		cache = &t.training
	}
	key := graphKey{batch: batch, weighted: weighted, version: t.model.version}
	return cache.get(key, func() (*network, error) { return t.model.network(t.options(key, training)) })
}

// options returns which graph is wanted.
func (t *Trainer) options(key graphKey, training bool) graphOptions {
	return graphOptions{batch: key.batch, training: training, loss: t.loss, target: t.target, weighted: key.weighted, random: &t.random}
}

// check reports a batch that the model or the loss cannot take.
func (t *Trainer) check(what string, x, target *data.Tensor, weights []float32) error {
	if err := t.model.checkInput(what, x); err != nil {
		return err
	}
	want := withBatch(x.Rows(), t.target)
	if target == nil || !slices.Equal(target.Shape, want) || target.Check() != nil {
		got := "nil"
		if target != nil {
			got = formatShape(target.Shape)
		}
		return fmt.Errorf("nn: %s: %s wants a target %s for this batch, got %s", what, kindOfLoss(t.loss), formatShape(want), got)
	}
	if weights == nil {
		return nil
	}
	if len(weights) != x.Rows() {
		return fmt.Errorf("nn: %s: want a weight for each of %d examples, got %d", what, x.Rows(), len(weights))
	}
	if i := slices.IndexFunc(weights, func(w float32) bool { return !(w >= 0) || w-w != 0 }); i >= 0 {
		return fmt.Errorf("nn: %s: weight %d is %v: want a finite number of at least 0", what, i, weights[i])
	}
	return nil
}

// fill sets the inputs of the graph.
func (n *network) fill(x, target *data.Tensor, weights []float32) {
	n.input(x.Data)
	copy(n.target, target.Data)
	copy(n.weights, weights)
}

// zeros returns the gradient of a frozen parameter. The memory is shared by all.
func (n *network) zeros(size int) []float32 {
	if len(n.none) < size {
		n.none = make([]float32, size)
	}
	clear(n.none)
	return n.none[:size]
}
