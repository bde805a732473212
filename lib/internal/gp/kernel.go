package gp

import "math"

// Kernel says how alike the values at two points are:
//
//	k(a, b) = Variance · (1 + r + r²/3)·exp(−r)    r² = 5·Σ ((aᵢ − bᵢ)/Lengths[Group[i]])²
//
// and Noise besides where a point meets itself.
type Kernel struct {
	// Lengths over which values stay alike; Group says which of them each
	// dimension has, so that dimensions can share one.
	Lengths []float64
	Group   []int
	// Variance of the function, and of the noise of a measurement.
	Variance, Noise float64
}

// distances adds up the squares of the differences of two points, by group.
func (k *Kernel) distances(a, b, into []float64) {
	clear(into)
	for i, g := range k.Group {
		d := a[i] - b[i]
		into[g] += d * d
	}
}

// radius returns r.
func (k *Kernel) radius(squares []float64) float64 {
	var sum float64
	for g, s := range squares {
		sum += s / (k.Lengths[g] * k.Lengths[g])
	}
	return math.Sqrt(5 * sum)
}

// at returns the kernel without the noise.
func (k *Kernel) at(squares []float64) float64 {
	r := k.radius(squares)
	return k.Variance * (1 + r + r*r/3) * math.Exp(-r)
}

// slope returns the derivative by the logarithm of a group's length.
func (k *Kernel) slope(squares []float64, group int) float64 {
	r := k.radius(squares)
	// dk/dr = −Variance·r·(1+r)/3·exp(−r) and dr/dlog l = −5·s/(l²·r).
	return k.Variance * (1 + r) / 3 * math.Exp(-r) * 5 * squares[group] / (k.Lengths[group] * k.Lengths[group])
}
