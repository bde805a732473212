// Package magic runs what a cell says in other words than Go: lines such as
// %time, %who or !ls at its start.
//
// The lines before a cell's first line of Go that begin with % or ! are magics;
// blank lines and // comments may stand between them. Nothing after the first
// token of Go is one, so % and ! in an expression or a raw string are safe. The
// lines that are magics become blank for the Go front end: positions stay what
// the user sees. Each magic is a step of its own, and the cell's Go is the last
// step, so what an earlier step did stays when a later one fails.
//
// A line that is a name with a question mark, such as strings.Cut? or %time?, is a
// magic too: %doc or %help. Front ends show the answer in a pager where it is the
// whole cell. complete.go and view.go answer questions about cells with magics, and ask
// package assist about their Go.
//
// The package knows no protocol and no kernel. It prints to the process's
// standard output, works on a [Session] and is called by package worker; a Go
// program, as gorgo run takes it, has no magics.
//
// Read parse.go (text to directives), runner.go, table.go (the list), then any
// magic: one a file.
package magic
