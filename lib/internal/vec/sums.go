package vec

import "math"

// Sums of elementwise results are in float64. The order of summation depends on
// the length only.

// Sum returns Σ x.
func Sum(x []float32) float64 { return active.sum(x) }

// SumSquares returns Σ x².
func SumSquares(x []float32) float64 { return active.sumSquares(x) }

// SumSquaresFrom returns Σ (x − mean)².
func SumSquaresFrom(x []float32, mean float32) float64 { return active.sumSquaresFrom(x, mean) }

// Dot returns Σ x·y.
func Dot(x, y []float32) float64 { return active.dot(x, y[:len(x)]) }

// Max returns the greatest number, −Inf when there is none. NaNs may be passed
// over.
func Max(x []float32) float32 {
	if len(x) == 0 {
		return float32(math.Inf(-1))
	}
	return active.max(x)
}
