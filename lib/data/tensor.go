package data

import (
	"fmt"
	"math"
	"slices"
)

// Tensor is a dense array of float32 numbers in row-major order: the last
// dimension varies fastest. Its first dimension counts rows (the examples of a
// data set, the images of a batch).
//
// It is a plain struct: build it as a literal when the numbers are at hand, or
// with [New], [Zeros] or [FromRows], which check the lengths.
type Tensor struct {
	// Shape holds the length of each dimension. An empty Shape is a single
	// number.
	Shape []int
	// Data holds the product of Shape numbers.
	Data []float32
}

// New returns a tensor over values, which it does not copy. It fails when
// there are not exactly as many values as the shape has places.
func New(shape []int, values []float32) (*Tensor, error) {
	n, err := count(shape)
	if err != nil {
		return nil, err
	}
	if len(values) != n {
		return nil, fmt.Errorf("data: New: shape %s has %d places, got %d values", formatShape(shape), n, len(values))
	}
	return &Tensor{Shape: slices.Clone(shape), Data: values}, nil
}

// MustNew is [New], but panics on an error.
func MustNew(shape []int, values []float32) *Tensor { return must(New(shape, values)) }

// Zeros returns a tensor of zeros. A negative dimension panics, as it does in
// make.
func Zeros(shape ...int) *Tensor {
	n := must(count(shape))
	return &Tensor{Shape: slices.Clone(shape), Data: make([]float32, n)}
}

// FromRows returns a tensor (len(rows), len(rows[0])) with a copy of the
// numbers. It fails when the rows differ in length.
func FromRows(rows [][]float32) (*Tensor, error) {
	if len(rows) == 0 {
		return Zeros(0, 0), nil
	}
	width := len(rows[0])
	t := &Tensor{Shape: []int{len(rows), width}, Data: make([]float32, 0, len(rows)*width)}
	for i, row := range rows {
		if len(row) != width {
			return nil, fmt.Errorf("data: FromRows: row %d has %d numbers, row 0 has %d: every row needs the same length", i, len(row), width)
		}
		t.Data = append(t.Data, row...)
	}
	return t, nil
}

// MustFromRows is [FromRows], but panics on an error.
func MustFromRows(rows [][]float32) *Tensor { return must(FromRows(rows)) }

// Rows returns the length of the first dimension; 1 for a single number.
func (t *Tensor) Rows() int {
	if len(t.Shape) == 0 {
		return 1
	}
	return t.Shape[0]
}

// Width returns the number of elements in one row: the product of all
// dimensions but the first.
func (t *Tensor) Width() int {
	width := 1
	for _, d := range t.Shape[min(1, len(t.Shape)):] {
		width *= d
	}
	return width
}

// Row returns the elements of row i, flattened. It is a view: writing to it
// changes the tensor.
func (t *Tensor) Row(i int) []float32 {
	if i < 0 || i >= t.Rows() {
		panic(fmt.Errorf("data: Row(%d) of a tensor %s: it has rows 0 to %d", i, formatShape(t.Shape), t.Rows()-1))
	}
	w := t.Width()
	return t.Data[i*w : (i+1)*w : (i+1)*w]
}

// Column returns a copy of element j of every row, as float64, which is what
// plots and gonum take.
func (t *Tensor) Column(j int) []float64 {
	if j < 0 || j >= t.Width() {
		panic(fmt.Errorf("data: Column(%d) of a tensor %s: it has columns 0 to %d", j, formatShape(t.Shape), t.Width()-1))
	}
	out := make([]float64, t.Rows())
	for i := range out {
		out[i] = float64(t.Row(i)[j])
	}
	return out
}

// At returns the element at the index, which has one number per dimension.
func (t *Tensor) At(index ...int) float32 { return t.Data[t.offset(index)] }

// Set changes the element at the index.
func (t *Tensor) Set(v float32, index ...int) { t.Data[t.offset(index)] = v }

func (t *Tensor) offset(index []int) int {
	if len(index) != len(t.Shape) {
		panic(fmt.Errorf("data: index %v has %d numbers, the tensor %s has %d dimensions", index, len(index), formatShape(t.Shape), len(t.Shape)))
	}
	at := 0
	for d, i := range index {
		if i < 0 || i >= t.Shape[d] {
			panic(fmt.Errorf("data: index %v is outside of the tensor %s", index, formatShape(t.Shape)))
		}
		at = at*t.Shape[d] + i
	}
	return at
}

// Reshape returns the same numbers under another shape; the data is shared.
// One dimension may be -1 and is then computed from the others.
func (t *Tensor) Reshape(shape ...int) (*Tensor, error) {
	shape = slices.Clone(shape)
	free, known := -1, 1
	for d, n := range shape {
		switch {
		case n == -1 && free >= 0:
			return nil, fmt.Errorf("data: Reshape to %s: only one dimension may be -1", formatShape(shape))
		case n == -1:
			free = d
		default:
			known *= n
		}
	}
	if free >= 0 {
		if known == 0 || len(t.Data)%known != 0 {
			return nil, fmt.Errorf("data: Reshape to %s: %d numbers cannot be divided by %d", formatShape(shape), len(t.Data), known)
		}
		shape[free] = len(t.Data) / known
	}
	n, err := count(shape)
	if err != nil {
		return nil, err
	}
	if n != len(t.Data) {
		return nil, fmt.Errorf("data: Reshape from %s to %s: want %d numbers, got %d", formatShape(t.Shape), formatShape(shape), n, len(t.Data))
	}
	return &Tensor{Shape: shape, Data: t.Data}, nil
}

// MustReshape is [Tensor.Reshape], but panics on an error.
func (t *Tensor) MustReshape(shape ...int) *Tensor { return must(t.Reshape(shape...)) }

// Slice returns rows from up to, but not including, to. It is a view: the data
// is shared.
func (t *Tensor) Slice(from, to int) *Tensor {
	if len(t.Shape) == 0 || from < 0 || to < from || to > t.Rows() {
		panic(fmt.Errorf("data: Slice(%d, %d) of a tensor %s: want 0 ≤ from ≤ to ≤ %d", from, to, formatShape(t.Shape), t.Rows()))
	}
	w := t.Width()
	shape := slices.Clone(t.Shape)
	shape[0] = to - from
	return &Tensor{Shape: shape, Data: t.Data[from*w : to*w : to*w]}
}

// Gather returns a new tensor with the rows of the given indices, in their
// order; an index may occur more than once.
func (t *Tensor) Gather(indices []int) *Tensor {
	shape := []int{len(indices)}
	if len(t.Shape) > 1 {
		shape = append(shape, t.Shape[1:]...)
	}
	out := Zeros(shape...)
	t.GatherInto(out, indices)
	return out
}

// GatherInto copies the rows of the given indices into out, which must have
// room for them: it is [Tensor.Gather] without an allocation.
func (t *Tensor) GatherInto(out *Tensor, indices []int) {
	w := t.Width()
	for to, from := range indices {
		copy(out.Data[to*w:(to+1)*w], t.Row(from))
	}
}

// Clone returns a copy that shares nothing with t.
func (t *Tensor) Clone() *Tensor {
	return &Tensor{Shape: slices.Clone(t.Shape), Data: slices.Clone(t.Data)}
}

// Equal reports whether both tensors have the same shape and the same numbers.
// NaN equals NaN here, so that a copy is always equal to its original.
func (t *Tensor) Equal(u *Tensor) bool {
	return slices.Equal(t.Shape, u.Shape) && slices.EqualFunc(t.Data, u.Data, func(a, b float32) bool {
		return a == b || math.IsNaN(float64(a)) && math.IsNaN(float64(b))
	})
}

// ArgMax returns for every row the index of its greatest element; the first
// one of several equals. On class probabilities these are the predicted
// classes. A row that holds a NaN gives the index of the first NaN.
func (t *Tensor) ArgMax() []int {
	out := make([]int, t.Rows())
	for i := range out {
		row := t.Row(i)
		for j, v := range row {
			if v != v {
				out[i] = j
				break
			}
			if v > row[out[i]] {
				out[i] = j
			}
		}
	}
	return out
}

// Check reports a tensor whose data does not fill its shape, which a literal
// can be.
func (t *Tensor) Check() error {
	n, err := count(t.Shape)
	if err != nil {
		return err
	}
	if len(t.Data) != n {
		return fmt.Errorf("data: the tensor %s has %d places, but %d numbers", formatShape(t.Shape), n, len(t.Data))
	}
	return nil
}

// count returns the product of the dimensions.
func count(shape []int) (int, error) {
	n := 1
	for _, d := range shape {
		if d < 0 {
			return 0, fmt.Errorf("data: the shape %s has a negative dimension", formatShape(shape))
		}
		if d > 0 && n > math.MaxInt/d {
			return 0, fmt.Errorf("data: the shape %s has more places than fit in memory", formatShape(shape))
		}
		n *= d
	}
	return n, nil
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
