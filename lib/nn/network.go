package nn

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/memory"
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"gorgonia.org/gorgonia"
)

// network is a model's graph for one size of batch and one mode, ready to run.
type network struct {
	program *graph.Program
	x       []float32 // the input, to be filled before a run
	target  []float32 // the target, likewise; nil without a loss
	weights []float32 // of the examples, likewise; nil when they have none

	output, logits, cost     int       // roots; logits and cost are -1 when there are none
	gradients                []int     // roots, in the order of the parameters; -1 for a frozen one
	layers                   []int     // roots: the result of each layer, when traced
	none                     []float32 // the gradient of what is frozen
	outputShape, logitsShape []int
}

// input sets the input. A batch of images is large enough for all processors to
// copy.
func (n *network) input(x []float32) {
	parallel.Rows(len(x), 1, func(from, to int) { copy(n.x[from:to], x[from:to]) })
}

// graphOptions says which graph of a model is wanted.
type graphOptions struct {
	batch    int
	training bool // with gradients, and with Dropout dropping
	loss     Loss // nil: no loss
	target   []int
	weighted bool // the examples have weights
	trace    bool // the result of each layer is a root
	random   *ops.Random
}

// network makes a graph of the model.
func (m *Model) network(o graphOptions) (*network, error) {
	n := &network{x: memory.Floats(o.batch * product(m.input)), logits: -1, cost: -1}
	b := graph.NewBuilder()
	x, err := b.Input("input", withBatch(o.batch, m.input), n.x)
	if err != nil {
		return nil, fmt.Errorf("nn: %w", err)
	}
	top := &Graph{Training: o.training, Batch: o.batch, b: b, params: map[string]*gorgonia.Node{}, buffers: map[string][]float32{},
		random: o.random, links: map[int64]link{}, frozen: m.frozen}
	learnt := make([]*gorgonia.Node, len(m.params))
	for i, p := range m.params {
		leaf := b.Parameter
		if p.Frozen {
			leaf = b.Input // no gradient
		}
		node, err := leaf(p.Name, p.Value.Shape, p.Value.Data)
		if err != nil {
			return nil, fmt.Errorf("nn: %w", err)
		}
		top.params[p.Name] = node
		if !p.Frozen {
			learnt[i] = node
		}
	}
	for _, p := range m.buffers {
		top.buffers[p.Name] = p.Value.Data
	}
	var roots []*gorgonia.Node
	for i, l := range m.layers {
		if x, err = top.apply(l, m.names[i], x); err != nil {
			return nil, err
		}
		if want := withBatch(o.batch, m.shapes[i]); !hasShape(x, want) {
			return nil, fmt.Errorf("nn: %s %q: Build promises the shape %s, Apply returns %s", kindOf(l), m.names[i], formatShape(want), formatShape(x.Shape()))
		}
		if o.trace {
			n.layers = append(n.layers, len(roots))
			roots = append(roots, x)
		}
	}
	n.output = len(roots)
	roots = append(roots, x)
	n.outputShape = x.Shape()
	out := Output{Value: x, Mask: top.Mask}
	if l, ok := top.links[x.ID()]; ok {
		out.Logits, out.Link = l.logits, l.by
		n.logits, n.logitsShape = len(roots), l.logits.Shape()
		roots = append(roots, l.logits)
	}
	if o.loss != nil {
		if err := n.addLoss(o, b, out, &roots, learnt); err != nil {
			return nil, err
		}
	}
	if n.program, err = graph.Compile(o.training, roots...); err != nil {
		return nil, fmt.Errorf("nn: %w", err)
	}
	return n, nil
}

// addLoss adds the loss and, for training, the gradients.
func (n *network) addLoss(o graphOptions, b *graph.Builder, out Output, roots *[]*gorgonia.Node, learnt []*gorgonia.Node) error {
	n.target = make([]float32, o.batch*product(o.target))
	target, err := b.Input("target", withBatch(o.batch, o.target), n.target)
	if err != nil {
		return fmt.Errorf("nn: %w", err)
	}
	g := &Graph{Layer: "loss", Training: o.training, Batch: o.batch, kind: kindOfLoss(o.loss), b: b}
	if o.weighted {
		n.weights = make([]float32, o.batch)
		if out.Weights, err = b.Input("weights", []int{o.batch}, n.weights); err != nil {
			return fmt.Errorf("nn: %w", err)
		}
	}
	cost, err := o.loss.Apply(g, out, target)
	if err != nil {
		return fmt.Errorf("nn: %s: %w", g.kind, err)
	}
	if cost == nil || cost.Dims() != 0 {
		return fmt.Errorf("nn: %s: a loss must be a single number, the mean over the batch", g.kind)
	}
	if o.weighted && !dependsOn(cost, out.Weights) {
		return fmt.Errorf("nn: %s: the examples have weights, which this loss leaves aside: let it use Output.Weights, or leave them out", g.kind)
	}
	n.cost = len(*roots)
	*roots = append(*roots, cost)
	if !o.training {
		return nil
	}
	var wrt gorgonia.Nodes
	for _, p := range learnt {
		at := -1
		if p != nil {
			at = len(*roots) + len(wrt)
			wrt = append(wrt, p)
		}
		n.gradients = append(n.gradients, at)
	}
	if len(wrt) == 0 {
		return nil
	}
	grads, err := gorgonia.Grad(cost, wrt...)
	if err != nil {
		return fmt.Errorf("nn: no gradients: %w", err)
	}
	*roots = append(*roots, grads...)
	return nil
}

// dependsOn reports whether a node is computed from another.
func dependsOn(n, on *gorgonia.Node) bool {
	seen := map[int64]bool{}
	var visit func(n *gorgonia.Node) bool
	visit = func(n *gorgonia.Node) bool {
		if n == on {
			return true
		}
		if seen[n.ID()] {
			return false
		}
		seen[n.ID()] = true
		it := n.Graph().From(n.ID())
		for it != nil && it.Next() {
			if visit(it.Node().(*gorgonia.Node)) {
				return true
			}
		}
		return false
	}
	return visit(n)
}

// graphs caches networks: those of the usual batch, of the smaller last one of
// an epoch, of a single example. Each owns buffers, so the least recently used
// goes when there are many.
type graphs struct {
	cached []cachedNetwork // the most recently used last
}

// graphKey tells graphs of one cache apart.
type graphKey struct {
	batch    int
	weighted bool
	version  int // of the model
}

type cachedNetwork struct {
	graphKey
	*network
}

const maxGraphs = 6

func (c *graphs) get(key graphKey, build func() (*network, error)) (*network, error) {
	for i, e := range c.cached {
		if e.graphKey == key {
			copy(c.cached[i:], c.cached[i+1:])
			c.cached[len(c.cached)-1] = e
			return e.network, nil
		}
	}
	n, err := build()
	if err != nil {
		return nil, err
	}
	if len(c.cached) == maxGraphs {
		c.cached = c.cached[1:]
	}
	c.cached = append(c.cached, cachedNetwork{key, n})
	return n, nil
}
