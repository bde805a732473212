package nn_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
)

// blobs returns n points around the corners of a square, with the number of
// the corner.
func blobs(n int) (*data.Tensor, *data.Tensor) {
	r := rand.New(rand.NewPCG(1, 1))
	x, y := data.Zeros(n, 2), data.Zeros(n)
	for i := range n {
		c := r.IntN(4)
		x.Data[2*i] = float32(float64(c%2) + .1*r.NormFloat64())
		x.Data[2*i+1] = float32(float64(c/2) + .1*r.NormFloat64())
		y.Data[i] = float32(c)
	}
	return x, y
}

func TestATrainerLearns(t *testing.T) {
	x, y := blobs(200)
	model := nn.MustSequential([]nn.Layer{
		nn.Dense{Units: 16, Activation: nn.ReLU}, nn.Dropout{Rate: .1}, nn.Dense{Units: 4, Activation: nn.Softmax},
	}, nn.Options{Input: []int{2}, Seed: 1})
	trainer, err := model.Trainer(nn.TrainerOptions{Loss: nn.CrossEntropy{}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, p := range model.Params() {
		sizes = append(sizes, len(p.Value.Data))
	}
	rule := optim.Adam{LearningRate: .01}
	state, err := rule.Start(sizes)
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if _, err := trainer.Step(context.Background(), x, y); err != nil {
			t.Fatal(err)
		}
		if err := trainer.Update(func(w, g [][]float32) error { return rule.Step(state, w, g) }); err != nil {
			t.Fatal(err)
		}
	}
	result, err := trainer.Evaluate(context.Background(), x, y)
	if err != nil {
		t.Fatal(err)
	}
	p := model.MustPredict(x)
	right := 0
	for i, c := range p.ArgMax() {
		if c == int(y.Data[i]) {
			right++
		}
		var sum float64
		for _, v := range p.Row(i) {
			sum += float64(v)
		}
		if math.Abs(sum-1) > 1e-5 {
			t.Fatalf("the probabilities of example %d sum to %v", i, sum)
		}
	}
	if result.Loss > .1 || right < 195 {
		t.Errorf("after training: loss %v, %d of 200 right", result.Loss, right)
	}
}
