package data

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// counting returns a tensor that holds 0, 1, 2, …
func counting(shape ...int) *Tensor {
	t := Zeros(shape...)
	for i := range t.Data {
		t.Data[i] = float32(i)
	}
	return t
}

func ExampleFromRows() {
	t := MustFromRows([][]float32{{1, 2, 3}, {4, 5, 6}})
	fmt.Println(t.Shape, t.At(1, 2), t.Row(0))
	fmt.Println(t.MustReshape(3, -1))
	// Output:
	// [2 3] 6 [1 2 3]
	// Tensor (3, 2)
	// [[1 2]
	//  [3 4]
	//  [5 6]]
}

func TestTensorViewsAndCopies(t *testing.T) {
	for _, c := range []struct {
		name   string
		make   func(*Tensor) *Tensor
		want   *Tensor
		shared bool
	}{
		{"reshape", func(t *Tensor) *Tensor { return t.MustReshape(2, 6) }, counting(2, 6), true},
		{"reshape with -1", func(t *Tensor) *Tensor { return t.MustReshape(-1, 2, 2) }, counting(3, 2, 2), true},
		{"slice", func(t *Tensor) *Tensor { return t.Slice(0, 2) }, counting(2, 3), true},
		{"empty slice", func(t *Tensor) *Tensor { return t.Slice(4, 4) }, Zeros(0, 3), false},
		{"clone", (*Tensor).Clone, counting(4, 3), false},
		{"gather", func(t *Tensor) *Tensor { return t.Gather([]int{0, 2, 0}) }, MustFromRows([][]float32{{0, 1, 2}, {6, 7, 8}, {0, 1, 2}}), false},
		{"gather nothing", func(t *Tensor) *Tensor { return t.Gather(nil) }, Zeros(0, 3), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			original := counting(4, 3)
			got := c.make(original)
			if !got.Equal(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			original.Set(99, 0, 0)
			if shared := len(got.Data) > 0 && got.Data[0] == 99; shared != c.shared {
				t.Errorf("shares the data: %v, want %v", shared, c.shared)
			}
		})
	}
}

func TestTensorOfImages(t *testing.T) {
	x := counting(2, 3, 4, 5)
	if x.Rows() != 2 || x.Width() != 60 {
		t.Errorf("got %d rows of %d, want 2 of 60", x.Rows(), x.Width())
	}
	if got := x.At(1, 2, 3, 4); got != 119 {
		t.Errorf("the last element is %v, want 119", got)
	}
	if got := x.Gather([]int{1}); !slices.Equal(got.Shape, []int{1, 3, 4, 5}) || got.Data[0] != 60 {
		t.Errorf("Gather gave %v", got)
	}
	if got := x.Column(59); !slices.Equal(got, []float64{59, 119}) {
		t.Errorf("the last column is %v", got)
	}
	if number := (&Tensor{Data: []float32{7}}); number.At() != 7 || number.Rows() != 1 || number.Width() != 1 {
		t.Errorf("a single number reads %v", number)
	}
}

func TestTensorErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"too few values", second(New([]int{2, 3}, make([]float32, 5))), "shape (2, 3) has 6 places, got 5 values"},
		{"negative", second(New([]int{2, -3}, nil)), "negative dimension"},
		{"overflow", second(New([]int{math.MaxInt, 8}, nil)), "more places than fit"},
		{"ragged", second(FromRows([][]float32{{1, 2}, {3}})), "row 1 has 1 numbers, row 0 has 2"},
		{"reshape", second(counting(2, 3).Reshape(4, 2)), "from (2, 3) to (4, 2): want 8 numbers, got 6"},
		{"two free", second(counting(2, 3).Reshape(-1, -1)), "only one dimension may be -1"},
		{"indivisible", second(counting(2, 3).Reshape(4, -1)), "6 numbers cannot be divided by 4"},
		{"free beside 0", second(Zeros(0, 3).Reshape(0, -1)), "cannot be divided by 0"},
		{"literal", (&Tensor{Shape: []int{2, 2}, Data: []float32{1}}).Check(), "(2, 2) has 4 places, but 1 numbers"},
		{"row", caught(func() { counting(2, 3).Row(2) }), "it has rows 0 to 1"},
		{"column", caught(func() { counting(2, 3).Column(3) }), "it has columns 0 to 2"},
		{"at", caught(func() { counting(2, 3).At(1, 3) }), "index [1 3] is outside of the tensor (2, 3)"},
		{"at, dimensions", caught(func() { counting(2, 3).At(1) }), "the tensor (2, 3) has 2 dimensions"},
		{"slice", caught(func() { counting(2, 3).Slice(1, 3) }), "want 0 ≤ from ≤ to ≤ 2"},
		{"gather", caught(func() { counting(2, 3).Gather([]int{5}) }), "Row(5)"},
		{"must", caught(func() { MustNew([]int{1}, nil) }), "has 1 places, got 0 values"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.err == nil || !strings.Contains(c.err.Error(), c.want) || !strings.HasPrefix(c.err.Error(), "data: ") {
				t.Errorf("got %v, want an error of data with %q", c.err, c.want)
			}
		})
	}
}

func TestArgMax(t *testing.T) {
	nan := float32(math.NaN())
	x := MustFromRows([][]float32{{1, 3, 2}, {5, 5, 0}, {-3, -1, -1}, {0, nan, 9}})
	if got, want := x.ArgMax(), []int{1, 0, 1, 1}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTensorString(t *testing.T) {
	for _, c := range []struct {
		t    *Tensor
		want string
	}{
		{MustNew(nil, []float32{2.5}), "Tensor ()\n2.5"},
		{MustNew([]int{3}, []float32{1, 0.1, 1e-7}), "Tensor (3)\n[1 0.1 1e-07]"},
		{counting(10), "Tensor (10)\n[0 1 2 … 7 8 9]"},
		{counting(7), "Tensor (7)\n[0 1 2 3 4 5 6]"},
		{counting(9, 2), "Tensor (9, 2)\n[[0 1]\n [2 3]\n [4 5]\n …\n [12 13]\n [14 15]\n [16 17]]"},
		{counting(2, 1, 2), "Tensor (2, 1, 2)\n[[[0 1]]\n\n [[2 3]]]"},
		{Zeros(0, 3), "Tensor (0, 3)\n[]"},
		{&Tensor{Shape: []int{2}}, "Tensor (2)\ndata: the tensor (2) has 2 places, but 0 numbers"},
	} {
		if got := c.t.String(); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// caught returns the error that f panics with.
func caught(f func()) (err error) {
	defer func() { err, _ = recover().(error) }()
	f()
	return nil
}
