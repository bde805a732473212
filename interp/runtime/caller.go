// This file answers questions about the call stack: runtime.Caller and its
// relatives, and debug.Stack. Compiled code would see the interpreter's own
// functions there; user code sees the user's, with the user's positions.
//
// A program counter is a number of our own for each place, in a range where no
// code is, so that FuncForPC and CallersFrames find it again.

package runtime

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"reflect"
	goruntime "runtime"
	"sync"
	"unsafe"
)

// Call is one active function, as the tracer finds it.
type Call struct {
	// ID tells an activation of a lowered function from others; 0 for compiled
	// functions.
	ID uintptr
	// Site is the mark of a lowered function, 0 when it has none.
	Site int
	// Func, File and Line describe a compiled function.
	Func, File string
	Line       int
	// Deferring is the frame whose deferred call is running here.
	Deferring *Frame
}

// place is a function and where in it a call is.
type place struct {
	fn, file string
	line     int
	args     bool // it has parameters
}

// complete completes what the tracer has found: where a function's deferred calls
// run, Go's stack shows what it was doing, the panicking functions above it
// included.
func complete(list []Call) []Call {
	for i, c := range list {
		if c.Deferring == nil {
			continue
		}
		rest := complete(list[i+1:])
		during := c.Deferring.during
		if during == nil {
			out := append(list[:i:i], Call{Site: c.Deferring.end})
			return append(out, rest...)
		}
		out := append(list[:i:i], Call{Func: "panic", File: "runtime/panic.go"})
		panicked := complete(during.trace.Calls)
		// The functions below the deferring one are on both lists.
		for n := len(rest); n > 0; n-- {
			if k := len(panicked) - n; k >= 0 && sameCalls(panicked[k:], rest[len(rest)-n:]) {
				panicked = panicked[:k]
				break
			}
		}
		return append(append(out, panicked...), rest...)
	}
	return list
}

func sameCalls(a, b []Call) bool {
	for i := range a {
		if a[i].ID != b[i].ID || a[i].Func != b[i].Func || a[i].Line != b[i].Line {
			return false
		}
	}
	return true
}

// stack is the current goroutine's, innermost function first, and the line that
// Go prints above it.
func (r *Runtime) stack() (list []place, head string) {
	if r.tracer == nil {
		return nil, "goroutine [running]:"
	}
	calls, head := r.tracer.Stack()
	for _, c := range complete(calls) {
		if c.Site == 0 {
			if c.Func != "" {
				list = append(list, place{c.Func, c.File, c.Line, true})
			}
			continue
		}
		if s, ok := r.site(c.Site); ok {
			p := place{s.qualified(), s.Pos.Filename, s.Pos.Line, s.Args}
			if p.file == "" {
				p.file = "??" // as the compiler has it
			}
			list = append(list, p)
		}
	}
	return list, head
}

// counters are the program counters that have been handed out.
type counters struct {
	mu     sync.Mutex
	places []*inlined
	number map[place]uintptr
}

// inlined has the layout of the runtime's record of a function that has been
// inlined, which is a *runtime.Func whose methods need no code behind it. The
// tests of this file notice when a new version of Go changes it.
type inlined struct {
	ones            uint32 // all bits set
	entry           uintptr
	name, file      string
	line, startLine int32
}

func (p *inlined) function() *goruntime.Func { return (*goruntime.Func)(unsafe.Pointer(p)) }

// Program counters start where no processor has code, and are spaced so that
// pc-1 and pc+1 belong to the same place.
const (
	firstCounter uintptr = 0x7f50_0000_0000
	spacing      uintptr = 16
)

func (c *counters) counter(p place) uintptr {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, ok := c.number[p]
	if !ok {
		if c.number == nil {
			c.number = map[place]uintptr{}
		}
		n = firstCounter + spacing*uintptr(len(c.places)) + spacing/2
		c.places = append(c.places, &inlined{ones: math.MaxUint32, entry: n, name: p.fn, file: p.file, line: int32(p.line), startLine: int32(p.line)})
		c.number[p] = n
	}
	return n
}

func (c *counters) place(pc uintptr) *inlined {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := (pc - firstCounter) / spacing; pc >= firstCounter && i < uintptr(len(c.places)) {
		return c.places[i]
	}
	return nil
}

// whole is the stack with the function that starts every goroutine.
func (r *Runtime) whole() []place {
	list, _ := r.stack()
	return append(list, place{fn: "runtime.goexit", file: "runtime/asm_" + goruntime.GOARCH + ".s", line: 1})
}

// caller is runtime.Caller.
func (r *Runtime) caller(skip int) (pc uintptr, file string, line int, ok bool) {
	list := r.whole()
	if skip < 0 || skip >= len(list) {
		return 0, "", 0, false
	}
	p := list[skip]
	return r.counters.counter(p), p.file, p.line, true
}

// callers is runtime.Callers, which counts itself.
func (r *Runtime) callers(skip int, pcs []uintptr) int {
	list := append([]place{{fn: "runtime.Callers", file: "runtime/extern.go"}}, r.whole()...)
	n := 0
	for i := max(skip, 0); i < len(list) && n < len(pcs); i++ {
		pcs[n] = r.counters.counter(list[i])
		n++
	}
	return n
}

// funcForPC is runtime.FuncForPC.
func (r *Runtime) funcForPC(pc uintptr) *goruntime.Func {
	if p := r.counters.place(pc); p != nil {
		return p.function()
	}
	return goruntime.FuncForPC(pc)
}

// callersFrames is runtime.CallersFrames.
func (r *Runtime) callersFrames(pcs []uintptr) *goruntime.Frames {
	var list []goruntime.Frame
	for i := 0; i < len(pcs); i++ {
		if p := r.counters.place(pcs[i]); p != nil {
			list = append(list, goruntime.Frame{PC: pcs[i], Func: p.function(), Function: p.name, File: p.file, Line: int(p.line), Entry: p.entry})
			continue
		}
		j := i + 1
		for j < len(pcs) && r.counters.place(pcs[j]) == nil {
			j++
		}
		frames := goruntime.CallersFrames(pcs[i:j])
		for more := true; more; {
			var f goruntime.Frame
			if f, more = frames.Next(); f.PC != 0 {
				list = append(list, f)
			}
		}
		i = j - 1
	}
	out := goruntime.CallersFrames(nil)
	if f, ok := reflect.TypeOf(*out).FieldByName("frames"); ok && f.Type == reflect.TypeOf(list) {
		*(*[]goruntime.Frame)(unsafe.Add(unsafe.Pointer(out), f.Offset)) = list
	}
	return out
}

// stackText is the stack as a crash prints it.
func (r *Runtime) stackText() []byte {
	list, head := r.stack()
	return append([]byte(head+"\n"), stackLines(list)...)
}

func stackLines(list []place) []byte {
	var b bytes.Buffer
	for _, p := range list {
		args := "()"
		if p.args {
			args = "(...)"
		}
		fmt.Fprintf(&b, "%s%s\n\t%s:%d +0x0\n", p.fn, args, p.file, p.line)
	}
	return b.Bytes()
}

// stackInto is runtime.Stack. Other goroutines are listed as Go has them, the
// interpreter's functions included.
func (r *Runtime) stackInto(buf []byte, all bool) int {
	text := r.stackText()
	if all {
		raw := make([]byte, len(buf)+64<<10)
		raw = raw[:goruntime.Stack(raw, true)]
		if i := bytes.Index(raw, []byte("\n\ngoroutine ")); i >= 0 {
			text = append(text, raw[i+1:]...)
		}
	}
	return copy(buf, text)
}

func (r *Runtime) printStack() { os.Stderr.Write(r.stackText()) }

// named remembers which function of the user a value is, so that FuncForPC knows
// what reflect.Value.Pointer returns for it. Code pointers do not tell: all
// functions of lowered code share one.
func (r *Runtime) named(site int, f any) any {
	p := (*byte)(words(&f).d)
	key := uintptr(unsafe.Pointer(p))
	r.functions.Store(key, site)
	goruntime.AddCleanup(p, func(key uintptr) { r.functions.Delete(key) }, key)
	return f
}

// valuePointer is reflect.Value.Pointer.
func (r *Runtime) valuePointer(v reflect.Value) uintptr {
	if v.Kind() == reflect.Func && v.CanInterface() {
		f := v.Interface()
		if n, ok := r.functions.Load(uintptr(words(&f).d)); ok {
			if s, ok := r.site(n.(int)); ok {
				return r.counters.counter(place{s.qualified(), s.Pos.Filename, s.Pos.Line, s.Args})
			}
		}
	}
	return v.Pointer()
}
