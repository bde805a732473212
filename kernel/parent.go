package kernel

// parent.go: a kernel must not outlive the process that started it.

import (
	"os"
	"strconv"
	"sync"
	"time"
)

// parentVariable is where Jupyter clients say who started the kernel: a process
// ID, on Windows a handle.
const parentVariable = "JPY_PARENT_PID"

// parentPeriod is how often the parent is looked at.
const parentPeriod = time.Second

// watchParent returns a channel that is closed when the parent has died, and a
// function that ends the watch. Without a parent the channel stays open.
func watchParent() (died <-chan struct{}, stop func()) {
	none := func() {}
	value, err := strconv.ParseUint(os.Getenv(parentVariable), 10, 64)
	if err != nil || value <= 1 {
		return nil, none
	}
	alive, ok := parentProbe(value)
	if !ok {
		return nil, none
	}
	return watch(alive, parentPeriod)
}

// watch asks alive again and again.
func watch(alive func() bool, period time.Duration) (died <-chan struct{}, stop func()) {
	gone, end := make(chan struct{}), make(chan struct{})
	go func() {
		ticker := time.NewTicker(period)
		defer ticker.Stop()
		for {
			select {
			case <-end:
				return
			case <-ticker.C:
				if !alive() {
					close(gone)
					return
				}
			}
		}
	}()
	return gone, sync.OnceFunc(func() { close(end) })
}
