package vec

// Activations, forward and backward. Backward functions take the gradient of the
// result, dy, and the result of the forward one, y, or, where that does not
// suffice, its argument, x.

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

// SiLU computes x·σ(x).
func SiLU(dst, x []float32) { active.silu(dst[:len(x)], x) }

// SiLUBackward computes dy · σ(x)·(1 + x·(1−σ(x))).
func SiLUBackward(dst, dy, x []float32) { active.siluBackward(dst[:len(x)], dy[:len(x)], x) }

// GELU computes x·Φ(x), with Φ to 1e-7.
func GELU(dst, x []float32) { active.gelu(dst[:len(x)], x) }

// GELUBackward computes dy · (Φ(x) + x·φ(x)).
func GELUBackward(dst, dy, x []float32) { active.geluBackward(dst[:len(x)], dy[:len(x)], x) }

// GELUTanh computes x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2.
func GELUTanh(dst, x []float32) { active.geluTanh(dst[:len(x)], x) }

// GELUTanhBackward computes dy times its derivative.
func GELUTanhBackward(dst, dy, x []float32) { active.geluTanhBackward(dst[:len(x)], dy[:len(x)], x) }

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

// SoftmaxLog computes eˣ / Σ eˣ, and returns log Σ eˣ as [LogSumExp] does. It
// takes a fraction of the time; the logarithm is as exact as float32 numbers are.
func SoftmaxLog(dst, x []float32) float64 {
	if len(x) == 0 {
		return math.Inf(-1)
	}
	dst = dst[:len(x)]
	top := active.max(x)
	sum := active.expSum(dst, x, top)
	if log := float64(top) + math.Log(sum); log-log == 0 {
		active.scale(dst, float32(1/sum))
		return log
	}
	log := LogSumExp(x) // infinite, or no number
	for i, v := range x {
		dst[i] = float32(math.Exp(float64(v) - log))
	}
	return log
}
