package metrics

// What the metrics accept, checked in one place.

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/lib/data"
)

// ErrEmpty is wrapped when there are no examples to measure.
var ErrEmpty = errors.New("there are no examples to measure")

// checkLabels reports labels that cannot be compared: lists of different
// length, none at all, or an index without a class.
func checkLabels(metric string, y, predicted []int, classes int) error {
	if len(y) != len(predicted) {
		return fmt.Errorf("metrics: %s: want as many predictions as labels, got %d predictions and %d labels", metric, len(predicted), len(y))
	}
	if err := checkClasses(metric, "label", y, classes); err != nil {
		return err
	}
	return checkClasses(metric, "prediction", predicted, classes)
}

func checkClasses(metric, what string, y []int, classes int) error {
	if len(y) == 0 {
		return fmt.Errorf("metrics: %s: %w", metric, ErrEmpty)
	}
	for i, c := range y {
		if c < 0 {
			return fmt.Errorf("metrics: %s: %s %d is class %d: labels are counted from 0", metric, what, i, c)
		}
		if c >= classes {
			return fmt.Errorf("metrics: %s: %s %d is class %d, but there are %d classes: labels are indices into the classes, counted from 0", metric, what, i, c, classes)
		}
	}
	return nil
}

// shape writes the shape of a tensor as people do: (32, 64).
func shape(t *data.Tensor) string {
	return "(" + strings.ReplaceAll(strings.Trim(fmt.Sprint(t.Shape), "[]"), " ", ", ") + ")"
}

// checkScores reports scores that do not fit the labels, and returns them as
// (examples, classes). One score per example is that of the second of two
// classes.
func checkScores(metric string, y []int, p *data.Tensor, classes int) (*data.Tensor, error) {
	if p == nil {
		return nil, fmt.Errorf("metrics: %s: the probabilities are nil: predict them first", metric)
	}
	if err := p.Check(); err != nil {
		return nil, fmt.Errorf("metrics: %s: %w", metric, err)
	}
	if err := checkClasses(metric, "label", y, classes); err != nil {
		return nil, err
	}
	if len(p.Shape) == 0 || p.Rows() != len(y) || p.Width() != classes && (p.Width() != 1 || classes != 2) {
		return nil, fmt.Errorf("metrics: %s: want probabilities of shape (%d, %d), one row per label and one column per class, got %s", metric, len(y), classes, shape(p))
	}
	for i, v := range p.Data {
		if v != v {
			return nil, fmt.Errorf("metrics: %s: the probabilities of example %d hold a NaN: the model has diverged; train it with a smaller learning rate", metric, i/p.Width())
		}
	}
	if p.Width() == classes {
		return p, nil
	}
	both := data.Zeros(len(y), 2)
	for i, v := range p.Data {
		both.Data[2*i], both.Data[2*i+1] = 1-v, v
	}
	return both, nil
}

// className returns the name of class c, or its number.
func className(classes []string, c int) string {
	if c < len(classes) {
		return classes[c]
	}
	return strconv.Itoa(c)
}

// mean returns the weighted mean of the values that are not NaN; NaN when none
// is. nil weights are all 1, and so are weights that are all 0, since the
// values they belong to are then all there is.
func mean(values, weights []float64) float64 {
	var sum, total float64
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		sum += w * v
		total += w
	}
	if total == 0 && weights != nil {
		return mean(values, nil)
	}
	return sum / total
}
