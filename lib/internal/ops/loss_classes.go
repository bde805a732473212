package ops

// Losses of classifiers, from logits.

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// CrossEntropy computes the mean over the rows of −Σ t·log softmax(logits):
// logits (batch, …, classes), target (batch, …) with class numbers. smoothing
// is the share of each t that is spread over all classes.
func CrossEntropy(b *graph.Builder, name string, smoothing float64, logits, target, weights *G.Node) (*G.Node, error) {
	unused := make([]float32, last(logits)) // the probabilities, where no gradient is wanted
	return rowwise(b, name, logits, target, weights, 1, func(row int, z, t, dz []float32) float64 {
		c := class(row, t[0], len(z))
		rest := smoothing / float64(len(z))
		p := dz
		if p == nil {
			p = unused
		}
		value := vec.SoftmaxLog(p, z) - (1-smoothing)*float64(z[c])
		if smoothing != 0 {
			for j, v := range z {
				value -= rest * float64(v)
				p[j] -= float32(rest)
			}
		}
		p[c] -= float32(1 - smoothing)
		return value
	})
}

// SoftCrossEntropy is CrossEntropy for targets that are the probability of each
// class: (batch, …, classes).
func SoftCrossEntropy(b *graph.Builder, name string, smoothing float64, logits, target, weights *G.Node) (*G.Node, error) {
	return rowwise(b, name, logits, target, weights, last(logits), func(_ int, z, t, dz []float32) float64 {
		lse := vec.LogSumExp(z)
		var value, sum float64
		smooth := func(j int) float64 { return (1-smoothing)*float64(t[j]) + smoothing/float64(len(t)) }
		for j, v := range z {
			p := smooth(j)
			sum += p
			if p != 0 {
				value -= p * (float64(v) - lse)
			}
		}
		if dz != nil {
			for j, v := range z {
				dz[j] = float32(sum*math.Exp(float64(v)-lse) - smooth(j))
			}
		}
		return value
	})
}

// KLDivergence computes the mean over the rows of Σ t·(log t − log
// softmax(logits)): how far softmax(logits) is from the targets, which are
// probabilities (batch, …, classes).
func KLDivergence(b *graph.Builder, name string, logits, target, weights *G.Node) (*G.Node, error) {
	return rowwise(b, name, logits, target, weights, last(logits), func(_ int, z, t, dz []float32) float64 {
		lse := vec.LogSumExp(z)
		var value, sum float64
		for j, v := range z {
			p := float64(t[j])
			sum += p
			if p > 0 {
				value += p * (math.Log(p) - (float64(v) - lse))
			}
		}
		if dz != nil {
			for j, v := range z {
				dz[j] = float32(sum*math.Exp(float64(v)-lse) - float64(t[j]))
			}
		}
		return value
	})
}

// FocalCrossEntropy computes the mean over the rows of −(1−p)^gamma · log p,
// where p is the softmax of the target's class: logits (batch, …, classes),
// target (batch, …) with class numbers.
func FocalCrossEntropy(b *graph.Builder, name string, gamma float64, logits, target, weights *G.Node) (*G.Node, error) {
	return rowwise(b, name, logits, target, weights, 1, func(row int, z, t, dz []float32) float64 {
		c := class(row, t[0], len(z))
		lse := vec.LogSumExp(z)
		logP := float64(z[c]) - lse
		p := math.Exp(logP)
		if dz != nil {
			k := focalSlope(p, logP, gamma)
			for j, v := range z {
				dz[j] = float32(-k * math.Exp(float64(v)-lse))
			}
			dz[c] += float32(k)
		}
		return -math.Pow(1-p, gamma) * logP
	})
}

// FocalBinaryCrossEntropy computes the mean of −(1−p)^gamma · log p, where p is
// sigmoid(z) for a target of 1 and 1 − sigmoid(z) for one of 0.
func FocalBinaryCrossEntropy(b *graph.Builder, name string, gamma float64, logits, target, weights *G.Node) (*G.Node, error) {
	side := func(z, t float64) (sign, p, logP float64) {
		sign = 2*t - 1
		logP = -softplus(-sign * z)
		return sign, math.Exp(logP), logP
	}
	return pointwise(b, name, logits, target, weights,
		func(z, t float64) float64 {
			_, p, logP := side(z, t)
			return -math.Pow(1-p, gamma) * logP
		},
		func(z, t float64) float64 {
			sign, p, logP := side(z, t)
			return sign * focalSlope(p, logP, gamma) * (1 - p)
		})
}

// focalSlope is p times the derivative of −(1−p)^gamma·log p.
func focalSlope(p, logP, gamma float64) float64 {
	slope := -math.Pow(1-p, gamma)
	if gamma != 0 && p < 1 {
		slope += gamma * math.Pow(1-p, gamma-1) * p * logP
	}
	return slope
}

// BinaryCrossEntropy computes the mean of log(1 + e^z) − t·z, the cross-entropy
// of sigmoid(z) and t in a form that never overflows. Both have the same shape.
func BinaryCrossEntropy(b *graph.Builder, name string, logits, target, weights *G.Node) (*G.Node, error) {
	return pointwise(b, name, logits, target, weights,
		func(z, t float64) float64 { return softplus(z) - t*z },
		func(z, t float64) float64 { return 1/(1+math.Exp(-z)) - t })
}

// Hinge computes the mean of max(0, 1 − s·z), or of its square, where s is 1
// for a target of 1 and −1 for one of 0.
func Hinge(b *graph.Builder, name string, squared bool, logits, target, weights *G.Node) (*G.Node, error) {
	gap := func(z, t float64) (sign, gap float64) {
		sign = 2*t - 1
		return sign, math.Max(0, 1-sign*z)
	}
	return pointwise(b, name, logits, target, weights,
		func(z, t float64) float64 {
			_, g := gap(z, t)
			if squared {
				return g * g
			}
			return g
		},
		func(z, t float64) float64 {
			sign, g := gap(z, t)
			switch {
			case g == 0:
				return 0
			case squared:
				return -2 * sign * g
			}
			return -sign
		})
}

// class returns the class of a row; one that does not exist panics, which the
// operator makes an error.
func class(row int, t float32, classes int) int {
	c := int(t)
	if float32(c) != t || c < 0 || c >= classes {
		panic(fmt.Errorf("row %d of the batch has class %v, there are %d classes", row, t, classes))
	}
	return c
}

// softplus is log(1 + e^x) without overflow.
func softplus(x float64) float64 { return math.Max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

// last returns the last dimension of a node.
func last(n *G.Node) int {
	if n.Dims() == 0 {
		return 1
	}
	return n.Shape()[n.Dims()-1]
}
