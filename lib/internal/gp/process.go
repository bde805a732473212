package gp

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Process is a Gaussian process that has seen some values, whose mean is 0.
type Process struct {
	Kernel Kernel
	x      [][]float64
	y      *mat.VecDense
	chol   mat.Cholesky
	alpha  *mat.VecDense // K⁻¹·y
}

// New returns the process of a kernel that has seen the values y at the points x.
// It fails when two points are too much alike for the noise.
func New(k Kernel, x [][]float64, y []float64) (*Process, error) {
	if len(x) == 0 || len(x) != len(y) {
		return nil, errors.New("gp: want as many values as points, and at least one")
	}
	p := &Process{Kernel: k, x: x, y: mat.NewVecDense(len(y), append([]float64{}, y...))}
	n := len(x)
	gram := mat.NewSymDense(n, nil)
	squares := make([]float64, len(k.Lengths))
	for i := range n {
		for j := i; j < n; j++ {
			k.distances(x[i], x[j], squares)
			v := k.at(squares)
			if i == j {
				v += k.Noise
			}
			gram.SetSym(i, j, v)
		}
	}
	if !p.chol.Factorize(gram) {
		return nil, errors.New("gp: the points are too much alike: the kernel needs more noise")
	}
	p.alpha = mat.NewVecDense(n, nil)
	if err := p.chol.SolveVecTo(p.alpha, p.y); err != nil {
		return nil, err
	}
	return p, nil
}

// LogLikelihood returns the logarithm of the probability density of the values.
func (p *Process) LogLikelihood() float64 {
	n := float64(len(p.x))
	return -mat.Dot(p.y, p.alpha)/2 - p.chol.LogDet()/2 - n/2*math.Log(2*math.Pi)
}

// Predict returns the mean and the standard deviation of the function, without
// noise, at a point.
func (p *Process) Predict(at []float64) (mean, deviation float64) {
	cross := mat.NewVecDense(len(p.x), nil)
	squares := make([]float64, len(p.Kernel.Lengths))
	for i, x := range p.x {
		p.Kernel.distances(at, x, squares)
		cross.SetVec(i, p.Kernel.at(squares))
	}
	var solved mat.VecDense
	if err := p.chol.SolveVecTo(&solved, cross); err != nil && solved.IsEmpty() {
		return math.NaN(), math.NaN()
	}
	variance := p.Kernel.Variance - mat.Dot(cross, &solved)
	return mat.Dot(cross, p.alpha), math.Sqrt(max(variance, 1e-12*p.Kernel.Variance))
}

// gradient returns the derivatives of the logarithm of the likelihood by the
// logarithms of the lengths, of the variance and of the noise.
func (p *Process) gradient() []float64 {
	n, k := len(p.x), &p.Kernel
	var inverse mat.SymDense
	if err := p.chol.InverseTo(&inverse); err != nil {
		return make([]float64, len(k.Lengths)+2)
	}
	out := make([]float64, len(k.Lengths)+2)
	squares := make([]float64, len(k.Lengths))
	for i := range n {
		for j := i; j < n; j++ {
			// ½·tr((α·αᵀ − K⁻¹)·dK), whose halves below and above are alike.
			w := p.alpha.AtVec(i)*p.alpha.AtVec(j) - inverse.At(i, j)
			if i == j {
				w /= 2
			}
			k.distances(p.x[i], p.x[j], squares)
			for g := range k.Lengths {
				out[g] += w * k.slope(squares, g)
			}
			out[len(out)-2] += w * k.at(squares)
			if i == j {
				out[len(out)-1] += w * k.Noise
			}
		}
	}
	return out
}
