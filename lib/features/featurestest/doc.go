// Package featurestest checks that a step keeps what package features promises: it
// learns from the training part alone, changes no data set, does the same again, and
// says what does not fit.
//
// It is for tests: of the steps in package features, and of your own.
//
// All is in featurestest.go.
package featurestest
