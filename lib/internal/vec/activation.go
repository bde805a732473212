package vec

// Activations, forward and backward. Backward functions take the result of the
// forward one, y, and the gradient of it, dy.

import "math"

// Exp computes eˣ.
func Exp(dst, x []float32) { active.exp(dst[:len(x)], x) }

// ReLU computes max(x, 0); NaN stays NaN.
func ReLU(dst, x []float32) { active.relu(dst[:len(x)], x) }

// ReLUBackward computes dy where y > 0, and 0 elsewhere; dy where y is NaN.
func ReLUBackward(dst, dy, y []float32) { active.reluBackward(dst[:len(y)], dy[:len(y)], y) }

// Sigmoid computes 1 / (1 + e⁻ˣ).
func Sigmoid(dst, x []float32) { active.sigmoid(dst[:len(x)], x) }

// SigmoidBackward computes dy · y · (1 − y).
func SigmoidBackward(dst, dy, y []float32) { active.sigmoidBackward(dst[:len(y)], dy[:len(y)], y) }

// Tanh computes the hyperbolic tangent.
func Tanh(dst, x []float32) { active.tanh(dst[:len(x)], x) }

// TanhBackward computes dy · (1 − y²).
func TanhBackward(dst, dy, y []float32) { active.tanhBackward(dst[:len(y)], dy[:len(y)], y) }

// LogSumExp returns log Σ eˣ, without overflow: the greatest number is taken
// out first. It is +Inf when an x is, and NaN when one is NaN.
func LogSumExp(x []float32) float64 {
	top := math.Inf(-1)
	for _, v := range x {
		top = math.Max(top, float64(v))
	}
	if math.IsInf(top, 0) || math.IsNaN(top) {
		return top
	}
	var sum float64
	for _, v := range x {
		sum += math.Exp(float64(v) - top)
	}
	return top + math.Log(sum)
}

// Softmax computes eˣ / Σ eˣ, without overflow.
func Softmax(dst, x []float32) {
	if len(x) == 0 {
		return
	}
	dst = dst[:len(x)]
	sum := active.expSum(dst, x, active.max(x))
	active.scale(dst, float32(1/sum))
}
