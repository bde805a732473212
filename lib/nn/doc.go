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
// (height, width, channels) for an image.
//
// Training is not here: package train has it. [Trainer] is what it is made
// of, for a training loop of your own.
//
// Read layer.go and dense.go first, then model.go; trainer.go and loss.go are
// the way to gradients, file.go is saving and loading.
package nn
