package ops

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// CrossEntropy computes the mean over the rows of −log softmax(logits)[target]:
// logits (batch, classes), target (batch) with class numbers, result a single
// number.
func CrossEntropy(b *graph.Builder, name string, logits, target *G.Node) (*G.Node, error) {
	rows, classes := logits.Shape()[0], logits.Shape()[1]
	logSums := make([]float64, rows)
	op := graph.Op{Name: name}
	op.Run = func(in [][]float32, out []float32) {
		var sum float64
		for r := range rows {
			z := in[0][r*classes : (r+1)*classes]
			t := int(in[1][r])
			if t < 0 || t >= classes {
				panic(fmt.Errorf("row %d of the batch has class %v, there are %d classes", r, in[1][r], classes))
			}
			logSums[r] = vec.LogSumExp(z)
			sum += logSums[r] - float64(z[t])
		}
		out[0] = float32(sum / float64(rows))
	}
	op.Diff = func(in []*G.Node, cost, grad *G.Node) ([]*G.Node, error) {
		dz, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: logits.Shape(), Run: func(in [][]float32, out []float32) {
			k := in[3][0] / float32(rows)
			for r := range rows {
				z, d := in[0][r*classes:(r+1)*classes], out[r*classes:(r+1)*classes]
				for j, v := range z {
					d[j] = k * float32(math.Exp(float64(v)-logSums[r]))
				}
				d[int(in[1][r])] -= k
			}
		}}, in[0], in[1], cost, grad)
		return []*G.Node{dz, nil}, err
	}
	return b.Apply(op, logits, target)
}

// BinaryCrossEntropy computes the mean over all numbers of
// log(1 + e^z) − t·z, the cross-entropy of sigmoid(z) and t in a form that
// never overflows. Both have the same shape.
func BinaryCrossEntropy(b *graph.Builder, name string, logits, target *G.Node) (*G.Node, error) {
	return pointwise(b, name, logits, target,
		func(z, t float64) float64 { return math.Max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) - t*z },
		func(z, t float64) float64 { return 1/(1+math.Exp(-z)) - t })
}

// SquaredError computes the mean over all numbers of (y − t)².
func SquaredError(b *graph.Builder, name string, output, target *G.Node) (*G.Node, error) {
	return pointwise(b, name, output, target,
		func(y, t float64) float64 { return (y - t) * (y - t) },
		func(y, t float64) float64 { return 2 * (y - t) })
}

// AbsoluteError computes the mean over all numbers of |y − t|.
func AbsoluteError(b *graph.Builder, name string, output, target *G.Node) (*G.Node, error) {
	return pointwise(b, name, output, target,
		func(y, t float64) float64 { return math.Abs(y - t) },
		func(y, t float64) float64 {
			switch {
			case y > t:
				return 1
			case y < t:
				return -1
			}
			return 0
		})
}

// pointwise is the mean of a loss of pairs of numbers, with its derivative.
func pointwise(b *graph.Builder, name string, output, target *G.Node, loss, derivative func(y, t float64) float64) (*G.Node, error) {
	shape := output.Shape()
	op := graph.Op{Name: name}
	op.Run = func(in [][]float32, out []float32) {
		var sum float64
		for i, y := range in[0] {
			sum += loss(float64(y), float64(in[1][i]))
		}
		out[0] = float32(sum / float64(len(in[0])))
	}
	op.Diff = func(in []*G.Node, cost, grad *G.Node) ([]*G.Node, error) {
		dy, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: shape, Run: func(in [][]float32, out []float32) {
			k := float64(in[3][0]) / float64(len(out))
			for i, y := range in[0] {
				out[i] = float32(k * derivative(float64(y), float64(in[1][i])))
			}
		}}, in[0], in[1], cost, grad)
		return []*G.Node{dy, nil}, err
	}
	return b.Apply(op, output, target)
}
