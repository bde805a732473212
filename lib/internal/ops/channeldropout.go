package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	G "gorgonia.org/gorgonia"
)

// ChannelDropout is [Dropout] that drops whole channels of x (batch, channels,
// …): neighbouring pixels tell each other (Tompson et al., Efficient Object
// Localization Using Convolutional Networks, CVPR 2015).
func ChannelDropout(b *graph.Builder, name string, rate float64, stream uint64, random *Random, x *G.Node) (*G.Node, error) {
	shape := x.Shape()
	if len(shape) < 2 {
		return nil, fmt.Errorf("%s: want input (batch, channels, …), got %v", name, []int(shape))
	}
	mask := make([]float32, shape[0]*shape[1])
	width := shape.TotalSize() / len(mask)
	keep := float32(1 / (1 - rate))
	threshold := uint16(min(rate*(1<<16)+.5, 1<<16-1))
	scale := func(out, in []float32) {
		parallel.Rows(len(mask), width, func(from, to int) {
			for i := from * width; i < to*width; i++ {
				out[i] = in[i] * mask[i/width]
			}
		})
	}
	op := graph.Op{Name: name, Shape: shape}
	op.Run = func(in [][]float32, out []float32) {
		for i := range mask {
			mask[i] = keep
			if uint16(random.at(stream, uint64(i))) < threshold {
				mask[i] = 0
			}
		}
		scale(out, in[0])
	}
	op.Diff = func(_ []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: shape, Run: func(in [][]float32, out []float32) { scale(out, in[0]) }}, grad)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}
