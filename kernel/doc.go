// Package kernel is the Jupyter kernel: it answers the requests of notebooks
// and consoles, runs their cells one after the other, and tells all clients
// what happens.
//
// It runs no code of its user: an [Interpreter] does (package
// kernel/supervisor, in another process). It knows no bytes of the protocol
// (package kernel/wire) and no ZeroMQ (package kernel/zmtp). [Serve] joins
// them; it is what the command "gorgo kernel" calls.
//
// Read kernel.go first: a request is put into a lane, and its handler runs
// between busy and idle. Cells (execute.go) and the events of widgets (comm.go)
// wait for one another, but for those in subshells (subshell.go); questions
// (questions.go, info.go, history.go with package kernel/history) are answered
// while a cell runs; the control channel (control.go) overtakes all. What cells
// print and show goes out through outputs.go, which batches text: measured, ten
// thousand lines as ten thousand messages take a client a hundred times as long
// as in four. What they ask goes through input.go. The core needs no socket, and
// its tests use none: transport.go is the seam, sockets.go the real side of it,
// serve.go the life of the process. testdata/exchange describes each behaviour as
// a script.
package kernel
