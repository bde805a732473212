package ops

// Losses of regressions.

import (
	"math"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// SquaredError computes the mean of (y − t)².
func SquaredError(b *graph.Builder, name string, output, target, weights *G.Node) (*G.Node, error) {
	return pointwise(b, name, output, target, weights,
		func(y, t float64) float64 { return (y - t) * (y - t) },
		func(y, t float64) float64 { return 2 * (y - t) })
}

// AbsoluteError computes the mean of |y − t|.
func AbsoluteError(b *graph.Builder, name string, output, target, weights *G.Node) (*G.Node, error) {
	return pointwise(b, name, output, target, weights,
		func(y, t float64) float64 { return math.Abs(y - t) },
		func(y, t float64) float64 { return signOf(y - t) })
}

// Huber computes the mean of (y − t)²/2 where |y − t| is at most delta, and of
// delta·(|y − t| − delta/2) elsewhere.
func Huber(b *graph.Builder, name string, delta float64, output, target, weights *G.Node) (*G.Node, error) {
	return pointwise(b, name, output, target, weights,
		func(y, t float64) float64 {
			if d := math.Abs(y - t); d > delta {
				return delta * (d - delta/2)
			}
			return (y - t) * (y - t) / 2
		},
		func(y, t float64) float64 {
			if d := y - t; math.Abs(d) > delta {
				return delta * signOf(d)
			}
			return y - t
		})
}

func signOf(d float64) float64 {
	switch {
	case d > 0:
		return 1
	case d < 0:
		return -1
	}
	return d // 0 and NaN
}
