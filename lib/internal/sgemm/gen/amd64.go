package main

import "fmt"

// The kernels for amd64.
//
// Registers: DI the tile; AX, R8 … R11 the rows of A, three rows each, with
// their distance in BX; DX from one column of A to the next; SI a row of B, R12
// to the next; CX counts the columns of a segment, R13 the segments, R15 is the
// way from the end of one to the start of the next.
//
// Flags: 1 adds to C, 2 adds a bias, 4 is ReLU.

var pointers = []string{"AX", "R8", "R9", "R10", "R11"}

// vector says how a family names and moves its registers.
type vector struct {
	register  string // letter
	bytes     int
	masked    bool // K1, K2 mask the two vectors of a row
	b0, b1    int  // registers of a row of B
	broadcast [2]int
}

var (
	zmm = vector{"Z", 64, true, 28, 29, [2]int{30, 31}}
	ymm = vector{"Y", 32, false, 12, 13, [2]int{14, 15}}
)

func (v vector) reg(i int) string { return fmt.Sprintf("%s%d", v.register, i) }

// mask returns the mask operand of the left or right vector.
func (v vector) mask(half int) string {
	if !v.masked {
		return ""
	}
	return fmt.Sprintf(", K%d", half+1)
}

// zeroing is the suffix of a masked load.
func (v vector) zeroing() string {
	if v.masked {
		return ".Z"
	}
	return ""
}

func amd64() string {
	a := &assembler{}
	a.WriteString(header + "#include \"go_asm.h\"\n#include \"textflag.h\"\n")
	for r := 1; r <= avx512.rows; r++ {
		kernelAMD64(a, avx512.name, zmm, r)
	}
	for r := 1; r <= avx2.rows; r++ {
		kernelAMD64(a, avx2.name, ymm, r)
	}
	copyAMD64(a, avx512.name, zmm)
	copyAMD64(a, avx2.name, ymm)
	return a.String()
}

// copyAMD64 writes the function that packs: it copies rows of two vectors, which
// masks may make narrower. What the first mask leaves out is zero, what the second
// leaves out is not written.
func copyAMD64(a *assembler, family string, v vector) {
	fmt.Fprintf(a, "\n// func %sCopy(dst, src *float32, rows int, dstStep, srcStep uintptr, read, write uint64)\n", family)
	fmt.Fprintf(a, "TEXT ·%sCopy(SB), NOSPLIT, $0-56\n", family)
	a.line("MOVQ dst+0(FP), DI")
	a.line("MOVQ src+8(FP), SI")
	a.line("MOVQ rows+16(FP), CX")
	a.line("MOVQ dstStep+24(FP), DX")
	a.line("MOVQ srcStep+32(FP), BX")
	if v.masked {
		for i, name := range []string{"read+40(FP)", "write+48(FP)"} {
			a.line("MOVQ %s, AX", name)
			a.line("KMOVW AX, K%d", 1+2*i)
			a.line("SHRQ $16, AX")
			a.line("KMOVW AX, K%d", 2+2*i)
		}
	}
	a.label("loop")
	a.line("VMOVUPS%s (SI)%s, %s", v.zeroing(), v.mask(0), v.reg(0))
	a.line("VMOVUPS%s %d(SI)%s, %s", v.zeroing(), v.bytes, v.mask(1), v.reg(1))
	write := func(half int) string {
		if !v.masked {
			return ""
		}
		return fmt.Sprintf(", K%d", half+3)
	}
	a.line("VMOVUPS %s%s, (DI)", v.reg(0), write(0))
	a.line("VMOVUPS %s%s, %d(DI)", v.reg(1), write(1), v.bytes)
	a.line("ADDQ BX, SI")
	a.line("ADDQ DX, DI")
	a.line("DECQ CX")
	a.line("JNE loop")
	a.line("VZEROUPPER")
	a.line("RET")
}

func kernelAMD64(a *assembler, family string, v vector, rows int) {
	groups := (rows + 2) / 3
	a.function(fmt.Sprintf("%sx%d", family, rows))
	a.line("MOVQ t+0(FP), DI")
	a.line("MOVQ tile_a(DI), AX")
	a.line("MOVQ tile_rowStep(DI), BX")
	a.line("MOVQ tile_colStep(DI), DX")
	a.line("MOVQ tile_b(DI), SI")
	a.line("MOVQ tile_bStep(DI), R12")
	a.line("MOVQ tile_segments(DI), R13")
	a.line("MOVQ tile_k(DI), R15")
	a.line("IMULQ DX, R15")
	a.line("NEGQ R15")
	a.line("ADDQ tile_segmentStep(DI), R15")
	if v.masked {
		a.line("MOVQ tile_mask(DI), CX")
		a.line("KMOVW CX, K1")
		a.line("SHRQ $16, CX")
		a.line("KMOVW CX, K2")
	}
	if groups > 1 {
		a.line("LEAQ (BX)(BX*2), CX")
	}
	for g := 1; g < groups; g++ {
		a.line("LEAQ (%s)(CX*1), %s", pointers[g-1], pointers[g])
	}
	for i := range 2 * rows {
		if v.masked {
			a.line("VPXORD %[1]s, %[1]s, %[1]s", v.reg(i))
		} else {
			a.line("VXORPS %[1]s, %[1]s, %[1]s", v.reg(i))
		}
	}

	// C comes into the cache meanwhile, if there is time for it.
	a.line("CMPQ tile_k(DI), $128")
	a.line("JLT segment")
	a.line("MOVQ tile_c(DI), CX")
	a.line("MOVQ tile_cStep(DI), R14")
	for i := range rows {
		a.line("PREFETCHT0 (CX)")
		a.line("PREFETCHT0 %d(CX)", 2*v.bytes-4)
		if i < rows-1 {
			a.line("ADDQ R14, CX")
		}
	}

	a.label("segment")
	a.line("MOVQ tile_k(DI), CX")
	a.line("PCALIGN $32")
	a.label("loop")
	a.line("VMOVUPS%s (SI)%s, %s", v.zeroing(), v.mask(0), v.reg(v.b0))
	a.line("VMOVUPS%s %d(SI)%s, %s", v.zeroing(), v.bytes, v.mask(1), v.reg(v.b1))
	for i := range rows {
		z := v.reg(v.broadcast[i%2])
		at := fmt.Sprintf("(%s)", pointers[i/3])
		if i%3 > 0 {
			at += fmt.Sprintf("(BX*%d)", i%3)
		}
		a.line("VBROADCASTSS %s, %s", at, z)
		a.line("VFMADD231PS %s, %s, %s", v.reg(v.b0), z, v.reg(2*i))
		a.line("VFMADD231PS %s, %s, %s", v.reg(v.b1), z, v.reg(2*i+1))
	}
	if v.masked && rows > 8 {
		// Where B is read in place, the next panel begins here.
		a.line("PREFETCHT0 128(SI)")
		a.line("PREFETCHT0 192(SI)")
	}
	for g := range groups {
		a.line("ADDQ DX, %s", pointers[g])
	}
	a.line("ADDQ R12, SI")
	a.line("DECQ CX")
	a.line("JNE loop")
	for g := range groups {
		a.line("ADDQ R15, %s", pointers[g])
	}
	a.line("ADDQ tile_bJump(DI), SI")
	a.line("DECQ R13")
	a.line("JNE segment")

	// What follows the sums: each row of C at R8.
	a.line("MOVQ tile_c(DI), AX")
	a.line("MOVQ tile_cStep(DI), BX")
	a.line("MOVQ tile_flags(DI), CX")
	a.line("TESTQ $1, CX")
	a.line("JEQ bias")
	a.line("MOVQ AX, R8")
	for i := range rows {
		a.line("VADDPS (R8), %[1]s%[2]s, %[1]s", v.reg(2*i), v.mask(0))
		a.line("VADDPS %[3]d(R8), %[1]s%[2]s, %[1]s", v.reg(2*i+1), v.mask(1), v.bytes)
		if i < rows-1 {
			a.line("ADDQ BX, R8")
		}
	}
	a.label("bias")
	a.line("TESTQ $2, CX")
	a.line("JEQ relu")
	a.line("MOVQ tile_bias(DI), R8")
	a.line("VMOVUPS%s (R8)%s, %s", v.zeroing(), v.mask(0), v.reg(v.b0))
	a.line("VMOVUPS%s %d(R8)%s, %s", v.zeroing(), v.bytes, v.mask(1), v.reg(v.b1))
	for i := range rows {
		a.line("VADDPS %[1]s, %[2]s, %[2]s", v.reg(v.b0), v.reg(2*i))
		a.line("VADDPS %[1]s, %[2]s, %[2]s", v.reg(v.b1), v.reg(2*i+1))
	}
	a.label("relu")
	a.line("TESTQ $4, CX")
	a.line("JEQ store")
	zero := v.reg(v.b0)
	if v.masked {
		a.line("VPXORD %[1]s, %[1]s, %[1]s", zero)
	} else {
		a.line("VXORPS %[1]s, %[1]s, %[1]s", zero)
	}
	// The last source comes first here: it is the result when one is NaN.
	for i := range 2 * rows {
		a.line("VMAXPS %[1]s, %[2]s, %[1]s", v.reg(i), zero)
	}
	a.label("store")
	for i := range rows {
		a.line("VMOVUPS %s%s, (AX)", v.reg(2*i), v.mask(0))
		a.line("VMOVUPS %s%s, %d(AX)", v.reg(2*i+1), v.mask(1), v.bytes)
		if i < rows-1 {
			a.line("ADDQ BX, AX")
		}
	}
	a.line("VZEROUPPER")
	a.line("RET")
}
