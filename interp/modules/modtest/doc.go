// Package modtest makes module proxies for tests: folders that are laid out as
// the module protocol has it, for GOPROXY=file://…
//
// It serves modules that a test writes down as text, and reaches no network. The
// tests of modules, of interp and of the command line call it; nothing else does.
package modtest
