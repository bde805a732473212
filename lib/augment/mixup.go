package augment

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gorgolab/gorgo/lib/data"
	"gonum.org/v1/gonum/stat/distuv"
)

// MixUp returns a data set in which each example is mixed with another one, drawn at
// random: λ of the one and 1 − λ of the other, of the features and of the classes, where
// λ has the distribution Beta(alpha, alpha) (Zhang et al., mixup: Beyond Empirical Risk
// Minimization, ICLR 2018). Classes become Targets, one probability for each; train with
// nn.CrossEntropy{OneHot: true}, and mix anew with another seed when it is time.
//
// alpha is greater than 0; 0.2 is usual.
func MixUp(d *data.Dataset, alpha float64, seed int) (*data.Dataset, error) {
	if d == nil || d.Check() != nil || d.Len() == 0 {
		return nil, fmt.Errorf("augment: MixUp: want a data set with examples whose parts fit together")
	}
	if !(alpha > 0) || math.IsInf(alpha, 0) {
		return nil, fmt.Errorf("augment: MixUp: want an alpha greater than 0, got %v", alpha)
	}
	if d.Y == nil && d.Targets == nil {
		return nil, fmt.Errorf("augment: MixUp: the data set has neither Y nor Targets to mix")
	}
	out := *d
	out.X = d.X.Clone()
	targets := d.Targets
	if targets == nil {
		targets = data.Zeros(d.Len(), len(d.Classes))
		for i, y := range d.Y {
			targets.Set(1, i, y)
		}
	}
	out.Y, out.Classes, out.Targets = nil, nil, targets.Clone()
	source := rand.NewPCG(uint64(seed), 1)
	r := rand.New(source)
	beta := distuv.Beta{Alpha: alpha, Beta: alpha, Src: source}
	for i := range d.Len() {
		j, share := r.IntN(d.Len()), float32(beta.Rand())
		mix(out.X.Row(i), d.X.Row(j), share)
		mix(out.Targets.Row(i), targets.Row(j), share)
	}
	return &out, nil
}

// MustMixUp is [MixUp], but panics on an error.
func MustMixUp(d *data.Dataset, alpha float64, seed int) *data.Dataset {
	return must(MixUp(d, alpha, seed))
}

func mix(a, b []float32, share float32) {
	for i := range a {
		a[i] = share*a[i] + (1-share)*b[i]
	}
}
