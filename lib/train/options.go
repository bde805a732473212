package train

import (
	"errors"
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/augment"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
)

// Options of [Fit]. The zero value trains for 10 epochs with Adam.
type Options struct {
	// Epochs is the number of times that every example is seen. Default 10.
	Epochs int
	// BatchSize is the number of examples in a step; the last batch of an
	// epoch has what is left. Default 32; more than there are examples means
	// all of them.
	BatchSize int
	// DropLast leaves out the last batch of an epoch when it is smaller: a
	// [nn.BatchNorm] cannot learn from one example.
	DropLast bool
	// Validation is measured after every epoch, and never learnt from.
	Validation *data.Dataset
	// ValidationSplit sets aside this share of the data for validation, drawn
	// with Seed, in the proportions of the classes where there are some.
	// Default 0: none. It excludes Validation.
	ValidationSplit float64
	// Optimizer is the rule that changes the weights. Default [optim.Adam].
	Optimizer optim.Optimizer
	// Loss to make small. Default: [nn.CrossEntropy] for classes,
	// [nn.BinaryCrossEntropy] for two classes and one output,
	// [nn.MeanSquaredError] for Targets.
	Loss nn.Loss
	// Schedule changes the learning rate from step to step. Default: it stays.
	Schedule optim.Schedule
	// Groups give parameters a learning rate or weight decay of their own, by
	// their names. Without a group, parameters of one dimension (biases, and
	// the scales and shifts of normalisations) do not decay.
	Groups []optim.Group
	// Penalties keep weights small, or sparse.
	Penalties []nn.Penalty
	// ClassWeights say how much the examples of each class count when they are
	// learnt from; [data.Dataset.BalancedWeights] makes all classes count alike.
	// They multiply the weights of the data set. Default: all alike.
	ClassWeights []float64
	// ClipValue moves each number of a gradient into the range from −ClipValue
	// to ClipValue ([optim.ClipValue]). Default 0: never.
	ClipValue float64
	// ClipEach scales the gradient of each parameter by itself down when its
	// norm is greater ([optim.ClipNorm], Keras' clipnorm). Default 0: never.
	ClipEach float64
	// ClipNorm scales the gradients of a step down when their joint norm is
	// greater ([optim.ClipGlobalNorm], PyTorch's clip_grad_norm_). Default 0:
	// never.
	ClipNorm float64
	// Accumulate takes a step only after so many batches, with the mean of
	// their gradients: as with larger batches, in less memory. The last step of
	// an epoch has what is left. Default 1.
	Accumulate int
	// EMA keeps a moving average of the weights, which is measured after each
	// epoch and which the model has at the end. The zero value: none.
	EMA optim.EMA
	// Metrics are measured besides the loss and the accuracy, on the training
	// part as it is learnt from and on the validation part, where their names
	// begin with "validation_".
	Metrics []metrics.Meter
	// Checkpoint keeps the training in a file, so that it can go on.
	Checkpoint Checkpoint
	// Augment changes each image, each time that it is learnt from, at random; the
	// data set must have an Image. Default: images stay as they are.
	Augment []augment.Op
	// NoShuffle keeps the examples in the order of the data set; by default
	// every epoch has an order of its own.
	NoShuffle bool
	// Seed of everything random: the order of the examples, Dropout.
	Seed int
	// Callbacks look on, in this order.
	Callbacks []Callback
	// Quiet shows and prints nothing.
	Quiet bool
}

// defaults fills in what is zero, and reports all settings that make no sense.
func (o Options) defaults(model *nn.Model, d *data.Dataset) (Options, error) {
	var wrong []error
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf("train: "+format, args...)) }
	if o.Epochs < 0 {
		bad("want at least 1 epoch, got %d: set Epochs", o.Epochs)
	}
	if o.BatchSize < 0 {
		bad("want batches of at least 1 example, got %d: set BatchSize", o.BatchSize)
	}
	if !(o.ValidationSplit >= 0 && o.ValidationSplit < 1) {
		bad("want a share from 0 up to, not including, 1, got %v: set ValidationSplit", o.ValidationSplit)
	}
	if o.ValidationSplit != 0 && o.Validation != nil {
		bad("both Validation and ValidationSplit are set: keep one")
	}
	for _, clip := range []struct {
		field string
		limit float64
	}{{"ClipNorm", o.ClipNorm}, {"ClipEach", o.ClipEach}, {"ClipValue", o.ClipValue}} {
		if !(clip.limit >= 0) || math.IsInf(clip.limit, 0) {
			bad("want a limit of at least 0, got %v: set %s", clip.limit, clip.field)
		}
	}
	if o.Accumulate < 0 {
		bad("want at least 1 batch for a step, got %d: set Accumulate", o.Accumulate)
	}
	if o.Schedule == nil {
		o.Schedule = optim.Constant{}
	} else if err := o.Schedule.Check(); err != nil {
		bad("Schedule: %w", err)
	}
	if o.ClassWeights != nil {
		if d.Y == nil || len(o.ClassWeights) != len(d.Classes) {
			bad("want a weight for each of %d classes, got %d: set ClassWeights", len(d.Classes), len(o.ClassWeights))
		}
		for c, w := range o.ClassWeights {
			if !(w >= 0) || math.IsInf(w, 0) {
				bad("ClassWeights[%d] is %v: want a finite number of at least 0", c, w)
			}
		}
	}
	wrong = append(wrong, checkMeters(o.Metrics)...)
	if len(o.Augment) > 0 {
		if err := augment.Check(o.Augment, d); err != nil {
			bad("Augment: %w", err)
		}
	}
	if err := o.Checkpoint.check(); err != nil {
		wrong = append(wrong, err)
	}
	if o.Accumulate == 0 {
		o.Accumulate = 1
	}
	if o.Epochs == 0 {
		o.Epochs = 10
	}
	if o.BatchSize == 0 {
		o.BatchSize = 32
	}
	if o.Optimizer == nil {
		o.Optimizer = optim.Adam{}
	}
	if o.Loss == nil {
		o.Loss = defaultLoss(model, d)
	}
	return o, errors.Join(wrong...)
}

// defaultLoss is the loss for a data set when the options name none.
func defaultLoss(model *nn.Model, d *data.Dataset) nn.Loss {
	switch {
	case d.Targets != nil:
		return nn.MeanSquaredError{}
	case len(d.Classes) == 2 && len(model.Output()) == 1 && model.Output()[0] == 1:
		return nn.BinaryCrossEntropy{}
	}
	return nn.CrossEntropy{}
}
