package data

// How a tensor is written for people: its shape, then its numbers, with the
// middle left out when there are many.

import (
	"strconv"
	"strings"
)

// Rows and columns of a long tensor that are shown at either end.
const edgeItems = 3

// String returns the shape and the numbers, shortened to their two ends when
// there are more than a few:
//
//	Tensor (1797, 64)
//	[[0 0 5 … 0 0 0]
//	 [0 0 0 … 10 0 0]
//	 …
//	 [0 0 10 … 12 1 0]]
func (t *Tensor) String() string {
	var b strings.Builder
	b.WriteString("Tensor ")
	b.WriteString(formatShape(t.Shape))
	b.WriteByte('\n')
	if err := t.Check(); err != nil {
		b.WriteString(err.Error())
		return b.String()
	}
	t.write(&b, 0, 0)
	return b.String()
}

// write writes the part of the tensor that begins at element at, from
// dimension d on.
func (t *Tensor) write(b *strings.Builder, d, at int) {
	if d == len(t.Shape) {
		b.WriteString(formatNumber(float64(t.Data[at])))
		return
	}
	stride := 1
	for _, n := range t.Shape[d+1:] {
		stride *= n
	}
	separator := " "
	if d < len(t.Shape)-1 {
		separator = strings.Repeat("\n", len(t.Shape)-1-d) + strings.Repeat(" ", d+1)
	}
	b.WriteByte('[')
	for i := 0; i < t.Shape[d]; i++ {
		if i > 0 {
			b.WriteString(separator)
		}
		if i == edgeItems && t.Shape[d] > 2*edgeItems+1 {
			b.WriteString("…" + separator)
			i = t.Shape[d] - edgeItems
		}
		t.write(b, d+1, at+i*stride)
	}
	b.WriteByte(']')
}

// formatShape writes a shape as people do: (32, 64).
func formatShape(shape []int) string {
	parts := make([]string, len(shape))
	for i, d := range shape {
		parts[i] = strconv.Itoa(d)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// formatNumber writes a number with at most four significant digits after
// which nothing of interest follows; whole numbers are written whole.
func formatNumber(v float64) string {
	if v > -1e9 && v < 1e9 && v == float64(int64(v)) {
		return strconv.FormatInt(int64(v), 10)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}
