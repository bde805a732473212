package augment_test

// Each operation on an image of two rows of three pixels.

import (
	"fmt"
	"math/rand/v2"

	"github.com/gorgolab/gorgo/lib/augment"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/train"
)

// small is one image.
func small() *data.Dataset {
	return &data.Dataset{X: data.MustFromRows([][]float32{{1, 2, 3, 4, 5, 6}}), Image: &data.ImageShape{Height: 2, Width: 3}}
}

// Each digit is turned and shifted a little, each time that it is learnt from.
func Example() {
	model := nn.MustSequential([]nn.Layer{nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: 1})
	history := train.MustFit(model, datasets.Digits(), train.Options{
		Epochs: 2, Seed: 1, Quiet: true,
		Augment: []augment.Op{augment.Rotate{Degrees: 10}, augment.Shift{Height: 0.1, Width: 0.1}},
	})
	fmt.Println(len(history.Epochs), "epochs")
	// Output: 2 epochs
}

func ExamplePreview() {
	seen := augment.MustPreview([]augment.Op{augment.Rotate{Degrees: 15}, augment.Zoom{By: 0.1}}, datasets.Digits(), 3, 11, 1)
	fmt.Println(seen.Len(), "images of a", seen.Classes[seen.Y[0]]) // plots.Images(seen, 12) draws them
	// Output: 12 images of a 3
}

func ExampleExpand() {
	d := datasets.Digits()
	fmt.Println(d.Len(), augment.MustExpand([]augment.Op{augment.Noise{Deviation: 0.5}}, d, 2, 1).Len())
	// Output: 1797 5391
}

// Half of one example and half of another, of the features and of the classes.
func ExampleMixUp() {
	d := &data.Dataset{X: data.MustFromRows([][]float32{{0}, {1}}), Y: []int{0, 1}, Classes: []string{"cat", "dog"}}
	mixed := augment.MustMixUp(d, 0.2, 1)
	for i := range mixed.Len() {
		fmt.Println(mixed.X.Row(i)[0] == mixed.Targets.Row(i)[1])
	}
	// Output:
	// true
	// true
}

func ExampleCheck() {
	fmt.Println(augment.Check([]augment.Op{augment.Rotate{Degrees: 400}}, datasets.Digits()))
	fmt.Println(augment.Check([]augment.Op{augment.Flip{}}, datasets.Iris()))
	// Output:
	// augment: Rotate: want 0 to 180 degrees, got 400: set Degrees
	// augment: the data set has no images: set its Image
}

// Of an epoch and a row follows what happens.
func ExampleApply() {
	ops := []augment.Op{augment.Flip{}}
	for epoch := range 4 {
		pixels := []float32{1, 2, 3, 4, 5, 6}
		augment.Apply(ops, pixels, data.ImageShape{Height: 2, Width: 3}, 1, epoch, 0)
		fmt.Println(pixels)
	}
	// Output:
	// [3 2 1 6 5 4]
	// [3 2 1 6 5 4]
	// [1 2 3 4 5 6]
	// [3 2 1 6 5 4]
}

func ExampleRotate() {
	seen := augment.MustPreview([]augment.Op{augment.Rotate{Degrees: 10}}, small(), 0, 1, 1)
	fmt.Printf("%.1f\n", seen.X.Row(1))
	// Output: [1.2 2.0 2.7 3.7 5.0 5.5]
}

func ExampleShift() {
	seen := augment.MustPreview([]augment.Op{augment.Shift{Width: 0.5}}, small(), 0, 1, 1)
	fmt.Printf("%.1f\n", seen.X.Row(1))
	// Output: [1.0 2.0 3.0 4.0 5.0 6.0]
}

func ExampleZoom() {
	seen := augment.MustPreview([]augment.Op{augment.Zoom{By: 0.2}}, small(), 0, 1, 1)
	fmt.Printf("%.1f\n", seen.X.Row(1))
	// Output: [0.9 1.9 2.6 3.4 4.7 5.1]
}

func ExampleFlip() {
	for _, op := range []augment.Op{augment.Flip{}, augment.Flip{Vertical: true}} {
		seen := augment.MustPreview([]augment.Op{op}, small(), 0, 4, 1)
		fmt.Println(seen.X.Row(0), seen.X.Row(1))
	}
	// Output:
	// [1 2 3 4 5 6] [3 2 1 6 5 4]
	// [1 2 3 4 5 6] [4 5 6 1 2 3]
}

// Whole pixels: what comes in is 0.
func ExampleCrop() {
	seen := augment.MustPreview([]augment.Op{augment.Crop{Padding: 1}}, small(), 0, 3, 1)
	for i := range 4 {
		fmt.Println(seen.X.Row(i))
	}
	// Output:
	// [1 2 3 4 5 6]
	// [0 1 2 0 4 5]
	// [5 6 0 0 0 0]
	// [0 0 0 0 1 2]
}

func ExampleBrightness() {
	seen := augment.MustPreview([]augment.Op{augment.Brightness{By: 0.5}}, small(), 0, 1, 1)
	fmt.Printf("%.2f\n", seen.X.Row(1))
	// Output: [0.74 1.74 2.74 3.74 4.74 5.74]
}

// The mean stays.
func ExampleContrast() {
	seen := augment.MustPreview([]augment.Op{augment.Contrast{By: 0.5}}, small(), 0, 1, 1)
	fmt.Printf("%.2f\n", seen.X.Row(1))
	// Output: [1.48 2.29 3.10 3.90 4.71 5.52]
}

func ExampleNoise() {
	seen := augment.MustPreview([]augment.Op{augment.Noise{Deviation: 0.1}}, small(), 0, 1, 1)
	fmt.Printf("%.2f\n", seen.X.Row(1))
	// Output: [0.92 2.04 2.95 3.90 5.05 5.96]
}

func ExampleCutout() {
	seen := augment.MustPreview([]augment.Op{augment.Cutout{Height: 1, Width: 2}}, small(), 0, 2, 1)
	fmt.Println(seen.X.Row(1), seen.X.Row(2))
	// Output: [1 2 3 0 5 6] [1 2 3 4 0 0]
}

// An operation of your own: the first pixel is covered.
func ExampleOpFunc() {
	cover := augment.OpFunc{Of: func(m *augment.Image, r *rand.Rand) { m.Pixels[0] = 0 }}
	fmt.Println(augment.MustPreview([]augment.Op{cover}, small(), 0, 1, 1).X.Row(1))
	// Output: [0 2 3 4 5 6]
}

// What an operation is given.
func ExampleImage() {
	spy := augment.OpFunc{Of: func(m *augment.Image, r *rand.Rand) {
		fmt.Println(m.Height, m.Width, m.Channels, m.Pixels)
	}}
	augment.MustPreview([]augment.Op{spy}, small(), 0, 1, 1)
	// Output: 2 3 1 [1 2 3 4 5 6]
}

// Operations say what is wrong with them.
func ExampleOp() {
	for _, op := range []augment.Op{augment.Rotate{Degrees: 10}, augment.Cutout{Height: 9, Width: 9}} {
		fmt.Println(op.Check(8, 8))
	}
	// Output:
	// <nil>
	// augment: Cutout: want a rectangle of 1 × 1 to 8 × 8 pixels, got 9 × 9: set Height and Width
}
