package augment

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// TestReference compares with scipy 1.17 (testdata/scipy_reference.py). In its mode
// "constant" scipy blends nothing in at the edges: a place outside of the image is 0, and
// so are we where none of the four pixels around is in it. Where some are, ours fades
// out; those places are left out here.
func TestReference(t *testing.T) {
	b, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Image [][]float32
		Cases []struct {
			Degrees, Down, Right, Zoom float64
			Out                        [][]float64
		}
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Cases {
		m := &Image{Height: len(r.Image), Width: len(r.Image[0]), Channels: 1}
		for _, row := range r.Image {
			m.Pixels = append(m.Pixels, row...)
		}
		where := rotation(c.Degrees)
		where.c, where.f = -c.Down, -c.Right
		if c.Zoom != 0 {
			where = transform{a: 1 / c.Zoom, e: 1 / c.Zoom}
		}
		m.warp(where)
		inside := 0
		for y, row := range c.Out {
			for x, want := range row {
				v, u := float64(y)-float64(m.Height-1)/2, float64(x)-float64(m.Width-1)/2
				sy, sx := where.a*v+where.b*u+where.c+float64(m.Height-1)/2, where.d*v+where.e*u+where.f+float64(m.Width-1)/2
				if sy < 0 || sx < 0 || sy > float64(m.Height-1) || sx > float64(m.Width-1) {
					continue
				}
				inside++
				if got := float64(m.Pixels[m.at(y, x)]); math.Abs(got-want) > 1e-5 {
					t.Errorf("%+v: pixel %d, %d is %v, want %v", c, y, x, got, want)
				}
			}
		}
		if inside < 15 {
			t.Errorf("%+v: only %d pixels were compared", c, inside)
		}
	}
}

// TestMovesAreJoined: a turn and back is nothing, not a blur.
func TestMovesAreJoined(t *testing.T) {
	got := rotation(40).then(transform{a: 2, e: 2}).then(transform{a: .5, e: .5}).then(rotation(-40))
	for i, v := range []float64{got.a - 1, got.b, got.c, got.d, got.e - 1, got.f} {
		if math.Abs(v) > 1e-12 {
			t.Errorf("number %d is off by %v", i, v)
		}
	}
}
