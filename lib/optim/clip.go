package optim

import (
	"math"

	"github.com/gorgolab/gorgo/lib/internal/vec"
)

// The three ways to clip gradients. Their names are easily confused: by value
// changes the direction of a step, by norm the balance between parameters, by
// global norm neither.

// ClipGlobalNorm scales all gradients together so that their joint Euclidean
// norm is at most limit, and returns the norm that they had. The direction
// stays (Pascanu, Mikolov, Bengio: On the difficulty of training recurrent
// neural networks, ICML 2013). With a norm that is not finite, or a limit that
// is not positive, nothing is changed.
func ClipGlobalNorm(gradients [][]float32, limit float64) float64 {
	norm := GlobalNorm(gradients)
	if limit > 0 && norm > limit && !math.IsInf(norm, 0) {
		for _, g := range gradients {
			vec.Scale(g, float32(limit/norm))
		}
	}
	return norm
}

// GlobalNorm returns the joint Euclidean norm of all gradients.
func GlobalNorm(gradients [][]float32) float64 {
	var squares float64
	for _, g := range gradients {
		squares += vec.SumSquares(g)
	}
	return math.Sqrt(squares)
}

// ClipNorm scales the gradient of each parameter by itself so that its
// Euclidean norm is at most limit, as Keras' clipnorm does. A gradient whose
// norm is not finite, and every one with a limit that is not positive, stays.
func ClipNorm(gradients [][]float32, limit float64) {
	if !(limit > 0) {
		return
	}
	for i := range gradients {
		ClipGlobalNorm(gradients[i:i+1], limit)
	}
}

// ClipValue moves every number of the gradients into the range from −limit to
// limit; NaN stays. With a limit that is not positive nothing is changed.
func ClipValue(gradients [][]float32, limit float64) {
	if !(limit > 0) {
		return
	}
	l := float32(limit)
	for _, g := range gradients {
		for i, v := range g {
			if v > l {
				g[i] = l
			} else if v < -l {
				g[i] = -l
			}
		}
	}
}
