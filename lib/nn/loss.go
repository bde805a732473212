package nn

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// Loss is what training makes small: one number for a batch, the mean over its
// examples. A loss of your own is a type with these two methods, over
// gorgonia's operators.
type Loss interface {
	// Target returns the shape of the target of one example, for a model with
	// the given output of one example: an empty shape for the number of a
	// class. It fails when the loss cannot be computed from such an output.
	Target(output []int) ([]int, error)
	// Apply puts the loss into a graph. target has the batch as its first
	// dimension; the result is a single number.
	Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error)
}

// Output is the result of a network, as a loss sees it.
type Output struct {
	// Value is what the last layer returns.
	Value *gorgonia.Node
	// Logits is what a final softmax or sigmoid was computed from; nil when
	// the model ends in neither.
	Logits *gorgonia.Node
	// Link is that final activation: Softmax, Sigmoid, or Linear for none.
	Link Activation
}

// logits returns the numbers from which a loss that expects the link computes:
// those before it, or the value of a model without one.
func (o Output) logits(loss string, link Activation, other string) (*gorgonia.Node, error) {
	switch o.Link {
	case link:
		return o.Logits, nil
	case Linear:
		return o.Value, nil
	}
	return nil, fmt.Errorf("the model ends in %s, %s expects %s or logits: use %s, or another last layer", o.Link, loss, link, other)
}

// CrossEntropy is the loss of a classifier with one output for each class:
//
//	−log softmax(z)[class]
//
// averaged over the batch, where z are the logits. The model ends in [Softmax],
// or in logits; the result is the same.
//
// Target: the number of the class, from 0 up to the number of outputs.
type CrossEntropy struct{}

var _ Loss = CrossEntropy{}

// Target implements [Loss].
func (CrossEntropy) Target(output []int) ([]int, error) {
	if len(output) != 1 || output[0] < 2 {
		return nil, fmt.Errorf("nn: CrossEntropy: want an output (batch, classes) with at least 2 classes, the model has %s: end it in nn.Dense{Units: classes, Activation: nn.Softmax}", formatBatch(output))
	}
	return nil, nil
}

// Apply implements [Loss].
func (CrossEntropy) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	z, err := out.logits("CrossEntropy", Softmax, "BinaryCrossEntropy")
	if err != nil {
		return nil, err
	}
	return ops.CrossEntropy(g.b, "CrossEntropy", z, target)
}

// BinaryCrossEntropy is the loss of yes-or-no outputs, one or many:
//
//	−t·log σ(z) − (1−t)·log(1−σ(z))
//
// averaged over the batch and the outputs, where z are the logits and σ is the
// sigmoid. The model ends in [Sigmoid], or in logits; the result is the same.
//
// Target: numbers between 0 and 1, in the shape of the output.
type BinaryCrossEntropy struct{}

var _ Loss = BinaryCrossEntropy{}

// Target implements [Loss].
func (BinaryCrossEntropy) Target(output []int) ([]int, error) { return slices.Clone(output), nil }

// Apply implements [Loss].
func (BinaryCrossEntropy) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	z, err := out.logits("BinaryCrossEntropy", Sigmoid, "CrossEntropy")
	if err != nil {
		return nil, err
	}
	return ops.BinaryCrossEntropy(g.b, "BinaryCrossEntropy", z, target)
}

// MeanSquaredError is the usual loss of a regression: (y − t)², averaged over
// the batch and the outputs.
//
// Target: numbers in the shape of the output.
type MeanSquaredError struct{}

var _ Loss = MeanSquaredError{}

// Target implements [Loss].
func (MeanSquaredError) Target(output []int) ([]int, error) { return slices.Clone(output), nil }

// Apply implements [Loss].
func (MeanSquaredError) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.SquaredError(g.b, "MeanSquaredError", out.Value, target)
}

// MeanAbsoluteError is a loss of regressions that outliers do not rule:
// |y − t|, averaged over the batch and the outputs.
//
// Target: numbers in the shape of the output.
type MeanAbsoluteError struct{}

var _ Loss = MeanAbsoluteError{}

// Target implements [Loss].
func (MeanAbsoluteError) Target(output []int) ([]int, error) { return slices.Clone(output), nil }

// Apply implements [Loss].
func (MeanAbsoluteError) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.AbsoluteError(g.b, "MeanAbsoluteError", out.Value, target)
}

// kindOfLoss returns the name of a loss's type.
func kindOfLoss(l Loss) string {
	t := reflect.TypeOf(l)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}
