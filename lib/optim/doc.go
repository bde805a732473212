// Package optim holds the rules by which training changes weights: [SGD],
// [Adam], [AdamW], [RMSProp], [Adagrad], [Adadelta] and [Lion].
//
// A rule is a plain struct of settings, which never changes; what it remembers
// from step to step is a [State], apart, so that the same literal can train two
// models, and a checkpoint can keep the one and the program the other:
//
//	rule := optim.Adam{LearningRate: 1e-3}
//	state, err := rule.Start(sizes)
//	err = rule.Step(state, weights, gradients)
//
// What goes with them: a [Treatment] for parameters that learn at another rate,
// do not decay or are frozen, and a [Group] to say so by names; the three ways
// to clip gradients ([ClipValue], [ClipNorm], [ClipGlobalNorm]); the moving
// average of weights ([EMA]); and each [Schedule] of the learning rate, which
// [PlotSchedule] draws before anything is trained.
//
// It knows numbers only: no layers, no graphs, no data. Package train calls it.
// A rule of your own is a type with the two methods of [Optimizer], or a
// [Func]; package optimtest checks it. A schedule of your own is one with those
// of [Schedule], or a [ScheduleFunc].
//
// Read optimizer.go first, then one rule a file, and clip.go; schedule.go comes
// before the schedules.
package optim
