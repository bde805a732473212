// Package optim holds the rules by which training changes weights: [SGD] and
// [Adam].
//
// A rule is a plain struct of settings, which never changes; what it remembers
// from step to step is a [State], apart, so that the same literal can train two
// models, and a checkpoint can keep the one and the program the other:
//
//	rule := optim.Adam{LearningRate: 1e-3}
//	state, err := rule.Start(sizes)
//	err = rule.Step(state, weights, gradients)
//
// It knows numbers only: no layers, no graphs, no data. Package train calls it.
// A rule of your own is a type with the two methods of [Optimizer], or a
// [Func]; package optimtest checks it.
//
// Read optimizer.go first, then one rule a file, and clip.go.
package optim
