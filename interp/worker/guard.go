// Calls into code that may panic or end its goroutine.

package worker

import "fmt"

// guard calls f in a goroutine of its own and returns when that has ended, with
// the panic or the runtime.Goexit that ended it.
func guard(f func()) (failed *Panic) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		finished := false
		defer func() {
			if v := recover(); v != nil {
				failed = &Panic{Text: panicText(v)}
			} else if !finished {
				failed = &Panic{Text: "runtime.Goexit ended the goroutine of the cell"}
			}
		}()
		f()
		finished = true
	}()
	<-done
	return failed
}

// panicText is the text of a value that was panicked with; its own method may
// panic in turn.
func panicText(v any) (s string) {
	defer func() {
		if recover() != nil {
			s = fmt.Sprintf("a %T whose text panics", v)
		}
	}()
	if err, ok := v.(error); ok {
		return err.Error()
	}
	return fmt.Sprint(v)
}
