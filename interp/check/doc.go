// Package check decides whether a cell of Go is right, and what it means for
// the session.
//
// It parses a cell with go/parser, types it with go/types against the names
// that earlier cells defined, and hands the result on as a [Unit]: typed
// syntax, the steps that running the cell takes, and the names it defines and
// uses. Cells are Go with three liberties: statements and declarations mix
// freely at the top level, the last expression is the cell's result, and names
// may be redefined in later cells. A cell that does not check changes nothing,
// and its [Errors] have the compiler's wording with the cell, line and column
// that the user sees.
//
// It does not run anything, and it does not rewrite anything for yaegi: package
// lower does the second, package engine the first. Package interp calls
// [Scope.Check], lowers and loads the unit, and then calls [Scope.Commit].
// Package assist reads a [Scope] to complete and inspect.
//
// Packages that cells import and that are not compiled into the program are
// checked from source, as units too: package.go. reload.go follows those that are
// edited beside the notebook.
//
// Reading order: unit.go (what comes out), scope.go (the session), check.go
// (one cell from text to unit), parse.go, collect.go, versions.go, imports.go,
// errors.go; then hints.go with the other files of hints: hints_syntax.go (other
// languages), hints_words.go (names), hints_types.go, hints_convert.go and
// hints_methods.go (values).
package check
