package ensemble

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/train"
)

// Bagging says how members are trained.
type Bagging struct {
	// Build returns a new model for a member, counted from 0: a good seed. Required.
	Build func(member int) (*nn.Model, error)
	// Members is their number. Default 7.
	Members int
	// Options of the trainings. The seed of each is Options.Seed and the member's
	// number. Callbacks that remember something and Checkpoint are left aside.
	Options train.Options
}

func (b Bagging) check(d *data.Dataset) (Bagging, error) {
	if b.Members == 0 {
		b.Members = 7
	}
	switch {
	case d == nil || d.Len() == 0:
		return b, errors.New("ensemble: the data set is nil, or has no examples")
	case b.Build == nil:
		return b, errors.New("ensemble: want a function that makes the members: set Build")
	case b.Members < 1:
		return b, fmt.Errorf("ensemble: want at least 1 member, got %d: set Members", b.Members)
	}
	return b, nil
}

// member trains a member on some data.
func (b Bagging) member(k int, d *data.Dataset) (*nn.Model, error) {
	m, err := b.Build(k)
	if err != nil {
		return nil, fmt.Errorf("ensemble: member %d: %w", k, err)
	}
	o := b.Options
	o.Seed += k
	o.Checkpoint = train.Checkpoint{}
	h, err := train.Fit(m, d, o)
	if err != nil {
		return nil, fmt.Errorf("ensemble: member %d: %w", k, err)
	}
	if h.Interrupted {
		return nil, errors.New("ensemble: interrupted")
	}
	return m, nil
}

// Vote trains each member on all data; they differ by their seeds (Hansen and Salamon,
// Neural Network Ensembles, 1990; Lakshminarayanan et al., Deep Ensembles, 2017).
func Vote(d *data.Dataset, b Bagging) (*Ensemble, error) {
	b, err := b.check(d)
	if err != nil {
		return nil, err
	}
	var models []*nn.Model
	for k := range b.Members {
		m, err := b.member(k, d)
		if err != nil {
			return nil, err
		}
		models = append(models, m)
	}
	return New(models, nil)
}

// MustVote is [Vote], but panics on an error.
func MustVote(d *data.Dataset, b Bagging) *Ensemble { return must(Vote(d, b)) }

// Bag trains each member on a sample of the data, of as many rows drawn with
// replacement: about 63 % of them, some more than once (Breiman, Bagging Predictors,
// 1996).
func Bag(d *data.Dataset, b Bagging) (*Ensemble, error) {
	b, err := b.check(d)
	if err != nil {
		return nil, err
	}
	var models []*nn.Model
	var said *data.Tensor
	counts := make([]float32, d.Len())
	for k := range b.Members {
		r := rand.New(rand.NewPCG(uint64(b.Options.Seed), uint64(k)+1))
		rows, drawn := make([]int, d.Len()), make([]bool, d.Len())
		for i := range rows {
			rows[i] = r.IntN(d.Len())
			drawn[rows[i]] = true
		}
		m, err := b.member(k, d.Subset(rows))
		if err != nil {
			return nil, err
		}
		models = append(models, m)
		y, err := m.Predict(d.X)
		if err != nil {
			return nil, fmt.Errorf("ensemble: member %d: %w", k, err)
		}
		if said == nil {
			said = data.Zeros(y.Shape...)
		}
		for i, seen := range drawn {
			if !seen {
				counts[i]++
				for j, v := range y.Row(i) {
					said.Row(i)[j] += v
				}
			}
		}
	}
	e, err := New(models, nil)
	if err != nil {
		return nil, err
	}
	for i, n := range counts {
		row := said.Row(i)
		for j := range row {
			if row[j] /= n; n == 0 {
				row[j] = float32(math.NaN())
			}
		}
	}
	e.outOfBag = said
	return e, nil
}

// MustBag is [Bag], but panics on an error.
func MustBag(d *data.Dataset, b Bagging) *Ensemble { return must(Bag(d, b)) }
