// This file declares the compiler of one function: its registers, labels, and how
// instructions are emitted.

package bytecode

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/lower"
	"github.com/gorgolab/gorgo/interp/rtype"
)

// A declined function stays with the engine, for this reason.
type declined struct {
	pos  token.Pos
	what string
}

// Error says what was not taken.
func (d *declined) Error() string { return d.what }

// compiler is the work on one function.
type compiler struct {
	*lower.Function
	b      *Backend
	code   *Code
	vars   map[types.Object]place
	boxed  map[types.Object]bool
	shapes map[types.Type]*shape
	wTop   int // the first free registers
	pTop   int
	pos    token.Pos
	loops  []*jumps
	result []place // of named results
	sig    *types.Signature
	label  string               // in stack traces
	outer  *compiler            // of a literal: the function around it
	made   map[ast.Expr][]value // calls that have been made; see order.go
	// postponed is the call of a go or defer statement, whose operands are being
	// evaluated; late is what is left to do.
	postponed *ast.CallExpr
	late      *late
	// frame and pending are the registers of the frames that a defer statement and
	// recover refer to; negative when there are none.
	frame, pending int
	inBody         *rangeBody // of the code of a loop's body; see rangefunc.go
	framed         bool       // the results are variables of a function around this one; see defer.go
	// literals counts those in the function.
	literals int
	globals  map[constKey]int  // constants that have a register of their own
	hoisted  []constKey        // those that have one from the start
	wanted   map[constKey]bool // those that are worth one
}

// constKey is a constant that is set up once.
type constKey struct {
	word    uint64
	pointer unsafe.Pointer
}

// value is a value in registers.
type value struct {
	t    types.Type
	s    *shape
	w, p int
}

// label is a place in the code.
type label struct {
	pc   int
	refs []int
}

// decline leaves the function to the engine.
func (c *compiler) decline(n ast.Node, format string, args ...any) {
	var pos token.Pos
	if n != nil {
		pos = n.Pos()
	}
	panic(&declined{pos, fmt.Sprintf(format, args...)})
}

// shape lays out a type.
func (c *compiler) shape(t types.Type) *shape {
	if s, ok := c.shapes[t]; ok {
		return s
	}
	s := shapeOf(t)
	if s == nil {
		c.decline(nil, "values of type %s", t)
	}
	c.shapes[t] = s
	return s
}

// record is the run-time type of a type, as the engine computes with it.
func (c *compiler) record(t types.Type) *rtype.Type { return c.Record(t) }

func (c *compiler) emit(op opcode, a, b, d int, imm int64) int {
	if n := len(c.code.marks); n == 0 || c.code.marks[n-1].pos != int(c.pos) {
		c.code.marks = append(c.code.marks, mark{len(c.code.ins), int(c.pos)})
	}
	if len(c.code.ins) >= maxCode {
		c.decline(nil, "a function of this length")
	}
	c.code.ins = append(c.code.ins, ins{op, uint16(a), uint16(b), uint16(d), imm})
	return len(c.code.ins) - 1
}

// fn emits what has no instruction of its own.
func (c *compiler) fn(f func(w *words, p *pointers)) {
	c.code.fns = append(c.code.fns, f)
	c.emit(opFn, 0, 0, 0, int64(len(c.code.fns)-1))
}

func (c *compiler) at(n ast.Node) {
	if n != nil {
		c.pos = n.Pos()
	}
}

func (c *compiler) newW(n int) int {
	r := c.wTop
	c.wTop += n
	c.code.nw = max(c.code.nw, c.wTop)
	if c.wTop > maxRegisters {
		c.decline(nil, "a function with so many variables")
	}
	return r
}

func (c *compiler) newP(n int) int {
	r := c.pTop
	c.pTop += n
	c.code.np = max(c.code.np, c.pTop)
	if c.pTop > maxRegisters {
		c.decline(nil, "a function with so many variables")
	}
	return r
}

// temp is a value in new registers.
func (c *compiler) temp(t types.Type) value {
	s := c.shape(t)
	return value{t, s, c.newW(s.w), c.newP(s.p)}
}

// dst is where a result goes: to the hint, if there is one.
func (c *compiler) dst(t types.Type, hint *value) value {
	if hint != nil {
		v := *hint
		v.t = t
		return v
	}
	return c.temp(t)
}

// move copies registers.
func (c *compiler) move(to, from value) {
	for i, n := 0, from.s.w; i < n; i++ {
		if to.w == from.w {
			break
		}
		if i+1 < n {
			c.emit(opMove2, to.w+i, from.w+i, 0, 0)
			i++
			continue
		}
		c.emit(opMove, to.w+i, from.w+i, 0, 0)
	}
	for i := range from.s.p {
		if to.p == from.p {
			break
		}
		c.emit(opMoveP, to.p+i, from.p+i, 0, 0)
	}
}

func (c *compiler) bind(l *label) {
	l.pc = len(c.code.ins)
	for _, r := range l.refs {
		c.code.ins[r].c = uint16(l.pc)
	}
}

// jump emits a jump to a label, which may be bound already.
func (c *compiler) jump(op opcode, a, b int, imm int64, to *label) {
	n := c.emit(op, a, b, to.pc, imm)
	if to.pc < 0 {
		to.refs = append(to.refs, n)
	}
}

func newLabel() *label { return &label{pc: -1} }

// typeIndex numbers a record for opNew.
func (c *compiler) typeIndex(r reflect.Type) int64 {
	for i, t := range c.code.types {
		if t == r {
			return int64(i)
		}
	}
	c.code.types = append(c.code.types, r)
	return int64(len(c.code.types) - 1)
}

func (c *compiler) isIface(t types.Type) bool { return types.IsInterface(t) }

// compiledIface tells the interfaces whose values have a table of methods: see
// package rtype.
func (c *compiler) compiledIface(t types.Type) bool {
	return c.isIface(t) && c.record(t).V.NumMethod() > 0
}

func deref(t types.Type) (types.Type, bool) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return types.Unalias(p.Elem()), true
	}
	return t, false
}
