// Package atomicfile replaces files in one step: whoever reads one finds the old
// content or the new, also after a crash.
//
// It writes whole files only. Packages nn and train save models and checkpoints
// with it. All is in write.go.
package atomicfile
