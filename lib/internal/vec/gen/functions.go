package main

import (
	"fmt"
	"strings"
)

// list names the functions. More are in winograd.go. Registers of scalars go from 14 downwards.
var list = []function{
	{name: "exp", pointers: []string{"dst", "x"}, body: func(e *emitter, at []string) {
		e.load(at[1], 0)
		exp(e, 0, 1, 2, 3)
		e.store(0, at[0])
	}},
	{name: "sigmoid", pointers: []string{"dst", "x"}, body: func(e *emitter, at []string) {
		e.load(at[1], 0)
		sigmoid(e, 0, 1, 2, 3)
		e.store(0, at[0])
	}},
	{name: "tanh", pointers: []string{"dst", "x"}, body: func(e *emitter, at []string) {
		e.load(at[1], 0)
		tanh(e, 0, 1, 2, 3, 4, 5)
		e.store(0, at[0])
	}},
	{name: "silu", pointers: []string{"dst", "x"}, body: func(e *emitter, at []string) {
		e.load(at[1], 0)
		e.line("VMOVAPS %s, %s", e.r(0), e.r(6))
		sigmoid(e, 0, 1, 2, 3)
		e.op("VMULPS", 6, 0, 0)
		e.store(0, at[0])
	}},
	{name: "siluBackward", pointers: []string{"dst", "dy", "x"}, body: func(e *emitter, at []string) {
		e.load(at[2], 0)
		e.line("VMOVAPS %s, %s", e.r(0), e.r(6))
		sigmoid(e, 0, 1, 2, 3)
		e.constant("one", 1)
		e.op("VSUBPS", 0, 1, 2)
		e.op("VFMADD213PS", 1, 6, 2) // 1 + x·(1−σ)
		e.op("VMULPS", 2, 0, 0)
		e.load(at[1], 1)
		e.op("VMULPS", 1, 0, 0)
		e.store(0, at[0])
	}},
	{name: "gelu", pointers: []string{"dst", "x"}, body: func(e *emitter, at []string) {
		e.load(at[1], 7)
		normal(e, 7, 0)
		e.op("VMULPS", 7, 0, 0)
		e.store(0, at[0])
	}},
	{name: "geluBackward", pointers: []string{"dst", "dy", "x"}, body: func(e *emitter, at []string) {
		e.load(at[2], 7)
		normal(e, 7, 0) // leaves e^(−x²/2) in 4
		e.op("VMULPS", "normalPeak", 4, 4)
		e.op("VFMADD231PS", 4, 7, 0)
		e.load(at[1], 1)
		e.op("VMULPS", 1, 0, 0)
		e.store(0, at[0])
	}},
	{name: "geluTanh", pointers: []string{"dst", "x"}, body: func(e *emitter, at []string) {
		e.load(at[1], 7)
		geluTanh(e, 7, 0)
		e.op("VADDPS", "one", 0, 0)
		e.op("VMULPS", "half", 7, 7)
		e.op("VMULPS", 7, 0, 0)
		e.store(0, at[0])
	}},
	{name: "geluTanhBackward", pointers: []string{"dst", "dy", "x"}, body: func(e *emitter, at []string) {
		e.load(at[2], 7)
		geluTanh(e, 7, 0)
		// (1+t)/2 + x·(1−t²)/2 · √(2/π)·(1 + 3·0.044715·x²)
		e.constant("one", 1)
		e.op("VMULPS", 7, 7, 2)
		e.constant("geluSlope", 3)
		e.op("VFMADD213PS", 1, 3, 2)
		e.op("VMULPS", "geluRoot", 2, 2)
		e.op("VMULPS", 7, 2, 2)
		e.line("VMOVAPS %s, %s", e.r(1), e.r(3))
		e.op("VFNMADD231PS", 0, 0, 3)
		e.op("VADDPS", 1, 0, 0)
		e.op("VFMADD231PS", 3, 2, 0)
		e.op("VMULPS", "half", 0, 0)
		e.load(at[1], 1)
		e.op("VMULPS", 1, 0, 0)
		e.store(0, at[0])
	}},
	{name: "relu", pointers: []string{"dst", "x"}, before: zeroIn(1), body: func(e *emitter, at []string) {
		e.load(at[1], 0)
		e.op("VMAXPS", 0, 1, 0) // the last source, named first, wins over NaN
		e.store(0, at[0])
	}},
	{name: "reluBackward", pointers: []string{"dst", "dy", "y"}, before: zeroIn(1), body: func(e *emitter, at []string) {
		// dy but where y ≤ 0: not "less or equal" is true for NaN.
		e.load(at[2], 0)
		e.load(at[1], 2)
		keep(e, 0, 1, 2)
		e.store(2, at[0])
	}},
	{name: "sigmoidBackward", flush: true, pointers: []string{"dst", "dy", "y"}, body: func(e *emitter, at []string) {
		e.load(at[2], 0)
		e.load(at[1], 1)
		sigmoidBackward(e, 1, 0, 2)
		e.store(1, at[0])
	}},
	{name: "tanhBackward", flush: true, pointers: []string{"dst", "dy", "y"}, body: func(e *emitter, at []string) {
		e.load(at[2], 0)
		e.load(at[1], 1)
		tanhBackward(e, 1, 0, 2)
		e.store(1, at[0])
	}},
	{name: "add", pointers: []string{"dst", "x"}, body: func(e *emitter, at []string) {
		e.load(at[0], 0)
		e.load(at[1], 1)
		e.op("VADDPS", 1, 0, 0)
		e.store(0, at[0])
	}},
	{name: "multiply", pointers: []string{"dst", "x"}, body: func(e *emitter, at []string) {
		e.load(at[0], 0)
		e.load(at[1], 1)
		e.op("VMULPS", 1, 0, 0)
		e.store(0, at[0])
	}},
	{name: "multiplyAdd", pointers: []string{"dst", "x", "y"}, body: func(e *emitter, at []string) {
		e.load(at[0], 0)
		e.load(at[1], 1)
		e.load(at[2], 2)
		e.op("VFMADD231PS", 1, 2, 0)
		e.store(0, at[0])
	}},
	{name: "scale", pointers: []string{"dst"}, scalars: []string{"k"}, body: func(e *emitter, at []string) {
		e.load(at[0], 0)
		e.op("VMULPS", scalar(0), 0, 0)
		e.store(0, at[0])
	}},
	{name: "scaleAdd", pointers: []string{"dst", "x"}, scalars: []string{"k"}, body: func(e *emitter, at []string) {
		e.load(at[0], 0)
		e.load(at[1], 1)
		e.op("VFMADD231PS", 1, scalar(0), 0)
		e.store(0, at[0])
	}},
	{name: "affine", pointers: []string{"dst", "x"}, scalars: []string{"shift", "k", "offset"}, body: func(e *emitter, at []string) {
		e.load(at[1], 0)
		e.op("VSUBPS", scalar(0), 0, 0)
		e.op("VFMADD213PS", scalar(2), scalar(1), 0)
		e.store(0, at[0])
	}},
	{name: "momentum", flush: true, pointers: []string{"w", "grad", "v"}, scalars: []string{"rate", "momentum"}, body: func(e *emitter, at []string) {
		moving(e, at)
		e.load(at[0], 2)
		e.op("VFNMADD231PS", 0, scalar(0), 2)
		e.store(2, at[0])
	}},
	{name: "nesterov", flush: true, pointers: []string{"w", "grad", "v"}, scalars: []string{"rate", "momentum"}, body: func(e *emitter, at []string) {
		moving(e, at)
		e.op("VFMADD231PS", 0, scalar(1), 1)
		e.load(at[0], 2)
		e.op("VFNMADD231PS", 1, scalar(0), 2)
		e.store(2, at[0])
	}},
	{name: "adam", flush: true, pointers: []string{"w", "grad", "m", "v"}, scalars: []string{"beta1", "rest1", "beta2", "rest2", "rate", "correction", "epsilon"}, body: func(e *emitter, at []string) {
		e.load(at[1], 0) // g
		e.load(at[2], 1) // m
		e.op("VMULPS", scalar(0), 1, 1)
		e.op("VFMADD231PS", 0, scalar(1), 1)
		e.store(1, at[2])
		e.load(at[3], 2) // v
		e.op("VMULPS", 0, 0, 0)
		e.op("VMULPS", scalar(2), 2, 2)
		e.op("VFMADD231PS", 0, scalar(3), 2)
		e.store(2, at[3])
		e.op("VMULPS", scalar(5), 2, 2)
		e.root(2, 0, 3, 4)
		e.op("VADDPS", scalar(6), 2, 2)
		e.op("VMULPS", scalar(4), 1, 1)
		e.op("VDIVPS", 2, 1, 1)
		e.load(at[0], 3)
		e.op("VSUBPS", 1, 3, 3)
		e.store(3, at[0])
	}},
	{name: "sum", pointers: []string{"x"}, result: "float64", before: zeroIn(0, 1), body: func(e *emitter, at []string) {
		e.load(at[0], 2)
		double(e, 2, 3)
		e.op("VADDPD", 2, 0, 0)
		e.op("VADDPD", 3, 1, 1)
	}, after: total},
	{name: "sumSquares", pointers: []string{"x"}, result: "float64", before: zeroIn(0, 1), body: func(e *emitter, at []string) {
		e.load(at[0], 2)
		double(e, 2, 3)
		e.op("VFMADD231PD", 2, 2, 0)
		e.op("VFMADD231PD", 3, 3, 1)
	}, after: total},
	{name: "sumSquaresFrom", pointers: []string{"x"}, scalars: []string{"mean"}, result: "float64", before: zeroIn(0, 1), body: func(e *emitter, at []string) {
		e.load(at[0], 2)
		e.op("VSUBPS", scalar(0), 2, 2)
		e.clip(2)
		double(e, 2, 3)
		e.op("VFMADD231PD", 2, 2, 0)
		e.op("VFMADD231PD", 3, 3, 1)
	}, after: total},
	{name: "dot", pointers: []string{"x", "y"}, result: "float64", before: zeroIn(0, 1), body: func(e *emitter, at []string) {
		e.load(at[0], 2)
		e.load(at[1], 4)
		double(e, 2, 3)
		double(e, 4, 5)
		e.op("VFMADD231PD", 2, 4, 0)
		e.op("VFMADD231PD", 3, 5, 1)
	}, after: total},
	{name: "max", pointers: []string{"x"}, result: "float32", before: func(e *emitter) {
		// The first number, everywhere.
		e.line("VBROADCASTSS (DI), %s", e.r(0))
		e.line("VMOVUPS %s, %s", e.r(0), e.r(2))
	}, body: func(e *emitter, at []string) {
		e.load(at[0], 1)
		if e.tail {
			e.merge(2, 1)
		}
		e.op("VMAXPS", 1, 0, 0)
	}, after: greatest},
	{name: "expSum", pointers: []string{"dst", "x"}, scalars: []string{"shift"}, result: "float64", before: zeroIn(8, 9), body: func(e *emitter, at []string) {
		e.load(at[1], 0)
		e.op("VSUBPS", scalar(0), 0, 0)
		exp(e, 0, 1, 2, 3)
		e.clip(0)
		e.store(0, at[0])
		double(e, 0, 1)
		e.op("VADDPD", 0, 8, 8)
		e.op("VADDPD", 1, 9, 9)
	}, after: func(e *emitter) {
		e.line("VMOVUPD %s, %s", e.r(8), e.r(0))
		e.line("VMOVUPD %s, %s", e.r(9), e.r(1))
		total(e)
	}},
	// Sums of rows, for norms: mu, scale and so on are vectors, a number a column.
	{name: "moments", pointers: []string{"sum", "squares", "x", "mu"}, body: func(e *emitter, at []string) {
		e.load(at[2], 0)
		e.load(at[3], 1)
		e.op("VSUBPS", 1, 0, 0)
		e.load(at[0], 1)
		e.op("VADDPS", 0, 1, 1)
		e.store(1, at[0])
		e.load(at[1], 1)
		e.op("VFMADD231PS", 0, 0, 1)
		e.store(1, at[1])
	}},
	{name: "centeredDot", pointers: []string{"sum", "dot", "d", "x", "mu"}, body: func(e *emitter, at []string) {
		e.load(at[2], 0)
		e.load(at[3], 1)
		e.load(at[4], 2)
		e.op("VSUBPS", 2, 1, 1)
		e.load(at[0], 2)
		e.op("VADDPS", 0, 2, 2)
		e.store(2, at[0])
		e.load(at[1], 2)
		e.op("VFMADD231PS", 0, 1, 2)
		e.store(2, at[1])
	}},
	{name: "normalize", pointers: []string{"dst", "x", "mu", "scale", "offset"}, body: func(e *emitter, at []string) {
		e.load(at[1], 0)
		e.load(at[2], 1)
		e.op("VSUBPS", 1, 0, 0)
		e.load(at[3], 1)
		e.load(at[4], 2)
		e.op("VFMADD213PS", 2, 1, 0)
		e.store(0, at[0])
	}},
	{name: "normalizeBackward", pointers: []string{"dst", "d", "x", "mu", "scale", "slope", "offset"}, body: func(e *emitter, at []string) {
		e.load(at[2], 0)
		e.load(at[3], 1)
		e.op("VSUBPS", 1, 0, 0)
		e.load(at[5], 1)
		e.load(at[6], 2)
		e.op("VFMADD213PS", 2, 1, 0) // (x−mu)·slope + offset
		e.load(at[1], 1)
		e.load(at[4], 2)
		e.op("VFMADD231PS", 1, 2, 0)
		e.store(0, at[0])
	}},
	// Where x is greater than dst, or NaN, it goes there, and k to where.
	{name: "maxStep", pointers: []string{"dst", "where", "x"}, scalars: []string{"k"}, body: func(e *emitter, at []string) {
		e.load(at[0], 1)
		e.load(at[1], 2)
		e.load(at[2], 0)
		const notLessOrEqual, ordered = "$6", "$7"
		if e.wide {
			e.line("VCMPPS %s, Z1, Z0, K2", notLessOrEqual)
			e.line("VCMPPS %s, Z1, Z1, K2, K3", ordered)
			e.line("VMOVAPS Z0, K3, Z1")
			e.line("VMOVAPS %s, K3, Z2", e.r(scalar(0)))
		} else {
			e.op("VCMPPS", notLessOrEqual, 1, 0, 3)
			e.op("VCMPPS", ordered, 1, 1, 4)
			e.op("VANDPS", 4, 3, 3)
			e.line("VBLENDVPS Y3, Y0, Y1, Y1")
			e.line("VBLENDVPS Y3, %s, Y2, Y2", e.r(scalar(0)))
		}
		e.store(1, at[0])
		e.store(2, at[1])
	}},
	{name: "maxStepBackward", pointers: []string{"dst", "d", "where"}, scalars: []string{"k"}, body: func(e *emitter, at []string) {
		e.load(at[0], 0)
		e.load(at[1], 1)
		e.load(at[2], 2)
		const equal = "$0"
		if e.wide {
			e.line("VCMPPS %s, %s, Z2, K2", equal, e.r(scalar(0)))
			e.line("VADDPS Z1, Z0, K2, Z0")
		} else {
			e.op("VCMPPS", equal, scalar(0), 2, 2)
			e.op("VANDPS", 2, 1, 1)
			e.op("VADDPS", 1, 0, 0)
		}
		e.store(0, at[0])
	}},
	// One example in one step of an LSTM: z are the four gates, i, f, g, o.
	{name: "lstm", pointers: []string{"z", "c0", "c", "h", "q"}, before: gateSteps, body: func(e *emitter, at []string) {
		gate := gates("DI")
		e.load(gate[0], 6)
		sigmoid(e, 6, 1, 2, 3)
		e.store(6, gate[0])
		e.load(gate[2], 7)
		tanh(e, 7, 1, 2, 3, 4, 5)
		e.store(7, gate[2])
		e.op("VMULPS", 6, 7, 7) // i·g
		e.load(gate[1], 6)
		sigmoid(e, 6, 1, 2, 3)
		e.store(6, gate[1])
		e.load(at[1], 8)
		e.op("VFMADD231PS", 8, 6, 7)
		e.store(7, at[2])
		e.load(gate[3], 6)
		sigmoid(e, 6, 1, 2, 3)
		e.store(6, gate[3])
		tanh(e, 7, 1, 2, 3, 4, 5)
		e.store(7, at[4])
		e.op("VMULPS", 6, 7, 7)
		e.store(7, at[3])
	}},
	{name: "lstmBackward", flush: true, pointers: []string{"d", "z", "dh", "dc", "c0", "q"}, before: gateSteps, body: func(e *emitter, at []string) {
		gate, out := gates("SI"), gates("DI")
		e.load(at[2], 0) // dh
		e.load(at[5], 1) // q = tanh(c)
		e.load(gate[3], 2)
		e.op("VMULPS", 0, 1, 3) // dh·q
		sigmoidBackward(e, 3, 2, 4)
		e.store(3, out[3])
		e.op("VMULPS", 2, 0, 0) // dh·o
		tanhBackward(e, 0, 1, 4)
		e.load(at[3], 1)
		e.op("VADDPS", 1, 0, 0) // gradient of c
		e.load(gate[0], 1)
		e.load(gate[2], 2)
		e.op("VMULPS", 2, 0, 3)
		sigmoidBackward(e, 3, 1, 4)
		e.store(3, out[0])
		e.op("VMULPS", 1, 0, 3)
		tanhBackward(e, 3, 2, 4)
		e.store(3, out[2])
		e.load(gate[1], 1)
		e.load(at[4], 2)
		e.op("VMULPS", 2, 0, 3)
		sigmoidBackward(e, 3, 1, 4)
		e.store(3, out[1])
		e.op("VMULPS", 1, 0, 0)
		e.store(0, at[3])
	}},
	// One example in one step of a GRU: z are the gates r, z, n, rec the products
	// with the state.
	{name: "gru", pointers: []string{"z", "rec", "h0", "h"}, before: gateSteps, body: func(e *emitter, at []string) {
		gate, rec := gates("DI"), gates("SI")
		for i := range 2 {
			e.load(gate[i], 6+i)
			e.load(rec[i], 1)
			e.op("VADDPS", 1, 6+i, 6+i)
			sigmoid(e, 6+i, 1, 2, 3)
			e.store(6+i, gate[i])
		}
		e.load(gate[2], 8)
		e.load(rec[2], 1)
		e.op("VFMADD231PS", 1, 6, 8)
		tanh(e, 8, 1, 2, 3, 4, 5)
		e.store(8, gate[2])
		e.load(at[2], 1)
		e.op("VSUBPS", 8, 1, 1)
		e.op("VFMADD231PS", 1, 7, 8)
		e.store(8, at[3])
	}},
	{name: "gruBackward", flush: true, pointers: []string{"dx", "d", "z", "recN", "h0", "dh", "carry"}, before: gateSteps, body: func(e *emitter, at []string) {
		dx, d, gate := gates("DI"), gates("SI"), gates("BX")
		e.load(at[5], 0)
		e.load(gate[1], 1)
		e.load(gate[2], 2)
		e.op("VMULPS", 1, 0, 3)
		e.store(3, at[6])
		e.op("VSUBPS", 3, 0, 3) // dh·(1−z)
		tanhBackward(e, 3, 2, 4)
		e.store(3, dx[2])
		e.load(at[4], 4)
		e.op("VSUBPS", 2, 4, 4)
		e.op("VMULPS", 0, 4, 4)
		sigmoidBackward(e, 4, 1, 5)
		e.store(4, dx[1])
		e.store(4, d[1])
		e.load(gate[0], 1)
		e.op("VMULPS", 3, 1, 4)
		e.store(4, d[2])
		e.load(at[3], 4)
		e.op("VMULPS", 4, 3, 3)
		sigmoidBackward(e, 3, 1, 5)
		e.store(3, dx[0])
		e.store(3, d[0])
	}},
}

// gateSteps leaves the way from one gate to the next, and to the fourth.
func gateSteps(e *emitter) {
	e.line("LEAQ (CX*4), R12")
	e.line("LEAQ (R12)(R12*2), R13")
}

func gates(base string) [4]string {
	return [4]string{"(" + base + ")", "(" + base + ")(R12*1)", "(" + base + ")(R12*2)", "(" + base + ")(R13*1)"}
}

func zeroIn(registers ...int) func(e *emitter) {
	return func(e *emitter) {
		for _, r := range registers {
			e.zero(r)
		}
	}
}

// moving computes v ← momentum·v + g: v in 0, g in 1.
func moving(e *emitter, at []string) {
	e.load(at[1], 1)
	e.load(at[2], 0)
	e.op("VFMADD213PS", 1, scalar(1), 0)
	e.store(0, at[2])
}

// clip sets what lies beyond the end to zero.
func (e *emitter) clip(r int) {
	switch {
	case !e.tail:
	case e.wide:
		e.line("VMOVUPS.Z %[1]s, K1, %[1]s", e.r(r))
	default:
		e.line("VANDPS Y15, %[1]s, %[1]s", e.r(r))
	}
}

// merge takes what lies beyond the end of dst from src.
func (e *emitter) merge(src, dst int) {
	if e.wide {
		e.line("VBLENDMPS %[1]s, %[2]s, K1, %[1]s", e.r(dst), e.r(src))
		return
	}
	e.line("VBLENDVPS Y15, %[1]s, %[2]s, %[1]s", e.r(dst), e.r(src))
}

// keep sets dst to zero where x ≤ zero.
func keep(e *emitter, x, zero, dst int) {
	const notLessOrEqual = "$6"
	if e.wide {
		e.line("VCMPPS %s, %s, %s, K2", notLessOrEqual, e.r(zero), e.r(x))
		e.line("VMOVUPS.Z %[1]s, K2, %[1]s", e.r(dst))
		return
	}
	e.op("VCMPPS", notLessOrEqual, zero, x, x)
	e.op("VANDPS", x, dst, dst)
}

// exp computes eˣ: x = n·ln 2 + r, eˣ = 2ⁿ·eʳ with a polynomial for eʳ. The
// bounds keep n small enough to scale by, and are far enough out that the scaled
// result is 0 or infinite there.
func exp(e *emitter, x, t1, t2, t3 int) {
	e.constant("expMin", t1)
	e.op("VMAXPS", x, t1, x) // the last source, named first, wins over NaN
	e.constant("expMax", t1)
	e.op("VMINPS", x, t1, x)
	e.op("VMULPS", "log2e", x, t1)
	if e.wide {
		e.op("VRNDSCALEPS", "$0", t1, t1)
	} else {
		e.op("VROUNDPS", "$0", t1, t1)
	}
	e.op("VFNMADD231PS", "ln2hi", t1, x)
	e.op("VFNMADD231PS", "ln2lo", t1, x)
	e.constant("exp4", t2)
	for _, c := range []string{"exp3", "exp2", "exp1", "exp0"} {
		e.op("VFMADD213PS", c, x, t2)
	}
	e.op("VMULPS", x, x, t3)
	e.op("VFMADD213PS", x, t3, t2)
	e.op("VADDPS", "one", t2, t2)
	if e.wide {
		e.op("VSCALEFPS", t1, t2, x)
		return
	}
	// 2ⁿ in two factors, so that neither leaves the range.
	e.op("VCVTPS2DQ", t1, t1)
	e.op("VPSRAD", "$1", t1, t3)
	e.op("VPSUBD", t3, t1, t1)
	for _, t := range []int{t1, t3} {
		e.op("VPADDD", "bias", t, t)
		e.op("VPSLLD", "$23", t, t)
		e.op("VMULPS", t, t2, t2)
	}
	e.line("VMOVAPS %s, %s", e.r(t2), e.r(x))
}

// sigmoid computes 1/(1+e⁻ˣ).
func sigmoid(e *emitter, x, t1, t2, t3 int) {
	e.logic("XOR", "sign", x, x)
	exp(e, x, t1, t2, t3)
	e.op("VADDPS", "one", x, x)
	e.constant("one", t1)
	e.op("VDIVPS", x, t1, x)
}

// tanh computes the hyperbolic tangent: a polynomial near 0, else from e²ˣ.
func tanh(e *emitter, x, t1, t2, t3, t4, t5 int) {
	e.logic("AND", "magnitude", x, t4)
	e.op("VADDPS", t4, t4, t5)
	exp(e, t5, t1, t2, t3)
	e.op("VADDPS", "one", t5, t5)
	e.constant("two", t1)
	e.op("VDIVPS", t5, t1, t5)
	e.constant("one", t1)
	e.op("VSUBPS", t5, t1, t5)
	e.logic("AND", "sign", x, t1)
	e.logic("OR", t1, t5, t5)

	e.op("VMULPS", x, x, t1)
	e.constant("tanh4", t2)
	for _, c := range []string{"tanh3", "tanh2", "tanh1", "tanh0"} {
		e.op("VFMADD213PS", c, t1, t2)
	}
	e.op("VMULPS", x, t1, t1)
	e.op("VFMADD231PS", t1, t2, x)

	const notLess = "$5"
	e.constant("tanhSmall", t1)
	if e.wide {
		e.line("VCMPPS %s, %s, %s, K2", notLess, e.r(t1), e.r(t4))
		e.line("VMOVAPS %s, K2, %s", e.r(t5), e.r(x))
		return
	}
	e.op("VCMPPS", notLess, t1, t4, t1)
	e.line("VBLENDVPS %s, %s, %s, %s", e.r(t1), e.r(t5), e.r(x), e.r(x))
}

// normal computes the normal distribution function Φ(x) into dst, and leaves
// e^(−x²/2) in 4. It uses registers up to 6.
func normal(e *emitter, x, dst int) {
	e.logic("AND", "magnitude", x, 5)
	e.op("VMULPS", "rootHalf", 5, 5)
	e.op("VMULPS", 5, 5, 4)
	e.logic("XOR", "sign", 4, 4)
	exp(e, 4, 1, 2, 3)
	// t = 1/(1 + p·|x|/√2)
	e.constant("one", 1)
	e.constant("erfP", 2)
	e.op("VFMADD213PS", 1, 2, 5)
	e.op("VDIVPS", 5, 1, 5)
	e.constant("erf5", 2)
	for _, c := range []string{"erf4", "erf3", "erf2", "erf1"} {
		e.op("VFMADD213PS", c, 5, 2)
	}
	e.op("VMULPS", 5, 2, 2)
	e.op("VMULPS", 4, 2, 2)
	e.op("VMULPS", "half", 2, 2) // Φ(−|x|)
	// Φ(x) is that for x < 0, else 1 minus that.
	e.op("VSUBPS", 2, 1, 3)
	e.zero(1)
	const less = "$1"
	if e.wide {
		e.line("VCMPPS %s, %s, %s, K2", less, e.r(1), e.r(x))
		e.line("VMOVAPS %s, %s", e.r(3), e.r(dst))
		e.line("VMOVAPS %s, K2, %s", e.r(2), e.r(dst))
		return
	}
	e.op("VCMPPS", less, 1, x, 1)
	e.line("VBLENDVPS %s, %s, %s, %s", e.r(1), e.r(2), e.r(3), e.r(dst))
}

// geluTanh computes tanh(√(2/π)·(x + 0.044715·x³)) into dst; it uses registers
// up to 6.
func geluTanh(e *emitter, x, dst int) {
	e.op("VMULPS", x, x, dst)
	e.constant("one", 1)
	e.constant("geluCube", 2)
	e.op("VFMADD213PS", 1, 2, dst)
	e.op("VMULPS", x, dst, dst)
	e.op("VMULPS", "geluRoot", dst, dst)
	tanh(e, dst, 1, 2, 3, 4, 5)
}

// sigmoidBackward computes dy·y·(1−y) into dy.
func sigmoidBackward(e *emitter, dy, y, t int) {
	e.op("VMULPS", y, dy, dy)
	e.constant("one", t)
	e.op("VSUBPS", y, t, t)
	e.op("VMULPS", t, dy, dy)
}

// tanhBackward computes dy·(1−y²) into dy.
func tanhBackward(e *emitter, dy, y, t int) {
	e.constant("one", t)
	e.op("VFNMADD231PS", y, y, t)
	e.op("VMULPS", t, dy, dy)
}

// double converts x to float64: the lower half stays in x, the upper goes to hi.
func double(e *emitter, x, hi int) {
	if e.wide {
		e.line("VEXTRACTF64X4 $1, %s, Y%d", e.r(x), hi)
		e.line("VCVTPS2PD Y%d, %s", hi, e.r(hi))
		e.line("VCVTPS2PD Y%d, %s", x, e.r(x))
		return
	}
	e.line("VEXTRACTF128 $1, %s, X%d", e.r(x), hi)
	e.line("VCVTPS2PD X%d, %s", hi, e.r(hi))
	e.line("VCVTPS2PD X%d, %s", x, e.r(x))
}

// total adds up 0 and 1.
func total(e *emitter) {
	e.op("VADDPD", 1, 0, 0)
	if e.wide {
		e.line("VEXTRACTF64X4 $1, Z0, Y1")
		e.line("VADDPD Y1, Y0, Y0")
	}
	e.line("VEXTRACTF128 $1, Y0, X1")
	e.line("VADDPD X1, X0, X0")
	e.line("VUNPCKHPD X0, X0, X1")
	e.line("VADDSD X1, X0, X0")
}

// greatest leaves the greatest lane of 0.
func greatest(e *emitter) {
	if e.wide {
		e.line("VEXTRACTF64X4 $1, Z0, Y1")
		e.line("VMAXPS Y1, Y0, Y0")
	}
	e.line("VEXTRACTF128 $1, Y0, X1")
	e.line("VMAXPS X1, X0, X0")
	e.line("VUNPCKHPD X0, X0, X1")
	e.line("VMAXPS X1, X0, X0")
	e.line("VSHUFPS $1, X0, X0, X1")
	e.line("VMAXSS X1, X0, X0")
}

// functions returns the assembly and its declarations.
func functions() (assembly, stubs string) {
	var s, g strings.Builder
	s.WriteString(header + "#include \"textflag.h\"\n\n" + data())
	g.WriteString(header + "package vec\n")
	for _, wide := range []bool{true, false} {
		for _, f := range append(list, winograd...) {
			e := &emitter{wide: wide}
			s.WriteString(f.write(e))
			fmt.Fprintf(&g, "\n//go:noescape\nfunc %s%s%s\n", f.name, e.isa(), f.signature())
		}
	}
	s.WriteString(prefetch())
	g.WriteString("\n//go:noescape\nfunc prefetch(x *float32, n int)\n")
	s.WriteString(transpose())
	g.WriteString("\n//go:noescape\nfunc transpose8(dst, src *float32, dstStep, srcStep uintptr)\n")
	return s.String(), g.String()
}

// prefetch asks for n numbers, a line of the cache at a time.
func prefetch() string {
	e := &emitter{}
	e.WriteString("\n// func prefetch(x *float32, n int)\nTEXT ·prefetch(SB), NOSPLIT, $0-16\n")
	e.line("MOVQ x+0(FP), SI")
	e.line("MOVQ n+8(FP), CX")
	e.WriteString("loop:\n")
	e.line("PREFETCHT0 (SI)")
	e.line("ADDQ $64, SI")
	e.line("SUBQ $16, CX")
	e.line("JGT loop")
	e.line("RET")
	return e.String()
}

// transpose turns a block of 8 × 8 numbers; AVX2 has all it takes. Loads put the
// lower four rows beside the upper four, so that what follows stays within
// halves.
func transpose() string {
	e := &emitter{}
	e.WriteString("\n// func transpose8(dst, src *float32, dstStep, srcStep uintptr)\nTEXT ·transpose8(SB), NOSPLIT, $0-32\n")
	e.line("MOVQ dst+0(FP), DI")
	e.line("MOVQ src+8(FP), SI")
	e.line("MOVQ dstStep+16(FP), DX")
	e.line("MOVQ srcStep+24(FP), BX")
	e.line("LEAQ (SI)(BX*4), R8")
	e.line("LEAQ (BX)(BX*2), R9")
	rows := func(base string) []string {
		return []string{"(" + base + ")", "(" + base + ")(BX*1)", "(" + base + ")(BX*2)", "(" + base + ")(R9*1)"}
	}
	low, high := rows("SI"), rows("R8")
	for half := range 2 {
		for i := range 4 {
			r := 4*half + i
			e.line("VMOVUPS %s, X%d", shifted(low[i], 16*half), r)
			e.line("VINSERTF128 $1, %s, Y%d, Y%d", shifted(high[i], 16*half), r, r)
		}
	}
	for half := range 2 {
		a := 4 * half // rows 0|4, 1|5, 2|6, 3|7 of four columns
		e.line("VUNPCKLPS Y%d, Y%d, Y%d", a+1, a, 8)
		e.line("VUNPCKHPS Y%d, Y%d, Y%d", a+1, a, 9)
		e.line("VUNPCKLPS Y%d, Y%d, Y%d", a+3, a+2, 10)
		e.line("VUNPCKHPS Y%d, Y%d, Y%d", a+3, a+2, 11)
		for i := range 4 {
			src := 8 + i/2
			e.line("VUNPCK%sPD Y%d, Y%d, Y12", []string{"L", "H"}[i%2], src+2, src)
			e.line("VMOVUPS Y12, (DI)")
			if half == 0 || i < 3 {
				e.line("ADDQ DX, DI")
			}
		}
	}
	e.line("VZEROUPPER")
	e.line("RET")
	return e.String()
}

// shifted adds an offset to an address.
func shifted(at string, offset int) string {
	if offset == 0 {
		return at
	}
	return fmt.Sprintf("%d%s", offset, at)
}
