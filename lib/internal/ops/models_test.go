package ops

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// reference models, with Adam: the operators' part of a training step.
type model struct {
	b             *graph.Builder
	r             *rand.Rand
	params        []*G.Node
	weights, m, v [][]float32
	program       *graph.Program
	input         []float32
	err           error
	steps         int
}

func newModel() *model { return &model{b: graph.NewBuilder(), r: rand.New(rand.NewPCG(1, 2))} }

func (m *model) param(name string, shape ...int) *G.Node {
	w := make([]float32, size(shape))
	for i := range w {
		w[i] = float32(m.r.NormFloat64() * .05)
	}
	n, err := m.b.Parameter(name, shape, w)
	m.keep(n, err)
	m.params = append(m.params, n)
	m.weights = append(m.weights, w)
	m.m = append(m.m, make([]float32, len(w)))
	m.v = append(m.v, make([]float32, len(w)))
	return n
}

func (m *model) keep(n *G.Node, err error) *G.Node {
	if err != nil && m.err == nil {
		m.err = err
	}
	return n
}

func (m *model) data(shape ...int) *G.Node {
	m.input = make([]float32, size(shape))
	for i := range m.input {
		m.input[i] = m.r.Float32()
	}
	return m.keep(m.b.Input("x", shape, m.input))
}

func (m *model) dense(name string, act Activation, x *G.Node, in, out int) *G.Node {
	return m.keep(Dense(m.b, name, act, x, m.param(name+".w", in, out), m.param(name+".b", out)))
}

// finish adds the loss and compiles.
func (m *model) finish(logits *G.Node) error {
	if m.err != nil {
		return m.err
	}
	n, classes := logits.Shape()[0], logits.Shape()[1]
	y := make([]float32, n)
	for i := range y {
		y[i] = float32(m.r.IntN(classes))
	}
	target := m.keep(m.b.Input("y", []int{n}, y))
	cost := m.keep(CrossEntropy(m.b, "loss", 0, logits, target, nil))
	if m.err != nil {
		return m.err
	}
	grads, err := G.Grad(cost, m.params...)
	if err != nil {
		return err
	}
	m.program, err = graph.Compile(true, append([]*G.Node{cost}, grads...)...)
	return err
}

// step is one of training.
func (m *model) step() error {
	if err := m.program.Run(context.Background()); err != nil {
		return err
	}
	m.steps++
	s := vec.AdamStep{Beta1: .9, Beta2: .999, Rate: 1e-3, Correction: 1, Epsilon: 1e-8}
	for i, w := range m.weights {
		g, err := m.program.Root(i + 1)
		if err != nil {
			return err
		}
		parallel.Rows(len(w), 1, func(from, to int) {
			vec.Adam(w[from:to], g[from:to], m.m[i][from:to], m.v[i][from:to], s)
		})
	}
	return nil
}

var models = []struct {
	name  string
	build func() (*model, error)
}{
	{"mlp", func() (*model, error) {
		m := newModel()
		h := m.dense("l1", ReLU, m.data(128, 784), 784, 512)
		h = m.dense("l2", ReLU, h, 512, 256)
		return m, m.finish(m.dense("l3", Identity, h, 256, 10))
	}},
	{"cnn", func() (*model, error) {
		m := newModel()
		h := m.keep(Conv2D(m.b, "c1", ReLU, Window{}, 1, m.data(64, 1, 28, 28), m.param("c1.w", 32, 1, 3, 3), m.param("c1.b", 32)))
		h = m.keep(Conv2D(m.b, "c2", ReLU, Window{}, 1, h, m.param("c2.w", 64, 32, 3, 3), m.param("c2.b", 64)))
		h = m.keep(MaxPool2D(m.b, "p", Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}, h))
		h = m.keep(Reshape(m.b, "flat", []int{64, 9216}, h))
		h = m.dense("l1", ReLU, h, 9216, 128)
		return m, m.finish(m.dense("l2", Identity, h, 128, 10))
	}},
	{"lstm", func() (*model, error) {
		m := newModel()
		h := m.keep(LSTM(m.b, "r", Recurrent{}, m.data(64, 28, 28), m.param("wx", 28, 512), m.param("wh", 128, 512), m.param("b", 512), nil))
		return m, m.finish(m.dense("l", Identity, h, 128, 10))
	}},
}

// BenchmarkStep is one step of training of the reference models. It also prints
// the fastest step, and the processor time of a step, which other work on the
// machine disturbs less.
func BenchmarkStep(b *testing.B) {
	for _, c := range models {
		b.Run(c.name, func(b *testing.B) {
			m, err := c.build()
			if err != nil {
				b.Fatal(err)
			}
			if err := m.step(); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			best, used := time.Duration(1<<62), processorTime()
			for b.Loop() {
				start := time.Now()
				if err := m.step(); err != nil {
					b.Fatal(err)
				}
				best = min(best, time.Since(start))
			}
			b.ReportMetric(best.Seconds()*1e3, "fastest-ms")
			b.ReportMetric((processorTime()-used).Seconds()*1e3/float64(b.N), "cpu-ms")
		})
	}
}
