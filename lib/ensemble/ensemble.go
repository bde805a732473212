package ensemble

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
)

// Ensemble is models that answer together.
type Ensemble struct {
	models  []*nn.Model
	weights []float64
	// outOfBag is what the members of a bagged ensemble say of rows that they did not
	// learn from; nil without.
	outOfBag *data.Tensor
}

// New returns an ensemble of models that take and return the same shapes. weights say
// how much each counts; nil: all alike.
func New(models []*nn.Model, weights []float64) (*Ensemble, error) {
	if len(models) == 0 {
		return nil, errors.New("ensemble: New: want at least one model")
	}
	for i, m := range models {
		if m == nil {
			return nil, fmt.Errorf("ensemble: New: model %d is nil", i)
		}
		if !slices.Equal(m.Input(), models[0].Input()) || !slices.Equal(m.Output(), models[0].Output()) {
			return nil, fmt.Errorf("ensemble: New: model %d goes from %v to %v, model 0 from %v to %v: want the same", i, m.Input(), m.Output(), models[0].Input(), models[0].Output())
		}
	}
	if weights == nil {
		for range models {
			weights = append(weights, 1)
		}
	}
	var sum float64
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			return nil, fmt.Errorf("ensemble: New: weight %d is %v: want finite numbers of at least 0", i, w)
		}
		sum += w
	}
	if len(weights) != len(models) || sum == 0 {
		return nil, fmt.Errorf("ensemble: New: want a weight for each of %d models, one of them above 0, got %v", len(models), weights)
	}
	e := &Ensemble{models: slices.Clone(models)}
	for _, w := range weights {
		e.weights = append(e.weights, w/sum)
	}
	return e, nil
}

// MustNew is [New], but panics on an error.
func MustNew(models []*nn.Model, weights []float64) *Ensemble { return must(New(models, weights)) }

// Models returns the members.
func (e *Ensemble) Models() []*nn.Model { return slices.Clone(e.models) }

// Predict returns the mean of what the members say: of classifiers that end in a
// softmax, the mean probabilities.
func (e *Ensemble) Predict(x *data.Tensor) (*data.Tensor, error) {
	var out *data.Tensor
	for k, m := range e.models {
		y, err := m.Predict(x)
		if err != nil {
			return nil, fmt.Errorf("ensemble: Predict: model %d: %w", k, err)
		}
		if out == nil {
			out = data.Zeros(y.Shape...)
		}
		for i, v := range y.Data {
			out.Data[i] += float32(e.weights[k] * float64(v))
		}
	}
	return out, nil
}

// MustPredict is [Ensemble.Predict], but panics on an error.
func (e *Ensemble) MustPredict(x *data.Tensor) *data.Tensor { return must(e.Predict(x)) }

// Spread returns, for each example and output, the standard deviation of what the
// members say: where it is great, they do not know.
func (e *Ensemble) Spread(x *data.Tensor) (*data.Tensor, error) {
	mean, err := e.Predict(x)
	if err != nil {
		return nil, err
	}
	out := data.Zeros(mean.Shape...)
	for k, m := range e.models {
		y, err := m.Predict(x)
		if err != nil {
			return nil, fmt.Errorf("ensemble: Spread: model %d: %w", k, err)
		}
		for i, v := range y.Data {
			d := float64(v) - float64(mean.Data[i])
			out.Data[i] += float32(e.weights[k] * d * d)
		}
	}
	for i, v := range out.Data {
		out.Data[i] = float32(math.Sqrt(float64(v)))
	}
	return out, nil
}

// MustSpread is [Ensemble.Spread], but panics on an error.
func (e *Ensemble) MustSpread(x *data.Tensor) *data.Tensor { return must(e.Spread(x)) }

// OutOfBag returns, for each row that a bagged ensemble learnt from, the mean of what
// those members say that did not see it: an estimate of how good the ensemble is,
// without a test part. A row that all have seen is NaN. It is nil for an ensemble that
// was not made by [Bag].
func (e *Ensemble) OutOfBag() *data.Tensor { return e.outOfBag }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
