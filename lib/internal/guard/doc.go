// Package guard makes memory for tests of assembly, which no bounds check
// protects: slices behind whose last number, and before whose first page, there
// is nothing. A kernel that reads or writes beyond the end faults there and then.
//
// It is for tests only. Where the operating system has no mmap the slices are
// ordinary ones, and only what else the tests look at can find a fault.
package guard
