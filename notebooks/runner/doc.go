// Package runner executes a notebook document against a kernel, without a
// browser and without Python: cell after cell, outputs into the document, and a
// typed error for the cell that failed.
//
// It speaks to any kernel through kernel/client; it neither reads nor writes
// files (notebooks/nbformat does) and renders nothing (notebooks/report does).
// cmd/gorgo's run calls it.
//
// Read runner.go for the loop, outputs.go for how messages become outputs,
// widgets.go for what becomes of widgets, late.go for goroutines that outlive cells,
// errors.go for the ways in which a run fails, params.go for parameters.
package runner
