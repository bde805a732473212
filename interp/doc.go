// Package interp runs Go, cell by cell.
//
// A [Session] takes a cell through three stages. check types it with go/types
// against the names of the session; lower rewrites it into the small core of Go
// that yaegi runs right; engine runs that. Most functions take another
// way: bytecode compiles them, and runs them many times faster. A cell that does not
// check changes nothing; one that panics or is interrupted leaves what it had done.
//
// Packages that are not compiled into the program come from source: modules finds
// and verifies it, check types it, and lower takes it as it takes cells. They run
// once in a session, when a cell first needs them.
//
// The package knows nothing of notebooks, protocols or processes: worker does,
// which calls it. Results are plain Go values with the user's own types; package
// display shows them.
//
// Read session.go, library.go (what cells can import) and look.go; then the doc.go of
// check, lower, rtype, runtime, engine and bytecode.
package interp
