// This file declares the run time of one session and the tables that lowered
// code reads.

package runtime

import (
	"go/token"
	"go/types"
	"io"
	"os"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gorgolab/gorgo/interp/rtype"
)

// Site is a place in the user's source that can show up in a stack.
type Site struct {
	Pos  token.Position
	Func string // the function's name as the user knows it; "cell" for the top level
	Args bool   // the function has parameters
	// Package is the import path of a package from source, whose name Func begins
	// with; "" for cells.
	Package string
}

// qualified is the function's name as the linker has it.
func (s Site) qualified() string {
	if s.Package == "" {
		return "main." + s.Func
	}
	_, name, _ := strings.Cut(s.Func, ".")
	return s.Package + "." + name
}

// Runtime is the run time of one session. Its tables grow while code runs.
type Runtime struct {
	tracer     Tracer
	background func(*Panic)
	prints     func(*os.File) io.Writer
	universe   *rtype.Universe

	mu       sync.Mutex
	types    atomic.Pointer[[]*entry] // by rtype's ID
	user     sync.Map                 // reflect.Type → types.Type, of types whose methods go/types knows
	impl     sync.Map                 // implKey → name of the missing method, "" when none
	sites    []Site
	siteMu   sync.RWMutex
	globals  map[string]global
	versions []*Version
	current  map[string]*Version

	stop       bool        // lowered code tests it; see interrupt.go
	stopping   atomic.Bool // the same, for another back end
	stopped    map[*Run]bool
	goroutines sync.Map // label → *goroutine
	counters   counters
	functions  sync.Map // address of a func value → site

	functionSites sync.Map // name of a lowered function → site
	liveness      sync.Map // site → *Liveness
}

// entry is what the run time knows about a type.
type entry struct {
	*rtype.Type
	iface *types.Interface // of interface types
	sigs  []reflect.Type   // of an interface's methods, in order, without receiver
}

// Tracer finds out where in the user's code the current goroutine is. The engine
// implements it.
type Tracer interface {
	// Take returns the trace that was recorded when the panic that is being
	// recovered started, and forgets it.
	Take(g any) Trace
	// Stack lists the functions that are active on the current goroutine,
	// innermost first, and the line that Go prints above a goroutine's stack.
	Stack() (list []Call, head string)
	// Drop forgets the variables of the active functions that are dead: see
	// Runtime.LivenessAt.
	Drop()
}

// Trace is where a panic happened.
type Trace struct {
	// Sites are the marks of the active functions, innermost first.
	Sites []int
	// Calls are all active functions, innermost first.
	Calls []Call
	// Detail tells the operands of the operation that failed, in Go's wording
	// ("[5] with length 3"), or "". kind is "index" or "slice".
	Detail func(kind string) string
	// Compiled says that the panic came out of a compiled function that the
	// user's code called, so that its value is the user's business.
	Compiled bool
}

// Options are the hooks of a run time.
type Options struct {
	Universe *rtype.Universe
	// Tracer may be nil: stacks are empty then.
	Tracer Tracer
	// Background receives the panic of a goroutine whose cell has finished.
	Background func(*Panic)
	// Prints returns what to write to in place of a file when lowered code
	// prints. It is called, and written to, on the goroutine that prints.
	// Default: the file.
	Prints func(*os.File) io.Writer
}

// New returns the run time of a new session. SetUniverse must follow.
func New(opts Options) *Runtime {
	r := &Runtime{
		tracer: opts.Tracer, background: opts.Background, prints: opts.Prints, universe: opts.Universe,
		globals: map[string]global{}, current: map[string]*Version{}, stopped: map[*Run]bool{},
	}
	r.types.Store(&[]*entry{})
	r.sites = []Site{{}}
	r.register()
	logDefault() // whose lines packages write, too
	return r
}

// SetUniverse tells the run time where types' records come from.
func (r *Runtime) SetUniverse(u *rtype.Universe) { r.universe = u }

// SetTracer sets what finds out about stacks.
func (r *Runtime) SetTracer(t Tracer) { r.tracer = t }

// AddSite numbers a place for marks in lowered code.
func (r *Runtime) AddSite(s Site) int {
	r.siteMu.Lock()
	defer r.siteMu.Unlock()
	r.sites = append(r.sites, s)
	return len(r.sites) - 1
}

func (r *Runtime) site(n int) (Site, bool) {
	r.siteMu.RLock()
	defer r.siteMu.RUnlock()
	if n <= 0 || n >= len(r.sites) {
		return Site{}, false
	}
	return r.sites[n], true
}

// SetFunctionSite says that a lowered function has one place only.
func (r *Runtime) SetFunctionSite(name string, site int) { r.functionSites.Store(name, site) }

// FunctionSite is that place, 0 when there is none.
func (r *Runtime) FunctionSite(name string) int {
	n, _ := r.functionSites.Load(name)
	site, _ := n.(int)
	return site
}

// global is the storage of a session variable.
type global struct {
	pointer reflect.Value // to a V
	typ     *rtype.Type
}

// Global returns a pointer to the storage of the session variable with the ID.
// The storage is made when it is first asked for.
func (r *Runtime) Global(id string, t *rtype.Type) reflect.Value {
	r.mu.Lock()
	defer r.mu.Unlock()
	if g, ok := r.globals[id]; ok {
		return g.pointer
	}
	p := reflect.New(t.V)
	r.globals[id] = global{p, t}
	return p
}

// Forget drops the storage of a session variable. Code that still runs may go on
// with it.
func (r *Runtime) Forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.globals, id)
	delete(r.current, strings.TrimPrefix(id, "func "))
}

// Close drops the storage of all session variables, as Forget does.
func (r *Runtime) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.globals)
}

// Value is what the session variable with the ID holds now, with the user's own
// type; false when there is no such variable. Goroutines of the session may be
// writing to it, as to any variable that is read.
func (r *Runtime) Value(id string) (any, bool) {
	r.mu.Lock()
	g, ok := r.globals[id]
	r.mu.Unlock()
	if !ok {
		return nil, false
	}
	v := g.pointer.Elem()
	if v.Kind() != reflect.Interface {
		v = rtype.Retype(v, g.typ.R)
	}
	return v.Interface(), true
}
