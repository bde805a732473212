package vec

// Activations, forward and backward. Backward functions take the result of the
// forward one, y, and the gradient of it, dy.

import "math"

// ReLU computes max(x, 0); NaN stays NaN.
func ReLU(dst, x []float32) {
	for i, v := range x {
		if v < 0 {
			v = 0
		}
		dst[i] = v
	}
}

// ReLUBackward computes dy where y > 0, and 0 elsewhere.
func ReLUBackward(dst, dy, y []float32) {
	for i, v := range y {
		d := dy[i]
		if v <= 0 {
			d = 0
		}
		dst[i] = d
	}
}

// Sigmoid computes 1 / (1 + e⁻ˣ).
func Sigmoid(dst, x []float32) {
	for i, v := range x {
		dst[i] = float32(1 / (1 + math.Exp(-float64(v))))
	}
}

// SigmoidBackward computes dy · y · (1 − y).
func SigmoidBackward(dst, dy, y []float32) {
	for i, v := range y {
		dst[i] = dy[i] * v * (1 - v)
	}
}

// Tanh computes the hyperbolic tangent.
func Tanh(dst, x []float32) {
	for i, v := range x {
		dst[i] = float32(math.Tanh(float64(v)))
	}
}

// TanhBackward computes dy · (1 − y²).
func TanhBackward(dst, dy, y []float32) {
	for i, v := range y {
		dst[i] = dy[i] * (1 - v*v)
	}
}

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

// Softmax computes eˣ / Σ eˣ.
func Softmax(dst, x []float32) {
	log := LogSumExp(x)
	for i, v := range x {
		dst[i] = float32(math.Exp(float64(v) - log))
	}
}
