package gp

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/optimize"
)

// What is believed of the logarithms of the parameters before any value is seen,
// for points in the unit square and values of variance 1: normal distributions.
var priors = struct{ length, variance, noise prior }{
	prior{math.Log(.5), 1}, prior{0, 2}, prior{math.Log(1e-5), 2},
}

type prior struct{ mean, deviation float64 }

// longer is what the length's mean grows by with dimensions: points in a cube of many
// are further apart, by the root of their number (Hvarfner, Hellsten, Nardi, Vanilla
// Bayesian Optimization Performs Great in High Dimensions, ICML 2024).
func longer(dimensions int) float64 { return math.Log(float64(dimensions)/2) / 2 }

// log returns the logarithm of the density but for a constant, and its slope.
func (p prior) log(v float64) (value, slope float64) {
	z := (v - p.mean) / p.deviation
	return -z * z / 2, -z / p.deviation
}

// The logarithms of all parameters are kept within these, where matrices can be
// factorised.
const lowest, highest = -14, 7

// Fit returns the process whose parameters are the most probable after the values
// y at the points x, which lie in the unit cube; y has mean 0 and variance 1, or
// about so. group says which dimensions share a length.
func Fit(x [][]float64, y []float64, group []int) (*Process, error) {
	groups := 0
	for _, g := range group {
		groups = max(groups, g+1)
	}
	begin := make([]float64, groups+2)
	for g := range groups {
		begin[g] = priors.length.mean + longer(groups)
	}
	begin[groups], begin[groups+1] = priors.variance.mean, priors.noise.mean
	problem := optimize.Problem{
		Func: func(theta []float64) float64 {
			p, err := New(kernelOf(theta, group), x, y)
			if err != nil {
				return math.Inf(1)
			}
			value, _ := posterior(p, theta)
			return -value
		},
		Grad: func(grad, theta []float64) {
			p, err := New(kernelOf(theta, group), x, y)
			if err != nil {
				clear(grad)
				return
			}
			_, slope := posterior(p, theta)
			for i, s := range slope {
				grad[i] = -s
			}
		},
	}
	// That the search ends without having converged is no failure: what it has
	// is better than the beginning.
	result, err := optimize.Minimize(problem, begin, &optimize.Settings{MajorIterations: 40}, &optimize.LBFGS{})
	best := begin
	if result != nil && !math.IsInf(result.F, 0) && !math.IsNaN(result.F) {
		best = result.X
	}
	p, newErr := New(kernelOf(best, group), x, y)
	if newErr != nil {
		return nil, errors.Join(newErr, err)
	}
	return p, nil
}

// posterior returns the logarithm of the posterior density but for a constant,
// and its slopes.
func posterior(p *Process, theta []float64) (float64, []float64) {
	value, slope := p.LogLikelihood(), p.gradient()
	for i, v := range theta {
		if v < lowest || v > highest {
			slope[i] = 0 // the kernel does not follow
		}
		prior := priors.length
		prior.mean += longer(len(theta) - 2)
		switch i {
		case len(theta) - 2:
			prior = priors.variance
		case len(theta) - 1:
			prior = priors.noise
		}
		l, s := prior.log(v)
		value, slope[i] = value+l, slope[i]+s
	}
	return value, slope
}

func kernelOf(theta []float64, group []int) Kernel {
	k := Kernel{Group: group}
	at := func(i int) float64 { return math.Exp(min(max(theta[i], lowest), highest)) }
	for i := range len(theta) - 2 {
		k.Lengths = append(k.Lengths, at(i))
	}
	k.Variance, k.Noise = at(len(theta)-2), at(len(theta)-1)
	return k
}
