package data

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// FoldOptions says how [Dataset.Folds] divides. The zero value makes 5 folds at
// random with seed 0.
type FoldOptions struct {
	// Folds is the number of folds. Default 5.
	Folds int
	// Seed of the random choice.
	Seed int
	// Stratify keeps the proportions of the classes about the same in all
	// folds.
	Stratify bool
	// Groups says which rows belong together, such as those of one patient: a
	// number for each row. No group is divided. nil: each row is by itself.
	Groups []int
}

// Fold is one way to divide a data set: rows to learn from, and rows to measure
// on.
type Fold struct{ Train, Test []int }

// Folds divides the rows into parts for cross-validation: each row is in the
// Test of exactly one fold, and in the Train of all others.
//
// Without groups the parts differ by at most one row, with Stratify by at most
// one of each class. With groups the largest are dealt out first, each to the
// part that has the fewest rows, or with Stratify to the one in which the
// classes are then most even.
func (d *Dataset) Folds(opts FoldOptions) ([]Fold, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	if opts.Folds == 0 {
		opts.Folds = 5
	}
	var wrong []error
	bad := func(format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("data: Folds of "+d.label()+": "+format, args...))
	}
	if opts.Folds < 2 {
		bad("want at least 2 folds, got %d", opts.Folds)
	}
	if opts.Groups != nil && len(opts.Groups) != d.Len() {
		bad("want a group for each of %d rows, got %d", d.Len(), len(opts.Groups))
	}
	if opts.Stratify && d.Y == nil {
		bad("Stratify needs class labels, and Y is nil: leave Stratify off")
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	groups := d.grouped(opts)
	if len(groups) < opts.Folds {
		bad("%d folds need as many groups of rows, there are %d", opts.Folds, len(groups))
	}
	if opts.Stratify && opts.Groups == nil {
		for c, n := range d.ClassCounts() {
			if n > 0 && n < opts.Folds {
				bad("class %q has %d examples, too few for %d folds: take fewer folds, or leave Stratify off", d.Classes[c], n, opts.Folds)
			}
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	of := make([]int, d.Len()) // the fold in which a row is tested
	deal := newDeal(d, opts)
	for _, rows := range groups {
		f := deal.next(rows)
		for _, i := range rows {
			of[i] = f
		}
	}
	folds := make([]Fold, opts.Folds)
	for i, test := range of {
		for f := range folds {
			if f == test {
				folds[f].Test = append(folds[f].Test, i)
			} else {
				folds[f].Train = append(folds[f].Train, i)
			}
		}
	}
	return folds, nil
}

// MustFolds is [Dataset.Folds], but panics on an error.
func (d *Dataset) MustFolds(opts FoldOptions) []Fold { return must(d.Folds(opts)) }

// grouped returns the rows of each group, in a random order, the largest first;
// single rows class by class, so that dealing in turn is stratified.
func (d *Dataset) grouped(opts FoldOptions) [][]int {
	order := newRand(opts.Seed, 0).Perm(d.Len())
	if opts.Groups == nil {
		if opts.Stratify {
			slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(d.Y[a], d.Y[b]) })
		}
		groups := make([][]int, len(order))
		for k, i := range order {
			groups[k] = []int{i}
		}
		return groups
	}
	at := map[int]int{}
	var groups [][]int
	for _, i := range order {
		g := opts.Groups[i]
		if _, known := at[g]; !known {
			at[g] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[g]] = append(groups[at[g]], i)
	}
	slices.SortStableFunc(groups, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	return groups
}

// deal deals groups out to folds.
type deal struct {
	set     *Dataset
	opts    FoldOptions
	turn    int
	sizes   []int
	classes [][]int // of each fold
	total   []int
}

func newDeal(d *Dataset, opts FoldOptions) *deal {
	out := &deal{set: d, opts: opts, sizes: make([]int, opts.Folds), classes: make([][]int, opts.Folds)}
	for f := range out.classes {
		out.classes[f] = make([]int, len(d.Classes))
	}
	if d.Y != nil {
		out.total = d.ClassCounts()
	}
	return out
}

// next returns the fold for a group.
func (d *deal) next(rows []int) int {
	best := d.turn % d.opts.Folds
	if d.opts.Groups == nil {
		d.turn++
		return best
	}
	cost := d.cost(0, rows)
	best = 0
	for f := 1; f < d.opts.Folds; f++ {
		if c := d.cost(f, rows); c < cost {
			best, cost = f, c
		}
	}
	d.sizes[best] += len(rows)
	if d.opts.Stratify {
		for _, i := range rows {
			d.classes[best][d.set.Y[i]]++
		}
	}
	return best
}

// cost says how uneven the folds are when fold f gets the rows: by size, or by
// the squared share of each class.
func (d *deal) cost(f int, rows []int) float64 {
	if !d.opts.Stratify {
		return float64(d.sizes[f])
	}
	added := make([]int, len(d.total))
	for _, i := range rows {
		added[d.set.Y[i]]++
	}
	var cost float64
	for c, n := range d.total {
		if n == 0 {
			continue
		}
		before := float64(d.classes[f][c]) / float64(n)
		after := float64(d.classes[f][c]+added[c]) / float64(n)
		cost += after*after - before*before
	}
	return cost
}
