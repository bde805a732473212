package vec

// Sums, and the steps of optimisers.

import "math"

// Add computes dst + x into dst.
func Add(dst, x []float32) {
	for i, v := range x {
		dst[i] += v
	}
}

// Scale computes k · dst into dst.
func Scale(dst []float32, k float32) {
	for i := range dst {
		dst[i] *= k
	}
}

// SumSquares returns Σ x², summed in float64.
func SumSquares(x []float32) float64 {
	var sum float64
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return sum
}

// Momentum is one step of gradient descent with momentum (PyTorch's form):
//
//	v ← momentum·v + g
//	w ← w − rate·v              or, with nesterov,
//	w ← w − rate·(g + momentum·v)
func Momentum(w, g, v []float32, rate, momentum float32, nesterov bool) {
	for i, d := range g {
		v[i] = momentum*v[i] + d
		if nesterov {
			w[i] -= rate * (d + momentum*v[i])
		} else {
			w[i] -= rate * v[i]
		}
	}
}

// Descend computes w − rate·g into w.
func Descend(w, g []float32, rate float32) {
	for i, d := range g {
		w[i] -= rate * d
	}
}

// AdamStep holds the numbers of one step of Adam, which are the same for every
// weight.
type AdamStep struct {
	Beta1, Beta2 float32
	Rate         float32 // learning rate / (1 − beta1ᵗ)
	Correction   float32 // 1 / (1 − beta2ᵗ)
	Epsilon      float32
}

// Adam is one step of Adam:
//
//	m ← beta1·m + (1−beta1)·g
//	v ← beta2·v + (1−beta2)·g²
//	w ← w − rate · m / (√(correction·v) + epsilon)
func Adam(w, g, m, v []float32, s AdamStep) {
	o1, o2 := 1-s.Beta1, 1-s.Beta2
	for i, d := range g {
		m[i] = s.Beta1*m[i] + o1*d
		v[i] = s.Beta2*v[i] + o2*d*d
		w[i] -= s.Rate * m[i] / (float32(math.Sqrt(float64(s.Correction*v[i]))) + s.Epsilon)
	}
}
