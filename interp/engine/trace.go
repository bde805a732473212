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
	"go/constant"
	"reflect"
	goruntime "runtime"
	"slices"
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
	sites []int
	calls []runtime.Call
	inner active // the innermost activation, to tell one panic from the next
	seen  int
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
	if rethrown() {
		return len(b), nil
	}
	st := t.active()
	if len(st.frames) == 0 {
		return len(b), nil
	}
	trace := runtime.Trace{Compiled: st.compiled, Detail: func(kind string) string { return t.detail(st, kind) }}
	if fresh := t.translate(st.frames[0], trace); !fresh && old != nil && old.inner == st.frames[0] {
		return len(b), nil
	}
	c := st.capture()
	c.inner = st.frames[0]
	t.captured.Store(g, c)
	return len(b), nil
}

// detail is what the innermost function with marks tells about an operation of its
// that failed.
func (t *tracer) detail(st stack, kind string) string {
	for _, f := range st.frames {
		if pc, static := t.layout.pc(f); pc != 0 {
			return t.layout.detail(f, pc, static, kind)
		}
	}
	return ""
}

// translate gives the panic that passes a function the value that it has in Go, since
// whoever recovers it next may be compiled: package fmt for a String method, package
// testing for a test. It tells whether the value was yaegi's own, which means that
// the panic has just started.
func (t *tracer) translate(a active, trace runtime.Trace) (fresh bool) {
	defer func() {
		if recover() != nil {
			fresh = false // yaegi's data is not as we know it
		}
	}()
	v := reflect.NewAt(t.layout.frame, pointer(a.frame)).Elem().FieldByName("recovered")
	recovered := (*any)(unsafe.Pointer(v.UnsafeAddr()))
	*recovered, fresh = runtime.Translate(*recovered, trace)
	return fresh
}

// rethrown tells whether the panic that passes was thrown on by a function that
// defers: then its trace was taken where it started. This looks at the innermost
// functions only. Reading the whole stack in each function that defers took
// minutes for a panic out of a thousand of them.
func rethrown() bool {
	for size := 16; size <= 1024; size *= 4 {
		pcs := make([]uintptr, size)
		pcs = pcs[:goruntime.Callers(0, pcs)]
		panicking := false
		for frames := goruntime.CallersFrames(pcs); ; {
			f, more := frames.Next()
			switch {
			case f.Function == "runtime.gopanic":
				panicking = true
			case panicking && f.Function != "github.com/traefik/yaegi/interp.runCfg.func1":
				return f.Function == "github.com/gorgolab/gorgo/interp/runtime.(*Frame).unwind"
			}
			if !more {
				break
			}
		}
		if len(pcs) < size {
			break
		}
	}
	return false
}

// capture keeps what the stack says.
func (st *stack) capture() *capture {
	c := &capture{compiled: st.compiled, calls: st.calls}
	for _, call := range st.calls {
		if call.Site != 0 {
			c.sites = append(c.sites, call.Site)
		}
	}
	return c
}

// Take implements runtime.Tracer. A panic that has passed no function of yaegi's, but
// another back end's, is not known yet; its stack is still there.
func (t *tracer) Take(g any) runtime.Trace {
	c, ok := t.captured.LoadAndDelete(g)
	if !ok {
		st := t.active()
		c = st.capture()
	}
	found := c.(*capture)
	return runtime.Trace{Sites: found.sites, Calls: found.calls, Compiled: found.compiled}
}

// active is an activation of a lowered function: yaegi's node and frame.
type active struct{ node, frame uintptr }

// Stack implements runtime.Tracer.
func (t *tracer) Stack() ([]runtime.Call, string) {
	st := t.active()
	return st.calls, st.head
}

// stack is what is active on a goroutine.
type stack struct {
	head   string
	frames []active       // activations of lowered functions, innermost first
	calls  []runtime.Call // all of the user's and compiled functions
	// compiled: a compiled function panicked that lowered code called.
	compiled bool
}

// machinery are the packages whose functions are between the user's.
var machinery = []string{
	"reflect.", "internal/", "github.com/traefik/yaegi/",
	"github.com/gorgolab/gorgo/interp/runtime.", "github.com/gorgolab/gorgo/interp/engine.", "github.com/gorgolab/gorgo/interp/rtype.",
	"github.com/gorgolab/gorgo/interp/bytecode.",
	"panic(", "runtime.", "created by ",
}

func isMachinery(fn string) bool {
	return slices.ContainsFunc(machinery, func(p string) bool { return strings.HasPrefix(fn, p) })
}

// active reads the current goroutine's stack.
func (t *tracer) active() (st stack) {
	buf := make([]byte, 64<<10)
	buf = buf[:goruntime.Stack(buf, false)]
	culprit := "" // the function that panicked
	last := 0     // the calls up to the outermost lowered function
	user := false // a function of the user's has been seen
	var fn string
	for line := range bytes.Lines(buf) {
		s := strings.TrimSuffix(string(line), "\n")
		switch {
		case st.head == "":
			st.head = s
			continue
		case strings.HasPrefix(s, "\t"):
			if fn != "" {
				file, n := fileLine(s)
				st.calls = append(st.calls, runtime.Call{Func: fn, File: file, Line: n})
				fn = ""
			}
			continue
		}
		if args, ok := arguments(s, "interp.runCfg("); ok {
			if len(args) >= 2 {
				user = true
				f := active{args[0], args[1]}
				st.frames = append(st.frames, f)
				pc, _ := t.layout.pc(f)
				st.calls = append(st.calls, runtime.Call{ID: f.frame, Site: pc})
				if pc != 0 {
					last = len(st.calls)
				}
			}
			continue
		}
		if args, ok := arguments(s, "interp/runtime.(*Frame).deferred("); ok {
			if len(args) >= 1 {
				st.calls = append(st.calls, runtime.Call{Deferring: (*runtime.Frame)(pointer(args[0]))})
				last = len(st.calls)
			}
			continue
		}
		if args, ok := arguments(s, "interp/runtime.(*Activation).Enter("); ok {
			if len(args) >= 1 {
				user = true
				st.calls = append(st.calls, (*runtime.Activation)(pointer(args[0])).Calls()...)
				last = len(st.calls)
			}
			continue
		}
		if !user {
			switch {
			case strings.HasPrefix(s, "panic("):
				// Above it there is yaegi, which reports the panic.
				culprit, st.compiled, st.calls = "", false, nil
			case culprit == "" && !strings.HasPrefix(s, "runtime."):
				culprit = s
			case strings.HasPrefix(s, "reflect.Value.Call("):
				st.compiled = !strings.HasPrefix(culprit, "reflect.Value.call(")
			}
		}
		if !isMachinery(s) {
			fn = functionName(s)
		}
	}
	st.calls = st.calls[:last] // below it there is what runs cells
	return st
}

// arguments reads the numbers in a line of a stack that is about the function.
func arguments(line, function string) (args []uintptr, ok bool) {
	i := strings.Index(line, function)
	if i < 0 {
		return nil, false
	}
	for _, s := range strings.Split(line[i+len(function):], ",") {
		n, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(s), ")"), 0, 64)
		if err != nil {
			break // a question mark says that the runtime is not sure of a value
		}
		args = append(args, uintptr(n))
	}
	return args, true
}

// functionName is a line of a stack without the arguments.
func functionName(line string) string {
	if i := strings.LastIndexByte(line, '('); i > 0 {
		return line[:i]
	}
	return line
}

// fileLine reads the line of a stack that follows a function.
func fileLine(s string) (string, int) {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0
	}
	n, _ := strconv.Atoi(s[i+1:])
	return s[:i], n
}

// layout knows how yaegi's nodes and frames are made.
type layout struct {
	run         *runtime.Runtime
	node, frame reflect.Type
}

func newTracer(run *runtime.Runtime) *tracer {
	t := &tracer{run: run}
	t.layout.run = run
	if f, ok := reflect.TypeFor[yaegi.Program]().FieldByName("root"); ok {
		t.layout.node = f.Type.Elem()
	}
	if f, ok := reflect.TypeFor[yaegi.Interpreter]().FieldByName("frame"); ok {
		t.layout.frame = f.Type.Elem()
	}
	return t
}

// pc finds where an activation is: its variable pc, or what is known about the
// function as a whole (static); 0 when it is no function of the user's.
func (l layout) pc(a active) (pc int, static bool) {
	defer func() {
		if recover() != nil {
			pc = 0 // not a function of ours
		}
	}()
	node := reflect.NewAt(l.node, pointer(a.node)).Elem()
	if node.FieldByName("kind").Uint() == kindFuncLit {
		// The function starts by making a literal, which is not what runs here.
		node = node.FieldByName("anc").Elem()
	}
	for node.FieldByName("scope").IsNil() {
		anc := node.FieldByName("anc")
		if anc.IsNil() {
			return 0, false
		}
		node = anc.Elem()
	}
	scope := node.FieldByName("scope").Elem()
	level := scope.FieldByName("level").Int()
	for {
		if sym := scope.FieldByName("sym").MapIndex(reflect.ValueOf("pc")); sym.IsValid() {
			if sym.Elem().FieldByName("kind").Uint() == kindConstSym {
				v := *(*reflect.Value)(unsafe.Pointer(sym.Elem().FieldByName("rval").UnsafeAddr()))
				return constantInt(v), true
			}
			data := reflect.NewAt(l.frame, pointer(a.frame)).Elem().FieldByName("data")
			slot := data.Index(int(sym.Elem().FieldByName("index").Int()))
			return int((*reflect.Value)(unsafe.Pointer(slot.UnsafeAddr())).Int()), false
		}
		anc := scope.FieldByName("anc")
		if anc.IsNil() || anc.Elem().FieldByName("level").Int() != level {
			break
		}
		scope = anc.Elem()
	}
	for {
		switch node.FieldByName("kind").Uint() {
		case kindFuncLit:
			return 0, false
		case kindFuncDecl:
			return l.run.FunctionSite(node.FieldByName("child").Index(1).Elem().FieldByName("ident").String()), true
		}
		anc := node.FieldByName("anc")
		if anc.IsNil() {
			return 0, false
		}
		node = anc.Elem()
	}
}

// constantInt is the value of an integer constant, as yaegi keeps it.
func constantInt(v reflect.Value) int {
	if c, ok := v.Interface().(constant.Value); ok {
		n, _ := constant.Int64Val(c)
		return int(n)
	}
	return int(v.Int())
}

// pointer is a pointer that a stack holds, so that what it points to is there.
func pointer(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }
