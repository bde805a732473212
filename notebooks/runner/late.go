// What a cell's goroutines put out after the cell has ended.

package runner

import (
	"sync"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// Late collects what a kernel broadcasts that belongs to no execution under way. Add
// is made for client.ConnectOptions.Other; the zero value is ready.
type Late struct {
	mu       sync.Mutex
	messages []*wire.Message
	news     chan struct{}
}

// Add takes a message.
func (l *Late) Add(m wire.Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.messages = append(l.messages, &m)
	select {
	case l.channel() <- struct{}{}:
	default:
	}
}

// channel is made when it is first needed; l.mu is held.
func (l *Late) channel() chan struct{} {
	if l.news == nil {
		l.news = make(chan struct{}, 1)
	}
	return l.news
}

// arrived gets a value when there is something to take.
func (l *Late) arrived() <-chan struct{} {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.channel()
}

func (l *Late) take() []*wire.Message {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.messages
	l.messages = nil
	return all
}

// late puts what arrived into the cells that it belongs to.
func (r *run) late() {
	for _, m := range r.opts.Late.take() {
		if out := r.cells[m.Parent.MsgID]; out != nil {
			r.take(out, m)
		}
	}
}
