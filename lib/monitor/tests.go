package monitor

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// kolmogorovSmirnov returns the greatest distance between the distribution functions of
// two sorted samples, and the probability of one as great where both are of one
// distribution: the limit for large samples (Kolmogorov 1933, Smirnov 1948).
func kolmogorovSmirnov(a, b []float64) (distance, p float64) {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		v := min(a[i], b[j])
		for i < len(a) && a[i] == v {
			i++
		}
		for j < len(b) && b[j] == v {
			j++
		}
		distance = max(distance, math.Abs(float64(i)/float64(len(a))-float64(j)/float64(len(b))))
	}
	n, m := float64(len(a)), float64(len(b))
	return distance, kolmogorov(math.Sqrt(n*m/(n+m)) * distance)
}

// kolmogorov is the survival function of Kolmogorov's distribution.
func kolmogorov(x float64) float64 {
	if x < .2 { // there the series converges slowly, and 1 − p is below 1e-12
		return 1
	}
	var sum float64
	sign := 1.0
	for k := 1; k <= 100; k++ {
		term := math.Exp(-2 * float64(k*k) * x * x)
		sum += sign * term
		if term < 1e-17 {
			break
		}
		sign = -sign
	}
	return min(max(2*sum, 0), 1)
}

// wasserstein returns the area between the distribution functions of two sorted samples:
// how far, in the mean, one has to move numbers to make the other of it.
func wasserstein(a, b []float64) float64 {
	all := slices.Concat(a, b)
	slices.Sort(all)
	var sum float64
	i, j := 0, 0
	for k := 0; k+1 < len(all); k++ {
		for i < len(a) && a[i] <= all[k] {
			i++
		}
		for j < len(b) && b[j] <= all[k] {
			j++
		}
		sum += math.Abs(float64(i)/float64(len(a))-float64(j)/float64(len(b))) * (all[k+1] - all[k])
	}
	return sum
}

// chiSquared returns Pearson's statistic of two lists of counts of the same categories,
// the probability of one as great where both are of one distribution, and Cramér's V, an
// effect from 0 to 1.
func chiSquared(a, b []float64) (statistic, p, effect float64) {
	var na, nb float64
	for k := range a {
		na, nb = na+a[k], nb+b[k]
	}
	freedom := -1.0
	for k := range a {
		all := a[k] + b[k]
		if all == 0 {
			continue
		}
		freedom++
		ea, eb := all*na/(na+nb), all*nb/(na+nb)
		statistic += (a[k]-ea)*(a[k]-ea)/ea + (b[k]-eb)*(b[k]-eb)/eb
	}
	if freedom < 1 {
		return 0, 1, 0
	}
	return statistic, distuv.ChiSquared{K: freedom}.Survival(statistic), math.Sqrt(statistic / (na + nb))
}

// holm adjusts the p-values of several tests so that all together are wrong in no more
// than the share alpha when each is held against alpha (Holm, A Simple Sequentially
// Rejective Multiple Test Procedure, 1979).
func holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	out := make([]float64, len(p))
	least := 0.0
	for rank, i := range order {
		least = max(least, min(1, float64(len(p)-rank)*p[i]))
		out[i] = least
	}
	return out
}

// stability is the population stability index of shares in bins, of which an empty one
// counts as a ten-thousandth: Σ (b − a)·log(b/a).
func stability(a, b []float64) float64 {
	var na, nb, sum float64
	for k := range a {
		na, nb = na+a[k], nb+b[k]
	}
	for k := range a {
		x, y := max(a[k]/na, 1e-4), max(b[k]/nb, 1e-4)
		sum += (y - x) * math.Log(y/x)
	}
	return sum
}

// wilson returns the score interval of a share at a number of standard deviations
// (Wilson 1927).
func wilson(k, n int, z float64) (low, high float64) {
	m := float64(n)
	p := float64(k) / m
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return middle - half, middle + half
}
