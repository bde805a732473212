package augment

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// transform says from where each pixel comes: from (a·y + b·x + c, d·y + e·x + f), in
// pixels from the middle of the image.
type transform struct{ a, b, c, d, e, f float64 }

var identity = transform{a: 1, e: 1}

// then returns the transform that does t first and u on what it returns.
func (t transform) then(u transform) transform {
	return transform{
		t.a*u.a + t.b*u.d, t.a*u.b + t.b*u.e, t.a*u.c + t.b*u.f + t.c,
		t.d*u.a + t.e*u.d, t.d*u.b + t.e*u.e, t.d*u.c + t.e*u.f + t.f,
	}
}

// mover is an operation that only moves pixels.
type mover interface {
	move(m *Image, r *rand.Rand) transform
}

// warp moves all pixels, with bilinear interpolation between those from which they
// come; outside of the image there are zeros.
func (m *Image) warp(t transform) {
	if t == identity {
		return
	}
	from := append([]float32{}, m.Pixels...)
	middleY, middleX := float64(m.Height-1)/2, float64(m.Width-1)/2
	for y := range m.Height {
		for x := range m.Width {
			v, u := float64(y)-middleY, float64(x)-middleX
			sy, sx := t.a*v+t.b*u+t.c+middleY, t.d*v+t.e*u+t.f+middleX
			y0, x0 := math.Floor(sy), math.Floor(sx)
			dy, dx := sy-y0, sx-x0
			at := m.at(y, x)
			clear(m.Pixels[at : at+m.Channels])
			for _, corner := range [4]struct{ y, x, weight float64 }{
				{y0, x0, (1 - dy) * (1 - dx)}, {y0, x0 + 1, (1 - dy) * dx}, {y0 + 1, x0, dy * (1 - dx)}, {y0 + 1, x0 + 1, dy * dx},
			} {
				if corner.weight == 0 || corner.y < 0 || corner.x < 0 || corner.y >= float64(m.Height) || corner.x >= float64(m.Width) {
					continue
				}
				source := m.at(int(corner.y), int(corner.x))
				for c := range m.Channels {
					m.Pixels[at+c] += float32(corner.weight) * from[source+c]
				}
			}
		}
	}
}

// between draws a number from −limit to limit.
func between(r *rand.Rand, limit float64) float64 { return limit * (2*r.Float64() - 1) }

// Rotate turns images about their middle, by up to so many degrees either way.
type Rotate struct {
	// Degrees is the greatest angle, from 0 to 180.
	Degrees float64
}

// Check implements [Op].
func (o Rotate) Check(int, int) error {
	if !(o.Degrees >= 0 && o.Degrees <= 180) {
		return fmt.Errorf("augment: Rotate: want 0 to 180 degrees, got %v: set Degrees", o.Degrees)
	}
	return nil
}

// Apply implements [Op].
func (o Rotate) Apply(m *Image, r *rand.Rand) { m.warp(o.move(m, r)) }

func (o Rotate) move(_ *Image, r *rand.Rand) transform { return rotation(between(r, o.Degrees)) }

// rotation turns counterclockwise.
func rotation(degrees float64) transform {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return transform{a: cos, b: sin, d: -sin, e: cos}
}

// Shift moves images up or down, and left or right, by up to a share of their size.
type Shift struct {
	// Height and Width are the greatest shares, from 0 to 1.
	Height, Width float64
}

// Check implements [Op].
func (o Shift) Check(int, int) error {
	if !(o.Height >= 0 && o.Height <= 1 && o.Width >= 0 && o.Width <= 1) {
		return fmt.Errorf("augment: Shift: want shares from 0 to 1, got a Height of %v and a Width of %v", o.Height, o.Width)
	}
	return nil
}

// Apply implements [Op].
func (o Shift) Apply(m *Image, r *rand.Rand) { m.warp(o.move(m, r)) }

func (o Shift) move(m *Image, r *rand.Rand) transform {
	t := identity
	t.c, t.f = between(r, o.Height*float64(m.Height)), between(r, o.Width*float64(m.Width))
	return t
}

// Zoom makes what is on images larger or smaller, about their middle, by up to a
// factor of 1 + By, or of 1/(1 + By).
type Zoom struct {
	// By is how much larger at most, at least 0: 0.1 is a tenth.
	By float64
}

// Check implements [Op].
func (o Zoom) Check(int, int) error {
	if !(o.By >= 0) || math.IsInf(o.By, 0) {
		return fmt.Errorf("augment: Zoom: want a By of at least 0, got %v", o.By)
	}
	return nil
}

// Apply implements [Op].
func (o Zoom) Apply(m *Image, r *rand.Rand) { m.warp(o.move(m, r)) }

func (o Zoom) move(_ *Image, r *rand.Rand) transform {
	scale := math.Exp(between(r, math.Log1p(o.By)))
	return transform{a: 1 / scale, e: 1 / scale}
}

// Flip mirrors half of the images: left to right, or top to bottom.
type Flip struct {
	// Vertical mirrors top to bottom.
	Vertical bool
}

// Check implements [Op].
func (Flip) Check(int, int) error { return nil }

// Apply implements [Op].
func (o Flip) Apply(m *Image, r *rand.Rand) { m.warp(o.move(m, r)) }

func (o Flip) move(_ *Image, r *rand.Rand) transform {
	t := identity
	switch {
	case r.Uint64()&1 == 0:
	case o.Vertical:
		t.a = -1
	default:
		t.e = -1
	}
	return t
}

// Crop puts zeros around images and takes a part of the same size out of that: a shift
// by whole pixels (He et al., Deep Residual Learning, CVPR 2016, section 4.2).
type Crop struct {
	// Padding is the number of pixels that are put at each side, at least 1.
	Padding int
}

// Check implements [Op].
func (o Crop) Check(int, int) error {
	if o.Padding < 1 {
		return fmt.Errorf("augment: Crop: want a Padding of at least 1 pixel, got %d", o.Padding)
	}
	return nil
}

// Apply implements [Op].
func (o Crop) Apply(m *Image, r *rand.Rand) { m.warp(o.move(m, r)) }

func (o Crop) move(_ *Image, r *rand.Rand) transform {
	t := identity
	t.c, t.f = float64(r.IntN(2*o.Padding+1)-o.Padding), float64(r.IntN(2*o.Padding+1)-o.Padding)
	return t
}
