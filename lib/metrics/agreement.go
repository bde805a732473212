package metrics

// Coefficients that take out the agreement that chance alone would bring.

import (
	"fmt"
	"math"
)

// Matthews returns the Matthews correlation coefficient: the correlation of
// labels and predictions, 1 when all are right, 0 for guessing. For more than
// two classes it is the form of Gorodkin, Comparing two K-category assignments
// by a K-category correlation coefficient (2004). It is NaN when only one class
// occurs, or only one is predicted (scikit-learn has 0 there).
func Matthews(y, predicted []int, classes []string) (float64, error) {
	return Weights(nil).Matthews(y, predicted, classes)
}

// MustMatthews is [Matthews], but panics on an error.
func MustMatthews(y, predicted []int, classes []string) float64 {
	return must(Matthews(y, predicted, classes))
}

// Matthews is [Matthews] of weighted examples.
func (w Weights) Matthews(y, predicted []int, classes []string) (float64, error) {
	m, err := w.confusion("Matthews", y, predicted, classes)
	if err != nil {
		return 0, err
	}
	return m.Matthews(), nil
}

// MustMatthews is [Weights.Matthews], but panics on an error.
func (w Weights) MustMatthews(y, predicted []int, classes []string) float64 {
	return must(w.Matthews(y, predicted, classes))
}

// Matthews returns the Matthews correlation coefficient of the matrix.
func (m *Confusion) Matthews() float64 {
	truth, predicted, all := m.totals()
	var right, both, trueSquares, predictedSquares float64
	for c := range truth {
		right += m.at(c, c)
		both += truth[c] * predicted[c]
		trueSquares += truth[c] * truth[c]
		predictedSquares += predicted[c] * predicted[c]
	}
	spread := (all*all - trueSquares) * (all*all - predictedSquares)
	return ratio(right*all-both, math.Sqrt(spread))
}

// Disagreement says how bad it is to take one class for another in [Kappa].
type Disagreement string

// The weights of disagreements.
const (
	// Nominal: every mistake is as bad as every other.
	Nominal Disagreement = ""
	// LinearKappa: as bad as the classes are apart in the list of classes.
	LinearKappa Disagreement = "linear"
	// QuadraticKappa: as bad as the square of that.
	QuadraticKappa Disagreement = "quadratic"
)

// Kappa returns Cohen's kappa: how much more labels and predictions agree than
// two that were drawn independently would, 1 when all are right (Cohen, A
// coefficient of agreement for nominal scales, 1960). For ordered classes by
// says how mistakes count. It is NaN when all examples are of one class and are
// predicted so.
func Kappa(y, predicted []int, classes []string, by Disagreement) (float64, error) {
	return Weights(nil).Kappa(y, predicted, classes, by)
}

// MustKappa is [Kappa], but panics on an error.
func MustKappa(y, predicted []int, classes []string, by Disagreement) float64 {
	return must(Kappa(y, predicted, classes, by))
}

// Kappa is [Kappa] of weighted examples.
func (w Weights) Kappa(y, predicted []int, classes []string, by Disagreement) (float64, error) {
	if by != Nominal && by != LinearKappa && by != QuadraticKappa {
		return 0, fmt.Errorf("metrics: Kappa: there is no disagreement %q: use Nominal, LinearKappa or QuadraticKappa", string(by))
	}
	m, err := w.confusion("Kappa", y, predicted, classes)
	if err != nil {
		return 0, err
	}
	return m.Kappa(by), nil
}

// MustKappa is [Weights.Kappa], but panics on an error.
func (w Weights) MustKappa(y, predicted []int, classes []string, by Disagreement) float64 {
	return must(w.Kappa(y, predicted, classes, by))
}

// Kappa returns Cohen's kappa of the matrix.
func (m *Confusion) Kappa(by Disagreement) float64 {
	truth, predicted, all := m.totals()
	var observed, expected float64
	for t := range truth {
		for p := range predicted {
			apart := math.Abs(float64(t - p))
			switch by {
			case QuadraticKappa:
				apart *= apart
			case Nominal:
				apart = indicator(t != p)
			}
			observed += apart * m.at(t, p)
			expected += apart * truth[t] * predicted[p] / all
		}
	}
	return 1 - ratio(observed, expected)
}
