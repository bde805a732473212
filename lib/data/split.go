package data

import (
	"fmt"
	"math"
	"slices"
)

// SplitOptions says how [Dataset.Split] divides. The zero value divides at
// random with seed 0.
type SplitOptions struct {
	// Seed of the random choice.
	Seed int
	// Stratify keeps the proportions of the classes the same in both parts.
	Stratify bool
}

// Split divides the data set at random: part holds the given fraction of the
// examples, rounded up, and rest the others. Both are shuffled. Neither is
// ever empty; a fraction that would make one so is an error.
//
// With Stratify every class is divided in that proportion; what remains after
// rounding goes to the classes with the largest remainders.
func (d *Dataset) Split(fraction float64, opts SplitOptions) (rest, part *Dataset, err error) {
	if err := d.Check(); err != nil {
		return nil, nil, err
	}
	if !(fraction > 0 && fraction < 1) {
		return nil, nil, fmt.Errorf("data: Split of %s: want a fraction between 0 and 1, got %v", d.label(), fraction)
	}
	n := d.Len()
	size := int(math.Ceil(float64(n)*fraction - 1e-9))
	if size == n {
		return nil, nil, fmt.Errorf("data: Split of %s: %d examples cannot be divided into %v and the rest: one part would be empty", d.label(), n, fraction)
	}
	order := newRand(opts.Seed, 0).Perm(n)
	if !opts.Stratify {
		return d.Subset(order[size:]), d.Subset(order[:size]), nil
	}
	if d.Y == nil {
		return nil, nil, fmt.Errorf("data: Split of %s: Stratify needs class labels, and Y is nil: leave Stratify off", d.label())
	}
	quota, err := d.quotas(size)
	if err != nil {
		return nil, nil, err
	}
	var restRows, partRows []int
	for _, i := range order {
		if quota[d.Y[i]] > 0 {
			quota[d.Y[i]]--
			partRows = append(partRows, i)
		} else {
			restRows = append(restRows, i)
		}
	}
	return d.Subset(restRows), d.Subset(partRows), nil
}

// MustSplit is [Dataset.Split], but panics on an error.
func (d *Dataset) MustSplit(fraction float64, opts SplitOptions) (rest, part *Dataset) {
	rest, part, err := d.Split(fraction, opts)
	if err != nil {
		panic(err)
	}
	return rest, part
}

// quotas deals size places to the classes in proportion to their counts, by
// the method of largest remainders.
func (d *Dataset) quotas(size int) ([]int, error) {
	counts := d.ClassCounts()
	quota := make([]int, len(counts))
	remainder := make([]float64, len(counts))
	byRemainder := make([]int, len(counts))
	left := size
	for c, count := range counts {
		if count == 1 {
			return nil, fmt.Errorf("data: Split of %s: class %q has a single example, which cannot be in both parts: leave Stratify off, or leave the class out", d.label(), d.Classes[c])
		}
		exact := float64(count) * float64(size) / float64(d.Len())
		quota[c] = int(exact)
		remainder[c] = exact - float64(quota[c])
		byRemainder[c] = c
		left -= quota[c]
	}
	slices.SortStableFunc(byRemainder, func(a, b int) int {
		switch {
		case remainder[a] > remainder[b]:
			return -1
		case remainder[a] < remainder[b]:
			return 1
		}
		return 0
	})
	for _, c := range byRemainder[:left] {
		quota[c]++
	}
	return quota, nil
}
