package sgemm

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// An example gets the same prediction by itself as in a batch, whatever the
// number of rows makes of the product: every bit is the same.
func TestOneRowIsThatRowOfManyRows(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, size := range [][2]int{{784, 512}, {300, 64}, {257, 1100}, {5, 70}, {784, 10}} {
		for _, e := range []Epilogue{{}, {Add: true, Bias: random(r, 1, size[1], false).Data, ReLU: true}} {
			for _, transposed := range []bool{false, true} {
				k, n := size[0], size[1]
				const m = 400
				a, b, c := random(r, m, k, transposed), random(r, k, n, false), random(r, m, n, false)
				before := slices.Clone(c.Data)
				Fused(m, n, k, a, b, c, e)
				for _, rows := range []int{1, 3, 100} {
					first := 7 // of the rows
					part := Matrix{Data: a.Data, Stride: a.Stride, Transposed: transposed}
					if transposed {
						part.Data = part.Data[first:]
					} else {
						part.Data = part.Data[first*a.Stride:]
					}
					got := Matrix{Data: slices.Clone(before[first*c.Stride:]), Stride: c.Stride}
					Fused(rows, n, k, part, b, got, e)
					for i := range rows {
						if at := i * c.Stride; !slices.Equal(got.Data[at:at+n], c.Data[first*c.Stride+at:][:n]) {
							t.Fatalf("%s: row %d of %d differs from the same row of %d", fmt.Sprint(k, "×", n, " ", e.Add, transposed), i, rows, m)
						}
					}
				}
			}
		}
	}
}
