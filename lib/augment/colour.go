package augment

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Brightness adds a number, the same to all pixels of an image.
type Brightness struct {
	// By is the greatest number that is added or taken away, in the unit of the pixels.
	By float64
}

// Check implements [Op].
func (o Brightness) Check(int, int) error { return notNegative("Brightness", "By", o.By) }

// Apply implements [Op].
func (o Brightness) Apply(m *Image, r *rand.Rand) {
	by := float32(between(r, o.By))
	for i := range m.Pixels {
		m.Pixels[i] += by
	}
}

func notNegative(op, field string, v float64) error {
	if !(v >= 0) || math.IsInf(v, 0) {
		return fmt.Errorf("augment: %s: want a %s of at least 0, got %v", op, field, v)
	}
	return nil
}

// Contrast moves the pixels of an image away from their mean or towards it, by up to a
// factor of 1 + By, or of 1/(1 + By).
type Contrast struct {
	// By is how much at most, at least 0: 0.2 is a fifth.
	By float64
}

// Check implements [Op].
func (o Contrast) Check(int, int) error { return notNegative("Contrast", "By", o.By) }

// Apply implements [Op].
func (o Contrast) Apply(m *Image, r *rand.Rand) {
	var mean float64
	for _, v := range m.Pixels {
		mean += float64(v) / float64(len(m.Pixels))
	}
	factor := math.Exp(between(r, math.Log1p(o.By)))
	for i, v := range m.Pixels {
		m.Pixels[i] = float32(mean + factor*(float64(v)-mean))
	}
}

// Noise adds to each number a normal one of its own.
type Noise struct {
	// Deviation is the standard deviation, in the unit of the pixels.
	Deviation float64
}

// Check implements [Op].
func (o Noise) Check(int, int) error { return notNegative("Noise", "Deviation", o.Deviation) }

// Apply implements [Op].
func (o Noise) Apply(m *Image, r *rand.Rand) {
	for i := range m.Pixels {
		m.Pixels[i] += float32(o.Deviation * r.NormFloat64())
	}
}

// Cutout covers a rectangle with zeros, whose middle is anywhere in the image (DeVries
// and Taylor, Improved Regularization of Convolutional Neural Networks with Cutout,
// 2017).
type Cutout struct {
	// Height and Width of the rectangle in pixels, at least 1.
	Height, Width int
}

// Check implements [Op].
func (o Cutout) Check(height, width int) error {
	if o.Height < 1 || o.Width < 1 || o.Height > height || o.Width > width {
		return fmt.Errorf("augment: Cutout: want a rectangle of 1 × 1 to %d × %d pixels, got %d × %d: set Height and Width", height, width, o.Height, o.Width)
	}
	return nil
}

// Apply implements [Op].
func (o Cutout) Apply(m *Image, r *rand.Rand) {
	top, left := r.IntN(m.Height)-o.Height/2, r.IntN(m.Width)-o.Width/2
	for y := max(top, 0); y < min(top+o.Height, m.Height); y++ {
		for x := max(left, 0); x < min(left+o.Width, m.Width); x++ {
			at := m.at(y, x)
			clear(m.Pixels[at : at+m.Channels])
		}
	}
}
