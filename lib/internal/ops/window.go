package ops

import "fmt"

// Window says how a convolution or a pool moves over an image. Pairs are height
// and width.
type Window struct {
	// Kernel is the size. A convolution takes it from its weights when it is
	// zero.
	Kernel [2]int
	// Stride is the way from one window to the next. 0 means 1.
	Stride [2]int
	// Dilation is the distance of neighbours within a window. 0 means 1.
	Dilation [2]int
	// Same pads so that there are ⌈size/stride⌉ windows; where the padding is
	// odd, the greater part lies at the bottom and right, as in Keras.
	Same bool
	// Padding at top, bottom, left and right, without Same.
	Padding [4]int
}

// Output returns how many windows an image has.
func (w Window) Output(height, width int) (oh, ow int, err error) {
	g, err := w.over(height, width)
	return g.y.out, g.x.out, err
}

// Pads returns the padding at top, bottom, left and right of an image.
func (w Window) Pads(height, width int) ([4]int, error) {
	g, err := w.over(height, width)
	return [4]int{g.y.before, g.y.after, g.x.before, g.x.after}, err
}

// geometry is a window over an image of a known size.
type geometry struct{ y, x extent }

// extent is a window in one direction.
type extent struct {
	in, out                  int
	kernel, stride, dilation int
	before, after            int // padding
}

// over computes the geometry, or says what is wrong with it.
func (w Window) over(height, width int) (geometry, error) {
	var g geometry
	for i, d := range []struct {
		e    *extent
		in   int
		name string
	}{{&g.y, height, "height"}, {&g.x, width, "width"}} {
		e := extent{
			in: d.in, kernel: w.Kernel[i], stride: max(w.Stride[i], 1), dilation: max(w.Dilation[i], 1),
			before: w.Padding[2*i], after: w.Padding[2*i+1],
		}
		switch {
		case w.Kernel[i] < 1:
			return g, fmt.Errorf("want a kernel %s of at least 1, got %d", d.name, w.Kernel[i])
		case w.Stride[i] < 0 || w.Dilation[i] < 0 || e.before < 0 || e.after < 0:
			return g, fmt.Errorf("stride %d, dilation %d and padding %d, %d of the %s must not be negative", w.Stride[i], w.Dilation[i], e.before, e.after, d.name)
		case w.Same && w.Padding != [4]int{}:
			return g, fmt.Errorf("want padding \"same\" or of a given size, not both")
		}
		span := (e.kernel-1)*e.dilation + 1
		if w.Same {
			total := max(0, ((d.in+e.stride-1)/e.stride-1)*e.stride+span-d.in)
			e.before = total / 2
			e.after = total - e.before
		}
		room := d.in + e.before + e.after - span
		if room < 0 {
			return g, fmt.Errorf("the kernel spans %d in %s, the image has only %d (padding %d): use a smaller kernel or padding \"same\"", span, d.name, d.in, e.before+e.after)
		}
		e.out = room/e.stride + 1
		*d.e = e
	}
	return g, nil
}

// padded is the size with its padding, as far as windows reach.
func (e extent) padded() int { return (e.out-1)*e.stride + (e.kernel-1)*e.dilation + 1 }

// clipped returns the places of the image under windows from to to.
func (e extent) clipped(from, to int) (first, last int) {
	return max(0, e.at(from, 0)), min(e.in, e.at(to-1, e.kernel-1)+1)
}

// at returns the place of number k of window o, which may lie in the padding.
func (e extent) at(o, k int) int { return o*e.stride + k*e.dilation - e.before }
