package train_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
)

// BenchmarkStep measures a step of training (forward, backward, Adam) of the
// three reference models, as a user writes them:
//
//	go test ./lib/train -run '^$' -bench 'Step/(mlp|cnn|lstm)$'
func BenchmarkStep(b *testing.B) {
	for _, c := range []struct {
		name   string
		batch  int
		input  []int
		layers []nn.Layer
	}{
		{"mlp", 128, []int{784}, []nn.Layer{
			nn.Dense{Units: 512, Activation: nn.ReLU}, nn.Dense{Units: 256, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax},
		}},
		{"cnn", 64, []int{1, 28, 28}, []nn.Layer{
			nn.Conv2D{Filters: 32, Kernel: nn.Square(3), Activation: nn.ReLU}, nn.Conv2D{Filters: 64, Kernel: nn.Square(3), Activation: nn.ReLU},
			nn.MaxPool{Size: nn.Square(2)}, nn.Flatten{}, nn.Dense{Units: 128, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax},
		}},
		{"lstm", 64, []int{28, 28}, []nn.Layer{nn.LSTM{Units: 128}, nn.Dense{Units: 10, Activation: nn.Softmax}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			m := nn.MustSequential(c.layers, nn.Options{Input: c.input, Seed: 1})
			tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.CrossEntropy{}, Seed: 1})
			if err != nil {
				b.Fatal(err)
			}
			var sizes []int
			for _, p := range m.Params() {
				sizes = append(sizes, len(p.Value.Data))
			}
			rule := optim.Adam{}
			state, err := rule.Start(sizes)
			if err != nil {
				b.Fatal(err)
			}
			r := rand.New(rand.NewPCG(1, 1))
			x, y := data.Zeros(append([]int{c.batch}, c.input...)...), data.Zeros(c.batch)
			for i := range x.Data {
				x.Data[i] = r.Float32()
			}
			for i := range y.Data {
				y.Data[i] = float32(r.IntN(10))
			}
			step := func() {
				if _, err := tr.Step(context.Background(), x, y); err != nil {
					b.Fatal(err)
				}
				if err := tr.Update(func(w, g [][]float32) error { return rule.Step(state, w, g) }); err != nil {
					b.Fatal(err)
				}
			}
			step() // builds the graph
			b.ReportAllocs()
			for b.Loop() {
				step()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1e3/float64(b.N), "ms/step")
		})
	}
}
