package augmenttest

import (
	"math/rand/v2"
	"testing"

	"github.com/gorgolab/gorgo/lib/augment"
	"github.com/gorgolab/gorgo/lib/data"
)

// Case is an operation under test.
type Case struct {
	// Name of the case.
	Name string
	// Op is what is tested, on images of 12 × 10 pixels.
	Op augment.Op
	// Keeps says that a share of the images stays as it is, as half do with Flip.
	Keeps bool
	// Wrong lists operations of the same type with settings that Check must refuse.
	Wrong []augment.Op
}

// Data returns twenty images of 12 × 10 pixels of three colours.
func Data() *data.Dataset {
	r := rand.New(rand.NewPCG(2, 2))
	d := &data.Dataset{Name: "noise", X: data.Zeros(20, 360), Image: &data.ImageShape{Height: 12, Width: 10, Channels: 3}}
	for i := range d.X.Data {
		d.X.Data[i] = r.Float32()
	}
	return d
}

// Run checks the operation of a case.
func Run(t *testing.T, c Case) {
	t.Run(c.Name, func(t *testing.T) {
		ops := []augment.Op{c.Op}
		expand := func(seed int) *data.Dataset {
			d, err := augment.Expand(ops, Data(), 3, seed)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		d := expand(1)
		t.Run("follows its seed", func(t *testing.T) {
			if !expand(1).X.Equal(d.X) {
				t.Error("the second time it is different")
			}
			if expand(2).X.Equal(d.X) {
				t.Error("another seed gives the same")
			}
		})
		t.Run("changes each image in its own way", func(t *testing.T) {
			changed := 0
			for i := 20; i < d.Len(); i++ {
				before, after := Data().X.Row(i%20), d.X.Row(i)
				for j, v := range after {
					if v-v != 0 {
						t.Fatalf("pixel %d became %v", j, v)
					}
					if v != before[j] {
						changed++
						break
					}
				}
			}
			if changed == 0 || !c.Keeps && changed < 55 {
				t.Errorf("%d of 60 images have changed", changed)
			}
		})
		t.Run("leaves what it was given alone", func(t *testing.T) {
			given := Data()
			if _, err := augment.Expand(ops, given, 2, 1); err != nil || !given.X.Equal(Data().X) {
				t.Errorf("it changed (%v)", err)
			}
		})
		t.Run("does the same to an image wherever it is", func(t *testing.T) {
			pixels := append([]float32{}, Data().X.Row(7)...)
			augment.Apply(ops, pixels, *Data().Image, 1, 2, 7)
			for j, v := range d.X.Row(3*20 + 7) {
				if v != pixels[j] {
					t.Fatalf("pixel %d is %v alone, %v among others", j, pixels[j], v)
				}
			}
		})
		t.Run("refuses wrong settings", func(t *testing.T) {
			for _, op := range c.Wrong {
				if op.Check(12, 10) == nil {
					t.Errorf("%+v is no error", op)
				}
			}
		})
	})
}
