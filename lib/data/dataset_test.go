package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// toy returns n examples of three classes, 60 %, 30 % and 10 %, whose only
// feature is their number.
func toy(n int) *Dataset {
	d := &Dataset{Name: "toy", X: counting(n, 1), Classes: []string{"a", "b", "c"}, FeatureNames: []string{"number"}}
	for i := range n {
		d.Y = append(d.Y, []int{0, 0, 0, 0, 0, 0, 1, 1, 1, 2}[i%10])
	}
	return d
}

// numbers returns the rows of a toy data set by their numbers.
func numbers(d *Dataset) []int {
	out := make([]int, d.Len())
	for i := range out {
		out[i] = int(d.X.Data[i])
	}
	return out
}

func ExampleDataset_Split() {
	flowers := &Dataset{
		Name:    "flowers",
		X:       MustFromRows([][]float32{{1.4}, {1.3}, {1.5}, {4.7}, {4.5}, {4.9}}),
		Y:       []int{0, 0, 0, 1, 1, 1},
		Classes: []string{"setosa", "versicolor"},
	}
	train, test := flowers.MustSplit(1.0/3, SplitOptions{Seed: 1, Stratify: true})
	fmt.Println(train.Len(), train.ClassCounts(), test.Len(), test.ClassCounts())
	// Output: 4 [2 2] 2 [1 1]
}

func TestCheckReportsEverything(t *testing.T) {
	for _, c := range []struct {
		name string
		set  *Dataset
		want []string
	}{
		{"nil", nil, []string{"is nil"}},
		{"no X", &Dataset{Name: "toy"}, []string{`data set "toy" has no X`}},
		{"a number", &Dataset{X: &Tensor{Data: []float32{1}}}, []string{"X is a single number"}},
		{"all wrong", &Dataset{
			Name: "toy", X: Zeros(3, 4), Y: []int{0, 2}, Classes: []string{"a", "b"}, Targets: Zeros(2, 1),
			FeatureNames: []string{"f"}, Image: &ImageShape{Height: 2, Width: 2, Channels: 3},
		}, []string{"Y has 2 labels", "Y[1] is 2, but there are 2 classes", "Targets has 2", "FeatureNames has 1 names", "2 × 2 × 3 has 12 numbers, a row of X has 4"}},
		{"short data", &Dataset{X: &Tensor{Shape: []int{2, 2}}, Targets: &Tensor{Shape: []int{2}}}, []string{"X: data: the tensor (2, 2)", "Targets: data: the tensor (2)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.set.Check()
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want it to say %q", err, want)
				}
			}
		})
	}
	if err := toy(10).Check(); err != nil {
		t.Errorf("a sound data set: %v", err)
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		n          int
		fraction   float64
		stratify   bool
		wantPart   int
		wantCounts []int // of the part, when stratified
	}{
		{100, 0.2, false, 20, nil},
		{10, 0.25, false, 3, nil}, // rounded up
		{10, 0.1, false, 1, nil},
		{100, 0.2, true, 20, []int{12, 6, 2}},
		{1000, 0.15, true, 150, []int{90, 45, 15}},
		{50, 0.25, true, 13, []int{8, 4, 1}}, // 7.8, 3.9, 1.3
		{100, 0.001, true, 1, []int{1, 0, 0}},
	} {
		t.Run(fmt.Sprint(c.n, c.fraction, c.stratify), func(t *testing.T) {
			d := toy(c.n)
			rest, part := d.MustSplit(c.fraction, SplitOptions{Seed: 7, Stratify: c.stratify})
			if part.Len() != c.wantPart {
				t.Errorf("the part has %d examples, want %d", part.Len(), c.wantPart)
			}
			if got := part.ClassCounts(); c.stratify && !slices.Equal(got, c.wantCounts) {
				t.Errorf("the part has classes %v, want %v", got, c.wantCounts)
			}
			all := append(numbers(rest), numbers(part)...)
			if slices.IsSorted(all) {
				t.Error("the order was not changed")
			}
			slices.Sort(all)
			if !slices.Equal(all, numbers(d)) {
				t.Errorf("both parts together are not the data set: %v", all)
			}
			for _, p := range []*Dataset{rest, part} {
				for i, n := range numbers(p) {
					if p.Y[i] != d.Y[n] {
						t.Fatalf("example %d lost its label", n)
					}
				}
			}
			_, again := d.MustSplit(c.fraction, SplitOptions{Seed: 7, Stratify: c.stratify})
			if !slices.Equal(numbers(part), numbers(again)) {
				t.Error("the same seed gave another split")
			}
			otherRest, _ := d.MustSplit(c.fraction, SplitOptions{Seed: 8, Stratify: c.stratify})
			if slices.Equal(numbers(rest), numbers(otherRest)) {
				t.Error("another seed gave the same split")
			}
		})
	}
}

func TestSplitErrors(t *testing.T) {
	lonely := toy(10) // one example of class c
	for _, c := range []struct {
		set      *Dataset
		fraction float64
		stratify bool
		want     string
	}{
		{toy(10), 0, false, "between 0 and 1, got 0"},
		{toy(10), 1, false, "between 0 and 1, got 1"},
		{toy(10), 0.95, false, "one part would be empty"},
		{toy(0), 0.5, false, "one part would be empty"},
		{lonely, 0.5, true, `class "c" has a single example`},
		{&Dataset{X: Zeros(4, 1)}, 0.5, true, "Stratify needs class labels"},
		{&Dataset{}, 0.5, false, "has no X"},
	} {
		_, _, err := c.set.Split(c.fraction, SplitOptions{Stratify: c.stratify})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
	if err := caught(func() { toy(10).MustSplit(2, SplitOptions{}) }); err == nil {
		t.Error("MustSplit did not panic with the error")
	}
}

func TestSubsetAndShuffle(t *testing.T) {
	d := toy(30)
	d.Targets = d.X.Clone()
	s := d.Shuffle(3)
	if slices.Equal(numbers(s), numbers(d)) || !slices.Equal(numbers(s), numbers(d.Shuffle(3))) {
		t.Error("Shuffle does not follow its seed")
	}
	for i, n := range numbers(s) {
		if s.Y[i] != d.Y[n] || s.Targets.Data[i] != float32(n) {
			t.Fatalf("example %d was torn apart", n)
		}
	}
	sub := d.Subset([]int{4, 4, 1})
	sub.X.Data[0] = -1
	if d.X.Data[4] != 4 {
		t.Error("a subset shares its numbers with the data set")
	}
}

func TestWithX(t *testing.T) {
	d := &Dataset{X: Zeros(2, 4), FeatureNames: []string{"a", "b", "c", "d"}, Image: &ImageShape{Height: 2, Width: 2}}
	same, err := d.WithX(Zeros(2, 4))
	if err != nil || same.FeatureNames == nil || same.Image == nil {
		t.Errorf("as many features: got %+v, %v", same, err)
	}
	fewer, err := d.WithX(Zeros(2, 3))
	if err != nil || fewer.FeatureNames != nil || fewer.Image != nil {
		t.Errorf("fewer features: got %+v, %v", fewer, err)
	}
	d.Y, d.Classes = []int{0, 0}, []string{"a"}
	if _, err := d.WithX(Zeros(3, 4)); err == nil {
		t.Error("more rows than labels: no error")
	}
}

func TestBatches(t *testing.T) {
	for _, c := range []struct {
		n    int
		opts BatchOptions
		want []int // the sizes of the batches
	}{
		{10, BatchOptions{Size: 4}, []int{4, 4, 2}},
		{8, BatchOptions{Size: 4, Shuffle: true}, []int{4, 4}},
		{10, BatchOptions{Size: 4, DropLast: true, Shuffle: true}, []int{4, 4}},
		{70, BatchOptions{}, []int{32, 32, 6}},
		{3, BatchOptions{Size: 100}, []int{3}},
	} {
		t.Run(fmt.Sprint(c.n, c.opts), func(t *testing.T) {
			d := toy(c.n)
			d.Targets = counting(c.n, 2)
			b := d.MustBatches(c.opts)
			if b.Len() != len(c.want) {
				t.Errorf("Len is %d, want %d", b.Len(), len(c.want))
			}
			var sizes, seen []int
			for b.Next() {
				batch := b.Batch()
				sizes = append(sizes, batch.X.Rows())
				for i, row := range batch.Rows {
					if batch.X.At(i, 0) != float32(row) || batch.Y[i] != d.Y[row] || batch.Targets.At(i, 1) != float32(2*row+1) {
						t.Fatalf("example %d was torn apart", row)
					}
				}
				seen = append(seen, batch.Rows...)
			}
			if !slices.Equal(sizes, c.want) {
				t.Errorf("the batches have %v examples, want %v", sizes, c.want)
			}
			if slices.Sort(seen); len(slices.Compact(seen)) != len(seen) {
				t.Errorf("an example came twice: %v", seen)
			}
		})
	}
}

func TestBatchOrderDependsOnSeedAndEpoch(t *testing.T) {
	order := func(seed, epoch int) []int {
		b := toy(40).MustBatches(BatchOptions{Size: 8, Shuffle: true, Seed: seed})
		b.Next() // a run that was broken off in the middle leaves no trace
		b.Start(epoch)
		var rows []int
		for b.Next() {
			rows = append(rows, b.Batch().Rows...)
		}
		return rows
	}
	if !slices.Equal(order(1, 5), order(1, 5)) {
		t.Error("the same seed and epoch gave two orders")
	}
	if slices.Equal(order(1, 5), order(1, 6)) || slices.Equal(order(1, 5), order(2, 5)) {
		t.Error("another seed or epoch gave the same order")
	}
}

func TestBatchesErrors(t *testing.T) {
	for _, c := range []struct {
		set  *Dataset
		opts BatchOptions
		want string
	}{
		{toy(4), BatchOptions{Size: -1}, "at least 1, got -1"},
		{toy(0), BatchOptions{}, "it has no examples"},
		{toy(4), BatchOptions{Size: 5, DropLast: true}, "4 examples give no batch of 5"},
		{&Dataset{}, BatchOptions{}, "has no X"},
	} {
		if _, err := c.set.Batches(c.opts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

func TestBatchesDoNotAllocate(t *testing.T) {
	b := toy(64).MustBatches(BatchOptions{Size: 8, Shuffle: true})
	// The header of each batch's tensor and its shape may be new; its numbers
	// may not.
	if got := testing.AllocsPerRun(10, func() {
		b.Start(0)
		for b.Next() {
			if len(b.Batch().X.Data) != 8 {
				t.Fatal("a batch of another size")
			}
		}
	}); got > 8*3 {
		t.Errorf("%v allocations for 8 batches", got)
	}
}
