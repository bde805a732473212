package cpu

import (
	"slices"
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	all := []Level{AVX512, AVX2, Generic}
	for _, c := range []struct {
		wish      string
		available []Level
		want      Level
		said      string // part of the complaint
	}{
		{"", all, AVX512, ""},
		{"avx2", all, AVX2, ""},
		{"generic", all, Generic, ""},
		{"avx512", []Level{AVX2, Generic}, AVX2, "GORGO_CPU=avx512 is not what this processor can run; using avx2 (set it to avx2, generic, or unset it)"},
		{"neon", all, AVX512, "not what this processor can run"},
		{"AVX2", all, AVX512, "GORGO_CPU=AVX2 is none of the levels"},
		{"sse", []Level{Generic}, Generic, "using generic"},
	} {
		var said strings.Builder
		if got := choose(c.wish, c.available, &said); got != c.want {
			t.Errorf("GORGO_CPU=%q of %v: %s, want %s", c.wish, c.available, got, c.want)
		}
		if (c.said == "") != (said.Len() == 0) || !strings.Contains(said.String(), c.said) {
			t.Errorf("GORGO_CPU=%q of %v: said %q, want %q", c.wish, c.available, said.String(), c.said)
		}
	}
}

func TestGenericIsAlwaysAvailable(t *testing.T) {
	levels := Available()
	if levels[len(levels)-1] != Generic {
		t.Errorf("available: %v, want generic at the end", levels)
	}
	if !slices.Contains(levels, Best()) {
		t.Errorf("in use: %s, available are %v", Best(), levels)
	}
}
