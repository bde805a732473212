package ensemble_test

import (
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/ensemble"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
)

// always says one number, whatever it is given.
func always(v float64, outputs int) *nn.Model {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: outputs, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{2}})
	for i := range m.Params()[1].Value.Data {
		m.Params()[1].Value.Data[i] = float32(v)
	}
	return m
}

func TestTheMeanIsWeighted(t *testing.T) {
	x := data.Zeros(3, 2)
	e := ensemble.MustNew([]*nn.Model{always(1, 1), always(5, 1)}, []float64{3, 1})
	// 3/4·1 + 1/4·5 = 2; √(3/4·1² + 1/4·3²) = √3
	if got := e.MustPredict(x).Data[2]; got != 2 {
		t.Errorf("the mean is %v, want 2", got)
	}
	if got := e.MustSpread(x).Data[2]; math.Abs(float64(got)-math.Sqrt(3)) > 1e-6 {
		t.Errorf("the spread is %v, want √3", got)
	}
	if len(e.Models()) != 2 || e.OutOfBag() != nil {
		t.Error("it has other members")
	}
}

func TestMistakes(t *testing.T) {
	one := always(1, 1)
	build := func(int) (*nn.Model, error) { return nil, errors.New("no idea") }
	first := func(_ any, err error) error { return err }
	for _, c := range []struct {
		err  error
		want string
	}{
		{first(ensemble.New(nil, nil)), "at least one model"},
		{first(ensemble.New([]*nn.Model{one, nil}, nil)), "model 1 is nil"},
		{first(ensemble.New([]*nn.Model{one, always(1, 2)}, nil)), "model 1 goes from [2] to [2], model 0 from [2] to [1]"},
		{first(ensemble.New([]*nn.Model{one}, []float64{-1})), "weight 0 is -1"},
		{first(ensemble.New([]*nn.Model{one}, []float64{0})), "one of them above 0"},
		{first(ensemble.MustNew([]*nn.Model{one}, nil).Predict(data.Zeros(1, 3))), "Predict: model 0: nn: Predict: want input (batch, 2)"},
		{first(ensemble.Bag(nil, ensemble.Bagging{Build: build})), "the data set is nil"},
		{first(ensemble.Bag(datasets.Iris(), ensemble.Bagging{})), "set Build"},
		{first(ensemble.Vote(datasets.Iris(), ensemble.Bagging{Build: build, Members: -1})), "set Members"},
		{first(ensemble.Vote(datasets.Iris(), ensemble.Bagging{Build: build})), "member 0: no idea"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) || !strings.HasPrefix(c.err.Error(), "ensemble: ") {
			t.Errorf("got %v, want %q", c.err, c.want)
		}
	}
}

func iris(members int) ensemble.Bagging {
	return ensemble.Bagging{
		Build: func(k int) (*nn.Model, error) {
			return nn.Sequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: k})
		},
		Members: members, Options: train.Options{Epochs: 30, Optimizer: optim.Adam{LearningRate: .05}, Seed: 2, Quiet: true},
	}
}

// TestBagsFollowTheirSeed, and know what they did not see: of seven samples a row is in
// all with a probability of 0.63⁷, 4 %.
func TestBagsFollowTheirSeed(t *testing.T) {
	d := datasets.Iris()
	a, b := ensemble.MustBag(d, iris(7)), ensemble.MustBag(d, iris(7))
	if !a.MustPredict(d.X).Equal(b.MustPredict(d.X)) {
		t.Error("the second time it is different")
	}
	unseen, right := 0, 0
	for i, y := range d.Y {
		row := a.OutOfBag().Row(i)
		if row[0] != row[0] {
			continue
		}
		unseen++
		best := 0
		for c, v := range row {
			if v > row[best] {
				best = c
			}
		}
		if best == y {
			right++
		}
	}
	if unseen < 130 || float64(right)/float64(unseen) < .85 {
		t.Errorf("out of bag %d of %d are right", right, unseen)
	}
	if ensemble.MustVote(d, iris(2)).Models()[0].Params()[0].Value.Equal(a.Models()[0].Params()[0].Value) {
		t.Error("voting learns from samples, too")
	}
}

// TestTogetherTheyErrLess: of 300 digits, seven members together against their mean
// (0.922 to 0.925 by voting, 0.906 to 0.920 by bagging elsewhere, in 10 of 10).
func TestTogetherTheyErrLess(t *testing.T) {
	if os.Getenv("GORGO_SLOW") == "" {
		t.Skip("long: make test-slow runs it")
	}
	for name, make := range map[string]func(*data.Dataset, ensemble.Bagging) *ensemble.Ensemble{"voting": ensemble.MustVote, "bagging": ensemble.MustBag} {
		var gains []float64
		for seed := range 5 {
			all := datasets.Digits().Shuffle(seed)
			all = all.MustScale(data.MustFitMinMax(all))
			rows := slices.Collect(func(yield func(int) bool) {
				for i := range all.Len() {
					if !yield(i) {
						return
					}
				}
			})
			learn, test := all.Subset(rows[:300]), all.Subset(rows[300:])
			e := make(learn, ensemble.Bagging{
				Build: func(k int) (*nn.Model, error) {
					return nn.Sequential([]nn.Layer{nn.Dense{Units: 64, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: 10*seed + k})
				},
				Options: train.Options{Epochs: 40, Optimizer: optim.Adam{LearningRate: 3e-3}, Seed: 100 * seed, Quiet: true},
			})
			mean := 0.0
			for _, m := range e.Models() {
				mean += train.MustEvaluate(m, test, nil).Accuracy / 7
			}
			gains = append(gains, metrics.MustAccuracy(test.Y, metrics.Predicted(e.MustPredict(test.X)))-mean)
		}
		if t.Logf("%s: gains %.4f", name, gains); slices.Min(gains) < 0 {
			t.Errorf("%s: together they err more than alone: %.4f", name, gains)
		}
	}
}
