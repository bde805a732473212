// Package nbformat reads, validates, upgrades and writes Jupyter notebook
// documents.
//
// It reads nbformat 3 and 4.0 to 4.5 and always writes 4.5, the way Jupyter's
// own tools write it: keys sorted, one space of indentation, multi-line text as
// a list of lines, a final newline. What this package does not know (metadata,
// fields that other programs added) survives a round trip unchanged, number
// literals included. The percent format, in which a notebook is a Go source
// file with "// %%" lines, is a second spelling of the same document.
//
// It is a document model and nothing more: it runs no cell (notebooks/runner)
// and renders none (notebooks/report), and it knows no kernel.
//
// Read notebook.go for the model, read.go and decode.go for how bytes become a
// document and how errors name their place, v3.go for the upgrade, write.go for
// the way back, percent.go for Go files.
//
// The format is specified at
// https://nbformat.readthedocs.io/en/latest/format_description.html.
package nbformat
