// Package train fits models to data:
//
//	history, err := train.Fit(model, trainSet, train.Options{
//		Epochs:     30,
//		Validation: valSet,
//		Optimizer:  optim.Adam{LearningRate: 1e-3},
//	})
//
// In a notebook [Fit] shows a progress bar and loss and accuracy curves that
// grow while it trains; in a program it prints a line for each epoch. An
// interrupt (the stop button, Ctrl-C) ends the training early and keeps what
// was learnt; the [History] says so. Options.Augment changes images each time that
// they are learnt from (package augment). A [Callback] looks on, stops the training,
// changes the learning rate: [EarlyStopping], [SaveBest], [LogCSV] and
// [LogJSONL] are there. A [Checkpoint] keeps everything, so that a training that
// was ended goes on as if it had not been. [FindLearningRate] searches where to
// begin, [CrossValidate] measures on every example.
//
// The same seed gives the same curve, bit for bit, on the same machine,
// whatever the number of processors in use. Two models can be trained at once.
//
// It holds no layers (package nn), no rules (package optim) and no scores
// beyond what it reports (package metrics).
//
// Read options.go first, then fit.go, run.go and update.go; check.go is what is
// said before training starts, history.go what comes out; store.go comes before
// checkpoint.go. Each callback has a file. Package traintest checks callbacks.
package train
