package vec

// MaxStep takes another number into the greatest so far: where x is greater than
// dst, or NaN, it replaces it, and k replaces what stands in where. NaN stays.
func MaxStep(dst, where, x []float32, k float32) {
	active.maxStep(dst[:len(x)], where[:len(x)], x, k)
}

// MaxStepBackward adds to dst the numbers of d where k stands in where.
func MaxStepBackward(dst, d, where []float32, k float32) {
	active.maxStepBackward(dst[:len(d)], d, where[:len(d)], k)
}
