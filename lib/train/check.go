package train

// What can be known to be wrong before training starts is said before it
// starts, with the place.

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
)

// checkData reports what keeps a data set from being used with a model. part
// names the data set in the options: "the training set".
func checkData(part string, model *nn.Model, d *data.Dataset, target []int) error {
	if d == nil {
		return fmt.Errorf("train: %s is nil", part)
	}
	if err := d.Check(); err != nil {
		return fmt.Errorf("train: %s: %w", part, err)
	}
	if d.Len() == 0 {
		return fmt.Errorf("train: %s has no examples", part)
	}
	if got := d.X.Shape[1:]; !slices.Equal(got, model.Input()) {
		hint := "build the model with Options.Input " + shape(got)
		if nn.ChannelsLast(model.Input(), d.X.Shape) {
			hint += " and nn.Permute{Order: []int{2, 0, 1}} as the first layer: the channels come last"
		} else if d.X.Width() == width(model.Input()) {
			hint += ", or Reshape X"
		}
		return fmt.Errorf("train: %s: the model wants X %s, got %s: %s", part, batchOf(model.Input()), shape(d.X.Shape), hint)
	}
	if r, ok := model.Layers()[0].(nn.Reshape); ok && d.Image != nil && d.Image.Channels > 1 && len(r.Shape) == 3 && r.Shape[0] == d.Image.Channels && r.Shape[2] != d.Image.Channels {
		return fmt.Errorf("train: %s: its images have the channels of a pixel together, and the first layer would take them apart wrongly: Reshape to %s, then nn.Permute{Order: []int{2, 0, 1}}", part, shape([]int{d.Image.Height, d.Image.Width, d.Image.Channels}))
	}
	if err := checkFinite(part, "X", d.X, d.FeatureNames); err != nil {
		return err
	}
	return checkTarget(part, model, d, target)
}

// checkTarget reports labels or targets that the loss cannot take.
func checkTarget(part string, model *nn.Model, d *data.Dataset, target []int) error {
	if d.Targets != nil {
		if got := d.Targets.Shape[1:]; !slices.Equal(got, target) && !(width(got) == 1 && width(target) == 1) {
			if len(target) == 0 {
				return fmt.Errorf("train: %s: the loss wants classes in Y, got Targets %s: set Loss to nn.MeanSquaredError{} for a regression", part, shape(d.Targets.Shape))
			}
			return fmt.Errorf("train: %s: the model's output is %s, got Targets %s: set the Units of the last layer to %d", part, batchOf(model.Output()), shape(d.Targets.Shape), width(got))
		}
		return checkFinite(part, "Targets", d.Targets, nil)
	}
	if d.Y == nil {
		return fmt.Errorf("train: %s has neither Y nor Targets: there is nothing to learn", part)
	}
	classes := len(d.Classes)
	switch {
	case len(target) == 0:
		outputs := model.Output()[0]
		if i := slices.IndexFunc(d.Y, func(y int) bool { return y < 0 || y >= outputs }); i >= 0 {
			return fmt.Errorf("train: %s: Y[%d] is %d, the model has %d outputs, for classes 0 to %d: set the Units of the last layer to %d", part, i, d.Y[i], outputs, outputs-1, classes)
		}
	case width(target) == 1 && classes != 2:
		return fmt.Errorf("train: %s has %d classes, the model one output: set the Units of the last layer to %d, with nn.CrossEntropy", part, classes, classes)
	case width(target) != 1 && !slices.Equal(target, []int{classes}):
		return fmt.Errorf("train: %s has %d classes, the model's output is %s: set the Units of the last layer to %d", part, classes, batchOf(model.Output()), classes)
	}
	return nil
}

// checkFinite reports the first NaN or infinity.
func checkFinite(part, what string, t *data.Tensor, names []string) error {
	i := slices.IndexFunc(t.Data, func(v float32) bool { return v-v != 0 })
	if i < 0 {
		return nil
	}
	row, column := i/t.Width(), i%t.Width()
	place := fmt.Sprintf("%s[%d, %d]", what, row, column)
	if column < len(names) {
		place += fmt.Sprintf(" (%s)", names[column])
	}
	return fmt.Errorf("train: %s: %s is %v: fill in or drop what is missing before training", part, place, t.Data[i])
}

// targets turns the labels or targets of batches into what a loss takes.
type targets struct {
	shape   []int
	buf     data.Tensor
	weights []float32
}

// weigh returns how much each example of a batch counts; nil when all count
// alike.
func (t *targets) weigh(b data.Batch, classes []float64) []float32 {
	if b.Weights == nil && classes == nil {
		return nil
	}
	t.weights = t.weights[:0]
	for i := range b.X.Rows() {
		w := 1.0
		if b.Weights != nil {
			w = b.Weights[i]
		}
		if classes != nil {
			w *= classes[b.Y[i]]
		}
		t.weights = append(t.weights, float32(w))
	}
	return t.weights
}

func (t *targets) of(b data.Batch) *data.Tensor {
	rows, w := b.X.Rows(), width(t.shape)
	t.buf.Shape = append(append(t.buf.Shape[:0], rows), t.shape...)
	if cap(t.buf.Data) < rows*w {
		t.buf.Data = make([]float32, rows*w)
	}
	t.buf.Data = t.buf.Data[:rows*w]
	switch {
	case b.Targets != nil:
		copy(t.buf.Data, b.Targets.Data)
	case w == 1:
		for i, y := range b.Y {
			t.buf.Data[i] = float32(y)
		}
	default: // one output for each class: one-hot
		clear(t.buf.Data)
		for i, y := range b.Y {
			t.buf.Data[i*w+y] = 1
		}
	}
	return &t.buf
}

func width(s []int) int {
	n := 1
	for _, d := range s {
		n *= d
	}
	return n
}

func shape(s []int) string { return "(" + join(s) + ")" }

// batchOf writes the shape of a batch of examples.
func batchOf(s []int) string {
	return strings.TrimSuffix("(batch, "+join(s), ", ") + ")"
}

func join(s []int) string {
	parts := make([]string, len(s))
	for i, d := range s {
		parts[i] = strconv.Itoa(d)
	}
	return strings.Join(parts, ", ")
}

// checkModel reports a model that cannot be trained.
func checkModel(model *nn.Model) error {
	if model == nil {
		return errors.New("train: the model is nil: make one with nn.Sequential")
	}
	return nil
}
