// Package data holds data sets in memory and prepares them for training:
// [Tensor] is a dense block of float32 numbers, [Dataset] is rows with labels
// or targets, and the rest of the package looks at data sets ([Dataset.Head],
// [Dataset.Describe]), splits them, scales them and deals them out in batches.
//
// It is not a data frame (there are no columns of mixed types), does not read
// files (package datasets does) and does not compute gradients (package nn
// does). Everything in lib stands on it; it stands only on display.
//
// Everything random takes a Seed, a plain int: the same seed gives the same
// split and the same order of batches on every machine.
//
// # Conventions of lib
//
// They hold for every package under lib, and are written down once, here.
//
//   - What computes returns (T, error) and has a twin whose name begins with
//     Must, which panics with that error: notebooks and examples call the
//     twin, programs the other. A Must function panics with nothing else.
//   - What is only looked at (a figure, a table) returns the one value. It
//     carries its error, shows it in its own place when it is displayed, and
//     returns it from Err.
//   - Indexing out of range panics, as it does for a slice.
//   - Options are plain structs whose zero value is useful.
//   - An error says the package, the object, what was wanted, what was got and
//     what to do next.
//
// Read tensor.go and dataset.go first, then split.go, folds.go, batches.go and scale.go;
// head.go and describe.go make the tables that people look at.
package data
