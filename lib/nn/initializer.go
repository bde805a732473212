package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Scheme names a way to draw the first numbers of a parameter.
type Scheme string

// The schemes. The fan-in of a weight is the number of inputs of an output that
// it computes, the fan-out the number of outputs that an input goes into: of a
// matrix (in, out) its two dimensions, of the filters of a convolution those of a
// window. Every deviation and bound is multiplied by the gain.
const (
	// GlorotUniform is uniform within ±√(6/(fan-in + fan-out)); GlorotNormal
	// is normal with variance 2/(fan-in + fan-out). Glorot and Bengio,
	// Understanding the difficulty of training deep feedforward neural
	// networks (AISTATS 2010), equation 16.
	GlorotUniform Scheme = "glorot_uniform"
	GlorotNormal  Scheme = "glorot_normal"
	// HeUniform is uniform within ±√(6/fan-in); HeNormal is normal with
	// variance 2/fan-in. He et al., Delving Deep into Rectifiers (ICCV 2015),
	// equation 10: for layers with ReLU.
	HeUniform Scheme = "he_uniform"
	HeNormal  Scheme = "he_normal"
	// LeCunUniform is uniform within ±√(3/fan-in); LeCunNormal is normal with
	// variance 1/fan-in. LeCun et al., Efficient BackProp (1998), section 4.6:
	// for tanh scaled to keep variances, and for SELU.
	LeCunUniform Scheme = "lecun_uniform"
	LeCunNormal  Scheme = "lecun_normal"
	// Orthogonal is a random matrix (the last dimension against all others, or
	// of filters the first) whose rows, or columns where there are fewer, are
	// orthogonal and of length 1: it keeps lengths. Saxe, McClelland, Ganguli:
	// Exact solutions to the nonlinear dynamics of learning in deep linear
	// neural networks (ICLR 2014).
	Orthogonal Scheme = "orthogonal"
	// Uniform is uniform within ±Value, Normal has the deviation Value.
	Uniform Scheme = "uniform"
	Normal  Scheme = "normal"
	// Constant is Value everywhere, Zeros 0 and Ones 1.
	Constant Scheme = "constant"
	Zeros    Scheme = "zeros"
	Ones     Scheme = "ones"
	// forgetBias is 1 in the second quarter and 0 elsewhere: LSTM's.
	forgetBias Scheme = "forget_bias"
)

// Initializer says how the first numbers of a parameter are drawn. The zero
// value leaves it to the layer.
type Initializer struct {
	// Scheme is the way. Default: what the layer says.
	Scheme Scheme `json:",omitempty"`
	// Gain multiplies the deviation or bound; [Activation.Gain] has those of the
	// papers for LeCunNormal and Orthogonal. Default 1.
	Gain float64 `json:",omitempty"`
	// Value is the number of Constant, the bound of Uniform and the deviation
	// of Normal; the other schemes do not use it.
	Value float64 `json:",omitempty"`
}

// or returns the initializer, with the scheme filled in when it has none.
func (i Initializer) or(s Scheme) Initializer {
	if i.Scheme == "" {
		i.Scheme = s
	}
	return i
}

// fans returns how many numbers a number of the parameter is added up with, and
// into how many sums an input goes. Parameters of more than two dimensions that
// are not declared as filters count as matrices over their last one.
func fans(shape []int, filters int) (in, out float64) {
	n := float64(product(shape))
	if filters > 0 { // (filters, channels of a group, window…), in so many groups
		in = n / float64(shape[0])
		return in, n / float64(shape[1]) / float64(filters)
	}
	out = float64(shape[len(shape)-1])
	if len(shape) == 1 {
		return out, out
	}
	return n / out, out
}

// fill draws the numbers of a parameter of the given shape; groups is that of a
// convolution whose filters they are, else 0.
func (i Initializer) fill(w []float32, shape []int, groups int, r *rand.Rand) error {
	if math.IsNaN(i.Gain) || math.IsInf(i.Gain, 0) || math.IsNaN(i.Value) || math.IsInf(i.Value, 0) {
		return fmt.Errorf("the initializer has Gain %v and Value %v: want finite numbers", i.Gain, i.Value)
	}
	in, out := fans(shape, groups)
	gain := i.Gain
	if gain == 0 {
		gain = 1
	}
	normal := func(deviation float64) {
		for j := range w {
			w[j] = float32(r.NormFloat64() * deviation * gain)
		}
	}
	uniform := func(bound float64) {
		for j := range w {
			w[j] = float32((2*r.Float64() - 1) * bound * gain)
		}
	}
	constant := func(v float64) {
		for j := range w {
			w[j] = float32(v)
		}
	}
	switch i.Scheme {
	case GlorotUniform:
		uniform(math.Sqrt(6 / (in + out)))
	case GlorotNormal:
		normal(math.Sqrt(2 / (in + out)))
	case HeUniform:
		uniform(math.Sqrt(6 / in))
	case HeNormal:
		normal(math.Sqrt(2 / in))
	case LeCunUniform:
		uniform(math.Sqrt(3 / in))
	case Orthogonal:
		orthogonal(w, shape, groups > 0, gain, r)
	case LeCunNormal:
		normal(math.Sqrt(1 / in))
	case Uniform:
		uniform(i.Value)
	case Normal:
		normal(i.Value)
	case Constant:
		constant(i.Value)
	case Ones:
		constant(1)
	case forgetBias:
		constant(0)
		for j := len(w) / 4; j < len(w)/2; j++ {
			w[j] = 1
		}
	case Zeros, "":
		constant(0)
	default:
		return fmt.Errorf("there is no initializer scheme %q: use a constant such as nn.GlorotUniform", i.Scheme)
	}
	return nil
}

// orthogonal draws a matrix of normal numbers and makes its shorter side
// orthonormal, vector after vector (Gram and Schmidt; twice, since rounding
// spoils the first time).
func orthogonal(w []float32, shape []int, filters bool, gain float64, r *rand.Rand) {
	cols := shape[len(shape)-1]
	rows := len(w) / cols
	if filters {
		rows, cols = shape[0], len(w)/shape[0]
	}
	n, length := min(rows, cols), max(rows, cols)
	basis := make([][]float64, n)
	for k := range basis {
		v := make([]float64, length)
		for j := range v {
			v[j] = r.NormFloat64()
		}
		for range 2 {
			for _, b := range basis[:k] {
				var dot float64
				for j := range v {
					dot += v[j] * b[j]
				}
				for j := range v {
					v[j] -= dot * b[j]
				}
			}
		}
		var squares float64
		for _, x := range v {
			squares += x * x
		}
		for j := range v {
			v[j] /= math.Sqrt(squares)
		}
		basis[k] = v
	}
	for i := range rows {
		for j := range cols {
			v := 0.0
			if rows <= cols {
				v = basis[i][j]
			} else {
				v = basis[j][i]
			}
			w[i*cols+j] = float32(gain * v)
		}
	}
}
