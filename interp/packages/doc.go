// Package packages holds what cells can import: the standard library, gonum,
// gonum/plot, gorgonia and gorgo's own display and lib. All of it is in the
// binary, so no toolchain and no module cache is needed. For each package there
// is
//
//   - Import: its types, from export data, for go/types;
//   - Symbols: its functions, variables and types as reflect.Values, for lowered
//     code, types included that have no name in Go code (gorgonia's tapeMachine);
//   - Source: the source of its generic declarations, which have no symbols;
//   - Doc: its documentation comments.
//
// Everything is made when it is first asked for, and kept: types and symbols are
// immutable, and all sessions of a process share them. All functions may be
// called from any goroutine. Nothing runs at start; but the bundled packages'
// own initialisation does, as in any program that imports them.
//
// The package knows nothing of cells. interp/check asks for types (a Universe is
// its Packages), interp/lower for symbols and source, interp/assist for docs.
//
// # Generic declarations
//
// A generic function or type has no value that could be in a table. Source gives
// the files to lower instead, for the packages that export such declarations:
// slices, maps, cmp, iter, sync, sync/atomic, errors, reflect and a few more.
// They are cut down to the generic declarations and what these need:
//
//   - unexported declarations are there in full;
//   - an exported function that is not generic is there without a body: call its
//     symbol;
//   - exported types, variables and constants that are not generic are those of
//     the compiled package, which the files import under the name compiled. To
//     go/types that is an import of the same path, and Import serves it.
//
// Generic functions that lean on the runtime or on internal packages (iter.Pull,
// weak.Make, unique.Make, rand.N …) have a version of our own in the folder
// generic; it may import generic/help, which Import and Symbols serve but Paths
// and ByName do not name.
//
// So type-checking the files with an importer that calls Import, under the
// package's own path, gives no errors, and what is not in the files is compiled.
//
// # The generated part
//
// gen writes data/*.zip (export data, source, docs), internal/*/ (symbols, one
// file a package) and NOTICE; see gen/list.go for what is bundled, and its test
// for how staleness is noticed. After a change of the API of display or lib:
//
//	go run ./interp/packages/gen -only github.com/gorgolab/gorgo/...
//
// after a change of Go's release or of a module's version, make generate. Types
// are those of linux/amd64; platform.go corrects the constants that differ
// elsewhere.
//
// Read packages.go, then import.go, symbols.go, source.go and docs.go.
package packages
