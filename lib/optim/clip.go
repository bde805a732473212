package optim

import (
	"math"

	"github.com/gorgolab/gorgo/lib/internal/vec"
)

// ClipGlobalNorm scales all gradients together so that their joint Euclidean
// norm is at most limit, and returns the norm that they had. The direction
// stays (Pascanu, Mikolov, Bengio: On the difficulty of training recurrent
// neural networks, ICML 2013). With a norm that is not finite, or a limit that
// is not positive, nothing is changed.
func ClipGlobalNorm(gradients [][]float32, limit float64) float64 {
	var squares float64
	for _, g := range gradients {
		squares += vec.SumSquares(g)
	}
	norm := math.Sqrt(squares)
	if limit > 0 && norm > limit && !math.IsInf(norm, 0) {
		for _, g := range gradients {
			vec.Scale(g, float32(limit/norm))
		}
	}
	return norm
}
