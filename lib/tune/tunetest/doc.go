// Package tunetest checks that a sampler or a pruner keeps what package tune
// promises: values that the parameters may have, the same again for the same past,
// nothing twice where it says so, and a study that goes on from its journal as if it
// had never stopped.
//
// It is for tests: of the samplers and pruners in package tune, and of your own.
//
// sampler.go is for samplers, pruner.go for pruners.
package tunetest
