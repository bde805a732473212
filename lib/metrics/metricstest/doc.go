// Package metricstest checks that a meter keeps what [metrics.Meter] promises:
// the value of all batches together however they are divided, nothing kept of the
// batches' memory, nothing left after a Reset, and errors that name it.
//
// It is for tests: of the meters in package metrics, and of your own.
//
// All is in metricstest.go.
package metricstest
