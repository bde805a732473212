// Package frame is what the kernel process and the worker process say to each
// other: typed messages, one length-prefixed frame each, over one duplex stream.
//
// A frame is an envelope with exactly one field set. Requests carry an ID that
// their answer repeats, so that completions are answered while a cell runs. The
// stream begins with the worker's Ready, which names the version of this
// protocol: the two processes are the same program, and a different version
// means that the program was replaced while it ran.
//
// The package moves bytes and nothing else. kernel/supervisor has one end,
// interp/worker the other.
//
// Read frame.go for the messages, codec.go for the bytes, marker.go for how prints,
// which come through pipes, keep their place among the frames, and say whose they
// are.
package frame
