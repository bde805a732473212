package nn

import (
	"context"
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/data"
)

// NotFinite says where the first number comes from that is NaN or infinite, when
// the model is trained on a batch: a parameter, the input, the result of a layer
// (the first in their order), the loss, or the gradient of a parameter (the last
// in their order: gradients are computed from the end). It is "" when all are
// finite. It is meant for the batch whose loss was not a number: it computes the
// batch once more, with the same draws of Dropout and its like as the last Step.
func (t *Trainer) NotFinite(ctx context.Context, x, target *data.Tensor, weights []float32) (string, error) {
	if err := t.check("NotFinite", x, target, weights); err != nil {
		return "", err
	}
	for _, p := range t.model.all() {
		if v, bad := notFinite(p.Value.Data); bad {
			return fmt.Sprintf("parameter %s holds %v", p.Name, v), nil
		}
	}
	if v, bad := notFinite(x.Data); bad {
		return fmt.Sprintf("the input holds %v", v), nil
	}
	options := t.options(graphKey{batch: x.Rows(), weighted: weights != nil}, true)
	options.trace = true
	n, err := t.model.network(options)
	if err != nil {
		return "", err
	}
	n.fill(x, target, weights)
	kept := t.model.Snapshot() // training moves buffers
	t.random.Step--
	err = n.program.Run(ctx)
	t.random.Step++
	if err := t.model.Restore(kept); err != nil {
		return "", err
	}
	if err != nil {
		return "", fmt.Errorf("nn: NotFinite: %w", err)
	}
	for i, root := range n.layers {
		if v, bad, err := n.bad(root); err != nil {
			return "", err
		} else if bad {
			return fmt.Sprintf("the result of %s %q holds %v", kindOf(t.model.layers[i]), t.model.names[i], v), nil
		}
	}
	if v, bad, err := n.bad(n.cost); err != nil {
		return "", err
	} else if bad {
		return fmt.Sprintf("%s is %v, though the model's output is finite", kindOfLoss(t.loss), v), nil
	}
	for i := len(n.gradients) - 1; i >= 0; i-- {
		if n.gradients[i] < 0 {
			continue
		}
		if v, bad, err := n.bad(n.gradients[i]); err != nil {
			return "", err
		} else if bad {
			return fmt.Sprintf("the gradient of %s holds %v", t.model.params[i].Name, v), nil
		}
	}
	return "", nil
}

// bad returns the first number of a root that is not finite.
func (n *network) bad(root int) (float32, bool, error) {
	values, err := n.program.Root(root)
	if err != nil {
		return 0, false, fmt.Errorf("nn: NotFinite: %w", err)
	}
	v, bad := notFinite(values)
	return v, bad, nil
}

func notFinite(values []float32) (float32, bool) {
	i := slices.IndexFunc(values, func(v float32) bool { return v-v != 0 })
	if i < 0 {
		return 0, false
	}
	return values[i], true
}
