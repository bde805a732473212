package data

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Dataset is a list of examples: one row of X each, and for each row either a
// class label (Y) or numbers to predict (Targets). A data set without both is
// fine for what needs no answers, such as prediction.
//
// It is a plain struct: a data set of your own is a literal. [Dataset.Check]
// says what does not fit together; whatever takes a data set calls it.
type Dataset struct {
	// Name is a short name for messages and titles.
	Name string
	// X holds the features, (n, features) or (n, height, width, channels).
	X *Tensor
	// Y holds the class of each row, an index into Classes; nil when there
	// are no classes to predict.
	Y []int
	// Targets holds the numbers to predict, (n, outputs); nil for
	// classification.
	Targets *Tensor
	// Weights say how much each row counts in training and in what is
	// measured: finite numbers of at least 0. nil: all alike.
	Weights []float64
	// Classes names the classes.
	Classes []string
	// FeatureNames names the columns of X; nil when they have no names.
	FeatureNames []string
	// Image says that a row of X is an image; nil when it is not.
	Image *ImageShape
	// Source says where the data comes from and under which licence.
	Source Source
}

// ImageShape says how to read a row as an image: rows from top to bottom,
// pixels from left to right, the channels of a pixel together.
type ImageShape struct {
	Height, Width int
	// Channels is 1 for grey and 3 for red, green and blue; 0 means 1.
	Channels int
}

// Source says where data comes from.
type Source struct {
	Description string
	URL         string
	Licence     string
	Citation    string
}

// Len returns the number of examples.
func (d *Dataset) Len() int {
	if d.X == nil {
		return 0
	}
	return d.X.Rows()
}

// Features returns the number of features of an example.
func (d *Dataset) Features() int {
	if d.X == nil {
		return 0
	}
	return d.X.Width()
}

// Check reports everything in the data set that does not fit together, all of
// it at once; nil when it is sound.
func (d *Dataset) Check() error {
	if d == nil {
		return errors.New("data: the data set is nil")
	}
	if d.X == nil {
		return fmt.Errorf("data: %s has no X: set X to a tensor (examples, features)", d.label())
	}
	if len(d.X.Shape) == 0 {
		return fmt.Errorf("data: %s: X is a single number: want (examples, features)", d.label())
	}
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("data: "+d.label()+": "+format, args...))
	}
	if err := d.X.Check(); err != nil {
		bad("X: %w", err)
	}
	n := d.Len()
	if d.Y != nil && len(d.Y) != n {
		bad("X has %d rows, Y has %d labels", n, len(d.Y))
	}
	if i := slices.IndexFunc(d.Y, func(y int) bool { return y < 0 || y >= len(d.Classes) }); i >= 0 {
		bad("Y[%d] is %d, but there are %d classes: labels are indices into Classes, counted from 0", i, d.Y[i], len(d.Classes))
	}
	if d.Targets != nil {
		if err := d.Targets.Check(); err != nil {
			bad("Targets: %w", err)
		} else if d.Targets.Rows() != n {
			bad("X has %d rows, Targets has %d", n, d.Targets.Rows())
		}
	}
	if d.Weights != nil && len(d.Weights) != n {
		bad("X has %d rows, Weights has %d", n, len(d.Weights))
	}
	if i := slices.IndexFunc(d.Weights, func(w float64) bool { return !(w >= 0) || math.IsInf(w, 0) }); i >= 0 {
		bad("Weights[%d] is %v: want a finite number of at least 0", i, d.Weights[i])
	}
	if d.FeatureNames != nil && len(d.FeatureNames) != d.Features() {
		bad("X has %d features, FeatureNames has %d names", d.Features(), len(d.FeatureNames))
	}
	if im := d.Image; im != nil && im.Height*im.Width*max(1, im.Channels) != d.Features() {
		bad("an image of %d × %d × %d has %d numbers, a row of X has %d", im.Height, im.Width, max(1, im.Channels), im.Height*im.Width*max(1, im.Channels), d.Features())
	}
	return errors.Join(errs...)
}

// label names the data set in messages.
func (d *Dataset) label() string {
	if d.Name == "" {
		return "data set"
	}
	return fmt.Sprintf("data set %q", d.Name)
}

// Subset returns a new data set with the given rows, in their order; an index
// may occur more than once. The numbers are copied. An index that is not a row
// panics.
func (d *Dataset) Subset(indices []int) *Dataset {
	out := *d
	if d.X != nil {
		out.X = d.X.Gather(indices)
	}
	if d.Y != nil {
		out.Y = make([]int, len(indices))
		for to, from := range indices {
			out.Y[to] = d.Y[from]
		}
	}
	if d.Targets != nil {
		out.Targets = d.Targets.Gather(indices)
	}
	if d.Weights != nil {
		out.Weights = make([]float64, len(indices))
		for to, from := range indices {
			out.Weights[to] = d.Weights[from]
		}
	}
	return &out
}

// Shuffle returns a new data set with the rows in a random order.
func (d *Dataset) Shuffle(seed int) *Dataset {
	return d.Subset(newRand(seed, 0).Perm(d.Len()))
}

// WithX returns a data set with other features for the same rows: what a
// transformation returns. Feature names and image shape are kept when the
// number of features is.
func (d *Dataset) WithX(x *Tensor) (*Dataset, error) {
	out := *d
	out.X = x
	if x != nil && x.Width() != d.Features() {
		out.FeatureNames, out.Image = nil, nil
	}
	if err := out.Check(); err != nil {
		return nil, err
	}
	return &out, nil
}

// MustWithX is [Dataset.WithX], but panics on an error.
func (d *Dataset) MustWithX(x *Tensor) *Dataset { return must(d.WithX(x)) }

// ClassCounts returns the number of examples of each class, in the order of
// Classes.
func (d *Dataset) ClassCounts() []int {
	counts := make([]int, len(d.Classes))
	for _, y := range d.Y {
		counts[y]++
	}
	return counts
}

// BalancedWeights returns a weight for each class that makes all classes count
// alike, however seldom they are: examples / (classes · examples of the class).
// It is 0 for a class that never occurs.
func (d *Dataset) BalancedWeights() []float64 {
	counts := d.ClassCounts()
	occur := 0
	for _, n := range counts {
		if n > 0 {
			occur++
		}
	}
	out := make([]float64, len(counts))
	for c, n := range counts {
		if n > 0 {
			out[c] = float64(d.Len()) / float64(occur*n)
		}
	}
	return out
}

// newRand returns the random numbers of a seed; stream tells apart the uses of
// one seed, such as the epochs of a run.
func newRand(seed, stream int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(seed), uint64(stream)))
}
