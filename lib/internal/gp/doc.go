// Package gp fits Gaussian processes to a few hundred points: what a function is
// like between the points at which it was measured, and how sure that is.
//
// The kernel is a Matérn kernel of smoothness 5/2 with a length of its own for
// each dimension, and noise. Its parameters are those of the greatest posterior
// probability (Rasmussen and Williams, Gaussian Processes for Machine Learning,
// 2006, algorithm 2.1 and section 5.4.1).
//
// It knows nothing of trials and spaces: package tune makes points of those.
//
// Read kernel.go, then process.go, and fit.go for how the parameters are found.
package gp
