// Package supervisor keeps a worker process alive and runs the kernel's cells in
// it.
//
// It starts the worker (the same program, "gorgo worker"), carries frames to and
// from it, catches what it prints, interrupts it, and, when a cell ends it,
// says what happened and which names were lost, and has another one started by
// then. No cell can end the supervisor: everything that it does for the worker's
// sake has a bound in time and memory.
//
// It does not interpret anything (interp/worker does, at the other end) and does
// not speak Jupyter (package kernel does, and calls this one).
//
// Read supervisor.go (a cell, from the kernel's side), process.go (one worker's
// life), spawn.go (its start), frames.go (requests and answers), streams.go (what it
// prints), order.go (prints and displays in their order), outputs.go (whose they
// are), words.go and death.go (from the runtime's last words to an error),
// interrupt.go.
package supervisor
