// Package traintest checks that a callback keeps what package train promises: a
// training that went on from a checkpoint equals one that never stopped, the
// same callback serves one training after the other, and one that only looks on
// changes nothing.
//
// It is for tests: of the callbacks in package train, and of your own.
//
// All is in traintest.go.
package traintest
