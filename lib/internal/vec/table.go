package vec

import "github.com/gorgolab/gorgo/lib/internal/cpu"

// table is an implementation of the package. Slices have the same length, but
// those of gates, and are never empty in sums.
type table struct {
	name string

	exp, sigmoid, tanh, relu                    func(dst, x []float32)
	silu, gelu, geluTanh                        func(dst, x []float32)
	siluBackward, geluBackward                  func(dst, dy, x []float32)
	geluTanhBackward                            func(dst, dy, x []float32)
	reluBackward, sigmoidBackward, tanhBackward func(dst, dy, y []float32)

	add, multiply func(dst, x []float32)
	multiplyAdd   func(dst, x, y []float32)
	scale         func(dst []float32, k float32)
	scaleAdd      func(dst, x []float32, k float32)
	affine        func(dst, x []float32, shift, k, offset float32)

	sum, sumSquares func(x []float32) float64
	sumSquaresFrom  func(x []float32, mean float32) float64
	dot             func(x, y []float32) float64
	max             func(x []float32) float32
	expSum          func(dst, x []float32, shift float32) float64

	momentum, nesterov func(w, g, v []float32, rate, momentum float32)
	adam               func(w, g, m, v []float32, s AdamStep)

	moments           func(sum, squares, x, mu []float32)
	centeredDot       func(sum, dot, d, x, mu []float32)
	normalize         func(dst, x, mu, scale, offset []float32)
	normalizeBackward func(dst, d, x, mu, scale, slope, offset []float32)

	maxStep, maxStepBackward func(dst, a, b []float32, k float32)

	lstm         func(z, c0, c, h, q []float32)
	lstmBackward func(d, z, dh, dc, c0, q []float32)
	gru          func(z, rec, h0, h []float32)
	gruBackward  func(dx, d, z, recN, h0, dh, carry []float32)

	winogradInput    func(dst, row0, row1, row2, row3 []float32, n, pixel, plane int)
	winogradGradient func(dst, row0, row1 []float32, n, pixel, plane int)
	winogradOutput   func(row0, row1, src, bias []float32, n, pixel, plane int, floor float32)

	prefetch   func(x []float32)
	transpose8 func(dst []float32, dstStride int, src []float32, srcStride int)
}

// active is the implementation in use.
var active = tables(cpu.Best())[0]

// tables returns the implementations that this processor can run, beginning
// with that of a level.
func tables(level cpu.Level) []table {
	var out []table
	for _, l := range cpu.Available() {
		if t, ok := forLevel(l); ok && (l == level || len(out) > 0) {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		out = append(out, generic)
	}
	return out
}
