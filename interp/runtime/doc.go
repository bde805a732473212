// Package runtime is what lowered cells call: deferred calls and recover,
// panics with Go's wording, select and channel operations that an interrupt
// reaches, goroutines that cannot end the process, type tests, and the few
// built-in functions that yaegi gets wrong.
//
// A [Runtime] belongs to one session; nothing here is global. Lowered code sees
// it as package rt, see [Runtime.Symbols].
//
// It does not lower anything and does not know yaegi: interp/lower writes the
// calls, interp/engine runs them and implements [Tracer]. Errors that leave it
// are [*Panic] and [ErrInterrupted].
//
// Read runtime.go, then frame.go and panic.go, then dispatch.go (method calls),
// caller.go (call stacks), interrupt.go, goroutine.go and channel.go; the rest are
// tables.
package runtime
