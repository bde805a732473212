package comm

// deliver.go: events from front ends.

// Deliver hands an event from a front end to who waits for it, and returns when
// that has ended. known is false when there is no such target, or no such comm.
// It calls the user's functions: they may panic.
func Deliver(e Event) (known bool) {
	registry.Lock()
	c, isOpen := registry.open[e.ID]
	opened := registry.targets[e.Target]
	registry.Unlock()
	if e.Kind == KindOpen {
		if opened == nil || isOpen {
			return isOpen
		}
		c = &Comm{id: e.ID, target: e.Target}
		add(c)
		opened(c, e)
		return true
	}
	if !isOpen {
		return false
	}
	c.mu.Lock()
	receive, ended := c.receive, c.ended
	if e.Kind == KindClose {
		c.closed = true
	}
	c.mu.Unlock()
	switch e.Kind {
	case KindMsg:
		if receive != nil {
			receive(e)
		}
	case KindClose:
		remove(c.id)
		if ended != nil {
			ended()
		}
	}
	return true
}
