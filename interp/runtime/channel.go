// This file does what can block: channel operations, select, sleeping, locks.
// All of it ends when the cell is interrupted.

package runtime

import (
	"reflect"
	"sync"
	"sync/atomic"
	"time"
)

// done is closed when the current goroutine's cell is interrupted; nil for a
// goroutine that no cell started.
func (r *Runtime) done() (run *Run, c <-chan struct{}) {
	run = r.goroutine().run
	if run == nil {
		return nil, nil
	}
	return run, run.done
}

// await waits for c.
func (r *Runtime) await(c <-chan struct{}) {
	run, done := r.done()
	select {
	case <-c:
	case <-done:
		run.exit()
	}
}

// receive receives from a channel.
func (r *Runtime) receive(c reflect.Value) (reflect.Value, bool) {
	if !c.IsNil() {
		if v, ok := c.TryRecv(); v.IsValid() {
			return v, ok
		}
	}
	run, done := r.done()
	if done == nil {
		return c.Recv()
	}
	i, v, ok := reflect.Select([]reflect.SelectCase{
		{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(done)},
		{Dir: reflect.SelectRecv, Chan: c},
	})
	if i == 0 {
		run.exit()
	}
	return v, ok
}

// send sends to a channel.
func (r *Runtime) send(c, v reflect.Value) {
	if !c.IsNil() && c.TrySend(v) {
		return
	}
	run, done := r.done()
	if done == nil {
		c.Send(v)
		return
	}
	i, _, _ := reflect.Select([]reflect.SelectCase{
		{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(done)},
		{Dir: reflect.SelectSend, Chan: c, Send: v},
	})
	if i == 0 {
		run.exit()
	}
}

// Receiver returns func(t) (elem, bool), which receives from channels of type t.
func (r *Runtime) Receiver(t reflect.Type) reflect.Value {
	switch t {
	case reflect.TypeFor[chan int]():
		return reflect.ValueOf(func(c chan int) (int, bool) { return Receive(r, c) })
	case reflect.TypeFor[<-chan int]():
		return reflect.ValueOf(func(c <-chan int) (int, bool) { return Receive(r, c) })
	case reflect.TypeFor[chan bool]():
		return reflect.ValueOf(func(c chan bool) (bool, bool) { return Receive(r, c) })
	case reflect.TypeFor[chan string]():
		return reflect.ValueOf(func(c chan string) (string, bool) { return Receive(r, c) })
	case reflect.TypeFor[chan float64]():
		return reflect.ValueOf(func(c chan float64) (float64, bool) { return Receive(r, c) })
	}
	ft := reflect.FuncOf([]reflect.Type{t}, []reflect.Type{t.Elem(), reflect.TypeFor[bool]()}, false)
	return reflect.MakeFunc(ft, func(a []reflect.Value) []reflect.Value {
		v, ok := r.receive(a[0])
		if !v.IsValid() {
			v = reflect.Zero(t.Elem())
		}
		return []reflect.Value{v, reflect.ValueOf(ok)}
	})
}

// Receive receives from a channel, until the cell is interrupted.
func Receive[E any](r *Runtime, c <-chan E) (E, bool) {
	select {
	case v, ok := <-c:
		return v, ok
	default:
	}
	run, done := r.done()
	var v E
	var ok bool
	select {
	case v, ok = <-c:
	case <-done:
		run.exit()
	}
	return v, ok
}

// Sender returns func(t, elem), which sends to channels of type t.
func (r *Runtime) Sender(t reflect.Type) reflect.Value {
	switch t {
	case reflect.TypeFor[chan int]():
		return reflect.ValueOf(func(c chan int, v int) { Send(r, c, v) })
	case reflect.TypeFor[chan<- int]():
		return reflect.ValueOf(func(c chan<- int, v int) { Send(r, c, v) })
	case reflect.TypeFor[chan bool]():
		return reflect.ValueOf(func(c chan bool, v bool) { Send(r, c, v) })
	case reflect.TypeFor[chan string]():
		return reflect.ValueOf(func(c chan string, v string) { Send(r, c, v) })
	case reflect.TypeFor[chan float64]():
		return reflect.ValueOf(func(c chan float64, v float64) { Send(r, c, v) })
	}
	ft := reflect.FuncOf([]reflect.Type{t, t.Elem()}, nil, false)
	return reflect.MakeFunc(ft, func(a []reflect.Value) []reflect.Value {
		r.send(a[0], a[1])
		return nil
	})
}

// Send sends to a channel, until the cell is interrupted.
func Send[E any](r *Runtime, c chan<- E, v E) {
	select {
	case c <- v:
		return
	default:
	}
	run, done := r.done()
	select {
	case c <- v:
	case <-done:
		run.exit()
	}
}

// Select is one execution of a select statement.
type Select struct {
	r     *Runtime
	cases []reflect.SelectCase
	deflt bool
	val   reflect.Value
	ok    bool
}

func (r *Runtime) newSelect() *Select { return &Select{r: r} }

// Default adds the default case.
func (s *Select) Default() {
	s.deflt = true
	s.cases = append(s.cases, reflect.SelectCase{Dir: reflect.SelectDefault})
}

// Recv adds a receive.
func (s *Select) Recv(c any) {
	s.cases = append(s.cases, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c)})
}

// SendI adds a send of an interface value.
func (s *Select) SendI(c, v any) {
	ch := reflect.ValueOf(c)
	x := reflect.New(ch.Type().Elem()).Elem()
	if v != nil {
		x.Set(reflect.ValueOf(v))
	}
	s.cases = append(s.cases, reflect.SelectCase{Dir: reflect.SelectSend, Chan: ch, Send: x})
}

// Send adds a send.
func (s *Select) Send(c, v any) {
	s.cases = append(s.cases, reflect.SelectCase{Dir: reflect.SelectSend, Chan: reflect.ValueOf(c), Send: reflect.ValueOf(v)})
}

// Do selects, and returns the number of the case.
func (s *Select) Do() int {
	var i int
	i, s.val, s.ok = s.r.Select(s.cases, s.deflt)
	return i
}

// Select selects one of several operations, until the cell is interrupted; deflt
// says that there is a default case. The results are reflect.Select's.
func (r *Runtime) Select(cases []reflect.SelectCase, deflt bool) (int, reflect.Value, bool) {
	n := len(cases)
	run, done := r.done()
	if done != nil && !deflt {
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(done)})
	}
	i, v, ok := reflect.Select(cases)
	if i == n {
		run.exit()
	}
	return i, v, ok
}

// Val is what was received.
func (s *Select) Val() any { return s.val.Interface() }

// Ok tells whether what was received had been sent.
func (s *Select) Ok() bool { return s.ok }

// sleep is time.Sleep.
func (r *Runtime) sleep(d time.Duration) {
	run, done := r.done()
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-done:
		run.exit()
	}
}

// waitGroup is (*sync.WaitGroup).Wait.
func (r *Runtime) waitGroup(wg *sync.WaitGroup) {
	c := make(chan struct{})
	go func() {
		wg.Wait()
		close(c)
	}()
	r.await(c)
}

// lock locks l. When the cell is interrupted while it waits, the lock is given
// back as soon as it comes.
func (r *Runtime) lock(try func() bool, lock, unlock func()) {
	if try() {
		return
	}
	run, done := r.done()
	if done == nil {
		lock()
		return
	}
	const waiting, taken, abandoned = 0, 1, 2
	var state atomic.Int32
	c := make(chan struct{})
	go func() {
		lock()
		if !state.CompareAndSwap(waiting, taken) {
			unlock()
		}
		close(c)
	}()
	select {
	case <-c:
	case <-done:
		if state.CompareAndSwap(waiting, abandoned) {
			run.exit()
		}
		unlock()
		run.exit()
	}
}

func (r *Runtime) lockMutex(m *sync.Mutex) {
	if !m.TryLock() {
		r.lock(m.TryLock, m.Lock, m.Unlock)
	}
}

func (r *Runtime) lockRW(m *sync.RWMutex) { r.lock(m.TryLock, m.Lock, m.Unlock) }

func (r *Runtime) rlockRW(m *sync.RWMutex) { r.lock(m.TryRLock, m.RLock, m.RUnlock) }

// Receiver1 returns func(t) elem.
func (r *Runtime) Receiver1(t reflect.Type) reflect.Value {
	switch t {
	case reflect.TypeFor[chan int]():
		return reflect.ValueOf(func(c chan int) int { v, _ := Receive(r, c); return v })
	case reflect.TypeFor[<-chan int]():
		return reflect.ValueOf(func(c <-chan int) int { v, _ := Receive(r, c); return v })
	}
	ft := reflect.FuncOf([]reflect.Type{t}, []reflect.Type{t.Elem()}, false)
	return reflect.MakeFunc(ft, func(a []reflect.Value) []reflect.Value {
		v, _ := r.receive(a[0])
		if !v.IsValid() {
			v = reflect.Zero(t.Elem())
		}
		return []reflect.Value{v}
	})
}
