// Package worker is the process that runs cells: it takes frames from the
// kernel process, runs them in one session, and answers.
//
// Lines of a cell that are no Go are package magic's. The worker formats what a
// cell comes to (a result, an error) and carries what it shows and asks. It keeps no history and knows nothing of Jupyter, and nothing
// in it survives its process: a cell may end that at any moment, and
// kernel/supervisor, which started it, explains and starts another. The command
// "gorgo worker" calls [Main].
//
// Read session.go (what it needs of an interpreter), worker.go (the loop),
// execute.go (one cell), output.go (how prints and displays keep their order),
// label.go and print.go (whose they are), comm.go (widgets), stdin.go (cells that
// read standard input), failure.go (how errors read), limit.go and memory.go (how
// much a cell may use).
package worker
