// Package gotest reads Go's own test suite, the folder GOROOT/test, for the tests
// that run its programs through gorgo.
//
// A program says by a comment, "// run" or "// errorcheck -lang=go1.20", what
// the Go project's runner is to do with it, and a build constraint says where. The package
// finds the programs, their parts, and the lists of those that gorgo is known not
// to pass; it runs nothing, and nothing but tests imports it.
//
// Read programs.go, then folder.go and exclusions.go.
package gotest
