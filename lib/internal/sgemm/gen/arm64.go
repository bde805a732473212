package main

import "fmt"

// The kernels for arm64: up to 8 rows of 3 vectors of 4.
//
// Registers: R0 the tile; R1 a row of B, R2 to the next; R3 from one column of
// A to the next; R4 … R11 the rows of A; R12 counts the columns of a segment,
// R13 the segments, R14 is the way from the end of one to the start of the
// next in A, R16 in B. V0 … V23 the sums, V24 … V26 a row of B or C, V27 and V28 numbers of A.

func arm64() string {
	a := &assembler{}
	a.WriteString(header + "#include \"go_asm.h\"\n#include \"textflag.h\"\n")
	for r := 1; r <= neon.rows; r++ {
		kernelARM64(a, r)
	}
	return a.String()
}

func kernelARM64(a *assembler, rows int) {
	a.function(fmt.Sprintf("%sx%d", neon.name, rows))
	a.line("MOVD t+0(FP), R0")
	a.line("MOVD tile_b(R0), R1")
	a.line("MOVD tile_bStep(R0), R2")
	a.line("MOVD tile_colStep(R0), R3")
	a.line("MOVD tile_a(R0), R4")
	a.line("MOVD tile_rowStep(R0), R15")
	for i := 1; i < rows; i++ {
		a.line("ADD R15, R%d, R%d", 3+i, 4+i)
	}
	a.line("MOVD tile_segments(R0), R13")
	a.line("MOVD tile_bJump(R0), R16")
	a.line("MOVD tile_k(R0), R12")
	a.line("MUL R3, R12, R12")
	a.line("MOVD tile_segmentStep(R0), R14")
	a.line("SUB R12, R14, R14")
	for i := range 3 * rows {
		a.line("VEOR V%[1]d.B16, V%[1]d.B16, V%[1]d.B16", i)
	}

	a.label("segment")
	a.line("MOVD tile_k(R0), R12")
	a.label("loop")
	a.line("VLD1.P (R1)(R2), [V24.S4, V25.S4, V26.S4]")
	for i := range rows {
		v := 27 + i%2
		a.line("VLD1R.P (R%d)(R3), [V%d.S4]", 4+i, v)
		for j := range 3 {
			a.line("VFMLA V%d.S4, V%d.S4, V%d.S4", 24+j, v, 3*i+j)
		}
	}
	a.line("SUBS $1, R12")
	a.line("BNE loop")
	for i := range rows {
		a.line("ADD R14, R%[1]d, R%[1]d", 4+i)
	}
	a.line("ADD R16, R1, R1")
	a.line("SUBS $1, R13")
	a.line("BNE segment")

	// What follows the sums. Additions are products with 1: the assembler has
	// no vector addition of floats.
	a.line("FMOVS $1.0, F27")
	a.line("VDUP V27.S[0], V27.S4")
	a.line("MOVD tile_c(R0), R4")
	a.line("MOVD tile_cStep(R0), R5")
	a.line("MOVD tile_flags(R0), R6")
	a.line("TBZ $0, R6, bias")
	a.line("MOVD R4, R7")
	for i := range rows {
		a.line("VLD1.P (R7)(R5), [V24.S4, V25.S4, V26.S4]")
		for j := range 3 {
			a.line("VFMLA V%d.S4, V27.S4, V%d.S4", 24+j, 3*i+j)
		}
	}
	a.label("bias")
	a.line("TBZ $1, R6, relu")
	a.line("MOVD tile_bias(R0), R7")
	a.line("VLD1 (R7), [V24.S4, V25.S4, V26.S4]")
	for i := range rows {
		for j := range 3 {
			a.line("VFMLA V%d.S4, V27.S4, V%d.S4", 24+j, 3*i+j)
		}
	}
	a.label("relu")
	a.line("TBZ $2, R6, store")
	a.line("VEOR V24.B16, V24.B16, V24.B16")
	for i := range 3 * rows {
		// FMAX Vi.4S, Vi.4S, V24.4S, which the assembler does not know.
		a.line("WORD $0x%08x", 0x4E20F400|24<<16|i<<5|i)
	}
	a.label("store")
	for i := range rows {
		a.line("VST1.P [V%d.S4, V%d.S4, V%d.S4], (R4)(R5)", 3*i, 3*i+1, 3*i+2)
	}
	a.line("RET")
}
