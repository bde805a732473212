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
// gorgonia's operators, or a [FuncLoss].
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
	// Weights of the examples, (batch); nil when all count alike. A loss is
	// then the weighted mean.
	Weights *gorgonia.Node
	// Mask tells the steps of sequences that are filled up apart, where Value
	// has steps: (batch, steps), 0 where there is nothing; nil without.
	Mask *gorgonia.Node
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

// weights returns how much each example counts, or each step of it: nil when all
// count alike.
func (g *Graph) weights(o Output) (*gorgonia.Node, error) {
	switch {
	case o.Mask == nil:
		return o.Weights, nil
	case o.Weights == nil:
		return o.Mask, nil
	}
	return ops.WeighSteps(g.b, g.kind, o.Mask, o.Weights)
}

// FuncLoss is a loss made of a function, for one of your own without a type.
type FuncLoss struct {
	// Name of the loss in errors. Required.
	Name string
	// Shape is the Target of [Loss]. Nil: the shape of the output.
	Shape func(output []int) ([]int, error)
	// Of is the Apply of [Loss]. Required.
	Of func(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error)
}

var _ Loss = FuncLoss{}

// Target implements [Loss].
func (l FuncLoss) Target(output []int) ([]int, error) {
	if l.Name == "" || l.Of == nil {
		return nil, fmt.Errorf("nn: FuncLoss: want a Name and a function Of")
	}
	if l.Shape == nil {
		return slices.Clone(output), nil
	}
	return l.Shape(output)
}

// Apply implements [Loss].
func (l FuncLoss) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	return l.Of(g, out, target)
}

// kindOfLoss returns the name of a loss's type.
func kindOfLoss(l Loss) string {
	if f, ok := l.(FuncLoss); ok && f.Name != "" {
		return f.Name
	}
	t := reflect.TypeOf(l)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}
