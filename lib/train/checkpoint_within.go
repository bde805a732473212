package train

// Checkpoints within an epoch: besides what all checkpoints hold, the sums of the
// epoch so far.

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
)

// savedPart is the part of an epoch that was learnt from.
type savedPart struct {
	Batch, Examples, Right int
	Sum, Weight, Norm      Number
	Gathered               int // batches whose gradients wait for a step
	GatheredWeight         Number
	Duration               time.Duration
}

// seen is what metrics were told in the epoch under way. Metrics do not say what
// they remember, so those of a training that goes on are told once more.
type seen struct {
	outputs   []*data.Tensor
	predicted [][]int
}

// remember keeps what metrics are told of a batch, where that will be needed.
func (r *Run) remember(result nn.Result, predicted []int) {
	if r.opts.Checkpoint.EveryBatches == 0 || len(r.measure.list) == 0 {
		return
	}
	r.seen.outputs = append(r.seen.outputs, result.Output.Clone())
	r.seen.predicted = append(r.seen.predicted, slices.Clone(predicted))
}

// checkpointWithin writes the file within an epoch, when it is time.
func (r *Run) checkpointWithin() error {
	c := r.opts.Checkpoint
	if c.EveryBatches == 0 || r.batch%c.EveryBatches != 0 || r.batch == r.batches.Len() || r.stopped != "" {
		return nil
	}
	return r.write()
}

// saveWithin puts what an epoch under way has so far into a store.
func (r *Run) saveWithin(s *Store) (*savedPart, error) {
	err := errors.Join(s.SetTensors("epoch/outputs", r.seen.outputs), s.Set("epoch/predicted", r.seen.predicted))
	if r.sum.batches > 0 {
		err = errors.Join(err, s.SetTensors("epoch/gradients", vectors(r.sum.sum)))
	}
	return &savedPart{
		Batch: r.batch, Examples: r.mean.examples, Right: r.mean.right,
		Sum: Number(r.mean.sum), Weight: Number(r.mean.weight), Norm: Number(r.norm),
		Gathered: r.sum.batches, GatheredWeight: Number(r.sum.weight), Duration: time.Since(r.began),
	}, err
}

// loadWithin takes that out of a store. The batches that were learnt from pass by
// once more, for the metrics.
func (r *Run) loadWithin(s *Store, epoch int, w savedPart) error {
	if epoch < 1 || w.Batch < 1 || w.Batch >= r.batches.Len() || w.Gathered < 0 || w.Gathered >= max(r.opts.Accumulate, 1) {
		return fmt.Errorf("it is at batch %d of %d in epoch %d: it is damaged, or DropLast was changed", w.Batch, r.batches.Len(), epoch)
	}
	if w.Gathered > 0 {
		list, err := s.Tensors("epoch/gradients")
		if err != nil {
			return err
		}
		var sizes [][]float32
		for _, p := range r.Model.Params() {
			sizes = append(sizes, p.Value.Data)
		}
		r.sum.room(sizes)
		if err := fillVectors(r.sum.sum, list); err != nil {
			return err
		}
	}
	r.sum.batches, r.sum.weight = w.Gathered, float64(w.GatheredWeight)
	r.mean = mean{w.Examples, w.Right, float64(w.Sum), float64(w.Weight)}
	r.norm, r.batch = float64(w.Norm), w.Batch
	r.began = time.Now().Add(-w.Duration)
	r.before += w.Duration
	r.within = true
	return r.tellAgain(s, epoch)
}

// tellAgain tells the metrics what they were told in the epoch before the break.
func (r *Run) tellAgain(s *Store, epoch int) error {
	var err error
	if r.seen.outputs, err = s.Tensors("epoch/outputs"); err != nil {
		return err
	}
	if err := s.Get("epoch/predicted", &r.seen.predicted); err != nil {
		return err
	}
	told := len(r.seen.outputs)
	if len(r.seen.predicted) != told || len(r.measure.list) > 0 && told != r.batch || len(r.measure.list) == 0 && told != 0 {
		return fmt.Errorf("it knows what metrics were told of %d batches of %d: Metrics was set in one of the two trainings only", told, r.batch)
	}
	r.measure.reset()
	r.batches.Start(epoch - 1)
	for i := range r.batch {
		r.batches.Next()
		if told == 0 {
			continue
		}
		b := r.batches.Batch()
		if n := b.X.Rows(); r.seen.outputs[i].Rows() != n || len(r.seen.predicted[i]) != n && len(r.seen.predicted[i]) != 0 {
			return fmt.Errorf("it has other examples in batch %d: it is damaged", i+1)
		}
		if err := r.measure.add(nn.Result{Output: r.seen.outputs[i]}, b, r.seen.predicted[i]); err != nil {
			return err
		}
	}
	return nil
}
