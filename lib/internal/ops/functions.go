package ops

import (
	"math"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// LeakyReLU is x where x > 0, and slope·x elsewhere; slope must not be negative
// (Maas et al., 2013).
func LeakyReLU(slope float64) Activation {
	k := float32(slope)
	return pointwiseActivation(
		func(x float32) float32 {
			if x > 0 {
				return x
			}
			return k * x
		},
		func(y float32) float32 {
			if y > 0 {
				return 1
			}
			return k
		})
}

// ELU is x where x > 0, and alpha·(eˣ − 1) elsewhere (Clevert et al., 2015).
func ELU(alpha float64) Activation {
	a := float32(alpha)
	return pointwiseActivation(
		func(x float32) float32 {
			if x > 0 {
				return x
			}
			return float32(alpha * math.Expm1(float64(x)))
		},
		func(y float32) float32 {
			if y > 0 {
				return 1
			}
			return y + a
		})
}

// Softplus is log(1 + eˣ), in a form that never overflows.
var Softplus = pointwiseActivation(
	func(x float32) float32 {
		return float32(math.Max(float64(x), 0) + math.Log1p(math.Exp(-math.Abs(float64(x)))))
	},
	func(y float32) float32 { return float32(-math.Expm1(-float64(y))) })

// pointwiseActivation makes an activation of a function and of its derivative
// as a function of its result.
func pointwiseActivation(f, derivative func(float32) float32) Activation {
	return Activation{
		Forward: func(dst, x []float32) {
			for i, v := range x {
				dst[i] = f(v)
			}
		},
		Backward: func(dst, dy, y []float32) {
			for i, v := range y {
				dst[i] = dy[i] * derivative(v)
			}
		},
	}
}

// Function is an elementwise function whose gradient needs its argument. What
// needs the result only is an [Activation], which can be fused.
type Function struct {
	// Forward computes the result; dst may be x.
	Forward func(dst, x []float32)
	// Backward computes the gradient of x from that of the result.
	Backward func(dst, dy, x []float32)
}

// The functions for [Map].
var (
	// GELU is x·Φ(x), Φ the normal distribution function (Hendrycks and
	// Gimpel, 2016).
	GELU = Function{vec.GELU, vec.GELUBackward}
	// GELUTanh is the approximation x·(1 + tanh(√(2/π)·(x + 0.044715x³)))/2 of
	// the same paper.
	GELUTanh = Function{vec.GELUTanh, vec.GELUTanhBackward}
	// SiLU is x·σ(x), also called swish (Elfwing et al., 2017).
	SiLU = Function{vec.SiLU, vec.SiLUBackward}
)

// Map applies a function to x of any shape.
func Map(b *graph.Builder, name string, f Function, x *G.Node) (*G.Node, error) {
	return onTwins(b, name, func(x ...*G.Node) (*G.Node, error) { return applyFunction(b, name, f, x[0]) }, x)
}

// applyFunction is the operator.
func applyFunction(b *graph.Builder, name string, f Function, x *G.Node) (*G.Node, error) {
	shape := x.Shape()
	op := graph.Op{Name: name, Shape: shape}
	op.Run = func(in [][]float32, out []float32) {
		parallel.Rows(len(out), 8, func(from, to int) { f.Forward(out[from:to], in[0][from:to]) })
	}
	op.Diff = func(in []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: shape, Run: func(in [][]float32, out []float32) {
			parallel.Rows(len(out), 8, func(from, to int) { f.Backward(out[from:to], in[0][from:to], in[1][from:to]) })
		}}, grad, in[0])
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}
