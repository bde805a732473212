package train

import (
	"errors"
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
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
	// ClipNorm scales the gradients of a step down when their joint norm is
	// greater ([optim.ClipGlobalNorm]). Default 0: never.
	ClipNorm float64
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
	if !(o.ClipNorm >= 0) || math.IsInf(o.ClipNorm, 0) {
		bad("want a norm of at least 0, got %v: set ClipNorm", o.ClipNorm)
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
