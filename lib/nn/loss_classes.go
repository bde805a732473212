package nn

// The losses of classifiers.

import (
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// CrossEntropy is the loss of a classifier with one output for each class:
//
//	−Σ t·log softmax(z)
//
// averaged over the batch, where z are the logits, and t is 1 for the right
// class and 0 for the others. The model ends in [Softmax], or in logits; the
// result is the same. With an output (steps, classes) each step is classified.
//
// Target: the number of the class, from 0 up to the number of outputs; with
// OneHot the probability of each class.
type CrossEntropy struct {
	// LabelSmoothing is the share of t that is spread evenly over all classes,
	// from 0 up to, not including, 1 (Szegedy et al., Rethinking the Inception
	// Architecture, CVPR 2016). Default 0.
	LabelSmoothing float64
	// OneHot takes the probability of each class as the target.
	OneHot bool
}

var _ Loss = CrossEntropy{}

// Target implements [Loss].
func (l CrossEntropy) Target(output []int) ([]int, error) {
	if !(l.LabelSmoothing >= 0 && l.LabelSmoothing < 1) {
		return nil, fmt.Errorf("nn: CrossEntropy: want LabelSmoothing from 0 up to, not including, 1, got %v", l.LabelSmoothing)
	}
	return classTarget("CrossEntropy", output, l.OneHot)
}

// Apply implements [Loss].
func (l CrossEntropy) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	z, w, err := g.classes(out, "CrossEntropy")
	if err != nil {
		return nil, err
	}
	if l.OneHot {
		return ops.SoftCrossEntropy(g.b, "CrossEntropy", l.LabelSmoothing, z, target, w)
	}
	return ops.CrossEntropy(g.b, "CrossEntropy", l.LabelSmoothing, z, target, w)
}

// classTarget is the target of a loss of classes.
func classTarget(loss string, output []int, soft bool) ([]int, error) {
	if len(output) == 0 || output[len(output)-1] < 2 {
		return nil, fmt.Errorf("nn: %s: want an output (batch, classes) with at least 2 classes, the model has %s: end it in nn.Dense{Units: classes, Activation: nn.Softmax}", loss, formatBatch(output))
	}
	if soft {
		return slices.Clone(output), nil
	}
	return slices.Clone(output[:len(output)-1]), nil
}

// classes returns the logits of a softmax, and the weights.
func (g *Graph) classes(out Output, loss string) (z, w *gorgonia.Node, err error) {
	if z, err = out.logits(loss, Softmax, "BinaryCrossEntropy"); err != nil {
		return nil, nil, err
	}
	w, err = g.weights(out)
	return z, w, err
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
	z, w, err := g.yesOrNo(out, "BinaryCrossEntropy")
	if err != nil {
		return nil, err
	}
	return ops.BinaryCrossEntropy(g.b, "BinaryCrossEntropy", z, target, w)
}

// yesOrNo returns the logits of a sigmoid, and the weights.
func (g *Graph) yesOrNo(out Output, loss string) (z, w *gorgonia.Node, err error) {
	if z, err = out.logits(loss, Sigmoid, "CrossEntropy"); err != nil {
		return nil, nil, err
	}
	w, err = g.weights(out)
	return z, w, err
}

// Focal is cross-entropy that counts examples the less the surer the model is of
// them, so that the many easy ones do not drown the few hard ones:
//
//	−(1−p)^Gamma · log p
//
// averaged over the batch, where p is the probability of the right class: Lin et
// al., Focal Loss for Dense Object Detection (ICCV 2017). A model that ends in
// [Sigmoid] decides each output for itself; any other, one class of many. Their
// balance is a matter of class weights.
//
// Target: the number of the class; after a sigmoid 0 or 1, in the shape of the
// output.
type Focal struct {
	// Gamma is how strongly easy examples are played down, at least 0. 0 is
	// plain cross-entropy; [NewFocal] sets the paper's 2.
	Gamma float64
	// Binary takes logits as those of a sigmoid; after a [Sigmoid] it is not
	// needed.
	Binary bool
}

// NewFocal returns Focal with a Gamma of 2.
func NewFocal() Focal { return Focal{Gamma: 2} }

var _ Loss = Focal{}

// Target implements [Loss].
func (l Focal) Target(output []int) ([]int, error) {
	if !(l.Gamma >= 0) {
		return nil, fmt.Errorf("nn: Focal: want a Gamma of at least 0, got %v", l.Gamma)
	}
	if l.Binary || len(output) == 1 && output[0] == 1 {
		return slices.Clone(output), nil
	}
	return classTarget("Focal", output, false)
}

// Apply implements [Loss].
func (l Focal) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	s := out.Value.Shape()
	if l.Binary || len(s) == 2 && s[1] == 1 {
		z, w, err := g.yesOrNo(out, "Focal")
		if err != nil {
			return nil, err
		}
		return ops.FocalBinaryCrossEntropy(g.b, "Focal", l.Gamma, z, target, w)
	}
	if out.Link == Sigmoid {
		return nil, fmt.Errorf("the model ends in sigmoid: set Focal's Binary, or end it in Softmax")
	}
	z, w, err := g.classes(out, "Focal")
	if err != nil {
		return nil, err
	}
	return ops.FocalCrossEntropy(g.b, "Focal", l.Gamma, z, target, w)
}

// Hinge is the loss of support vector machines:
//
//	max(0, 1 − s·y)
//
// averaged over the batch and the outputs, where y are the outputs, which are no
// probabilities, and s is 1 for a target of 1 and −1 for one of 0.
//
// Target: 0 or 1, in the shape of the output.
type Hinge struct {
	// Squared takes the square of each.
	Squared bool
}

var _ Loss = Hinge{}

// Target implements [Loss].
func (Hinge) Target(output []int) ([]int, error) { return slices.Clone(output), nil }

// Apply implements [Loss].
func (l Hinge) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	if out.Link != Linear {
		return nil, fmt.Errorf("the model ends in %s, Hinge expects numbers without bounds: end it in nn.Dense without an activation", out.Link)
	}
	w, err := g.weights(out)
	if err != nil {
		return nil, err
	}
	return ops.Hinge(g.b, "Hinge", l.Squared, out.Value, target, w)
}

// KLDivergence is how far the model's probabilities are from those of the
// target:
//
//	Σ t·(log t − log softmax(z))
//
// averaged over the batch (Kullback and Leibler, On Information and Sufficiency,
// 1951). The model ends in [Softmax], or in logits.
//
// Target: the probability of each class, in the shape of the output.
type KLDivergence struct{}

var _ Loss = KLDivergence{}

// Target implements [Loss].
func (KLDivergence) Target(output []int) ([]int, error) {
	return classTarget("KLDivergence", output, true)
}

// Apply implements [Loss].
func (KLDivergence) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	z, w, err := g.classes(out, "KLDivergence")
	if err != nil {
		return nil, err
	}
	return ops.KLDivergence(g.b, "KLDivergence", z, target, w)
}
