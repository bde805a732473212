package ops

import (
	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	G "gorgonia.org/gorgonia"
)

// Random is the source of randomness in a graph: a seed, and the number of the
// training step. What an operator draws is a function of both and of its place
// in the network, so that a resumed run draws what it would have drawn without
// the break, whatever the size of its batches was.
type Random struct {
	Seed uint64
	Step uint64
}

// at returns 64 random bits for an element. It is SplitMix64's output function
// over a counter (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
// Generators, OOPSLA 2014).
func (r *Random) at(stream, element uint64) uint64 {
	return mix(r.key(stream) + element*0x9E3779B97F4A7C15)
}

// key tells streams and steps apart.
func (r *Random) key(stream uint64) uint64 {
	return mix(mix(mix(r.Seed)+stream) + r.Step)
}

func mix(z uint64) uint64 {
	z += 0x9E3779B97F4A7C15
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

// Drop says how numbers are dropped: a share Rate of them, at random; the others
// are multiplied by 1/(1−Rate), so that the mean stays (inverted dropout:
// Srivastava et al., 2014). Stream tells apart the droppings of one network.
type Drop struct {
	Rate   float64
	Stream uint64
	Random *Random
}

// draw fills four numbers of a mask, from 4·q on, with what they are multiplied
// by.
func (d Drop) draw(mask []float32, q int) {
	keep := float32(1 / (1 - d.Rate))
	// A 16-bit draw below the threshold drops; one 64-bit number serves four.
	threshold := uint16(min(d.Rate*(1<<16)+.5, 1<<16-1))
	bits := d.Random.at(d.Stream, uint64(q))
	for i := 4 * q; i < min(4*q+4, len(mask)); i++ {
		mask[i] = keep
		if uint16(bits) < threshold {
			mask[i] = 0
		}
		bits >>= 16
	}
}

// Dropout drops numbers of x, as [Drop] says. At evaluation there is no operator.
func Dropout(b *graph.Builder, name string, rate float64, stream uint64, random *Random, x *G.Node) (*G.Node, error) {
	shape := x.Shape()
	mask := make([]float32, shape.TotalSize())
	drop := Drop{rate, stream, random}
	op := graph.Op{Name: name, Shape: shape}
	op.Run = func(in [][]float32, out []float32) {
		parallel.Rows((len(mask)+3)/4, 4, func(from, to int) {
			for q := from; q < to; q++ {
				drop.draw(mask, q)
				for i := 4 * q; i < min(4*q+4, len(mask)); i++ {
					out[i] = in[0][i] * mask[i]
				}
			}
		})
	}
	op.Diff = func(_ []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: shape, Run: func(in [][]float32, out []float32) {
			for i, m := range mask {
				out[i] = in[0][i] * m
			}
		}}, grad, y)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}
