// Package parallel spreads a counted loop over the processors.
//
// It is not a scheduler: there are no priorities and no nesting to speak of.
// Kernels and operators call it with tasks whose number and size follow from
// the shapes alone, never from the number of processors, and in which every
// task writes its own part of the output. That is what makes a result the same,
// bit for bit, whatever GOMAXPROCS is. (The exception, [Blocks], says when it may
// be used.)
//
// parallel.go says how loops are divided, helper.go who does the parts.
package parallel
