// Package display turns Go values into what a notebook shows, and shows it.
//
// A value becomes a Bundle: one and the same thing in several MIME types, of
// which a front end takes the richest that it can draw. Of looks a value up in
// order: its own Display method, the types known here (images, gonum plots,
// errors), and last a text in Go syntax with the real names of types. Every
// bundle has text/plain.
//
// Show, Handle, Live, Progress and Clear send bundles to the front end of the
// running cell; Input asks it. Where they go is the Sink's affair: a worker of
// gorgo sets one, and in a compiled program a plain one prints text. So a
// library that shows its results by this package works in a notebook and
// outside.
//
// The package knows no kernel, no protocol and no interpreter; they know it. All
// of it may be used from many goroutines at once.
//
// Read bundle.go, then text.go (values as text), table.go, mime.go, image.go and
// plot.go (formatters), then sink.go, handle.go and progress.go (showing), and
// interrupt.go (ending a long computation early).
package display
