// Package history keeps the code that was run, and finds it again: by session
// and line, from the end, or by a pattern.
//
// A [Keeper] is what package kernel asks. [Memory] keeps the session that runs;
// [File] keeps all sessions in an SQLite file with IPython's tables, which
// survives restarts and is shared by all kernels of a person. A file that is
// broken, locked or cannot be written never hurts the session: it is then kept
// as Memory keeps it, and the log says why.
//
// The package does not know the protocol: package kernel turns requests into
// queries.
//
// Read history.go (what is asked), memory.go, glob.go, then file.go (when
// something is written) and sqlite.go (how), and place.go (where).
package history
