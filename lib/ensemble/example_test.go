package ensemble_test

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/ensemble"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
)

func ExampleBag() {
	learn, test := datasets.Iris().MustSplit(0.3, data.SplitOptions{Seed: 1, Stratify: true})
	committee := ensemble.MustBag(learn, ensemble.Bagging{
		Build: func(member int) (*nn.Model, error) {
			return nn.Sequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: member})
		},
		Members: 5,
		Options: train.Options{Epochs: 40, Optimizer: optim.Adam{LearningRate: 0.05}, Quiet: true},
	})
	p := committee.MustPredict(test.X)
	fmt.Println(len(committee.Models()), "members; good:", metrics.MustAccuracy(test.Y, metrics.Predicted(p)) > 0.9)
	// Output: 5 members; good: true
}

func ExampleVote() {
	committee := ensemble.MustVote(datasets.Iris(), ensemble.Bagging{
		Build: func(member int) (*nn.Model, error) {
			return nn.Sequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: member})
		},
		Members: 3, Options: train.Options{Epochs: 5, Quiet: true},
	})
	fmt.Println(len(committee.Models()), committee.OutOfBag() == nil)
	// Output: 3 true
}

// Models that were trained anyhow: one says 1, the other 3.
func ExampleNew() {
	e := ensemble.MustNew([]*nn.Model{always(1, 1), always(3, 1)}, nil)
	x := data.Zeros(1, 2)
	fmt.Println(e.MustPredict(x).Data, e.MustSpread(x).Data)
	// Output: [2] [1]
}
