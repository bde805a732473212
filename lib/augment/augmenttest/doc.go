// Package augmenttest checks that an operation keeps what package augment promises: the
// same for the same seed, images of the same size and of numbers, and settings that
// make no sense refused.
//
// It is for tests: of the operations in package augment, and of your own.
//
// All is in augmenttest.go.
package augmenttest
