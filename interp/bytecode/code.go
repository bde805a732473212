// This file declares the instructions, and what a compiled function consists of.

package bytecode

import (
	"reflect"
	"sort"
	"sync/atomic"
	"unsafe"
)

// opcode says what an instruction does. In the comments, W[x] is a word register
// and P[x] a pointer register of the current window.
type opcode uint16

const (
	opJump       opcode = iota // to c
	opJumpBack                 // to c, at the end of a loop: an interrupt arrives here
	opLoop                     // W[a]++; if W[a] < W[b], back to c
	opLoopImm                  // W[a]++; if W[a] < imm, back to c
	opReturn                   // results are at the start of the window; imm pointers of it are results
	opReturnWord               // the same, with the one result W[a]
	opCall                     // calls[imm] with windows that start at W[a] and P[b]
	opCallMethod               // sites[imm] for the interface in P[c]; windows as for opCall
	opFn                       // fns[imm](window)

	opJumpTrue // W[a] != 0
	opJumpFalse
	opJumpEq // W[a] == W[b]
	opJumpNe
	opJumpLt // signed
	opJumpLe
	opJumpLtU // unsigned
	opJumpLeU
	opJumpEqImm // W[a] == imm
	opJumpNeImm
	opJumpLtImm
	opJumpLeImm
	opJumpGtImm
	opJumpGeImm
	opJumpFEq // float64
	opJumpFNe
	opJumpFLt
	opJumpFLe
	opJumpFNotLt // not the same as >=: there is NaN
	opJumpFNotLe
	opJumpNil // P[a] == nil
	opJumpNotNil

	opMove // W[a] = W[b]
	opMove2
	opMoveP
	opConst  // W[a] = imm
	opNil    // P[a] = nil
	opConstP // P[a] = pointers[imm]
	opString // P[a], W[b] = strings[imm]

	opAdd // W[a] = W[b] op W[c], 64 bits
	opSub
	opMul
	opDiv
	opDivU
	opRem
	opRemU
	opAnd
	opOr
	opXor
	opAndNot
	opShl
	opShr
	opShrU
	opAddImm // W[a] = W[b] op imm
	opMulImm
	opDivImm // imm is neither 0 nor -1
	opRemImm
	opAndImm
	opShlImm // imm < 64
	opShrImm
	opShrUImm
	opNeg
	opCom
	opNot
	opShiftCount // panics if the signed W[a] is negative
	opExt8       // W[a] = W[b], as an int8
	opExt16
	opExt32
	opExtU8
	opExtU16
	opExtU32

	opFAdd
	opFSub
	opFMul
	opFDiv
	opFNeg
	opFMulAdd // W[a] = W[a] + W[b]*W[c], rounded twice
	opFAdd32
	opFSub32
	opFMul32
	opFDiv32
	opFNeg32
	opIntFloat  // W[a] = float64(int64 W[b])
	opFloatInt  // W[a] = int64(float64 W[b])
	opFloat3264 // W[a] = float64(float32 W[b])
	opFloat6432
	opConvert // W[a] = W[b], imm is from | to<<8

	opEq // W[a] = W[b] op W[c]
	opNe
	opLt
	opLe
	opLtU
	opLeU
	opFEq
	opFNe
	opFLt
	opFLe
	opFEq32
	opFNe32
	opFLt32
	opFLe32
	opPEq // W[a] = P[b] == P[c]
	opPNe
	opSEq // W[a] = string(P[b], W[c]) == string(P[imm low], W[imm high])
	opSNe
	opSLt
	opSLe

	opLoad8 // W[a] = memory at P[b]+imm
	opLoad16
	opLoad32
	opLoadU8
	opLoadU16
	opLoadU32
	opLoad64
	opLoadP
	opLoadString // P[c], W[a]
	opLoadSlice  // P[c], W[a], W[a+1]
	opStore8     // memory at P[a]+imm = W[b]
	opStore16
	opStore32
	opStore64
	opStoreP
	opAddr     // P[a] = P[b]+imm, and P[b] is not nil
	opNilCheck // P[a]
	opIncMem   // the int at P[a]+imm += W[b]

	opIndex8 // W[a] = element W[c] of the slice at P[b] whose length is W[imm]
	opIndex16
	opIndex32
	opIndexU8
	opIndexU16
	opIndexU32
	opIndex64
	opIndexP      // P[a]
	opIndexSlice  // P[imm high], W[a], W[a+1]
	opIndexString // P[imm high], W[a]
	opSet8        // element W[c] of P[a] = W[b]; the length is W[imm]
	opSet16
	opSet32
	opSet64
	opSetP
	opElem      // P[a] = address of element W[c] of P[b]; imm is length register | size<<16
	opElemArray // the same; imm is length | size<<32

	opNew // P[a] = new(types[imm])
)

// ins is one instruction.
type ins struct {
	op      opcode
	a, b, c uint16
	imm     int64
}

// maxRegisters and maxCode bound a function, so that registers and targets fit in
// an instruction. A larger one stays with the engine.
const (
	maxRegisters = 4000
	maxCode      = 60000
)

// words and pointers are a window on the registers: it starts at the activation's
// first one.
type (
	words    [1 << 16]uint64
	pointers [1 << 16]unsafe.Pointer
)

// Code is a function. It can be called before it is complete: functions refer to
// one another.
type Code struct {
	name     string
	ins      []ins
	nw, np   int // registers
	calls    []*Code
	sites    []*callSite
	l        layout
	fns      []func(w *words, p *pointers)
	pointers []unsafe.Pointer
	strings  []string
	types    []reflect.Type
	marks    []mark
	unsigned map[int]bool // instructions whose index is unsigned

	// flag is set while an interrupt is under way, and for ever once the
	// function has been replaced. enter then decides.
	flag    *atomic.Bool
	version int                         // -1: it cannot be replaced
	forward func(w *words, p *pointers) // calls the successor

	b    *Backend
	site func(pos int) int // numbers a place in the source
}

// mark says where in the source the instructions from pc on are.
type mark struct{ pc, pos int }

// siteAt is the site of the instruction before next.
func (c *Code) siteAt(next int) int {
	i := sort.Search(len(c.marks), func(i int) bool { return c.marks[i].pc >= next }) - 1
	if i < 0 {
		return 0
	}
	return c.site(c.marks[i].pos)
}
