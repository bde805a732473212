// Package augment makes more of few images: each time an image is learnt from it is
// turned, shifted, zoomed, mirrored, cropped, lightened, covered or blurred by noise a
// little, at random, so that the model learns what does not matter.
//
//	train.MustFit(model, training, train.Options{
//		Augment: []augment.Op{augment.Rotate{Degrees: 12}, augment.Shift{Height: .1, Width: .1}},
//	})
//
// Nothing happens where a model predicts or is measured. What happens to an image
// follows from the seed, the epoch and its row alone: the same again for the same
// seed, whatever the batches, and after a break. [Preview] shows it before anything is
// trained; [Expand] and [MixUp] return larger data sets.
//
// Images are rows of a data set with an Image: pixels from left to right, rows from top
// to bottom, the channels of a pixel together. What comes into an image from outside of
// it is 0.
//
// An operation of your own is a type with two methods, or an [OpFunc]; package
// augmenttest checks it.
//
// Read op.go first; geometry.go moves pixels, colour.go changes them.
package augment
