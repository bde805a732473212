// Package ensemble lets several models answer together: they err in different places,
// and the mean of what they say errs less than they do in the mean.
//
//	committee, err := ensemble.Bag(training, ensemble.Bagging{Build: build, Members: 7})
//	p, err := committee.Predict(test.X)
//
// An [Ensemble] is made of models that were trained anyhow ([New]), or trained here:
// each on all data from another beginning ([Vote]), or each on a sample of it ([Bag]),
// which also says how good they are on what they did not see.
//
// It knows no layers (package nn) and trains with package train.
//
// Read ensemble.go first, then train.go.
package ensemble
