package optim

import (
	"errors"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/vec"
)

// Adam follows a moving average of the gradient, m, divided by the root of a
// moving average of its square, v, both corrected for their start at zero:
//
//	m ← beta1·m + (1−beta1)·g        m̂ = m / (1−beta1ᵗ)
//	v ← beta2·v + (1−beta2)·g²       v̂ = v / (1−beta2ᵗ)
//	w ← w − rate · m̂ / (√v̂ + epsilon)
//
// where t counts the steps from 1: algorithm 1 of Kingma and Ba, Adam: A Method
// for Stochastic Optimization (ICLR 2015).
type Adam struct {
	// LearningRate of a step. Default 0.001.
	LearningRate float64
	// Beta1 is the share of m that a step keeps, below 1. Default 0.9.
	Beta1 float64
	// Beta2 is the share of v that a step keeps, below 1. Default 0.999.
	Beta2 float64
	// Epsilon keeps the division from blowing up. Default 1e-8.
	Epsilon float64
}

var _ Optimizer = Adam{}

// Start implements [Optimizer].
func (o Adam) Start(sizes []int) (*State, error) { return o.start("Adam", sizes) }

// start checks the settings for Adam and for what stands on it.
func (o Adam) start(rule string, sizes []int, more ...error) (*State, error) {
	s := settings{rule: rule}
	s.atLeast("LearningRate", o.LearningRate, 0)
	s.share("Beta1", o.Beta1)
	s.share("Beta2", o.Beta2)
	s.atLeast("Epsilon", o.Epsilon, 0)
	if err := errors.Join(append(s.wrong, more...)...); err != nil {
		return nil, err
	}
	return newState(rule, orDefault(o.LearningRate, .001), sizes, "m", "v"), nil
}

// Step implements [Optimizer].
func (o Adam) Step(s *State, weights, gradients [][]float32) error {
	return o.step("Adam", s, weights, gradients, 0)
}

// step takes a step with decoupled decay.
func (o Adam) step(rule string, s *State, weights, gradients [][]float32, decay float64) error {
	if err := s.check(rule, 2, weights, gradients); err != nil {
		return err
	}
	s.Steps++
	beta1, beta2, t := orDefault(o.Beta1, .9), orDefault(o.Beta2, .999), float64(s.Steps)
	step := vec.AdamStep{
		Beta1: float32(beta1), Beta2: float32(beta2),
		Correction: float32(1 / (1 - math.Pow(beta2, t))),
		Epsilon:    float32(orDefault(o.Epsilon, 1e-8)),
	}
	correction := 1 - math.Pow(beta1, t)
	s.eachPart(weights, gradients, func(p *parameter, from, to int) {
		step := step
		step.Rate = float32(p.rate / correction)
		if decay > 0 && p.decays {
			vec.Scale(p.w[from:to], float32(1-p.rate*decay))
		}
		vec.Adam(p.w[from:to], p.g[from:to], p.slots[0][from:to], p.slots[1][from:to], step)
	})
	return nil
}

// AdamW is [Adam] with decoupled weight decay: before each step every weight
// shrinks by rate·WeightDecay of itself, whatever its gradients were (Loshchilov
// and Hutter, Decoupled Weight Decay Regularization, ICLR 2019). Weights whose
// [Treatment] says NoDecay do not: package train says so for biases and for the
// scales and shifts of normalisations.
type AdamW struct {
	// LearningRate, Beta1, Beta2 and Epsilon are those of [Adam], with the same
	// defaults.
	LearningRate, Beta1, Beta2, Epsilon float64
	// WeightDecay is the share by which a step at learning rate 1 would shrink
	// the weights. 0 is none; [NewAdamW] sets the usual 0.01.
	WeightDecay float64
}

var _ Optimizer = AdamW{}

// NewAdamW returns AdamW with a WeightDecay of 0.01.
func NewAdamW() AdamW { return AdamW{WeightDecay: .01} }

func (o AdamW) adam() Adam {
	return Adam{LearningRate: o.LearningRate, Beta1: o.Beta1, Beta2: o.Beta2, Epsilon: o.Epsilon}
}

// Start implements [Optimizer].
func (o AdamW) Start(sizes []int) (*State, error) {
	s := settings{rule: "AdamW"}
	s.atLeast("WeightDecay", o.WeightDecay, 0)
	return o.adam().start("AdamW", sizes, s.wrong...)
}

// Step implements [Optimizer].
func (o AdamW) Step(s *State, weights, gradients [][]float32) error {
	return o.adam().step("AdamW", s, weights, gradients, o.WeightDecay)
}
