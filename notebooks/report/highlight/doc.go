// Package highlight colours source code in HTML.
//
// Go is split by the compiler's own scanner, so that what is coloured as a
// keyword is one. Other languages are known by the shape of their comments,
// strings and numbers and by a list of keywords, which is enough for the
// snippets in a notebook's text. What is not known is escaped and left alone.
//
// It is not a general highlighter: chroma is, and was tried. It would cost each
// start of gorgo 5.5 ms and the program 4.8 MB, for languages that a Go notebook
// hardly holds.
//
// Read html.go, then golang.go and snippet.go.
package highlight
