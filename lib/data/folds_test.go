package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// classed returns a data set of n rows in k classes of very different sizes.
func classed(n, k int) *Dataset {
	d := &Dataset{Name: "classed", X: Zeros(n, 1), Classes: make([]string, k)}
	for c := range k {
		d.Classes[c] = fmt.Sprint("c", c)
	}
	for i := range n {
		c := 0
		for c < k-1 && i%(2<<c) == 0 {
			c++
		}
		d.Y = append(d.Y, c)
	}
	return d
}

func TestFolds(t *testing.T) {
	d := classed(103, 3)
	groups := make([]int, d.Len())
	for i := range groups {
		groups[i] = i * i % 23
	}
	for name, opts := range map[string]FoldOptions{
		"plain":                  {},
		"three":                  {Folds: 3, Seed: 4},
		"stratified":             {Stratify: true},
		"grouped":                {Groups: groups, Folds: 4},
		"stratified and grouped": {Groups: groups, Folds: 4, Stratify: true},
	} {
		t.Run(name, func(t *testing.T) {
			folds := d.MustFolds(opts)
			k := opts.Folds
			if k == 0 {
				k = 5
			}
			if len(folds) != k {
				t.Fatalf("%d folds, want %d", len(folds), k)
			}
			tested := make([]int, d.Len())
			for f, fold := range folds {
				both := slices.Concat(fold.Train, fold.Test)
				slices.Sort(both)
				if len(both) != d.Len() || !slices.Equal(both, slices.Compact(slices.Clone(both))) {
					t.Errorf("fold %d does not divide the rows", f)
				}
				inTest := map[int]bool{}
				for _, i := range fold.Test {
					tested[i]++
					inTest[groups[i]] = true
				}
				if opts.Groups != nil {
					for _, i := range fold.Train {
						if inTest[groups[i]] {
							t.Errorf("fold %d: group %d is on both sides", f, groups[i])
						}
					}
				} else if n := len(fold.Test); n < d.Len()/k || n > d.Len()/k+1 {
					t.Errorf("fold %d tests %d rows", f, n)
				}
				if opts.Stratify && opts.Groups == nil {
					for c, n := range d.ClassCounts() {
						if got := d.Subset(fold.Test).ClassCounts()[c]; got < n/k || got > n/k+1 {
							t.Errorf("fold %d tests %d of %d examples of class %d", f, got, n, c)
						}
					}
				}
			}
			if slices.Min(tested) != 1 || slices.Max(tested) != 1 {
				t.Errorf("rows are tested %v times", tested)
			}
			if again := d.MustFolds(opts); !slices.Equal(again[0].Test, folds[0].Test) {
				t.Error("the same seed gives other folds")
			}
			opts.Seed += 9
			if other := d.MustFolds(opts); slices.Equal(other[0].Test, folds[0].Test) && opts.Groups == nil {
				t.Error("another seed gives the same folds")
			}
		})
	}
}

// TestGroupedFoldsAreEven: no fold has more than its share by a whole group.
func TestGroupedFoldsAreEven(t *testing.T) {
	d := classed(120, 2)
	groups := make([]int, d.Len())
	for i := range groups {
		groups[i] = i / 5
	}
	for _, stratify := range []bool{false, true} {
		for f, fold := range d.MustFolds(FoldOptions{Groups: groups, Folds: 4, Stratify: stratify}) {
			if n := len(fold.Test); n < 25 || n > 35 {
				t.Errorf("fold %d tests %d of 120 rows (stratified: %v)", f, n, stratify)
			}
		}
	}
}

func TestFoldErrors(t *testing.T) {
	d := classed(20, 3)
	plain := &Dataset{X: Zeros(4, 1)}
	for _, c := range []struct {
		d    *Dataset
		opts FoldOptions
		want string
	}{
		{d, FoldOptions{Folds: 1}, "at least 2 folds"},
		{plain, FoldOptions{}, "5 folds need as many groups of rows, there are 4"},
		{d, FoldOptions{Groups: []int{1}}, "a group for each of 20 rows, got 1"},
		{plain, FoldOptions{Stratify: true, Folds: 2}, "needs class labels"},
		{d, FoldOptions{Stratify: true, Folds: 9}, "too few for 9 folds"},
	} {
		if _, err := c.d.Folds(c.opts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q", c.opts, err, c.want)
		}
	}
}

func TestWeights(t *testing.T) {
	d := classed(4, 2)
	d.Weights = []float64{1, 2, 3, 4}
	if got := d.Subset([]int{3, 0}).Weights; !slices.Equal(got, []float64{4, 1}) {
		t.Errorf("a subset has the weights %v", got)
	}
	b := d.MustBatches(BatchOptions{Size: 3})
	b.Next()
	b.Next()
	if got := b.Batch().Weights; !slices.Equal(got, []float64{4}) {
		t.Errorf("the last batch has the weights %v", got)
	}
	d.Weights[1] = -1
	if err := d.Check(); err == nil || !strings.Contains(err.Error(), "Weights[1] is -1") {
		t.Errorf("got %v", err)
	}
	d.Weights = d.Weights[:1]
	if err := d.Check(); err == nil || !strings.Contains(err.Error(), "Weights has 1") {
		t.Errorf("got %v", err)
	}
	// scikit-learn's class_weight="balanced": n / (classes · count).
	d = &Dataset{X: Zeros(4, 1), Y: []int{0, 0, 0, 2}, Classes: []string{"a", "b", "c"}}
	if got := d.BalancedWeights(); !slices.Equal(got, []float64{4. / 6, 0, 2}) {
		t.Errorf("balanced weights %v", got)
	}
}
