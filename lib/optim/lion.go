package optim

import "errors"

// Lion takes steps of one size, by the sign of a mixture of the gradient and
// its moving average:
//
//	d = sign(beta1·m + (1−beta1)·g)
//	m ← beta2·m + (1−beta2)·g
//	w ← w − rate·(d + decay·w)
//
// Chen et al., Symbolic Discovery of Optimization Algorithms (NeurIPS 2023),
// program 1. Its rate is usually a third to a tenth of that of [AdamW], and its
// decay as much larger.
type Lion struct {
	// LearningRate of a step. Default 0.0001.
	LearningRate float64
	// Beta1 is the share of m in the mixture, below 1. Default 0.9.
	Beta1 float64
	// Beta2 is the share of m that a step keeps, below 1. Default 0.99.
	Beta2 float64
	// WeightDecay is decoupled, as in [AdamW]. Default 0: none.
	WeightDecay float64
}

var _ Optimizer = Lion{}

// Start implements [Optimizer].
func (o Lion) Start(sizes []int) (*State, error) {
	s := settings{rule: "Lion"}
	s.atLeast("LearningRate", o.LearningRate, 0)
	s.share("Beta1", o.Beta1)
	s.share("Beta2", o.Beta2)
	s.atLeast("WeightDecay", o.WeightDecay, 0)
	if err := errors.Join(s.wrong...); err != nil {
		return nil, err
	}
	return newState("Lion", orDefault(o.LearningRate, 1e-4), sizes, "m"), nil
}

// Step implements [Optimizer].
func (o Lion) Step(s *State, weights, gradients [][]float32) error {
	if err := s.check("Lion", 1, weights, gradients); err != nil {
		return err
	}
	s.Steps++
	beta1, beta2 := float32(orDefault(o.Beta1, .9)), float32(orDefault(o.Beta2, .99))
	s.eachPart(weights, gradients, func(p *parameter, from, to int) {
		m, rate, decay := p.slots[0], float32(p.rate), float32(o.WeightDecay)
		if !p.decays {
			decay = 0
		}
		for i := from; i < to; i++ {
			g, w := p.g[i], p.w[i]
			mixed := beta1*m[i] + (1-beta1)*g
			m[i] = beta2*m[i] + (1-beta2)*g
			p.w[i] = w - rate*(sign(mixed)+decay*w)
		}
	})
	return nil
}

// sign returns 1, -1, or x itself for 0 and NaN.
func sign(x float32) float32 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return x
}
