package train_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
)

// reference is a model of the comparison with other libraries: those of
// testdata/bench/reference.py.
type reference struct {
	name   string
	batch  int
	input  []int
	layers []nn.Layer
}

var references = []reference{
	{"mlp", 128, []int{784}, []nn.Layer{
		nn.Dense{Units: 512, Activation: nn.ReLU}, nn.Dense{Units: 256, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax},
	}},
	{"cnn", 64, []int{1, 28, 28}, []nn.Layer{
		nn.Conv2D{Filters: 32, Kernel: nn.Square(3), Activation: nn.ReLU}, nn.Conv2D{Filters: 64, Kernel: nn.Square(3), Activation: nn.ReLU},
		nn.MaxPool{Size: nn.Square(2)}, nn.Flatten{}, nn.Dense{Units: 128, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax},
	}},
	{"lstm", 64, []int{28, 28}, []nn.Layer{nn.LSTM{Units: 128}, nn.Dense{Units: 10, Activation: nn.Softmax}}},
}

// step returns a step of training on a batch of random numbers.
func (r reference) step(tb testing.TB) func() {
	model := nn.MustSequential(r.layers, nn.Options{Input: r.input, Seed: 1})
	trainer, err := model.Trainer(nn.TrainerOptions{Loss: nn.CrossEntropy{}})
	if err != nil {
		tb.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	x := data.Zeros(append([]int{r.batch}, r.input...)...)
	for i := range x.Data {
		x.Data[i] = random.Float32()
	}
	y := data.Zeros(append([]int{r.batch}, trainer.Target()...)...)
	for i := range y.Data {
		y.Data[i] = float32(random.IntN(10))
	}
	rule := optim.Adam{LearningRate: 1e-3}
	var sizes []int
	for _, p := range model.Params() {
		sizes = append(sizes, len(p.Value.Data))
	}
	state, err := rule.Start(sizes)
	if err != nil {
		tb.Fatal(err)
	}
	return func() {
		if _, err := trainer.Step(tb.Context(), x, y); err != nil {
			tb.Fatal(err)
		}
		if err := trainer.Update(func(weights, gradients [][]float32) error {
			return rule.Step(state, weights, gradients)
		}); err != nil {
			tb.Fatal(err)
		}
	}
}

// A step keeps its memory from one batch to the next. What is left are the
// result, the lists of weights and gradients, which the caller gets, and a
// closure for each operator that divides its work by itself: at most 16 small
// objects, and none that grows with the model or the batch.
func TestStepDoesNotAllocate(t *testing.T) {
	if raceEnabled {
		t.Skip("with the race detector sync.Pool forgets at random what it holds")
	}
	for _, r := range references {
		t.Run(r.name, func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // as AllocsPerRun has it
			step := r.step(t)
			step()
			step()
			var before, after runtime.MemStats
			const steps = 3
			runtime.ReadMemStats(&before)
			objects := testing.AllocsPerRun(steps, step) // runs it once more
			runtime.ReadMemStats(&after)
			if bytes := (after.TotalAlloc - before.TotalAlloc) / (steps + 1); objects > 16 || bytes > 16<<10 {
				t.Errorf("a step allocates %v objects, %d bytes; want at most 16, 16 kB", objects, bytes)
			}
		})
	}
}

// BenchmarkStep is a step of training: forward, backward, Adam.
func BenchmarkStep(b *testing.B) {
	for _, r := range references {
		b.Run(r.name, func(b *testing.B) {
			step := r.step(b)
			step()
			b.ReportAllocs()
			for b.Loop() {
				step()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/step")
		})
	}
}

// predict returns a prediction for a batch of random numbers.
func (r reference) predict(tb testing.TB, batch int) func() {
	model := nn.MustSequential(r.layers, nn.Options{Input: r.input, Seed: 1})
	random := rand.New(rand.NewPCG(1, 2))
	x := data.Zeros(append([]int{batch}, r.input...)...)
	for i := range x.Data {
		x.Data[i] = random.Float32()
	}
	return func() {
		if _, err := model.Predict(x); err != nil {
			tb.Fatal(err)
		}
	}
}

// BenchmarkPredict is a prediction of the MLP, for one example and for a batch.
func BenchmarkPredict(b *testing.B) {
	for _, batch := range []int{1, 128} {
		b.Run(fmt.Sprintf("mlp/batch=%d", batch), func(b *testing.B) {
			predict := references[0].predict(b, batch)
			predict()
			b.ReportAllocs()
			for b.Loop() {
				predict()
			}
		})
	}
}
