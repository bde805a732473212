// Which execution a goroutine belongs to.
//
// A cell runs with a label (runtime/pprof) that names its execution. Goroutines
// inherit labels from those that start them, in compiled code too, so that a
// handler of net/http still belongs to the cell that started the server. The
// labels of the current goroutine are read through
// runtime/pprof.runtime_getProfLabel, which the Go project keeps open to
// linkname; how they lie in memory is not promised, so a self-test makes sure
// that it is as in Go 1.26 (internal/runtime/pprof/label). Where it is not, no
// goroutine is known to belong to any execution, and what it prints counts as
// the running cell's.

package worker

import (
	"context"
	"runtime/pprof"
	"strconv"
	"sync"
	"unsafe"
)

//go:linkname profLabel runtime/pprof.runtime_getProfLabel
func profLabel() unsafe.Pointer

// runLabel is the label's key; its value is the ID of the execution's request.
const runLabel = "run"

// labelled is ctx with the label of an execution.
func labelled(ctx context.Context, run int64) context.Context {
	return pprof.WithLabels(ctx, pprof.Labels(runLabel, strconv.FormatInt(run, 10)))
}

// labelSet is a goroutine's labels.
type labelSet []struct{ key, value string }

// goroutineRun is the execution that the current goroutine belongs to; 0 when it
// is not known.
func goroutineRun() int64 {
	if !labelsKnown() {
		return 0
	}
	return readLabel()
}

func readLabel() int64 {
	set := (*labelSet)(profLabel())
	if set == nil {
		return 0
	}
	for _, l := range *set {
		if l.key == runLabel {
			n, err := strconv.ParseInt(l.value, 10, 64)
			if err == nil {
				return n
			}
		}
	}
	return 0
}

// labelsKnown tests whether labels lie in memory as we think: with ones that
// would be misread if they did not.
var labelsKnown = sync.OnceValue(func() (known bool) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { _ = recover() }()
		pprof.SetGoroutineLabels(pprof.WithLabels(labelled(context.Background(), 1<<40+3), pprof.Labels("cell", "7", "z", "8")))
		if readLabel() != 1<<40+3 {
			return
		}
		pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels("cell", "7")))
		if readLabel() != 0 {
			return
		}
		pprof.SetGoroutineLabels(context.Background())
		known = readLabel() == 0
	}()
	<-done
	return known
})
