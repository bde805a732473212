// Package interp runs Go, cell by cell.
//
// A [Session] takes a cell through three stages. check types it with go/types
// against the names of the session; lower rewrites it into the small core of Go
// that yaegi runs right; engine runs that. A cell that does not check changes
// nothing; one that panics or is interrupted leaves what it had done.
//
// The package knows nothing of notebooks, protocols or processes: worker does,
// which calls it. Results are plain Go values with the user's own types; package
// display shows them.
//
// Read session.go; then the doc.go of check, lower, rtype, runtime and engine.
package interp
