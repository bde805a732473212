package main

import (
	"fmt"
	"math"
	"strings"
)

// emitter writes one function for one kind of registers. A body is written
// twice: for whole vectors, and masked for what is left at the end, so that a
// number is computed alike wherever it stands.
type emitter struct {
	strings.Builder
	wide bool // AVX-512
	tail bool // the masked body
}

// isa is the suffix of function names.
func (e *emitter) isa() string {
	if e.wide {
		return "AVX512"
	}
	return "AVX2"
}

// lanes is the number of numbers in a vector.
func (e *emitter) lanes() int {
	if e.wide {
		return 16
	}
	return 8
}

func (e *emitter) line(format string, args ...any) { fmt.Fprintf(e, "\t"+format+"\n", args...) }

// r names a vector register. In AVX2 functions 15 holds the mask at the end.
func (e *emitter) r(i int) string {
	if e.wide {
		return fmt.Sprintf("Z%d", i)
	}
	return fmt.Sprintf("Y%d", i)
}

// op writes an instruction on vector registers: integers are registers, the
// destination last; a string at the front is a constant's name.
func (e *emitter) op(name string, args ...any) {
	var text []string
	for _, a := range args {
		switch a := a.(type) {
		case int:
			text = append(text, e.r(a))
		case string:
			if strings.HasPrefix(a, "$") {
				text = append(text, a)
				continue
			}
			text = append(text, fmt.Sprintf("vec_%s<>(SB)", a))
			if e.wide {
				name += ".BCST"
			}
		}
	}
	e.line("%s %s", name, strings.Join(text, ", "))
}

// constant loads a constant.
func (e *emitter) constant(name string, dst int) {
	e.line("VBROADCASTSS vec_%s<>(SB), %s", name, e.r(dst))
}

// load loads a vector; zeros beyond the end.
func (e *emitter) load(at string, dst int) {
	switch {
	case !e.tail:
		e.line("VMOVUPS %s, %s", at, e.r(dst))
	case e.wide:
		e.line("VMOVUPS.Z %s, K1, %s", at, e.r(dst))
	default:
		e.line("VMASKMOVPS %s, Y15, %s", at, e.r(dst))
	}
}

// store stores a vector, up to the end.
func (e *emitter) store(src int, at string) {
	switch {
	case !e.tail:
		e.line("VMOVUPS %s, %s", e.r(src), at)
	case e.wide:
		e.line("VMOVUPS %s, K1, %s", e.r(src), at)
	default:
		e.line("VMASKMOVPS %s, Y15, %s", e.r(src), at)
	}
}

// logic writes a bitwise operation on floats; AVX-512 has those of integers.
func (e *emitter) logic(name string, args ...any) {
	if e.wide {
		e.op("VP"+name+"D", args...)
		return
	}
	e.op("V"+name+"PS", args...)
}

func (e *emitter) zero(i int) { e.logic("XOR", i, i, i) }

// root replaces a number that is not negative by its square root; the other
// registers are for the work. With AVX-512 it is an estimate and one step of
// Newton's method, right to about an ulp: the instruction takes as long as all
// the rest of a step of Adam. That method has no answer for 0 and infinity, which
// are their own roots.
func (e *emitter) root(x, y, half, rest int) {
	if !e.wide {
		e.op("VSQRTPS", x, x)
		return
	}
	e.op("VRSQRT14PS", x, half)
	e.op("VMULPS", half, x, y) // about √x
	e.constant("half", rest)
	e.op("VMULPS", rest, half, half)
	e.op("VFNMADD231PS", half, y, rest) // ½ − √x · ½/√x
	e.op("VFMADD213PS", y, rest, y)
	e.line("VFPCLASSPSZ $0x2e, %s, K2", e.r(x)) // ±0, ∞ and what is taken for 0
	e.line("VMOVAPS %s, K2, %s", e.r(x), e.r(y))
	e.line("VMOVAPS %s, %s", e.r(y), e.r(x))
}

// function describes an assembly function.
type function struct {
	name     string
	pointers []string // parameters that walk along, *float32
	steps    []string // uintptr parameters, in R12, R14 and R15
	scalars  []string // float32 parameters, broadcast into registers from 16−1−len (AVX2) on
	result   string   // type, or empty
	flush    bool     // numbers below the normal range are zero
	before   func(e *emitter)
	body     func(e *emitter, at []string)
	after    func(e *emitter) // leaves the result, if any, in X0
}

// walkers hold the pointers.
var walkers = []string{"DI", "SI", "BX", "DX", "R8", "R9", "R10", "R11"}

// stepRegisters hold the steps.
var stepRegisters = []string{"R12", "R14", "R15"}

// scalar is the register of scalar i of n: from 14 downwards.
func scalar(i int) int { return 14 - i }

func (f function) signature() string {
	params := strings.Join(f.pointers, ", ") + " *float32, n int"
	if len(f.steps) > 0 {
		params += ", " + strings.Join(f.steps, ", ") + " uintptr"
	}
	if len(f.scalars) > 0 {
		params += ", " + strings.Join(f.scalars, ", ") + " float32"
	}
	if f.result != "" {
		params = params + ") " + f.result
	} else {
		params += ")"
	}
	return "(" + params
}

// write writes the function for one kind of registers.
func (f function) write(e *emitter) string {
	name := f.name + e.isa()
	offset := 8 * len(f.pointers)
	scalars := offset + 8 + 8*len(f.steps)
	arguments := scalars + 4*len(f.scalars)
	results := 0
	switch f.result {
	case "float64":
		arguments = (arguments + 7) / 8 * 8
		results = 8
	case "float32":
		arguments = (arguments + 7) / 8 * 8
		results = 4
	}
	frame := 0
	if f.flush {
		frame = 8
	}
	fmt.Fprintf(e, "\n// func %s%s\nTEXT ·%s(SB), NOSPLIT, $%d-%d\n", name, f.signature(), name, frame, arguments+results)
	if f.flush {
		// Flush to zero and denormals are zero, until the end.
		e.line("STMXCSR before-4(SP)")
		e.line("MOVL before-4(SP), AX")
		e.line("ORL $0x8040, AX")
		e.line("MOVL AX, during-8(SP)")
		e.line("LDMXCSR during-8(SP)")
	}
	for i, p := range f.pointers {
		e.line("MOVQ %s+%d(FP), %s", p, 8*i, walkers[i])
	}
	e.line("MOVQ n+%d(FP), CX", offset)
	for i, s := range f.steps {
		e.line("MOVQ %s+%d(FP), %s", s, offset+8+8*i, stepRegisters[i])
	}
	for i, s := range f.scalars {
		e.line("VBROADCASTSS %s+%d(FP), %s", s, scalars+4*i, e.r(scalar(i)))
	}
	if f.before != nil {
		f.before(e)
	}
	at := make([]string, len(f.pointers))
	for i := range at {
		at[i] = "(" + walkers[i] + ")"
	}
	e.line("SUBQ $%d, CX", e.lanes())
	e.line("JLT tail")
	fmt.Fprintf(e, "loop:\n")
	f.body(e, at)
	for i := range f.pointers {
		e.line("ADDQ $%d, %s", 4*e.lanes(), walkers[i])
	}
	e.line("SUBQ $%d, CX", e.lanes())
	e.line("JGE loop")
	fmt.Fprintf(e, "tail:\n")
	e.line("ADDQ $%d, CX", e.lanes())
	e.line("JEQ done")
	if e.wide {
		e.line("MOVL $1, AX")
		e.line("SHLL CX, AX")
		e.line("DECL AX")
		e.line("KMOVW AX, K1")
	} else {
		// The mask is a window of eight ones and eight zeros.
		e.line("LEAQ vec_mask<>(SB), AX")
		e.line("NEGQ CX")
		e.line("VMOVUPS 32(AX)(CX*4), Y15")
	}
	e.tail = true
	f.body(e, at)
	e.tail = false
	fmt.Fprintf(e, "done:\n")
	if f.after != nil {
		f.after(e)
	}
	switch f.result {
	case "float64":
		e.line("VMOVSD X0, ret+%d(FP)", arguments)
	case "float32":
		e.line("VMOVSS X0, ret+%d(FP)", arguments)
	}
	if f.flush {
		e.line("LDMXCSR before-4(SP)")
	}
	e.line("VZEROUPPER")
	e.line("RET")
	text := e.String()
	e.Reset()
	return text
}

// data writes the constants, each repeated for a vector of AVX2.
func data() string {
	var b strings.Builder
	word := func(name string, bits uint32) {
		for i := range 8 {
			fmt.Fprintf(&b, "DATA vec_%s<>+%d(SB)/4, $0x%08x\n", name, 4*i, bits)
		}
		fmt.Fprintf(&b, "GLOBL vec_%s<>(SB), RODATA|NOPTR, $32\n", name)
	}
	for _, c := range constants {
		word(c.name, math.Float32bits(float32(c.value)))
	}
	word("sign", 1<<31)
	word("magnitude", 1<<31-1)
	word("bias", 127)
	for i := range 16 {
		v := int64(-1)
		if i >= 8 {
			v = 0
		}
		fmt.Fprintf(&b, "DATA vec_mask<>+%d(SB)/4, $%d\n", 4*i, v)
	}
	b.WriteString("GLOBL vec_mask<>(SB), RODATA|NOPTR, $64\n")
	return b.String()
}
