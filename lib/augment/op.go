package augment

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/gorgolab/gorgo/lib/data"
)

// Image is one image, whose pixels an operation changes in place.
type Image struct {
	Height, Width, Channels int
	// Pixels has the channels of a pixel together, pixels from left to right, rows from
	// top to bottom.
	Pixels []float32
}

// at returns the place of a pixel's first channel.
func (m *Image) at(y, x int) int { return (y*m.Width + x) * m.Channels }

// Op is a change of images. It is settings without state.
type Op interface {
	// Check reports settings that make no sense for images of a size.
	Check(height, width int) error
	// Apply changes an image with random numbers of its own.
	Apply(m *Image, r *rand.Rand)
}

// OpFunc is an operation made of a function.
type OpFunc struct {
	// Of is the Apply of [Op]. Required.
	Of func(m *Image, r *rand.Rand)
}

// Check implements [Op].
func (f OpFunc) Check(int, int) error {
	if f.Of == nil {
		return errors.New("augment: OpFunc: want a function: set Of")
	}
	return nil
}

// Apply implements [Op].
func (f OpFunc) Apply(m *Image, r *rand.Rand) { f.Of(m, r) }

// Check reports what keeps operations from being applied to a data set.
func Check(ops []Op, d *data.Dataset) error {
	if d == nil || d.Check() != nil {
		return errors.New("augment: the data set is nil, or its parts do not fit together")
	}
	if d.Image == nil {
		return errors.New("augment: the data set has no images: set its Image")
	}
	var wrong []error
	for i, op := range ops {
		if op == nil {
			wrong = append(wrong, fmt.Errorf("augment: operation %d is nil", i))
			continue
		}
		wrong = append(wrong, op.Check(d.Image.Height, d.Image.Width))
	}
	return errors.Join(wrong...)
}

// Apply changes one image of a data set, in place. What happens follows from the seed,
// the epoch and the row alone. Operations that move pixels and follow each other move
// them once, so that nothing is blurred twice.
func Apply(ops []Op, pixels []float32, shape data.ImageShape, seed, epoch, row int) {
	m := &Image{shape.Height, shape.Width, max(1, shape.Channels), pixels}
	r := rand.New(rand.NewPCG(uint64(seed), uint64(epoch)<<32^uint64(row)))
	for i := 0; i < len(ops); i++ {
		move, ok := ops[i].(mover)
		if !ok {
			ops[i].Apply(m, r)
			continue
		}
		where := move.move(m, r)
		for i+1 < len(ops) {
			next, ok := ops[i+1].(mover)
			if !ok {
				break
			}
			where = where.then(next.move(m, r))
			i++
		}
		m.warp(where)
	}
}

// Preview returns a data set of an image as it is, and as it would be learnt from in so
// many epochs, to be looked at:
//
//	plots.Images(augment.MustPreview(ops, d, 3, 11, seed), 12)
func Preview(ops []Op, d *data.Dataset, row, epochs, seed int) (*data.Dataset, error) {
	if err := Check(ops, d); err != nil {
		return nil, err
	}
	if row < 0 || row >= d.Len() || epochs < 0 {
		return nil, fmt.Errorf("augment: Preview: want a row from 0 to %d and epochs of at least 0, got %d and %d", d.Len()-1, row, epochs)
	}
	rows := make([]int, epochs+1)
	for i := range rows {
		rows[i] = row
	}
	out := d.Subset(rows)
	for i := 1; i <= epochs; i++ {
		Apply(ops, out.X.Row(i), *d.Image, seed, i-1, row)
	}
	return out, nil
}

// MustPreview is [Preview], but panics on an error.
func MustPreview(ops []Op, d *data.Dataset, row, epochs, seed int) *data.Dataset {
	return must(Preview(ops, d, row, epochs, seed))
}

// Expand returns a data set of all images as they are, followed by so many changed
// copies of all: for models that are not trained by package train.
func Expand(ops []Op, d *data.Dataset, copies, seed int) (*data.Dataset, error) {
	if err := Check(ops, d); err != nil {
		return nil, err
	}
	if copies < 0 {
		return nil, fmt.Errorf("augment: Expand: want at least 0 copies, got %d", copies)
	}
	n := d.Len()
	rows := make([]int, 0, n*(copies+1))
	for range copies + 1 {
		for i := range n {
			rows = append(rows, i)
		}
	}
	out := d.Subset(rows)
	for i := n; i < len(rows); i++ {
		Apply(ops, out.X.Row(i), *d.Image, seed, i/n-1, rows[i])
	}
	return out, nil
}

// MustExpand is [Expand], but panics on an error.
func MustExpand(ops []Op, d *data.Dataset, copies, seed int) *data.Dataset {
	return must(Expand(ops, d, copies, seed))
}

func must(d *data.Dataset, err error) *data.Dataset {
	if err != nil {
		panic(err)
	}
	return d
}
