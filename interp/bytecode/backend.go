// This file is the door: the back end that the lowering gives functions to.

package bytecode

import (
	"fmt"
	"go/types"
	"os"
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/lower"
	"github.com/gorgolab/gorgo/interp/rtype"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// Env names the environment variable that governs the back end. With "off" it
// takes nothing; with "log" it says on standard error which functions stay with
// the engine, and why; with "strict", as in tests, a fault of its own is a panic,
// where the function would otherwise stay with the engine, too.
const Env = "GORGO_BYTECODE"

// Backend compiles the functions of one session. It implements lower.Backend.
type Backend struct {
	run     *runtime.Runtime
	stop    *atomic.Bool
	codes   map[string]*Code
	missing map[string]*types.Signature // functions that are called and have no code yet
	targets sync.Map                    // targetKey → *Code
	undo    []func()                    // what takes back the unit's entries
}

// New returns the back end of a new session.
func New(run *runtime.Runtime) *Backend {
	return &Backend{run: run, stop: run.Stopping(), codes: map[string]*Code{}, missing: map[string]*types.Signature{}}
}

func (b *Backend) newCode(name string) *Code {
	return &Code{name: name, b: b, flag: b.stop, version: -1}
}

// enter makes the code of a name.
func (b *Backend) enter(name string) *Code {
	c := b.newCode(name)
	b.codes[name] = c
	b.undo = append(b.undo, func() { delete(b.codes, name) })
	return c
}

// Begin implements lower.Backend.
func (b *Backend) Begin() { b.undo = nil }

// Undo implements lower.Backend.
func (b *Backend) Undo() {
	for _, f := range b.undo {
		f()
	}
	b.undo = nil
	clear(b.missing)
}

// Close implements lower.Backend. Targets stay: values that are left have methods.
func (b *Backend) Close() {
	b.undo = nil
	clear(b.missing)
	clear(b.codes)
}

// Forget implements lower.Backend.
func (b *Backend) Forget(name string) { delete(b.codes, name) }

// code is the function of a name, which may come later.
func (b *Backend) code(name string, sig *types.Signature) *Code {
	c := b.codes[name]
	if c == nil {
		c = b.enter(name)
	}
	if c.ins == nil {
		b.missing[name] = sig
	}
	return c
}

// Compile implements lower.Backend.
func (b *Backend) Compile(f *lower.Function) (fn reflect.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			switch r := r.(type) {
			case *declined:
				err = r
			case *lower.Error:
				err = r
			default:
				if os.Getenv(Env) == "strict" {
					panic(r)
				}
				err = fmt.Errorf("a fault of the back end: %v", r)
			}
			fn = reflect.Value{}
			if os.Getenv(Env) == "log" {
				fmt.Fprintf(os.Stderr, "%s stays with the engine: %v\n", f.Label, err)
			}
		}
	}()
	code := b.codes[f.Name]
	if code == nil {
		code = b.enter(f.Name)
	}
	var c *compiler
	constants := map[constKey]bool{}
	for {
		c = b.compiler(f, constants)
		n := len(constants)
		c.whole(f.Signature, f.Receiver, f.Body, 0, false, func(*compiler) {})
		if len(constants) == n {
			break
		}
	}
	c.code.name = f.Name
	if f.Version >= 0 {
		flag := b.run.VersionFlag(f.Version)
		c.code.flag, c.code.version = flag, f.Version
		slot := f.Slot
		c.code.forward = b.bridge(c.layout(nil, f.Signature), func() reflect.Value { return slot.Elem() })
	}
	var recv types.Type
	if f.Receiver != nil {
		recv = f.Subst(f.Receiver.Type())
	}
	full := c.signature(recv, f.Signature)
	r := f.Record(full).V
	c.code.l = c.layout(recv, f.Signature)
	*code = *c.code
	delete(b.missing, f.Name)
	return b.function(code, r, c.layout(recv, f.Signature), nil), nil
}

func (b *Backend) compiler(f *lower.Function, constants map[constKey]bool) *compiler {
	c := &compiler{
		Function: f, b: b, code: b.newCode(f.Name), vars: map[types.Object]place{}, boxed: map[types.Object]bool{}, shapes: map[types.Type]*shape{},
		label: f.Label, sig: f.Signature, globals: map[constKey]int{}, wanted: constants, frame: -1, pending: -1,
	}
	for k := range constants {
		c.hoisted = append(c.hoisted, k)
	}
	c.scan(f.Body)
	c.scanBodies(f.Body, f.Signature)
	return c
}

// Missing implements lower.Backend.
func (b *Backend) Missing(variable func(name string, sig *types.Signature) (reflect.Value, func(types.Type) *rtype.Type)) {
	for name, sig := range b.missing {
		delete(b.missing, name)
		c := b.codes[name]
		v, record := variable(name, sig)
		var l layout
		nw, np := [2]int{}, [2]int{}
		add := func(i int, list *[]slot, t types.Type) {
			s := shapeOf(t)
			*list = append(*list, slot{record(t).V, s})
			nw[i], np[i] = nw[i]+s.w, np[i]+s.p
		}
		for p := range sig.Params().Variables() {
			add(0, &l.in, p.Type())
		}
		for r := range sig.Results().Variables() {
			add(1, &l.out, r.Type())
		}
		c.nw, c.np = max(nw[0], nw[1]), max(np[0], np[1])
		call := b.bridge(l, func() reflect.Value { return v.Elem() })
		if f := caller(v.Type().Elem()); f != nil {
			fp := v.UnsafePointer()
			call = func(w *words, p *pointers) { f(*(*unsafe.Pointer)(fp), w, p) }
		}
		c.fns = append(c.fns, call)
		c.site = func(int) int { return 0 }
		c.ins = []ins{{op: opFn}, {op: opReturn, imm: int64(np[1])}}
	}
}
