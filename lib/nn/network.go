package nn

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// network is a model's graph for one size of batch and one mode, ready to run.
type network struct {
	program *graph.Program
	x       []float32 // the input, to be filled before a run
	target  []float32 // the target, likewise; nil without a loss

	output, logits, cost     int // roots; logits and cost are -1 when there are none
	gradients                int // the first gradient; they follow in the order of the parameters
	outputShape, logitsShape []int
}

// graphOptions says which graph of a model is wanted.
type graphOptions struct {
	batch    int
	training bool // with gradients, and with Dropout dropping
	loss     Loss // nil: no loss
	target   []int
	random   *ops.Random
}

// network makes a graph of the model.
func (m *Model) network(o graphOptions) (*network, error) {
	n := &network{x: make([]float32, o.batch*product(m.input)), logits: -1, cost: -1}
	b := graph.NewBuilder()
	x, err := b.Input("input", withBatch(o.batch, m.input), n.x)
	if err != nil {
		return nil, fmt.Errorf("nn: %w", err)
	}
	params := map[string]*gorgonia.Node{}
	var learnt gorgonia.Nodes
	for _, p := range m.params {
		node, err := b.Parameter(p.Name, p.Value.Shape, p.Value.Data)
		if err != nil {
			return nil, fmt.Errorf("nn: %w", err)
		}
		params[p.Name] = node
		learnt = append(learnt, node)
	}
	links := map[int64]link{}
	for i, l := range m.layers {
		g := &Graph{Layer: m.names[i], Training: o.training, Batch: o.batch, kind: kindOf(l), b: b, params: params, random: o.random, links: links}
		if x, err = l.Apply(g, x); err != nil {
			return nil, fmt.Errorf("nn: %s: %w", g.label(), err)
		}
		if want := withBatch(o.batch, m.shapes[i]); x == nil || !hasShape(x, want) {
			got := "nothing"
			if x != nil {
				got = formatShape(x.Shape())
			}
			return nil, fmt.Errorf("nn: %s: Build promises the shape %s, Apply returns %s", g.label(), formatShape(want), got)
		}
	}
	roots := []*gorgonia.Node{x}
	n.outputShape = x.Shape()
	out := Output{Value: x}
	if l, ok := links[x.ID()]; ok {
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
func (n *network) addLoss(o graphOptions, b *graph.Builder, out Output, roots *[]*gorgonia.Node, learnt gorgonia.Nodes) error {
	n.target = make([]float32, o.batch*product(o.target))
	target, err := b.Input("target", withBatch(o.batch, o.target), n.target)
	if err != nil {
		return fmt.Errorf("nn: %w", err)
	}
	g := &Graph{Layer: "loss", Training: o.training, Batch: o.batch, kind: kindOfLoss(o.loss), b: b}
	cost, err := o.loss.Apply(g, out, target)
	if err != nil {
		return fmt.Errorf("nn: %s: %w", g.kind, err)
	}
	if cost == nil || cost.Dims() != 0 {
		return fmt.Errorf("nn: %s: a loss must be a single number, the mean over the batch", g.kind)
	}
	n.cost = len(*roots)
	*roots = append(*roots, cost)
	if !o.training || len(learnt) == 0 {
		return nil
	}
	grads, err := gorgonia.Grad(cost, learnt...)
	if err != nil {
		return fmt.Errorf("nn: no gradients: %w", err)
	}
	n.gradients = len(*roots)
	*roots = append(*roots, grads...)
	return nil
}

// graphs caches networks by the size of their batch: the usual one, the smaller
// last one of an epoch, a single example. Each owns buffers, so the least
// recently used goes when there are many.
type graphs struct {
	cached []cachedNetwork // the most recently used last
}

type cachedNetwork struct {
	batch int
	*network
}

const maxGraphs = 6

func (c *graphs) get(batch int, build func(batch int) (*network, error)) (*network, error) {
	for i, e := range c.cached {
		if e.batch == batch {
			c.cached = append(append(c.cached[:i:i], c.cached[i+1:]...), e)
			return e.network, nil
		}
	}
	n, err := build(batch)
	if err != nil {
		return nil, err
	}
	if len(c.cached) == maxGraphs {
		c.cached = c.cached[1:]
	}
	c.cached = append(c.cached, cachedNetwork{batch, n})
	return n, nil
}
