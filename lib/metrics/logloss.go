package metrics

// How good probabilities are, as probabilities.

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
)

// LogLoss returns the mean of −ln p over the examples, where p is the
// probability that was given to the true class: 0 is perfect, ln(classes) is
// guessing. Probabilities are kept at least 2⁻²³ away from 0 and from 1 (the
// precision of a float32), so that one certain mistake costs 15.9 and not
// infinity.
//
// p is (examples, classes), or (examples, 1) with the probability of the second
// of two classes.
func LogLoss(y []int, p *data.Tensor, classes []string) (float64, error) {
	return Weights(nil).LogLoss(y, p, classes)
}

// MustLogLoss is [LogLoss], but panics on an error.
func MustLogLoss(y []int, p *data.Tensor, classes []string) float64 {
	return must(LogLoss(y, p, classes))
}

// LogLoss is [LogLoss] of weighted examples.
func (w Weights) LogLoss(y []int, p *data.Tensor, classes []string) (float64, error) {
	p, err := w.probabilities("LogLoss", y, p, classes)
	if err != nil {
		return 0, err
	}
	return w.mean(len(y), func(i int) float64 { return logLoss(p.Row(i), y[i]) }), nil
}

// MustLogLoss is [Weights.LogLoss], but panics on an error.
func (w Weights) MustLogLoss(y []int, p *data.Tensor, classes []string) float64 {
	return must(w.LogLoss(y, p, classes))
}

// logLoss is the loss of one example.
func logLoss(p []float32, c int) float64 {
	const epsilon = 0x1p-23
	return -math.Log(min(max(float64(p[c]), epsilon), 1-epsilon))
}

// Brier returns the mean squared distance of the probabilities from the truth,
// summed over the classes: 0 is perfect. With two classes it is half of that,
// (p − truth)² of the one probability, as it is known (Brier, Verification of
// forecasts expressed in terms of probability, 1950).
//
// p is (examples, classes), or (examples, 1) with the probability of the second
// of two classes.
func Brier(y []int, p *data.Tensor, classes []string) (float64, error) {
	return Weights(nil).Brier(y, p, classes)
}

// MustBrier is [Brier], but panics on an error.
func MustBrier(y []int, p *data.Tensor, classes []string) float64 {
	return must(Brier(y, p, classes))
}

// Brier is [Brier] of weighted examples.
func (w Weights) Brier(y []int, p *data.Tensor, classes []string) (float64, error) {
	p, err := w.probabilities("Brier", y, p, classes)
	if err != nil {
		return 0, err
	}
	return w.mean(len(y), func(i int) float64 { return brier(p.Row(i), y[i]) }), nil
}

// MustBrier is [Weights.Brier], but panics on an error.
func (w Weights) MustBrier(y []int, p *data.Tensor, classes []string) float64 {
	return must(w.Brier(y, p, classes))
}

// brier is the score of one example.
func brier(p []float32, c int) float64 {
	var sum float64
	for j, v := range p {
		d := float64(v) - indicator(j == c)
		sum += d * d
	}
	if len(p) == 2 {
		return sum / 2
	}
	return sum
}

// probabilities checks probabilities and weights, and returns the former as
// (examples, classes).
func (w Weights) probabilities(metric string, y []int, p *data.Tensor, classes []string) (*data.Tensor, error) {
	p, err := checkScores(metric, y, p, len(classes))
	if err != nil {
		return nil, err
	}
	for i, v := range p.Data {
		if v < 0 || v > 1 {
			return nil, fmt.Errorf("metrics: %s: example %d has a probability of %v: want probabilities from 0 to 1 (after softmax), not scores", metric, i/p.Width(), v)
		}
	}
	return p, w.check(metric, len(y))
}
