package ops

import (
	"github.com/gorgolab/gorgo/lib/internal/memory"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/sgemm"
	"github.com/gorgolab/gorgo/lib/internal/vec"
)

// convBackward computes the gradients of a convolution, image by image, while
// the image is in the cache: the gradient before the activation, then what it
// adds to that of weights and bias, and the gradient of the image.
//
// The gradient of the weights is summed in blocks of images, each in memory of
// its own, and then over the blocks in order: how the images are divided follows
// from the shapes.
type convBackward struct {
	*convolution
	needX, needW bool
	dx, dbias    []float32

	turned      packedWeights
	turnedTiles tiles
	gatherTiled bool // the gradient of the image takes Winograd's way
	blocks      int
	sums        []float32 // (blocks, weights + filters)
	around      [4]int    // zeros around the gradient: top, bottom, left, right
	gather      bool      // the gradient of the image is a convolution of the padded gradient
}

const (
	mostBlocks = 16
	// blockMemory is how many numbers the sums of all blocks may take.
	blockMemory = 4 << 20
)

// prepare decides how to go about it, and takes the memory.
func (p *convBackward) prepare() {
	if p.sums != nil {
		return
	}
	weights := p.weightNumbers()
	p.blocks = min(p.n, max(4, min(mostBlocks, blockMemory/(weights+p.f))))
	p.sums = memory.Floats(p.blocks * (weights + p.f))
	if !p.needX || p.depthwise() || p.y.stride != 1 || p.x.stride != 1 {
		return
	}
	p.gather = true
	for i, e := range []extent{p.y, p.x} {
		span := (e.kernel - 1) * e.dilation
		before := span - e.before
		after := e.in - e.out - before + span
		if before < 0 || after < 0 {
			p.gather, p.around = false, [4]int{}
			return
		}
		p.around[2*i], p.around[2*i+1] = before, after
	}
	p.gatherTiled = p.tiled() && p.y.in%2 == 0 && p.x.in%2 == 0
}

// weightNumbers is how many numbers the gradient of the weights has while it is
// summed.
func (p *convBackward) weightNumbers() int {
	if p.tiled() {
		return 16 * p.c * p.f
	}
	return size(p.wShape)
}

// run computes all gradients; in: x, w, y and the gradient of y.
func (p *convBackward) run(in [][]float32, dw []float32) {
	p.prepare()
	if p.needX && !p.depthwise() {
		p.turn(in[1])
	}
	stride := p.weightNumbers() + p.f
	parallel.For(p.blocks, func(i int) {
		space := workspaces.Get().(*workspace)
		defer workspaces.Put(space)
		sums := p.sums[i*stride : (i+1)*stride]
		from, to := i*p.n/p.blocks, (i+1)*p.n/p.blocks
		clear(sums[stride-p.f:])
		for n := from; n < to; n++ {
			p.image(n, in, sums[:stride-p.f], sums[stride-p.f:], n == from, space)
		}
	})
	sums := p.sums[:stride]
	for i := 1; i < p.blocks; i++ {
		vec.Add(sums, p.sums[i*stride:(i+1)*stride])
	}
	copy(p.dbias, sums[stride-p.f:])
	if p.needW {
		p.order(dw, sums)
	}
}

// order brings the sums into the order of the weights.
func (p *convBackward) order(dw, sums []float32) {
	area := p.area()
	if p.tiled() {
		p.winogradOrder(dw, sums)
		return
	}
	if p.depthwise() {
		vec.Transpose(dw, area, sums, p.c, area, p.c)
		return
	}
	group := area * p.cg * p.fg
	for g := range p.groups {
		for k := range area {
			for ch := range p.cg {
				at := (g*p.fg*p.cg+ch)*area + k
				for _, v := range sums[g*group+(k*p.cg+ch)*p.fg:][:p.fg] {
					dw[at] = v
					at += p.cg * area
				}
			}
		}
	}
}

// turn packs the weights for the gradient of the image: with the kernel turned
// round when gathering, else for each place in the kernel; rows (kernel row,
// kernel column, filter), a column for each channel.
func (p *convBackward) turn(w []float32) {
	area := p.area()
	if p.gatherTiled {
		p.turnedTiles.pack(w, p.f, p.c, func(i, j int) (at, step int) { return (i*p.c+j)*9 + 8, -1 })
		return
	}
	p.turned.pack(w, p.groups, area*p.fg, p.cg, func(g, i, j int) int {
		k := i / p.fg
		if p.gather {
			k = area - 1 - k
		}
		return ((g*p.fg+i%p.fg)*p.cg+j)*area + k
	})
}

// image adds the gradients of one image.
func (p *convBackward) image(n int, in [][]float32, dw, dbias []float32, first bool, space *workspace) {
	in0 := p.y.in * p.x.in * p.c
	x := in[0][n*in0 : (n+1)*in0]
	vec.Prefetch(x)
	dz, at := p.gradient(n, in[2], in[3], space)
	for o := range p.y.out {
		row := dz.data[at+o*dz.width*p.f:][:p.x.out*p.f]
		for len(row) > 0 {
			vec.Add(dbias, row[:p.f])
			row = row[p.f:]
		}
	}
	if p.depthwise() {
		p.depthwiseImage(n, x, in[1], dz, at, dw, first, space)
		return
	}
	if p.needW {
		padded := p.padded(x, p.c, 0, p.y.padded(), &space.image)
		if p.tiled() {
			p.winogradSums(padded, dz, at, dw, first, space)
		} else {
			p.weightSums(padded, dz, at, dw, first, space)
		}
	}
	if p.needX {
		dx := p.dx[n*in0 : (n+1)*in0]
		switch {
		case p.gatherTiled:
			p.turnedTiles.correlate(dx, dz, p.y.in, p.x.in, nil, false, space)
		case p.gather:
			p.gatherImage(dx, dz)
		default:
			p.scatterImage(dx, dz, space)
		}
	}
}

// gradient returns the gradient before the activation, with zeros around, and
// where its first number is.
func (p *convBackward) gradient(n int, y, dy []float32, space *workspace) (view, int) {
	out0 := len(y) / p.n
	y, dy = y[n*out0:(n+1)*out0], dy[n*out0:(n+1)*out0]
	top, left := p.around[0], p.around[2]
	v := view{width: left + p.x.out + p.around[3]}
	line, row := v.width*p.f, p.x.out*p.f
	if p.act.Backward == nil && p.pool == nil && p.around == [4]int{} {
		v.data = dy
		return v, 0
	}
	v.data = grown(&space.gradient, (top+p.y.out+p.around[1])*line)
	at := top*line + left*p.f
	clear(v.data[:at])
	if p.pool != nil {
		// The pool handed on the gradient of the greatest number of each window;
		// its result is that number, so the activation can be undone first.
		d := dy
		if p.act.Backward != nil {
			d = grown(&space.result, out0)
			p.act.Backward(d, dy, y)
		}
		clear(v.data[at:])
		p.pool.backward(v.data[at:], line, d, p.pool.where[n*out0:(n+1)*out0])
		return v, at
	}
	for o := range p.y.out {
		to := at + o*line
		if p.act.Backward != nil {
			p.act.Backward(v.data[to:to+row], dy[o*row:(o+1)*row], y[o*row:(o+1)*row])
		} else {
			copy(v.data[to:to+row], dy[o*row:])
		}
		if o+1 < p.y.out {
			clear(v.data[to+row : to+line])
		} else {
			clear(v.data[to+row:])
		}
	}
	return v, at
}

// weightSums adds, or sets, the gradient of the weights: rows (kernel row,
// kernel column, channel), a column for each filter.
func (p *convBackward) weightSums(x, dz view, at int, dw []float32, first bool, space *workspace) {
	line, jump := x.width*p.c, (dz.width-p.x.out)*p.f
	e := sgemm.Epilogue{Add: !first}
	group := p.area() * p.cg * p.fg
	for g := range p.groups {
		right := sgemm.Columns(dz.data[at+g*p.fg:], p.f, p.x.out, p.y.out, jump, p.fg, &space.packed)
		for ky := range p.y.kernel {
			left := sgemm.Left{Row: 1, Col: p.x.stride * p.c, K: p.x.out, Segments: p.y.out, Segment: p.y.stride * line}
			if p.stretched() {
				left.Data = x.data[ky*p.y.dilation*line:]
				sgemm.Multiply(p.x.kernel*p.c, left, right, dw[ky*p.x.kernel*p.c*p.f:], p.f, e)
				continue
			}
			for kx := range p.x.kernel {
				left.Data = x.data[ky*p.y.dilation*line+kx*p.x.dilation*p.c+g*p.cg:]
				sgemm.Multiply(p.cg, left, right, dw[g*group+(ky*p.x.kernel+kx)*p.cg*p.fg:], p.fg, e)
			}
		}
	}
}

// gatherImage computes the gradient of an image as the convolution of the
// padded gradient with the kernel turned round.
func (p *convBackward) gatherImage(dx []float32, dz view) {
	line := dz.width * p.f
	k := p.x.kernel * p.fg
	for i := range p.y.in {
		out := dx[i*p.x.in*p.c : (i+1)*p.x.in*p.c]
		vec.Prefetch(dx[(i+1)*p.x.in*p.c : min((i+2)*p.x.in*p.c, len(dx))])
		if p.stretched() {
			sgemm.Multiply(p.x.in, sgemm.Left{
				Data: dz.data[i*line:], Row: p.f, Col: 1, K: p.x.kernel * p.f, Segments: p.y.kernel, Segment: p.y.dilation * line,
			}, p.turned.groups[0], out, p.c, sgemm.Epilogue{})
			continue
		}
		for g := range p.groups {
			for ky := range p.y.kernel {
				sgemm.Multiply(p.x.in, sgemm.Left{
					Data: dz.data[(i+ky*p.y.dilation)*line+g*p.fg:], Row: p.f, Col: 1, K: p.fg, Segments: p.x.kernel, Segment: p.x.dilation * p.f,
				}, p.turned.groups[g].Rows(ky*k, (ky+1)*k), out[g*p.cg:], p.c, sgemm.Epilogue{Add: ky > 0})
			}
		}
	}
}

// scatterImage adds to every pixel, for each place in the kernel, what the
// windows that saw it there hand back.
func (p *convBackward) scatterImage(dx []float32, dz view, space *workspace) {
	height, width := max(p.y.padded(), p.y.before+p.y.in), max(p.x.padded(), p.x.before+p.x.in)
	image := grown(&space.image, height*width*p.c)
	clear(image)
	for o := range p.y.out {
		left := sgemm.Left{Row: p.f, Col: 1, K: p.fg, Segments: 1}
		for k := range p.area() {
			row, col := o*p.y.stride+k/p.x.kernel*p.y.dilation, k%p.x.kernel*p.x.dilation
			for g := range p.groups {
				left.Data = dz.data[o*dz.width*p.f+g*p.fg:]
				sgemm.Multiply(p.x.out, left, p.turned.groups[g].Rows(k*p.fg, (k+1)*p.fg),
					image[(row*width+col)*p.c+g*p.cg:], p.x.stride*p.c, sgemm.Epilogue{Add: true})
			}
		}
	}
	p.crop(dx, image, width)
}

// crop takes the image out of its padding.
func (p *convBackward) crop(dx, image []float32, width int) {
	row := p.x.in * p.c
	for i := range p.y.in {
		copy(dx[i*row:(i+1)*row], image[((i+p.y.before)*width+p.x.before)*p.c:])
	}
}

// depthwiseImage adds the gradients of one image of a depthwise convolution. dw
// has the weights of one place in the kernel together.
func (p *convBackward) depthwiseImage(n int, image, w []float32, dz view, at int, dw []float32, first bool, space *workspace) {
	if first {
		clear(dw)
	}
	x := p.padded(image, p.c, 0, p.y.padded(), &space.image)
	w = p.byPlace(w, &space.packed)
	height, width := max(p.y.padded(), p.y.before+p.y.in), max(p.x.padded(), p.x.before+p.x.in)
	var dx []float32
	if p.needX {
		dx = grown(&space.result, height*width*p.c)
		clear(dx)
	}
	for o := range p.y.out {
		for ox := range p.x.out {
			d := dz.data[at+(o*dz.width+ox)*p.f:][:p.c]
			for k := range p.area() {
				row, col := o*p.y.stride+k/p.x.kernel*p.y.dilation, ox*p.x.stride+k%p.x.kernel*p.x.dilation
				vec.MultiplyAdd(dw[k*p.c:(k+1)*p.c], d, x.data[(row*x.width+col)*p.c:][:p.c])
				if p.needX {
					vec.MultiplyAdd(dx[(row*width+col)*p.c:][:p.c], d, w[k*p.c:(k+1)*p.c])
				}
			}
		}
	}
	if p.needX {
		in0 := p.y.in * p.x.in * p.c
		p.crop(p.dx[n*in0:(n+1)*in0], dx, width)
	}
}
