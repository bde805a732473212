package ops

import (
	"sync"

	"github.com/gorgolab/gorgo/lib/internal/memory"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/sgemm"
	"github.com/gorgolab/gorgo/lib/internal/vec"
)

// The product of a convolution is one of matrices: a row for each pixel of the
// result, its numbers those that the window sees, times the weights, a column
// for each filter. The left matrix is never made: package sgemm reads it in the
// image.

// workspace is memory of one task. Tasks take one from the pool, so that there
// are as many as tasks run at a time.
type workspace struct {
	image, result, gradient, packed []float32
	tiles, products                 []float32 // of Winograd's way
}

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

// grown returns n numbers, of which nothing is known.
func grown(buffer *[]float32, n int) []float32 {
	if cap(*buffer) < n {
		*buffer = memory.Floats(n)
	}
	return (*buffer)[:n]
}

// packedWeights are the weights of each group as right matrices.
type packedWeights struct {
	rows, memory []float32
	groups       []sgemm.Right
}

// pack takes k × n matrices, one for each group, of which place gives the place
// in w of number (i, j).
func (p *packedWeights) pack(w []float32, groups, k, n int, place func(g, i, j int) int) {
	if p.groups == nil {
		p.groups = make([]sgemm.Right, groups)
		p.rows = memory.Floats(k * n)
		p.memory = memory.Floats(groups * sgemm.PackedSize(k, n))
	}
	each := sgemm.PackedSize(k, n)
	for g := range groups {
		for i := range k {
			at, step := place(g, i, 0), 0
			if n > 1 {
				step = place(g, i, 1) - at
			}
			row := p.rows[i*n : (i+1)*n]
			for j := range row {
				row[j] = w[at]
				at += step
			}
		}
		p.groups[g] = sgemm.Pack(p.memory[g*each:(g+1)*each], sgemm.Matrix{Data: p.rows, Stride: n}, k, n)
	}
}

// filters packs the weights for the forward product: rows (kernel row, kernel
// column, channel), a column for each filter.
func (c *convolution) filters(w []float32) {
	area := c.area()
	c.weights.pack(w, c.groups, area*c.cg, c.fg, func(g, i, j int) int {
		return ((g*c.fg+j)*c.cg+i%c.cg)*area + i/c.cg
	})
}

// view is an image with its padding: width pixels in a row.
type view struct {
	data  []float32
	width int
}

// padded returns rows from to to, counted with the padding, of an image with
// channels numbers to a pixel; without padding that is the image's own memory.
func (g *geometry) padded(image []float32, channels, from, to int, buffer *[]float32) view {
	if g.y.before == 0 && g.x.before == 0 && to <= g.y.in && g.x.padded() <= g.x.in {
		return view{image[from*g.x.in*channels:], g.x.in}
	}
	width := max(g.x.padded(), g.x.before+g.x.in)
	data := grown(buffer, (to-from)*width*channels)
	for r := from; r < to; r++ {
		row := data[(r-from)*width*channels : (r-from+1)*width*channels]
		at := r - g.y.before
		if at < 0 || at >= g.y.in {
			clear(row)
			continue
		}
		clear(row[:g.x.before*channels])
		n := copy(row[g.x.before*channels:], image[at*g.x.in*channels:][:g.x.in*channels])
		clear(row[g.x.before*channels+n:])
	}
	return view{data, width}
}

// rowsSeen returns the rows, counted with the padding, under windows from to to.
func (e extent) rowsSeen(from, to int) (first, last int) {
	return from * e.stride, (to-1)*e.stride + (e.kernel-1)*e.dilation + 1
}

func (c *convolution) forward(in [][]float32, y []float32) {
	x, w := in[0], in[1]
	var bias []float32
	if c.bias {
		bias = in[2]
	}
	switch {
	case c.depthwise():
	case c.tiled():
		c.tiles.pack(w, c.c, c.f, func(i, j int) (at, step int) { return (j*c.c + i) * 9, 1 })
	default:
		c.filters(w)
	}
	rows := c.y.out
	if c.pool != nil {
		rows = c.pool.y.out
		c.pool.keepPlaces()
	}
	// A task is an image, or, of few images, some rows.
	unit := 1
	if c.tiled() && c.pool == nil {
		unit = 2
	}
	lines := rows / unit
	parts := min(lines, (15+c.n)/c.n)
	in0, out0 := c.y.in*c.x.in*c.c, len(y)/c.n
	parallel.For(c.n*parts, func(i int) {
		space := workspaces.Get().(*workspace)
		defer workspaces.Put(space)
		n, part := i/parts, i%parts
		from, to := part*lines/parts*unit, (part+1)*lines/parts*unit
		image, out := x[n*in0:(n+1)*in0], y[n*out0:(n+1)*out0]
		if c.pool == nil {
			c.rows(out[from*c.x.out*c.f:to*c.x.out*c.f], image, w, bias, from, to, space)
			return
		}
		first, last := c.pool.y.clipped(from, to)
		if c.tiled() && (last-first)%2 == 1 {
			if last < c.y.out {
				last++
			} else {
				first--
			}
		}
		result := grown(&space.result, (last-first)*c.x.out*c.f)
		c.rows(result, image, w, bias, first, last, space)
		width := c.pool.x.out * c.f
		c.pool.forward(out[from*width:to*width], c.pool.where[n*out0+from*width:n*out0+to*width], result, first, from, to)
	})
}

// rows computes rows from to to of one image's result.
func (c *convolution) rows(out, image, w, bias []float32, from, to int, space *workspace) {
	first, last := c.y.rowsSeen(from, to)
	v := c.padded(image, c.c, first, last, &space.image)
	relu := c.act.relu
	width := c.x.out * c.f
	if c.depthwise() {
		c.depthwiseRows(out, v, w, bias, to-from, space)
		relu = false
	} else if c.tiled() {
		c.tiles.correlate(out, v, to-from, c.x.out, bias, relu, space)
	} else {
		for o := range to - from {
			// What the next row needs comes while this one is computed.
			next := ((o+1)*c.y.stride + (c.y.kernel-1)*c.y.dilation) * v.width * c.c
			vec.Prefetch(v.data[min(next, len(v.data)):min(next+c.y.stride*v.width*c.c, len(v.data))])
			vec.Prefetch(out[(o+1)*width : min((o+2)*width, len(out))])
			c.row(out[o*width:(o+1)*width], v, o*c.y.stride, bias, relu)
		}
	}
	if c.act.Forward != nil && !relu {
		c.act.Forward(out, out)
	}
}

// row computes one row of the result, whose windows begin at a row of the view.
func (c *convolution) row(out []float32, v view, top int, bias []float32, relu bool) {
	line := v.width * c.c
	if c.stretched() {
		sgemm.Multiply(c.x.out, sgemm.Left{
			Data: v.data[top*line:], Row: c.x.stride * c.c, Col: 1, K: c.x.kernel * c.c, Segments: c.y.kernel, Segment: c.y.dilation * line,
		}, c.weights.groups[0], out, c.f, sgemm.Epilogue{Bias: bias, ReLU: relu})
		return
	}
	k := c.x.kernel * c.cg
	for g := range c.groups {
		for ky := range c.y.kernel {
			e := sgemm.Epilogue{Add: ky > 0}
			if ky == c.y.kernel-1 {
				e.ReLU = relu
				if bias != nil {
					e.Bias = bias[g*c.fg:]
				}
			}
			sgemm.Multiply(c.x.out, sgemm.Left{
				Data: v.data[(top+ky*c.y.dilation)*line+g*c.cg:], Row: c.x.stride * c.c, Col: 1, K: c.cg, Segments: c.x.kernel, Segment: c.x.dilation * c.c,
			}, c.weights.groups[g].Rows(ky*k, (ky+1)*k), out[g*c.fg:], c.f, e)
		}
	}
}

// byPlace turns depthwise weights so that those of one place in the kernel lie
// together.
func (c *convolution) byPlace(w []float32, buffer *[]float32) []float32 {
	turned := grown(buffer, len(w))
	vec.Transpose(turned, c.c, w, c.area(), c.c, c.area())
	return turned
}

// depthwiseRows computes rows of a depthwise convolution: every pixel is a
// vector of channels.
func (c *convolution) depthwiseRows(out []float32, v view, w, bias []float32, rows int, space *workspace) {
	w = c.byPlace(w, &space.packed)
	for o := range rows {
		for ox := range c.x.out {
			pixel := out[(o*c.x.out+ox)*c.c:][:c.c]
			if bias != nil {
				copy(pixel, bias)
			} else {
				clear(pixel)
			}
			for ky := range c.y.kernel {
				at := ((o*c.y.stride+ky*c.y.dilation)*v.width + ox*c.x.stride) * c.c
				for kx := range c.x.kernel {
					k := (ky*c.x.kernel + kx) * c.c
					vec.MultiplyAdd(pixel, v.data[at:at+c.c], w[k:k+c.c])
					at += c.x.dilation * c.c
				}
			}
		}
	}
}
