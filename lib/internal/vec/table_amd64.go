package vec

import "github.com/gorgolab/gorgo/lib/internal/cpu"

// forLevel returns the implementation of a level.
func forLevel(l cpu.Level) (table, bool) {
	switch l {
	case cpu.AVX512:
		return avx512, true
	case cpu.AVX2:
		return avx2, true
	case cpu.Generic:
		return generic, true
	}
	return table{}, false
}

var avx512 = table{
	name: "avx512",
	exp:  unary(expAVX512), sigmoid: unary(sigmoidAVX512), tanh: unary(tanhAVX512), relu: unary(reluAVX512),
	reluBackward: binary(reluBackwardAVX512), sigmoidBackward: binary(sigmoidBackwardAVX512), tanhBackward: binary(tanhBackwardAVX512),
	silu: unary(siluAVX512), gelu: unary(geluAVX512), geluTanh: unary(geluTanhAVX512),
	siluBackward: binary(siluBackwardAVX512), geluBackward: binary(geluBackwardAVX512), geluTanhBackward: binary(geluTanhBackwardAVX512),
	add: unary(addAVX512), multiply: unary(multiplyAVX512), multiplyAdd: binary(multiplyAddAVX512),
	scale:    scaled(scaleAVX512),
	scaleAdd: func(dst, x []float32, k float32) { scaleAddAVX512(first(dst), first(x), len(x), k) },
	affine: func(dst, x []float32, shift, k, offset float32) {
		affineAVX512(first(dst), first(x), len(x), shift, k, offset)
	},
	sum: reduction(sumAVX512), sumSquares: reduction(sumSquaresAVX512),
	sumSquaresFrom: func(x []float32, mean float32) float64 { return sumSquaresFromAVX512(first(x), len(x), mean) },
	dot:            func(x, y []float32) float64 { return dotAVX512(first(x), first(y), len(x)) },
	max:            func(x []float32) float32 { return maxAVX512(first(x), len(x)) },
	expSum: func(dst, x []float32, shift float32) float64 {
		return expSumAVX512(first(dst), first(x), len(x), shift)
	},
	momentum: func(w, g, v []float32, rate, momentum float32) {
		momentumAVX512(first(w), first(g), first(v), len(w), rate, momentum)
	},
	nesterov: func(w, g, v []float32, rate, momentum float32) {
		nesterovAVX512(first(w), first(g), first(v), len(w), rate, momentum)
	},
	adam: func(w, g, m, v []float32, s AdamStep) {
		adamAVX512(first(w), first(g), first(m), first(v), len(w), s.Beta1, 1-s.Beta1, s.Beta2, 1-s.Beta2, s.Rate, s.Correction, s.Epsilon)
	},
	moments: func(sum, squares, x, mu []float32) {
		momentsAVX512(first(sum), first(squares), first(x), first(mu), len(x))
	},
	centeredDot: func(sum, dot, d, x, mu []float32) {
		centeredDotAVX512(first(sum), first(dot), first(d), first(x), first(mu), len(x))
	},
	normalize: func(dst, x, mu, scale, offset []float32) {
		normalizeAVX512(first(dst), first(x), first(mu), first(scale), first(offset), len(x))
	},
	normalizeBackward: func(dst, d, x, mu, scale, slope, offset []float32) {
		normalizeBackwardAVX512(first(dst), first(d), first(x), first(mu), first(scale), first(slope), first(offset), len(x))
	},
	maxStep: func(dst, where, x []float32, k float32) {
		maxStepAVX512(first(dst), first(where), first(x), len(x), k)
	},
	maxStepBackward: func(dst, d, where []float32, k float32) {
		maxStepBackwardAVX512(first(dst), first(d), first(where), len(d), k)
	},
	lstm: func(z, c0, c, h, q []float32) {
		lstmAVX512(first(z), first(c0), first(c), first(h), first(q), len(c))
	},
	lstmBackward: func(d, z, dh, dc, c0, q []float32) {
		lstmBackwardAVX512(first(d), first(z), first(dh), first(dc), first(c0), first(q), len(dh))
	},
	gru: func(z, rec, h0, h []float32) {
		gruAVX512(first(z), first(rec), first(h0), first(h), len(h))
	},
	gruBackward: func(dx, d, z, recN, h0, dh, carry []float32) {
		gruBackwardAVX512(first(dx), first(d), first(z), first(recN), first(h0), first(dh), first(carry), len(dh))
	},
	winogradInput: func(dst, row0, row1, row2, row3 []float32, n, pixel, plane int) {
		winogradInputAVX512(&dst[0], &row0[0], &row1[0], &row2[0], &row3[0], n, uintptr(4*pixel), uintptr(4*plane))
	},
	winogradGradient: func(dst, row0, row1 []float32, n, pixel, plane int) {
		winogradGradientAVX512(&dst[0], &row0[0], &row1[0], n, uintptr(4*pixel), uintptr(4*plane))
	},
	winogradOutput: func(row0, row1, src, bias []float32, n, pixel, plane int, floor float32) {
		winogradOutputAVX512(&row0[0], &row1[0], &src[0], &bias[0], n, uintptr(4*pixel), uintptr(4*plane), floor)
	},
	prefetch:   func(x []float32) { prefetch(first(x), len(x)) },
	transpose8: turn8,
}

var avx2 = table{
	name: "avx2",
	exp:  unary(expAVX2), sigmoid: unary(sigmoidAVX2), tanh: unary(tanhAVX2), relu: unary(reluAVX2),
	reluBackward: binary(reluBackwardAVX2), sigmoidBackward: binary(sigmoidBackwardAVX2), tanhBackward: binary(tanhBackwardAVX2),
	silu: unary(siluAVX2), gelu: unary(geluAVX2), geluTanh: unary(geluTanhAVX2),
	siluBackward: binary(siluBackwardAVX2), geluBackward: binary(geluBackwardAVX2), geluTanhBackward: binary(geluTanhBackwardAVX2),
	add: unary(addAVX2), multiply: unary(multiplyAVX2), multiplyAdd: binary(multiplyAddAVX2),
	scale:    scaled(scaleAVX2),
	scaleAdd: func(dst, x []float32, k float32) { scaleAddAVX2(first(dst), first(x), len(x), k) },
	affine: func(dst, x []float32, shift, k, offset float32) {
		affineAVX2(first(dst), first(x), len(x), shift, k, offset)
	},
	sum: reduction(sumAVX2), sumSquares: reduction(sumSquaresAVX2),
	sumSquaresFrom: func(x []float32, mean float32) float64 { return sumSquaresFromAVX2(first(x), len(x), mean) },
	dot:            func(x, y []float32) float64 { return dotAVX2(first(x), first(y), len(x)) },
	max:            func(x []float32) float32 { return maxAVX2(first(x), len(x)) },
	expSum:         func(dst, x []float32, shift float32) float64 { return expSumAVX2(first(dst), first(x), len(x), shift) },
	momentum: func(w, g, v []float32, rate, momentum float32) {
		momentumAVX2(first(w), first(g), first(v), len(w), rate, momentum)
	},
	nesterov: func(w, g, v []float32, rate, momentum float32) {
		nesterovAVX2(first(w), first(g), first(v), len(w), rate, momentum)
	},
	adam: func(w, g, m, v []float32, s AdamStep) {
		adamAVX2(first(w), first(g), first(m), first(v), len(w), s.Beta1, 1-s.Beta1, s.Beta2, 1-s.Beta2, s.Rate, s.Correction, s.Epsilon)
	},
	moments: func(sum, squares, x, mu []float32) {
		momentsAVX2(first(sum), first(squares), first(x), first(mu), len(x))
	},
	centeredDot: func(sum, dot, d, x, mu []float32) {
		centeredDotAVX2(first(sum), first(dot), first(d), first(x), first(mu), len(x))
	},
	normalize: func(dst, x, mu, scale, offset []float32) {
		normalizeAVX2(first(dst), first(x), first(mu), first(scale), first(offset), len(x))
	},
	normalizeBackward: func(dst, d, x, mu, scale, slope, offset []float32) {
		normalizeBackwardAVX2(first(dst), first(d), first(x), first(mu), first(scale), first(slope), first(offset), len(x))
	},
	maxStep: func(dst, where, x []float32, k float32) {
		maxStepAVX2(first(dst), first(where), first(x), len(x), k)
	},
	maxStepBackward: func(dst, d, where []float32, k float32) {
		maxStepBackwardAVX2(first(dst), first(d), first(where), len(d), k)
	},
	lstm: func(z, c0, c, h, q []float32) {
		lstmAVX2(first(z), first(c0), first(c), first(h), first(q), len(c))
	},
	lstmBackward: func(d, z, dh, dc, c0, q []float32) {
		lstmBackwardAVX2(first(d), first(z), first(dh), first(dc), first(c0), first(q), len(dh))
	},
	gru: func(z, rec, h0, h []float32) {
		gruAVX2(first(z), first(rec), first(h0), first(h), len(h))
	},
	gruBackward: func(dx, d, z, recN, h0, dh, carry []float32) {
		gruBackwardAVX2(first(dx), first(d), first(z), first(recN), first(h0), first(dh), first(carry), len(dh))
	},
	winogradInput: func(dst, row0, row1, row2, row3 []float32, n, pixel, plane int) {
		winogradInputAVX2(&dst[0], &row0[0], &row1[0], &row2[0], &row3[0], n, uintptr(4*pixel), uintptr(4*plane))
	},
	winogradGradient: func(dst, row0, row1 []float32, n, pixel, plane int) {
		winogradGradientAVX2(&dst[0], &row0[0], &row1[0], n, uintptr(4*pixel), uintptr(4*plane))
	},
	winogradOutput: func(row0, row1, src, bias []float32, n, pixel, plane int, floor float32) {
		winogradOutputAVX2(&row0[0], &row1[0], &src[0], &bias[0], n, uintptr(4*pixel), uintptr(4*plane), floor)
	},
	prefetch:   func(x []float32) { prefetch(first(x), len(x)) },
	transpose8: turn8,
}

// first returns where a slice begins; nil when it is empty, and then nothing is
// read there.
func first(x []float32) *float32 {
	if len(x) == 0 {
		return nil
	}
	return &x[0]
}

func unary(f func(dst, x *float32, n int)) func(dst, x []float32) {
	return func(dst, x []float32) { f(first(dst), first(x), len(x)) }
}

func binary(f func(dst, x, y *float32, n int)) func(dst, x, y []float32) {
	return func(dst, x, y []float32) { f(first(dst), first(x), first(y), len(x)) }
}

func scaled(f func(dst *float32, n int, k float32)) func(dst []float32, k float32) {
	return func(dst []float32, k float32) { f(first(dst), len(dst), k) }
}

func reduction(f func(x *float32, n int) float64) func(x []float32) float64 {
	return func(x []float32) float64 { return f(first(x), len(x)) }
}

func turn8(dst []float32, dstStride int, src []float32, srcStride int) {
	_, _ = dst[7*dstStride+7], src[7*srcStride+7]
	transpose8(&dst[0], &src[0], uintptr(4*dstStride), uintptr(4*srcStride))
}
