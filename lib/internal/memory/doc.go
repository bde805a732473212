// Package memory asks the operating system for large pages under large arrays of
// numbers. A training step of a small network goes through 10 MB, more than the
// processor can translate the addresses of in pages of 4 KB: with pages of 2 MB it
// is a fifteenth faster.
//
// It is advice only, which Linux follows where its administrator lets it
// (/sys/kernel/mm/transparent_hugepage/enabled), and which costs up to one large
// page of memory for each array. Elsewhere, and for small arrays, nothing happens.
//
// Whoever owns weights, what an optimizer remembers, or the buffers of a graph
// calls it, once for each.
package memory
