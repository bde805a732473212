// Package nn builds networks from layers, predicts with them, and saves and
// loads them:
//
//	model := nn.MustSequential([]nn.Layer{
//		nn.Dense{Units: 64, Activation: nn.ReLU},
//		nn.Dropout{Rate: 0.2},
//		nn.Dense{Units: 10, Activation: nn.Softmax},
//	}, nn.Options{Input: []int{64}, Seed: 1})
//
// A layer is a plain struct of settings without state, so one literal may be
// used twice. A [Model] owns the parameters. What a layer computes it says in
// the operators of gorgonia's expression graph, from which the gradients
// follow; a layer of your own is a type with two methods ([Layer]) or a
// [Func], and package nntest checks it.
//
// # Probabilities and logits
//
// A model returns what its last layer says, as in Keras: one that ends in
// [Softmax] or [Sigmoid] predicts probabilities, one that ends in a plain
// [Dense] predicts unbounded numbers, which for a classifier are logits.
// [CrossEntropy] and [BinaryCrossEntropy] understand both and always compute
// from the logits, because the logarithm of a rounded probability is wrong
// when it matters. End a classifier in Softmax (or Sigmoid, for one output),
// and Predict gives probabilities while training is as exact as it can be.
// [Model.Logits] returns the numbers before a final softmax or sigmoid.
//
// # Shapes
//
// The first dimension is always the batch, and no layer's settings mention it:
// Options.Input is the shape of one example, (64) for a row of 64 features,
// (channels, height, width) for an image, (steps, features) for a sequence.
// Images have their channels first; [Permute] with Order {2, 0, 1} turns those
// that have them last, as package data does, and [Reshape] gives grey ones their
// one channel.
//
// # What is there
//
//   - [Dense], [Flatten], [Reshape], [Permute], [Dropout], [SpatialDropout]
//   - images: [Conv2D], [Conv1D], [MaxPool], [AvgPool], [GlobalAvgPool],
//     [GlobalMaxPool]
//   - [BatchNorm], [LayerNorm]
//   - sequences: [Embedding], [SimpleRNN], [LSTM], [GRU], [Bidirectional],
//     [SelfAttention], [PositionalEncoding], and [Masking] for those that are
//     shorter than others
//   - blocks: [Residual], [Parallel]
//   - every [Activation]
//   - losses: [CrossEntropy], [BinaryCrossEntropy], [Focal], [Hinge],
//     [KLDivergence], [MeanSquaredError], [MeanAbsoluteError], [Huber]
//
// [Model.Freeze] keeps parameters from learning, a [Penalty] keeps them small.
//
// Training is not here: package train has it. [Trainer] is what it is made
// of, for a training loop of your own.
//
// Read layer.go and dense.go first, then model.go and stack.go, which applies
// layers one after the other; network.go, trainer.go and loss.go are the way to
// gradients, file.go is saving and loading. Each family of layers has a file.
package nn
