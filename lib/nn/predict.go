package nn

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/data"
)

// predictBatch is the number of examples that a model predicts at once: enough
// to fill the processors, little enough memory.
const predictBatch = 256

// Predict returns the model's output for every example of x: a tensor (n, …)
// with the shape of [Model.Output]. Dropout and its like do nothing. For a
// model that ends in [Softmax] or [Sigmoid] these are probabilities.
func (m *Model) Predict(x *data.Tensor) (*data.Tensor, error) {
	return m.PredictContext(context.Background(), x)
}

// MustPredict is [Model.Predict], but panics on an error.
func (m *Model) MustPredict(x *data.Tensor) *data.Tensor { return must(m.Predict(x)) }

// PredictContext is [Model.Predict], but ends early, with the context's error,
// when ctx is cancelled.
func (m *Model) PredictContext(ctx context.Context, x *data.Tensor) (*data.Tensor, error) {
	return m.forward(ctx, "Predict", x, false)
}

// Logits returns what the model computes before a final [Softmax] or
// [Sigmoid]. For a model that ends in neither it is an error: [Model.Predict]
// returns the logits then.
func (m *Model) Logits(x *data.Tensor) (*data.Tensor, error) {
	return m.forward(context.Background(), "Logits", x, true)
}

// MustLogits is [Model.Logits], but panics on an error.
func (m *Model) MustLogits(x *data.Tensor) *data.Tensor { return must(m.Logits(x)) }

func (m *Model) forward(ctx context.Context, what string, x *data.Tensor, logits bool) (*data.Tensor, error) {
	if err := m.checkInput(what, x); err != nil {
		return nil, err
	}
	m.predict.Lock()
	defer m.predict.Unlock()
	m.weights.RLock()
	defer m.weights.RUnlock()

	var out *data.Tensor
	for from := 0; from < x.Rows(); from += predictBatch {
		part := x.Slice(from, min(x.Rows(), from+predictBatch))
		n, err := m.inference.get(graphKey{batch: part.Rows()}, func() (*network, error) {
			return m.network(graphOptions{batch: part.Rows()})
		})
		if err != nil {
			return nil, err
		}
		n.input(part.Data)
		if err := n.program.Run(ctx); err != nil {
			return nil, fmt.Errorf("nn: %s: %w", what, err)
		}
		root, shape := n.output, n.outputShape
		if logits {
			if n.logits < 0 {
				return nil, errors.New("nn: Logits: the model ends in neither Softmax nor Sigmoid: Predict returns its logits")
			}
			root, shape = n.logits, n.logitsShape
		}
		values, err := n.program.Root(root)
		if err != nil {
			return nil, fmt.Errorf("nn: %s: %w", what, err)
		}
		if out == nil {
			out = data.Zeros(withBatch(x.Rows(), shape[1:])...)
		}
		copy(out.Data[from*out.Width():], values)
	}
	return out, nil
}

// ChannelsLast reports whether a batch holds colour images whose channels come
// last, where a model wants them first: there are as many numbers, but to Reshape
// them would mix up the colours.
func ChannelsLast(input, batch []int) bool {
	return len(input) == 3 && len(batch) == 4 && input[0] > 1 && slices.Equal(input, []int{batch[3], batch[1], batch[2]}) && !slices.Equal(input, batch[1:])
}

// checkInput reports examples that the model cannot take.
func (m *Model) checkInput(what string, x *data.Tensor) error {
	if x == nil {
		return fmt.Errorf("nn: %s: want input %s, got nil", what, formatBatch(m.input))
	}
	if err := x.Check(); err != nil {
		return fmt.Errorf("nn: %s: %w", what, err)
	}
	if len(x.Shape) == 0 || !slices.Equal(x.Shape[1:], m.input) {
		hint := "give it what the model was built for, or build the model with Options.Input of this shape"
		if ChannelsLast(m.input, x.Shape) {
			hint = "its channels come last: give the model Options.Input of this shape, with nn.Permute{Order: []int{2, 0, 1}} as the first layer"
		} else if len(x.Shape) > 0 && x.Width() == product(m.input) {
			hint = "the numbers fit: Reshape it"
		} else if slices.Equal(x.Shape, m.input) {
			hint = "for a single example, Reshape it to (1, …)"
		}
		return fmt.Errorf("nn: %s: want input %s, got %s: %s", what, formatBatch(m.input), formatShape(x.Shape), hint)
	}
	if x.Rows() == 0 {
		return fmt.Errorf("nn: %s: the input %s has no examples", what, formatShape(x.Shape))
	}
	return nil
}
