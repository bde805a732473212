package nn

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/gorgolab/gorgo/lib/data"
)

// Model is a network with its parameters. Make one with [Sequential] or [Load].
//
// A model may be used by several goroutines at once: predicting, and even
// training, are safe, though two trainings of one model pull at the same
// weights.
type Model struct {
	layers []Layer
	names  []string
	input  []int
	shapes [][]int // the output of each layer, for one example
	params []*Param
	seed   int

	weights   sync.RWMutex // guards the numbers in params
	predict   sync.Mutex   // guards the graphs, which own their buffers
	inference graphs
}

// Param is a parameter of a model.
type Param struct {
	// Name is the layer's name, a dot, and the parameter's: "dense_1.weight".
	Name string
	// Value holds the numbers. Changing them changes the model; do so only
	// while nothing trains or predicts with it.
	Value *data.Tensor
}

// Options of a model.
type Options struct {
	// Input is the shape of one example, without the batch. Required.
	Input []int
	// Seed of the first weights. The same seed, layers and input give the same
	// weights on every machine.
	Seed int
}

// Sequential returns a model in which every layer takes the result of the one
// before. It fails when a layer does not fit the shape that it gets, and names
// the layer and both shapes.
func Sequential(layers []Layer, opts Options) (*Model, error) {
	if len(layers) == 0 {
		return nil, errors.New("nn: Sequential: the model has no layers: list at least one, such as nn.Dense{Units: 10}")
	}
	if len(opts.Input) == 0 {
		return nil, errors.New("nn: Sequential: want the shape of one example, without the batch: set Options.Input, for instance to []int{64}")
	}
	for _, d := range opts.Input {
		if d < 1 {
			return nil, fmt.Errorf("nn: Sequential: want an input of dimensions of at least 1, got %s: set Options.Input", formatShape(opts.Input))
		}
	}
	names, err := nameLayers(layers)
	if err != nil {
		return nil, err
	}
	return sequential(layers, names, opts)
}

// sequential builds a model of layers that have their names.
func sequential(layers []Layer, names []string, opts Options) (*Model, error) {
	m := &Model{layers: slices.Clone(layers), names: names, input: slices.Clone(opts.Input), seed: opts.Seed}
	shape := m.input
	for i, l := range layers {
		s := &Setup{Layer: names[i], Input: slices.Clone(shape), kind: kindOf(l), seed: opts.Seed}
		out, err := l.Build(s)
		if err = errors.Join(err, s.err); err != nil {
			return nil, err
		}
		for _, d := range out {
			if d < 1 {
				return nil, s.Errorf("it returns the shape %s for an input of %s: want dimensions of at least 1", formatBatch(out), formatBatch(shape))
			}
		}
		shape = slices.Clone(out)
		m.shapes = append(m.shapes, shape)
		m.params = append(m.params, s.params...)
	}
	return m, nil
}

// MustSequential is [Sequential], but panics on an error.
func MustSequential(layers []Layer, opts Options) *Model { return must(Sequential(layers, opts)) }

// Layers returns the layers, in order.
func (m *Model) Layers() []Layer { return slices.Clone(m.layers) }

// Input returns the shape of one example.
func (m *Model) Input() []int { return slices.Clone(m.input) }

// Output returns the shape of the result for one example.
func (m *Model) Output() []int { return slices.Clone(m.shapes[len(m.shapes)-1]) }

// Params returns the parameters, in the order of the layers. Their numbers are
// the model's own.
func (m *Model) Params() []*Param { return slices.Clone(m.params) }

// Weights returns the number of weights: of all numbers in the parameters.
func (m *Model) Weights() int {
	n := 0
	for _, p := range m.params {
		n += len(p.Value.Data)
	}
	return n
}

// Snapshot returns a copy of all weights, in the order of Params.
func (m *Model) Snapshot() []*data.Tensor {
	m.weights.RLock()
	defer m.weights.RUnlock()
	out := make([]*data.Tensor, len(m.params))
	for i, p := range m.params {
		out[i] = p.Value.Clone()
	}
	return out
}

// Restore sets all weights to those of a snapshot. It fails, and changes
// nothing, when the shapes are not the model's.
func (m *Model) Restore(snapshot []*data.Tensor) error {
	m.weights.Lock()
	defer m.weights.Unlock()
	if len(snapshot) != len(m.params) {
		return fmt.Errorf("nn: Restore: the model has %d parameters, the snapshot %d", len(m.params), len(snapshot))
	}
	for i, p := range m.params {
		if err := snapshot[i].Check(); err != nil {
			return fmt.Errorf("nn: Restore: %s: %w", p.Name, err)
		}
		if !slices.Equal(p.Value.Shape, snapshot[i].Shape) {
			return fmt.Errorf("nn: Restore: %s has the shape %s, the snapshot has %s", p.Name, formatShape(p.Value.Shape), formatShape(snapshot[i].Shape))
		}
	}
	for i, p := range m.params {
		copy(p.Value.Data, snapshot[i].Data)
	}
	return nil
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
