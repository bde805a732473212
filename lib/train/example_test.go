package train_test

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
)

// Data, model, training, measurement: all of it.
func Example() {
	rest, test := datasets.Digits().MustSplit(0.2, data.SplitOptions{Seed: 1, Stratify: true})
	scaler := data.MustFitMinMax(rest)
	rest, test = rest.MustScale(scaler), test.MustScale(scaler)

	model := nn.MustSequential([]nn.Layer{
		nn.Dense{Units: 64, Activation: nn.ReLU},
		nn.Dropout{Rate: 0.2},
		nn.Dense{Units: 10, Activation: nn.Softmax},
	}, nn.Options{Input: []int{64}, Seed: 1})

	history := train.MustFit(model, rest, train.Options{
		Epochs:          30,
		ValidationSplit: 0.15,
		Optimizer:       optim.Adam{LearningRate: 3e-3},
		Callbacks:       []train.Callback{train.EarlyStopping{Patience: 10}.Callback()},
		Seed:            1,
		Quiet:           true,
	})
	fmt.Println("learnt:", history.Last().Loss < 0.2)
	fmt.Println("right:", train.MustEvaluate(model, test, nil).Accuracy > 0.95)
	// Output:
	// learnt: true
	// right: true
}

func ExampleCallback() {
	slower := train.Callback{Name: "slower", EpochEnd: func(r *train.Run) error {
		r.SetLearningRate(r.LearningRate() / 2)
		return nil
	}}
	model := nn.MustSequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}})
	history := train.MustFit(model, datasets.Iris(), train.Options{
		Epochs: 3, Optimizer: optim.SGD{LearningRate: 0.1}, Callbacks: []train.Callback{slower}, Quiet: true,
	})
	fmt.Println(history.Metric("learning_rate"))
	// Output: [0.1 0.05 0.025]
}

func ExampleEarlyStopping() {
	model := nn.MustSequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}})
	learn, validation := datasets.Iris().MustSplit(0.3, data.SplitOptions{Stratify: true})
	history := train.MustFit(model, learn, train.Options{
		Epochs: 1000, Validation: validation, Optimizer: optim.Adam{LearningRate: 0.1}, Quiet: true,
		Callbacks: []train.Callback{train.EarlyStopping{Patience: 3}.Callback()},
	})
	fmt.Println("ended early:", len(history.Epochs) < 1000)
	fmt.Println("has the best weights:", history.Best > 0)
	// Output:
	// ended early: true
	// has the best weights: true
}
