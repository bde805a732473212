package vec

import "math"

// The package in plain Go.

var generic = table{
	name: "generic",
	exp:  pointwise(exp), sigmoid: pointwise(sigmoid), tanh: pointwise(tanh),
	relu: func(dst, x []float32) {
		for i, v := range x {
			if v < 0 {
				v = 0
			}
			dst[i] = v
		}
	},
	reluBackward: func(dst, dy, y []float32) {
		for i, v := range y {
			d := dy[i]
			if v <= 0 {
				d = 0
			}
			dst[i] = d
		}
	},
	sigmoidBackward: func(dst, dy, y []float32) {
		for i, v := range y {
			dst[i] = dy[i] * v * (1 - v)
		}
	},
	tanhBackward: func(dst, dy, y []float32) {
		for i, v := range y {
			dst[i] = dy[i] * (1 - v*v)
		}
	},
	silu: pointwise(func(x float32) float32 { return x * sigmoid(x) }),
	gelu: pointwise(func(x float32) float32 {
		phi, _ := normal(x)
		return x * phi
	}),
	geluTanh: pointwise(func(x float32) float32 { return x / 2 * (1 + toTanh(x)) }),
	siluBackward: slope(func(x float32) float32 {
		s := sigmoid(x)
		return s * (1 + x*(1-s))
	}),
	geluBackward: slope(func(x float32) float32 {
		phi, bell := normal(x)
		return phi + x*normalPeak*bell
	}),
	geluTanhBackward: slope(func(x float32) float32 {
		t := toTanh(x)
		return ((1 + t) + x*geluRoot*(1+geluSlope*x*x)*(1-t*t)) / 2
	}),
	add: func(dst, x []float32) {
		for i, v := range x {
			dst[i] += v
		}
	},
	multiply: func(dst, x []float32) {
		for i, v := range x {
			dst[i] *= v
		}
	},
	multiplyAdd: func(dst, x, y []float32) {
		for i, v := range x {
			dst[i] += v * y[i]
		}
	},
	scale: func(dst []float32, k float32) {
		for i := range dst {
			dst[i] *= k
		}
	},
	scaleAdd: func(dst, x []float32, k float32) {
		for i, v := range x {
			dst[i] += k * v
		}
	},
	affine: func(dst, x []float32, shift, k, offset float32) {
		for i, v := range x {
			dst[i] = (v-shift)*k + offset
		}
	},
	sum: func(x []float32) (sum float64) {
		for _, v := range x {
			sum += float64(v)
		}
		return sum
	},
	sumSquares: func(x []float32) (sum float64) {
		for _, v := range x {
			sum += float64(v) * float64(v)
		}
		return sum
	},
	sumSquaresFrom: func(x []float32, mean float32) (sum float64) {
		for _, v := range x {
			d := float64(v - mean)
			sum += d * d
		}
		return sum
	},
	dot: func(x, y []float32) (sum float64) {
		for i, v := range x {
			sum += float64(v) * float64(y[i])
		}
		return sum
	},
	max: func(x []float32) float32 {
		top := x[0]
		for _, v := range x {
			if v > top {
				top = v
			}
		}
		return top
	},
	expSum: func(dst, x []float32, shift float32) (sum float64) {
		for i, v := range x {
			dst[i] = exp(v - shift)
			sum += float64(dst[i])
		}
		return sum
	},
	momentum: func(w, g, v []float32, rate, momentum float32) {
		for i, d := range g {
			v[i] = momentum*v[i] + d
			w[i] -= rate * v[i]
		}
	},
	nesterov: func(w, g, v []float32, rate, momentum float32) {
		for i, d := range g {
			v[i] = momentum*v[i] + d
			w[i] -= rate * (d + momentum*v[i])
		}
	},
	adam: func(w, g, m, v []float32, s AdamStep) {
		o1, o2 := 1-s.Beta1, 1-s.Beta2
		for i, d := range g {
			m[i] = s.Beta1*m[i] + o1*d
			v[i] = s.Beta2*v[i] + o2*d*d
			w[i] -= s.Rate * m[i] / (float32(math.Sqrt(float64(s.Correction*v[i]))) + s.Epsilon)
		}
	},
	moments: func(sum, squares, x, mu []float32) {
		for i, v := range x {
			v -= mu[i]
			sum[i] += v
			squares[i] += v * v
		}
	},
	centeredDot: func(sum, dot, d, x, mu []float32) {
		for i, v := range d {
			sum[i] += v
			dot[i] += v * (x[i] - mu[i])
		}
	},
	normalize: func(dst, x, mu, scale, offset []float32) {
		for i, v := range x {
			dst[i] = (v-mu[i])*scale[i] + offset[i]
		}
	},
	normalizeBackward: func(dst, d, x, mu, scale, slope, offset []float32) {
		for i, v := range x {
			dst[i] = d[i]*scale[i] + ((v-mu[i])*slope[i] + offset[i])
		}
	},
	maxStep: func(dst, where, x []float32, k float32) {
		for i, v := range x {
			if !(v <= dst[i]) && dst[i] == dst[i] {
				dst[i], where[i] = v, k
			}
		}
	},
	maxStepBackward: func(dst, d, where []float32, k float32) {
		for i, v := range d {
			if where[i] == k {
				dst[i] += v
			}
		}
	},
	lstm: func(z, c0, c, h, q []float32) {
		n := len(c)
		for j := range c {
			i, f, g, o := sigmoid(z[j]), sigmoid(z[n+j]), tanh(z[2*n+j]), sigmoid(z[3*n+j])
			z[j], z[n+j], z[2*n+j], z[3*n+j] = i, f, g, o
			c[j] = f*c0[j] + i*g
			q[j] = tanh(c[j])
			h[j] = o * q[j]
		}
	},
	lstmBackward: func(d, z, dh, dc, c0, q []float32) {
		n := len(dh)
		for j, v := range dh {
			i, f, g, o := z[j], z[n+j], z[2*n+j], z[3*n+j]
			a := dc[j] + v*o*(1-q[j]*q[j])
			d[j] = a * g * i * (1 - i)
			d[n+j] = a * c0[j] * f * (1 - f)
			d[2*n+j] = a * i * (1 - g*g)
			d[3*n+j] = v * q[j] * o * (1 - o)
			dc[j] = a * f
		}
	},
	gru: func(z, rec, h0, h []float32) {
		n := len(h)
		for j := range h {
			r, u := sigmoid(z[j]+rec[j]), sigmoid(z[n+j]+rec[n+j])
			v := tanh(z[2*n+j] + r*rec[2*n+j])
			z[j], z[n+j], z[2*n+j] = r, u, v
			h[j] = v + u*(h0[j]-v)
		}
	},
	gruBackward: func(dx, d, z, recN, h0, dh, carry []float32) {
		n := len(dh)
		for j, v := range dh {
			r, u, c := z[j], z[n+j], z[2*n+j]
			dn := v * (1 - u) * (1 - c*c)
			dx[j] = dn * recN[j] * r * (1 - r)
			dx[n+j] = v * (h0[j] - c) * u * (1 - u)
			dx[2*n+j] = dn
			d[j], d[n+j], d[2*n+j] = dx[j], dx[n+j], dn*r
			carry[j] = v * u
		}
	},
	winogradInput: func(dst, row0, row1, row2, row3 []float32, n, pixel, plane int) {
		for c := range n {
			var d [4][4]float32
			for i, row := range [4][]float32{row0, row1, row2, row3} {
				for j := range 4 {
					d[i][j] = row[j*pixel+c]
				}
			}
			for i := range 4 {
				d[0][i], d[1][i], d[2][i], d[3][i] = toInput(d[0][i], d[1][i], d[2][i], d[3][i])
			}
			for i := range 4 {
				at := 4*i*plane + c
				dst[at], dst[at+plane], dst[at+2*plane], dst[at+3*plane] = toInput(d[i][0], d[i][1], d[i][2], d[i][3])
			}
		}
	},
	winogradGradient: func(dst, row0, row1 []float32, n, pixel, plane int) {
		for c := range n {
			var d [4][2]float32
			for j := range 2 {
				a, b := row0[j*pixel+c], row1[j*pixel+c]
				d[0][j], d[1][j], d[2][j], d[3][j] = a, a+b, a-b, -b
			}
			for i, row := range d {
				at := 4*i*plane + c
				a, b := row[0], row[1]
				dst[at], dst[at+plane], dst[at+2*plane], dst[at+3*plane] = a, a+b, a-b, -b
			}
		}
	},
	winogradOutput: func(row0, row1, src, bias []float32, n, pixel, plane int, floor float32) {
		for c := range n {
			var s [2][4]float32
			for j := range 4 {
				at := j*plane + c
				m0, m1, m2, m3 := src[at], src[at+4*plane], src[at+8*plane], src[at+12*plane]
				s[0][j], s[1][j] = m0+m1+m2, m1-m2-m3
			}
			for i, row := range [2][]float32{row0, row1} {
				for j, v := range [2]float32{s[i][0] + s[i][1] + s[i][2], s[i][1] - s[i][2] - s[i][3]} {
					v += bias[c]
					if v < floor {
						v = floor
					}
					row[j*pixel+c] = v
				}
			}
		}
	},
	prefetch: func([]float32) {},
	transpose8: func(dst []float32, dstStride int, src []float32, srcStride int) {
		for i := range 8 {
			for j, v := range src[i*srcStride:][:8] {
				dst[j*dstStride+i] = v
			}
		}
	},
}

func pointwise(f func(float32) float32) func(dst, x []float32) {
	return func(dst, x []float32) {
		for i, v := range x {
			dst[i] = f(v)
		}
	}
}

// slope is the backward function of a derivative.
func slope(f func(x float32) float32) func(dst, dy, x []float32) {
	return func(dst, dy, x []float32) {
		for i, v := range x {
			dst[i] = dy[i] * f(v)
		}
	}
}

// normal is the normal distribution function Φ(x), and e^(−x²/2).
func normal(x float32) (phi, bell float32) {
	u := float32(math.Abs(float64(x))) * rootHalf
	bell = exp(-u * u)
	t := 1 / (1 + erfP*u)
	tail := ((((erf5*t+erf4)*t+erf3)*t+erf2)*t + erf1) * t * bell / 2
	if x < 0 {
		return tail, bell
	}
	return 1 - tail, bell
}

// toTanh is the hyperbolic tangent in GELU's approximation.
func toTanh(x float32) float32 { return tanh(geluRoot * x * (1 + geluCube*x*x)) }

// exp is eˣ with the polynomial of the assembly.
func exp(x float32) float32 {
	if x != x {
		return x
	}
	x = min(max(x, expMin), expMax)
	n := float32(math.RoundToEven(float64(x * log2e)))
	r := (x - n*ln2hi) - n*ln2lo
	p := ((((exp4*r+exp3)*r+exp2)*r+exp1)*r + exp0)
	p = 1 + (r + r*r*p)
	// 2ⁿ in two factors, so that neither leaves the range.
	half := int32(n) >> 1
	return p * power(half) * power(int32(n)-half)
}

// power is 2ⁿ for a normal result.
func power(n int32) float32 { return math.Float32frombits(uint32(n+127) << 23) }

func sigmoid(x float32) float32 { return 1 / (1 + exp(-x)) }

func tanh(x float32) float32 {
	size := float32(math.Abs(float64(x)))
	if size < tanhSmall {
		t := x * x
		p := (((tanh4*t+tanh3)*t+tanh2)*t+tanh1)*t + tanh0
		return x + x*t*p
	}
	return float32(math.Copysign(float64(1-2/(exp(2*size)+1)), float64(x)))
}

// toInput is one dimension of the input's transform.
func toInput(a, b, c, d float32) (float32, float32, float32, float32) {
	return a - c, b + c, c - b, b - d
}
