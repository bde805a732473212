// Package nntest checks that a layer keeps what [nn.Layer] promises: the shapes
// that it says, gradients that agree with finite differences, settings that can
// be saved, the same numbers from the same seed, the same prediction for an
// example whatever else is in its batch, and parameters that stay when they are
// frozen.
//
// It is for tests: of the layers in package nn, and of your own.
//
// Read nntest.go first; loss.go checks losses ([nn.Loss]).
package nntest
