// Package optimtest checks that an optimizer keeps what [optim.Optimizer]
// promises: the sequence of weights that its formula gives, settings that do
// not change, states that are independent and can be saved, parameters that are
// treated apart, errors for what does not fit; and a schedule what
// [optim.Schedule] does.
//
// It is for tests: of the rules in package optim, and of your own.
package optimtest
