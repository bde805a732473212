// Package modules finds the source of packages that are not compiled into the
// program: those of modules that the Go module protocol serves, and those beside
// the notebook. It does not need the go command.
//
// A [Loader] turns an import path into a [Package]: the files that the build
// constraints of this machine select, with the language version of their module.
// How it decides:
//
//   - A go.mod in the notebook's folder, or above it, is the main module: its
//     requirements, replacements and exclusions count, and packages below it are
//     local. It is never written to (main.go). With a go.work, in or above the
//     folder or named by GOWORK, all modules that it uses are (work.go).
//   - A vendor folder is where packages come from if the go command takes them
//     from there (vendor.go).
//   - Versions are chosen by minimal version selection over the module graph,
//     pruned as the go command prunes it (mvs.go). A path that no module in the
//     build list provides adds the newest version of the one that does, for as
//     long as the Loader lives; without a main module that is the only way in.
//   - Files come from the module cache of the go command, which is also where
//     downloads go (cache.go), then from the proxies of GOPROXY (proxy.go).
//   - What comes from outside is checked against the folder's go.sum, or else the
//     checksum database (sums.go). Where neither is to be had it is refused.
//   - The variables of the go command are honoured: GOPROXY, GOPRIVATE, GONOPROXY,
//     GONOSUMDB, GONOSUMCHECK, GOSUMDB, GOMODCACHE, GOPATH, GOENV, GOWORK,
//     GOFLAGS=-mod=… (env.go). Version control systems are never run, even where
//     they are installed, and "direct" is skipped: a cell's import would start
//     programs on what a server sends, with the credentials of whoever runs the
//     notebook. What only they can fetch, the go command puts into the module
//     cache, and from there it is taken; the errors say so.
//   - A package that has assembly for this machine, or leans on system calls, is
//     taken with the build tags by which authors offer pure Go (files.go).
//     Packages that need cgo are refused by name.
//
// The package knows nothing of types, cells or lowering; package interp checks
// what it finds.
//
// Read loader.go, then main.go, work.go, mvs.go, query.go, files.go; then env.go,
// cache.go, proxy.go and sums.go.
package modules
