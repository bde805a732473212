package vec

// Sums and products of norms: every place has a mean, a scale and so on of its
// own.

// Moments adds x − mu to sum and (x − mu)² to squares.
func Moments(sum, squares, x, mu []float32) {
	n := len(x)
	active.moments(sum[:n], squares[:n], x, mu[:n])
}

// CenteredDot adds d to sum and d·(x − mu) to dot.
func CenteredDot(sum, dot, d, x, mu []float32) {
	n := len(d)
	active.centeredDot(sum[:n], dot[:n], d, x[:n], mu[:n])
}

// Normalize computes (x − mu)·scale + offset.
func Normalize(dst, x, mu, scale, offset []float32) {
	n := len(x)
	active.normalize(dst[:n], x, mu[:n], scale[:n], offset[:n])
}

// NormalizeBackward computes d·scale + (x − mu)·slope + offset.
func NormalizeBackward(dst, d, x, mu, scale, slope, offset []float32) {
	n := len(x)
	active.normalizeBackward(dst[:n], d[:n], x, mu[:n], scale[:n], slope[:n], offset[:n])
}
