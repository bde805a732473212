package kernel

import (
	"os"
	"strconv"
	"sync"

	"golang.org/x/sys/windows"
)

// interruptVariable is where Jupyter clients on Windows, which has no signals, put
// the handle of an event that we inherited: they set it for an interrupt, and a wait
// for it resets it.
const interruptVariable = "JPY_INTERRUPT_EVENT"

// eventPeriod is how often the wait looks whether it should end, in ms.
const eventPeriod = 500

// watchInterruptEvent calls interrupt when a client sets the event, until stop is
// called. Clients that read our kernel.json send a message instead.
func watchInterruptEvent(interrupt func()) (stop func()) {
	none := func() {}
	value, err := strconv.ParseUint(os.Getenv(interruptVariable), 10, 64)
	if err != nil || value == 0 {
		return none
	}
	event := windows.Handle(value)
	if _, err := windows.WaitForSingleObject(event, 0); err != nil {
		return none
	}
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-end:
				return
			default:
			}
			switch set, err := windows.WaitForSingleObject(event, eventPeriod); {
			case err != nil:
				return
			case set == windows.WAIT_OBJECT_0:
				interrupt()
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(end)
		<-ended
	})
}
