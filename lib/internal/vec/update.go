package vec

// Arithmetic in place, and the steps of optimisers.

// Add computes dst + x into dst.
func Add(dst, x []float32) { active.add(dst[:len(x)], x) }

// Multiply computes dst · x into dst.
func Multiply(dst, x []float32) { active.multiply(dst[:len(x)], x) }

// MultiplyAdd computes dst + x·y into dst.
func MultiplyAdd(dst, x, y []float32) { active.multiplyAdd(dst[:len(x)], x, y[:len(x)]) }

// Scale computes k · dst into dst.
func Scale(dst []float32, k float32) { active.scale(dst, k) }

// ScaleAdd computes dst + k·x into dst.
func ScaleAdd(dst, x []float32, k float32) { active.scaleAdd(dst[:len(x)], x, k) }

// Affine computes (x − shift)·k + offset.
func Affine(dst, x []float32, shift, k, offset float32) {
	active.affine(dst[:len(x)], x, shift, k, offset)
}

// Momentum is one step of gradient descent with momentum (PyTorch's form):
//
//	v ← momentum·v + g
//	w ← w − rate·v              or, with nesterov,
//	w ← w − rate·(g + momentum·v)
func Momentum(w, g, v []float32, rate, momentum float32, nesterov bool) {
	w, v = w[:len(g)], v[:len(g)]
	if nesterov {
		active.nesterov(w, g, v, rate, momentum)
		return
	}
	active.momentum(w, g, v, rate, momentum)
}

// Descend computes w − rate·g into w.
func Descend(w, g []float32, rate float32) { ScaleAdd(w, g, -rate) }

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
func Adam(w, g, m, v []float32, s AdamStep) { active.adam(w[:len(g)], g, m[:len(g)], v[:len(g)], s) }
