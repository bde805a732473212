package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Scheme names a way to draw the first numbers of a parameter.
type Scheme string

// The schemes. The fan-out of a parameter is its last dimension, the fan-in the
// product of the others; every deviation and bound is multiplied by the gain.
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
	// LeCunNormal is normal with variance 1/fan-in. LeCun et al., Efficient
	// BackProp (1998).
	LeCunNormal Scheme = "lecun_normal"
	// Uniform is uniform within ±Value, Normal has the deviation Value.
	Uniform Scheme = "uniform"
	Normal  Scheme = "normal"
	// Constant is Value everywhere, Zeros 0 and Ones 1.
	Constant Scheme = "constant"
	Zeros    Scheme = "zeros"
	Ones     Scheme = "ones"
)

// Initializer says how the first numbers of a parameter are drawn. The zero
// value leaves it to the layer.
type Initializer struct {
	// Scheme is the way. Default: what the layer says.
	Scheme Scheme `json:",omitempty"`
	// Gain multiplies the deviation or bound. Default 1.
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

// fill draws the numbers of a parameter of the given shape.
func (i Initializer) fill(w []float32, shape []int, r *rand.Rand) error {
	if math.IsNaN(i.Gain) || math.IsInf(i.Gain, 0) || math.IsNaN(i.Value) || math.IsInf(i.Value, 0) {
		return fmt.Errorf("the initializer has Gain %v and Value %v: want finite numbers", i.Gain, i.Value)
	}
	out := float64(shape[len(shape)-1])
	in := float64(len(w)) / out
	if len(shape) == 1 {
		in = out
	}
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
	case Zeros, "":
		constant(0)
	default:
		return fmt.Errorf("there is no initializer scheme %q: use a constant such as nn.GlorotUniform", i.Scheme)
	}
	return nil
}
