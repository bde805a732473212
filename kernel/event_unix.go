//go:build unix

package kernel

// watchInterruptEvent has nothing to watch: an interrupt is a signal, or a message.
func watchInterruptEvent(func()) (stop func()) { return func() {} }
