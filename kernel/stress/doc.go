// Package stress has no code but tests: whole kernels, as processes with their
// worker and real sockets, under floods of output, clients that stall or come and
// go, many at once, and long sessions. Its benchmarks are what a person waits for:
//
//	go test ./kernel/stress -run xx -bench .
//
// GORGO_PROGRAM names a gorgo to measure instead of the tests' own.
//
// What a cell can do to its process is tested in package kernel/supervisor,
// single exchanges in package kernel, hostile bytes in kernel/zmtp.
package stress
