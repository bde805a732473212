package nn

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
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
	costs  []int   // multiply-adds of each layer, for one example
	params []*Param
	// buffers are numbers that are not learnt, such as moving statistics.
	buffers []*Param
	seed    int
	// version counts the changes of what is frozen, which graphs depend on.
	version int

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
	// Frozen says that training leaves the numbers as they are; [Model.Freeze]
	// sets it.
	Frozen bool

	buffer bool
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
		var err error
		if shape, err = s.build(l); err != nil {
			return nil, err
		}
		m.shapes = append(m.shapes, shape)
		m.costs = append(m.costs, s.MultiplyAdds)
		for _, p := range s.params {
			if p.buffer {
				m.buffers = append(m.buffers, p)
			} else {
				m.params = append(m.params, p)
			}
		}
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

// Buffers returns what layers remember besides their parameters, such as the
// moving statistics of [BatchNorm]: saved with the model, but not learnt.
func (m *Model) Buffers() []*Param { return slices.Clone(m.buffers) }

// all returns parameters and buffers.
func (m *Model) all() []*Param { return slices.Concat(m.params, m.buffers) }

// Freeze keeps the parameters whose names match one of the patterns as they
// are, whatever is trained: "conv2d_1.*" is a layer, "*" all, in which * stands
// for any text. A [BatchNorm] that is frozen runs on its moving statistics. It
// fails, and changes nothing, when a pattern matches nothing.
func (m *Model) Freeze(patterns []string) error { return m.freeze("Freeze", patterns, true) }

// MustFreeze is [Model.Freeze], but panics on an error.
func (m *Model) MustFreeze(patterns []string) {
	if err := m.Freeze(patterns); err != nil {
		panic(err)
	}
}

// Unfreeze takes back [Model.Freeze].
func (m *Model) Unfreeze(patterns []string) error { return m.freeze("Unfreeze", patterns, false) }

// MustUnfreeze is [Model.Unfreeze], but panics on an error.
func (m *Model) MustUnfreeze(patterns []string) {
	if err := m.Unfreeze(patterns); err != nil {
		panic(err)
	}
}

func (m *Model) freeze(what string, patterns []string, frozen bool) error {
	m.weights.Lock()
	defer m.weights.Unlock()
	var chosen []*Param
	for _, pattern := range patterns {
		found := false
		for _, p := range m.params {
			ok, err := path.Match(pattern, p.Name)
			if err != nil {
				return fmt.Errorf("nn: %s: %q is no pattern: %w", what, pattern, err)
			}
			if ok {
				chosen, found = append(chosen, p), true
			}
		}
		if !found {
			return fmt.Errorf("nn: %s: %q matches no parameter: there are %s", what, pattern, strings.Join(paramNames(m.params), ", "))
		}
	}
	for _, p := range chosen {
		p.Frozen = frozen
	}
	m.version++
	return nil
}

func paramNames(params []*Param) []string {
	var out []string
	for _, p := range params {
		out = append(out, p.Name)
	}
	return out
}

// frozen reports whether a layer has parameters, none of which learn.
func (m *Model) frozen(layer string) bool {
	any := false
	for _, p := range m.params {
		if strings.HasPrefix(p.Name, layer+".") {
			if !p.Frozen {
				return false
			}
			any = true
		}
	}
	return any
}

// Exchange swaps the numbers of the parameters, in the order of Params, with
// those of values: for an average of weights that is measured now and then. It
// fails, and changes nothing, when the sizes are not the model's.
func (m *Model) Exchange(values [][]float32) error {
	m.weights.Lock()
	defer m.weights.Unlock()
	if len(values) != len(m.params) {
		return fmt.Errorf("nn: Exchange: the model has %d parameters, got %d", len(m.params), len(values))
	}
	for i, p := range m.params {
		if len(values[i]) != len(p.Value.Data) {
			return fmt.Errorf("nn: Exchange: %s has %d numbers, got %d", p.Name, len(p.Value.Data), len(values[i]))
		}
	}
	for i, p := range m.params {
		for j, v := range values[i] {
			values[i][j], p.Value.Data[j] = p.Value.Data[j], v
		}
	}
	return nil
}

// Snapshot returns a copy of all numbers of the model, in the order of Params
// and then of Buffers.
func (m *Model) Snapshot() []*data.Tensor {
	m.weights.RLock()
	defer m.weights.RUnlock()
	var out []*data.Tensor
	for _, p := range m.all() {
		out = append(out, p.Value.Clone())
	}
	return out
}

// Restore sets all numbers of the model to those of a snapshot. It fails, and
// changes nothing, when the shapes are not the model's.
func (m *Model) Restore(snapshot []*data.Tensor) error {
	m.weights.Lock()
	defer m.weights.Unlock()
	all := m.all()
	if len(snapshot) != len(all) {
		return fmt.Errorf("nn: Restore: the model has %d parameters and buffers, the snapshot %d", len(all), len(snapshot))
	}
	for i, p := range all {
		if snapshot[i] == nil {
			return fmt.Errorf("nn: Restore: the snapshot has nothing for %s", p.Name)
		}
		if err := snapshot[i].Check(); err != nil {
			return fmt.Errorf("nn: Restore: %s: %w", p.Name, err)
		}
		if !slices.Equal(p.Value.Shape, snapshot[i].Shape) {
			return fmt.Errorf("nn: Restore: %s has the shape %s, the snapshot has %s", p.Name, formatShape(p.Value.Shape), formatShape(snapshot[i].Shape))
		}
	}
	for i, p := range all {
		copy(p.Value.Data, snapshot[i].Data)
	}
	return nil
}

// MustRestore is [Model.Restore], but panics on an error.
func (m *Model) MustRestore(snapshot []*data.Tensor) {
	if err := m.Restore(snapshot); err != nil {
		panic(err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
