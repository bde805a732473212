// Package table is what the generated symbol tables consist of. The tables are
// static data: no code runs at start to build them. Package packages makes
// reflect.Values of a table when its package is first asked for.
package table

// A Package is the table of one bundled package.
type Package struct {
	Path, Name string
	Funcs      []Symbol // Value is the function
	Vars       []Symbol // Value points to the variable
	Types      []Symbol // Value is a nil pointer to the type
}

// A Symbol is an exported name of a package.
type Symbol struct {
	Name  string
	Value any
}

// Hidden is a type that has no name in Go code: unexported, or of a package that
// is not bundled. It is some steps away from a symbol.
type Hidden struct {
	Path, Name string // of the type
	In, Symbol string // where the way begins: the package and the symbol
	// Steps are, separated by spaces: elem, key, in:N, out:N and field:N as in
	// reflect; method:Name, the type of a method, which has the receiver as its
	// first parameter unless the type is an interface; pointer, to the type.
	Steps string
}

// Excluded are packages of the standard library that are not bundled, and why.
var Excluded = map[string]string{
	"C":              "cgo does not work in a cell",
	"expvar":         "importing it publishes /debug/vars on every server that uses http.DefaultServeMux",
	"net/http/pprof": "importing it publishes /debug/pprof on every server that uses http.DefaultServeMux",
	"plugin":         "plugins need cgo, which gorgo is built without",
	"runtime/cgo":    "gorgo is built without cgo",
	"runtime/race":   "it only links the race detector into a program",
	"syscall":        "it differs from system to system: use os, os/signal, os/exec or time",
}
