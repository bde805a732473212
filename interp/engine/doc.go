// Package engine runs lowered cells on yaegi. It is the only package that knows
// yaegi; what it takes is text and symbols, what it gives is Go values and
// errors.
//
// It does not check, lower or format anything; package interp calls it. An
// [Engine] belongs to one session and runs one cell at a time; goroutines of
// earlier cells go on meanwhile.
//
// A session may run many thousand cells. What they replace must go, and what they
// cost must not grow, although yaegi keeps whatever it has compiled: so link.go
// gives it only what is needed, and tables.go makes it forget the rest.
//
// Read engine.go, link.go and tables.go, then trace.go (where a program is) and
// bounds.go (which index was out of range).
package engine
