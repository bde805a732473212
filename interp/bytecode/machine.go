// This file is the machine: registers, activations, and the way in from compiled
// code.

package bytecode

import (
	"math"
	goruntime "runtime"
	"sync"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// machine runs one call from outside, and all that it calls in turn. Windows of
// registers lie one after the other; a callee's starts among its caller's
// temporaries, where the arguments are.
type machine struct {
	runtime.Activation
	w      []uint64
	p      []unsafe.Pointer
	frames []activation
	code   *Code // what runs
	ip     int   // behind the instruction that may panic or call
}

// activation is a caller that waits.
type activation struct {
	code       *Code
	ip, wb, pb int32
}

// maxWords and maxFrames bound a machine. Recursion that goes deeper ends as it
// does when a goroutine's stack outgrows its limit.
const (
	maxWords  = 1 << 24
	maxFrames = 1 << 22
)

// A new machine is small, since each goroutine has one or two; it grows at need.
var machines = sync.Pool{New: func() any {
	m := &machine{w: make([]uint64, 128), p: make([]unsafe.Pointer, 64), frames: make([]activation, 0, 8)}
	m.Activation = runtime.Activation{Run: m.run, Calls: m.calls}
	return m
}}

func acquire() *machine { return machines.Get().(*machine) }

// release gives a machine back. After a panic nobody does.
func (m *machine) release() {
	m.code = nil
	if len(m.w) < 1<<16 && len(m.p) < 1<<16 {
		machines.Put(m)
	}
}

// window is where the first activation has its registers: arguments before the
// call, results after it.
func (m *machine) window(c *Code) (*words, *pointers) {
	if c.nw >= len(m.w) || c.np >= len(m.p) {
		m.grow(c.nw, c.np)
	}
	return wordsAt(m.w, 0), pointersAt(m.p, 0)
}

// call runs a function whose arguments are in its window.
func (m *machine) call(c *Code) {
	m.code = c
	m.Enter()
}

// The arrays that windows are declared as are longer than the memory behind them;
// no instruction has a register outside of its function's.
//
//go:nocheckptr
func wordsAt(w []uint64, base int) *words { return (*words)(unsafe.Pointer(&w[base])) }

//go:nocheckptr
func pointersAt(p []unsafe.Pointer, base int) *pointers {
	return (*pointers)(unsafe.Pointer(&p[base]))
}

//go:nocheckptr
func codeOf(c *Code) *[1 << 16]ins { return (*[1 << 16]ins)(unsafe.Pointer(&c.ins[0])) }

// grow makes room for nw and np registers. Nothing points to registers, so they
// can move.
func (m *machine) grow(nw, np int) {
	if nw >= len(m.w) {
		if nw > maxWords {
			overflow()
		}
		w := make([]uint64, max(2*len(m.w), nw+64))
		copy(w, m.w)
		m.w = w
	}
	if np >= len(m.p) {
		if np > maxWords {
			overflow()
		}
		p := make([]unsafe.Pointer, max(2*len(m.p), np+64))
		copy(p, m.p)
		m.p = p
	}
}

// overflow ends the process with Go's own message, as endless recursion does.
func overflow() {
	if deeper(0) > 0 {
		panic("gorgo: the stack has no end")
	}
}

//go:noinline
func deeper(n int) int {
	if n < 0 {
		return n
	}
	return deeper(n+1) + 1
}

// calls lists the active functions, innermost first.
func (m *machine) calls() []runtime.Call {
	if m.code == nil {
		return nil
	}
	id := uintptr(unsafe.Pointer(m))
	list := []runtime.Call{{ID: id + uintptr(len(m.frames)) + 1, Site: m.code.siteAt(m.ip)}}
	for i := len(m.frames) - 1; i >= 0; i-- {
		a := m.frames[i]
		list = append(list, runtime.Call{ID: id + uintptr(i) + 1, Site: a.code.siteAt(int(a.ip))})
	}
	return list
}

// enter decides what to do at the start of a function whose flag is set: it
// reports whether its successor has taken the call.
func (c *Code) enter(w *words, p *pointers) bool {
	if c.version < 0 {
		c.b.run.Poll()
		return false
	}
	if !c.b.run.EnterVersion(c.version) {
		return false
	}
	c.forward(w, p)
	return true
}

// touch panics if a pointer is nil. What is there does not matter, so that another
// goroutine may be writing it, as to a lock.
//
//go:norace
func touch(p unsafe.Pointer) { _ = *(*byte)(p) }

func float(x uint64) float64     { return math.Float64frombits(x) }
func bits(x float64) uint64      { return math.Float64bits(x) }
func float32of(x uint64) float32 { return math.Float32frombits(uint32(x)) }
func bits32(x float32) uint64    { return uint64(math.Float32bits(x)) }

func word(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// text is the string in a pair of registers.
func text(p unsafe.Pointer, n uint64) string {
	h := header{p, int(n)}
	return *(*string)(unsafe.Pointer(&h))
}

// outOfRange panics as an index does that does not fit.
//
//go:noinline
func (c *Code) outOfRange(ip int, i, n uint64) {
	s := make([]struct{}, n)
	if c.unsigned[ip-1] {
		_ = s[i]
	}
	_ = s[int64(i)]
	goruntime.KeepAlive(s)
}
