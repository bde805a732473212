package cpu

import "golang.org/x/sys/cpu"

// detected returns the levels of this processor. x/sys/cpu also asks whether
// the operating system saves the wide registers.
func detected() []Level {
	var out []Level
	x := &cpu.X86
	avx2 := x.HasAVX2 && x.HasFMA
	if avx2 && x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL {
		out = append(out, AVX512)
	}
	if avx2 {
		out = append(out, AVX2)
	}
	return out
}
