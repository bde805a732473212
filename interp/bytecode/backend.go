// This file is the door: the back end that the lowering gives functions to.

package bytecode

import (
	"fmt"
	"go/ast"
	"go/token"
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

type tokenPos = token.Pos

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
		c.parameters(f.Signature, f.Receiver, func() {
			for _, k := range c.hoisted {
				c.setUp(k)
			}
		})
		c.body(f.Body)
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
		label: f.Label, sig: f.Signature, globals: map[constKey]int{}, wanted: constants,
	}
	for k := range constants {
		c.hoisted = append(c.hoisted, k)
	}
	c.scan(f.Body)
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

// scan finds the variables that have to be in memory, because something points to
// them.
func (c *compiler) scan(body ast.Node) {
	root := func(e ast.Expr) {
		for {
			switch x := ast.Unparen(e).(type) {
			case *ast.Ident:
				if o := c.Object(x); o != nil {
					c.boxed[o] = true
				}
				return
			case *ast.SelectorExpr:
				e = x.X
			case *ast.IndexExpr:
				if _, ok := c.typeOf(x.X).Underlying().(*types.Array); !ok {
					return
				}
				e = x.X
			default:
				return
			}
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			ast.Inspect(n.Body, func(m ast.Node) bool {
				if id, ok := m.(*ast.Ident); ok {
					if o, ok := c.Object(id).(*types.Var); ok && !o.IsField() && (o.Pos() < n.Pos() || o.Pos() >= n.End()) {
						c.boxed[o] = true
					}
				}
				return true
			})
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				root(n.X)
			}
		case *ast.SliceExpr:
			if _, ok := c.typeOf(n.X).Underlying().(*types.Array); ok {
				root(n.X)
			}
		case *ast.SelectorExpr:
			if sel := c.Info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal {
				if f, ok := sel.Obj().(*types.Func); ok {
					if _, ptr := types.Unalias(f.Signature().Recv().Type()).(*types.Pointer); ptr {
						root(n.X)
					}
				}
			}
		}
		return true
	})
}

// parameters declares a function's parameters, where the caller put them, and its
// named results. more takes the registers that follow.
func (c *compiler) parameters(sig *types.Signature, recv *types.Var, more func()) {
	site, label, args := c.Site, c.label, sig.Params().Len() > 0
	c.code.site = func(pos int) int { return site(label, args, token.Pos(pos)) }
	var boxes []func()
	add := func(v *types.Var) {
		t := c.Subst(v.Type())
		s := c.shape(t)
		at := value{t, s, c.newW(s.w), c.newP(s.p)}
		switch {
		case s.memory:
			c.vars[v] = place{kind: inMemory, t: t, s: s, base: at.p}
		case c.boxed[v]:
			boxes = append(boxes, func() { c.declareVar(v, func(*value) value { return at }) })
		default:
			c.vars[v] = place{kind: inRegisters, t: t, s: s, w: at.w, p: at.p}
		}
	}
	if recv != nil {
		add(recv)
	}
	for v := range sig.Params().Variables() {
		add(v)
	}
	if more != nil {
		more()
	}
	for _, f := range boxes {
		f()
	}
	// The results' registers, which are the window's first ones.
	w, p := 0, 0
	for v := range sig.Results().Variables() {
		s := c.shape(c.Subst(v.Type()))
		w, p = w+s.w, p+s.p
	}
	c.code.nw, c.code.np = max(c.code.nw, w), max(c.code.np, p)
	if sig.Results().Len() > 0 && sig.Results().At(0).Name() != "" {
		for v := range sig.Results().Variables() {
			c.declareVar(v, nil)
			c.result = append(c.result, c.vars[v])
		}
	}
}

// body compiles a function's body.
func (c *compiler) body(b *ast.BlockStmt) {
	c.block(b.List)
	c.pos = b.Rbrace
	c.emit(opReturn, 0, 0, 0, 0)
	c.code.nw++ // a function has registers even if it needs none
	c.code.np++
}

// constant_ is the register of a constant. In a function with loops it is set up
// once.
func (c *compiler) constant_(k constKey) int {
	if r, ok := c.globals[k]; ok {
		return r
	}
	if c.wanted != nil && len(c.loops) > 0 {
		c.wanted[k] = true
	}
	return c.emitConstant(k)
}

func (c *compiler) emitConstant(k constKey) int {
	if k.pointer != nil {
		r := c.newP(1)
		c.code.pointers = append(c.code.pointers, k.pointer)
		c.emit(opConstP, r, 0, 0, int64(len(c.code.pointers)-1))
		return r
	}
	r := c.newW(1)
	c.emit(opConst, r, 0, 0, int64(k.word))
	return r
}

func (c *compiler) setUp(k constKey) { c.globals[k] = c.emitConstant(k) }
