// Package lib is the root of the training library, and holds nothing itself.
//
// A model from data to a report takes these packages, in this order:
//
//   - data and datasets: tables and tensors, splits, folds; data sets to begin with.
//   - quality, features, augment: what is wrong with the data, better columns, more
//     images.
//   - nn: layers, losses, models, files.
//   - optim: rules, schedules, clipping.
//   - train: fitting, callbacks, checkpoints, cross-validation.
//   - tune: the search for hyper-parameters.
//   - ensemble: several models that answer together.
//   - metrics and plots: how good it is, as numbers and as pictures.
//   - monitor: a model at work, and when to train it again.
//
// All of them work the same in a notebook cell and in a compiled program, use the
// processor without cgo, and give the same numbers for the same seed on the same
// machine. Functions return an error and have a twin that panics (Fit, MustFit);
// options are structs whose zero values are the usual choice; results show
// themselves in a notebook.
//
// Its tests keep what holds for all of them: the public interface as a list
// (testdata/api.txt), its rules, an example of everything, the text of every mistake.
package lib
