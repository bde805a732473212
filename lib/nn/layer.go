package nn

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/memory"
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// Layer is one step of a network. It is a value of settings: both methods leave
// it as it is, and the parameters belong to the model.
//
// A layer of your own is a struct with exported settings and these two methods.
// A method LayerName() string gives it a name of its own; without one it gets
// its type's name and a number.
type Layer interface {
	// Build fits the layer to its input, once for each model: it checks the
	// shape s.Input of one example, declares the parameters with s.Param, and
	// returns the shape of the result for one example. s.Errorf makes errors
	// that name the layer.
	Build(s *Setup) ([]int, error)
	// Apply puts the layer's operators into a graph and returns the result.
	// x has the batch as its first dimension. It is called once for every size
	// of batch, and apart for training and evaluation.
	Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error)
}

// Setup is what a layer sees while a model is built.
type Setup struct {
	// Layer is the name of the layer in its model.
	Layer string
	// Input is the shape of one example of the layer's input.
	Input []int

	// MultiplyAdds is what the layer costs for one example, for the summary: a
	// layer may add what it knows.
	MultiplyAdds int

	kind   string
	seed   int
	params []*Param
	err    error
}

// Param declares a parameter, such as "weight". Its numbers are drawn from the
// model's seed and its name, so that a change elsewhere in the network leaves
// them as they are.
func (s *Setup) Param(name string, shape []int, init Initializer) {
	s.declare(name, shape, init, 0, false)
}

// filters declares the filters of a convolution in groups: (filters, channels of
// a group, window…).
func (s *Setup) filters(name string, shape []int, groups int, init Initializer) {
	s.declare(name, shape, init, groups, false)
}

// Buffer declares numbers that belong to the layer and are saved with it, but
// are not learnt by gradients, such as moving statistics. [Graph.Buffer] returns
// them.
func (s *Setup) Buffer(name string, shape []int, init Initializer) {
	s.declare(name, shape, init, 0, true)
}

func (s *Setup) declare(name string, shape []int, init Initializer, groups int, buffer bool) {
	full := s.Layer + "." + name
	if s.err != nil {
		return
	}
	if slices.ContainsFunc(s.params, func(p *Param) bool { return p.Name == full }) {
		s.err = s.Errorf("it declares the parameter %q twice", name)
		return
	}
	for _, d := range shape {
		if d <= 0 {
			s.err = s.Errorf("the parameter %q has the shape %s: want dimensions of at least 1", name, formatShape(shape))
			return
		}
	}
	if len(shape) == 0 {
		s.err = s.Errorf("the parameter %q has no dimensions: want a shape such as {1}", name)
		return
	}
	value := &data.Tensor{Shape: slices.Clone(shape), Data: memory.Floats(product(shape))}
	h := fnv.New64a()
	_, _ = h.Write([]byte(full)) // a hash never fails
	if err := init.fill(value.Data, shape, groups, rand.New(rand.NewPCG(uint64(s.seed), h.Sum64()))); err != nil {
		s.err = s.Errorf("%v", err)
		return
	}
	s.params = append(s.params, &Param{Name: full, Value: value, buffer: buffer})
}

// Errorf returns an error that begins with the layer's kind and name:
//
//	nn: Dense "fc2": want …
func (s *Setup) Errorf(format string, args ...any) error {
	return fmt.Errorf("nn: %s %q: %w", s.kind, s.Layer, fmt.Errorf(format, args...))
}

// Graph is what a layer sees while a graph is made.
type Graph struct {
	// Layer is the name of the layer in its model.
	Layer string
	// Training is set in a graph for training, where Dropout drops.
	Training bool
	// Batch is the number of examples.
	Batch int
	// Frozen is set when the layer's parameters do not learn ([Model.Freeze]):
	// moving statistics do not move then.
	Frozen bool
	// Mask tells the steps of sequences that are filled up apart: (batch,
	// steps), 0 where there is nothing; nil when all sequences are whole. See
	// [Masking].
	Mask *gorgonia.Node

	kind    string
	b       *graph.Builder
	params  map[string]*gorgonia.Node
	buffers map[string][]float32
	outMask *gorgonia.Node // of the result, when the layer makes one
	frozen  func(layer string) bool
	random  *ops.Random
	links   map[int64]link // results of softmax and sigmoid
	streams uint64         // random operators so far in this layer
}

// link remembers what a final softmax or sigmoid was computed from.
type link struct {
	logits *gorgonia.Node
	by     Activation
}

// Param returns the node of a parameter that the layer has declared.
func (g *Graph) Param(name string) (*gorgonia.Node, error) {
	n, ok := g.params[g.Layer+"."+name]
	if !ok {
		return nil, fmt.Errorf("nn: %s: there is no parameter %q: declare it in Build with Setup.Param", g.label(), name)
	}
	return n, nil
}

// Buffer returns the numbers of a buffer that the layer has declared. An
// operator may change them while the graph runs in training.
func (g *Graph) Buffer(name string) ([]float32, error) {
	v, ok := g.buffers[g.Layer+"."+name]
	if !ok {
		return nil, fmt.Errorf("nn: %s: there is no buffer %q: declare it in Build with Setup.Buffer", g.label(), name)
	}
	return v, nil
}

// optional returns the node of a parameter, or nil when it is left out.
func (g *Graph) optional(name string, absent bool) (*gorgonia.Node, error) {
	if absent {
		return nil, nil
	}
	return g.Param(name)
}

// label names the layer, and the operators that it makes.
func (g *Graph) label() string { return fmt.Sprintf("%s %q", g.kind, g.Layer) }

// stream returns a number that tells this random operator apart from all
// others in the network. It depends on the layer's name, not on the graph.
func (g *Graph) stream() uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(g.Layer))
	g.streams++
	return h.Sum64() + g.streams
}

// Func is a layer made of functions, for one of your own without a type:
//
//	square := nn.Func{Name: "square", Forward: func(g *nn.Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
//		return gorgonia.Square(x)
//	}}
type Func struct {
	// Name of the layer. Required.
	Name string
	// Setup is the Build of [Layer]. Nil: no parameters, and a result of the
	// same shape as the input.
	Setup func(s *Setup) ([]int, error) `json:"-"`
	// Forward is the Apply of [Layer]. Required.
	Forward func(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) `json:"-"`
}

var _ Layer = Func{}

// LayerName returns the layer's name.
func (l Func) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Func) Build(s *Setup) ([]int, error) {
	if l.Name == "" || l.Forward == nil {
		return nil, s.Errorf("want a Name and a Forward function")
	}
	if l.Setup == nil {
		return s.Input, nil
	}
	return l.Setup(s)
}

// Apply implements [Layer].
func (l Func) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) { return l.Forward(g, x) }

// kindOf returns the name of a layer's type, which tells layers apart in files
// and messages. Two types of the same name in different packages are one kind.
func kindOf(l Layer) string {
	t := reflect.TypeOf(l)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Name() == "" {
		return t.String()
	}
	return t.Name()
}

// nameOf returns the name that a layer gives itself, or "".
func nameOf(l Layer) string {
	if n, ok := l.(interface{ LayerName() string }); ok {
		return n.LayerName()
	}
	return ""
}

// nameLayers gives every layer a name: its own, or its kind's with a number.
func nameLayers(layers []Layer) ([]string, error) {
	names := make([]string, len(layers))
	taken := map[string]int{}
	for i, l := range layers {
		if isNil(l) {
			return nil, fmt.Errorf("nn: layer %d is nil", i)
		}
		names[i] = nameOf(l)
		if names[i] == "" {
			continue
		}
		if strings.ContainsAny(names[i], ".\"\n") {
			return nil, fmt.Errorf("nn: layer %d is called %q: want a name without dots, quotes and line breaks", i, names[i])
		}
		if j, twice := taken[names[i]]; twice {
			return nil, fmt.Errorf("nn: layers %d and %d are both called %q: give one another Name", j, i, names[i])
		}
		taken[names[i]] = i
	}
	numbers := map[string]int{}
	for i, l := range layers {
		for names[i] == "" {
			base := snake(kindOf(l))
			if a, ok := l.(Activation); ok {
				base = string(a.orLinear())
			}
			numbers[base]++
			name := fmt.Sprintf("%s_%d", base, numbers[base])
			if _, used := taken[name]; !used {
				names[i] = name
				taken[name] = i
			}
		}
	}
	return names, nil
}

// isNil reports whether a layer is nil, or a nil pointer.
func isNil(l Layer) bool {
	if l == nil {
		return true
	}
	v := reflect.ValueOf(l)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// snake writes a type's name as layers are called: MaxPool becomes max_pool, and
// Conv2D conv2d.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) {
			if i > 0 && !unicode.IsDigit(runes[i-1]) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}
