// This file finds out where in the user's code a panic started.
//
// yaegi keeps no positions at run time. Each lowered function that can panic
// keeps its own, in a variable pc. When a panic passes a function, yaegi writes
// a line to its Stderr, on the panicking goroutine, with that goroutine's stack
// still in place: that is when the tracer looks. It asks the Go runtime for the
// stack's text, which has the arguments of yaegi's runCfg, node and frame, and
// reads pc from each frame. A stack costs about 20 µs, a program that does not
// panic pays for the assignments to pc alone.

package engine

import (
	"bytes"
	"reflect"
	goruntime "runtime"
	"strconv"
	"strings"
	"sync"
	"unsafe"

	yaegi "github.com/traefik/yaegi/interp"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// tracer is yaegi's Stderr.
type tracer struct {
	run      *runtime.Runtime
	captured sync.Map // runtime's goroutine → *capture
	layout   layout
}

// capture is the stack of a panic that has not been recovered yet.
type capture struct {
	sites  []int
	inner  active // the innermost activation, to tell one panic from the next
	detail func(kind string) string
	seen   int
	// compiled: see runtime.Trace
	compiled bool
}

// maxSeen is how many functions a panic may pass before the tracer believes
// without looking that it is still the same one.
const maxSeen = 64

// Write is called by yaegi for each function that a panic passes.
func (t *tracer) Write(b []byte) (int, error) {
	g := t.run.Current()
	var old *capture
	if c, ok := t.captured.Load(g); ok {
		old = c.(*capture)
		old.seen++
		if old.seen > maxSeen {
			return len(b), nil
		}
	}
	frames, compiled := activeFrames()
	if len(frames) == 0 || old != nil && old.inner == frames[0] {
		return len(b), nil
	}
	c := &capture{inner: frames[0], compiled: compiled}
	for _, f := range frames {
		pc := t.layout.pc(f)
		if pc == 0 {
			continue
		}
		if c.detail == nil {
			c.detail = func(kind string) string { return t.layout.detail(f, pc, kind) }
		}
		c.sites = append(c.sites, pc)
	}
	t.captured.Store(g, c)
	return len(b), nil
}

// Take implements runtime.Tracer.
func (t *tracer) Take(g any) runtime.Trace {
	c, ok := t.captured.LoadAndDelete(g)
	if !ok {
		return runtime.Trace{}
	}
	found := c.(*capture)
	return runtime.Trace{Sites: found.sites, Detail: found.detail, Compiled: found.compiled}
}

// active is an activation of a lowered function: yaegi's node and frame.
type active struct{ node, frame uintptr }

// activeFrames lists the activations on the current goroutine's stack,
// innermost first, and whether a compiled function panicked that lowered code
// called.
func activeFrames() (list []active, compiled bool) {
	buf := make([]byte, 64<<10)
	buf = buf[:goruntime.Stack(buf, false)]
	culprit := "" // the function that panicked
	for line := range bytes.Lines(buf) {
		s := string(line)
		i := strings.Index(s, "interp.runCfg(")
		if i < 0 {
			switch {
			case len(list) > 0 || s[0] == '\t':
			case strings.HasPrefix(s, "panic("):
				culprit, compiled = "", false
			case culprit == "" && !strings.HasPrefix(s, "runtime."):
				culprit = s
			case strings.HasPrefix(s, "reflect.Value.Call("):
				compiled = !strings.HasPrefix(culprit, "reflect.Value.call(")
			}
			continue
		}
		args := strings.Split(s[i+len("interp.runCfg("):], ",")
		if len(args) < 2 {
			continue
		}
		// A question mark says that the runtime is not sure of a value.
		node, err1 := strconv.ParseUint(strings.TrimSpace(args[0]), 0, 64)
		frame, err2 := strconv.ParseUint(strings.TrimSpace(args[1]), 0, 64)
		if err1 == nil && err2 == nil {
			list = append(list, active{uintptr(node), uintptr(frame)})
		}
	}
	return list, compiled
}

// layout knows how yaegi's nodes and frames are made.
type layout struct {
	node, frame reflect.Type
}

func newTracer(run *runtime.Runtime) *tracer {
	t := &tracer{run: run}
	if f, ok := reflect.TypeFor[yaegi.Program]().FieldByName("root"); ok {
		t.layout.node = f.Type.Elem()
	}
	if f, ok := reflect.TypeFor[yaegi.Interpreter]().FieldByName("frame"); ok {
		t.layout.frame = f.Type.Elem()
	}
	return t
}

// pc reads the variable pc of an activation; 0 when it has none.
func (l layout) pc(a active) (pc int) {
	defer func() {
		if recover() != nil {
			pc = 0 // not a function of ours
		}
	}()
	node := reflect.NewAt(l.node, pointer(a.node)).Elem()
	for node.FieldByName("scope").IsNil() {
		anc := node.FieldByName("anc")
		if anc.IsNil() {
			return 0
		}
		node = anc.Elem()
	}
	scope := node.FieldByName("scope").Elem()
	level := scope.FieldByName("level").Int()
	for {
		if sym := scope.FieldByName("sym").MapIndex(reflect.ValueOf("pc")); sym.IsValid() {
			data := reflect.NewAt(l.frame, pointer(a.frame)).Elem().FieldByName("data")
			slot := data.Index(int(sym.Elem().FieldByName("index").Int()))
			return int((*reflect.Value)(unsafe.Pointer(slot.UnsafeAddr())).Int())
		}
		anc := scope.FieldByName("anc")
		if anc.IsNil() || anc.Elem().FieldByName("level").Int() != level {
			return 0
		}
		scope = anc.Elem()
	}
}

// pointer is a pointer that a stack holds, so that what it points to is there.
func pointer(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }
