package metrics

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
	p, err := checkScores("LogLoss", y, p, len(classes))
	if err != nil {
		return 0, err
	}
	const epsilon = 0x1p-23
	var sum float64
	for i, c := range y {
		v := float64(p.Row(i)[c])
		if v < 0 || v > 1 {
			return 0, fmt.Errorf("metrics: LogLoss: example %d has probability %v of its class: want probabilities from 0 to 1 (after softmax), not scores", i, v)
		}
		sum -= math.Log(min(max(v, epsilon), 1-epsilon))
	}
	return sum / float64(len(y)), nil
}

// MustLogLoss is [LogLoss], but panics on an error.
func MustLogLoss(y []int, p *data.Tensor, classes []string) float64 {
	return must(LogLoss(y, p, classes))
}
