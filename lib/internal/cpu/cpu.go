package cpu

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
)

// Level is a set of instructions that kernels are written for.
type Level string

// The levels. Generic is plain Go.
const (
	Generic Level = "generic"
	NEON    Level = "neon"   // arm64
	AVX2    Level = "avx2"   // amd64: AVX2 and FMA
	AVX512  Level = "avx512" // amd64: AVX-512 F, BW, DQ and VL
)

// Available returns the levels that this processor can run, the fastest first.
// The last one is always Generic.
func Available() []Level { return append(detected(), Generic) }

// Best returns the level in use: the fastest one, or that of GORGO_CPU. A value
// of GORGO_CPU that is none, or that this processor cannot run, is said once on
// standard error, and the fastest is used.
var Best = sync.OnceValue(func() Level { return choose(os.Getenv("GORGO_CPU"), Available(), os.Stderr) })

// choose picks the level for a value of GORGO_CPU.
func choose(wish string, available []Level, complain io.Writer) Level {
	best := available[0]
	if wish == "" || slices.Contains(available, Level(wish)) {
		if wish != "" {
			best = Level(wish)
		}
		return best
	}
	var names []string
	for _, l := range available {
		names = append(names, string(l))
	}
	reason := "is none of the levels"
	if slices.Contains([]Level{Generic, NEON, AVX2, AVX512}, Level(wish)) {
		reason = "is not what this processor can run"
	}
	_, _ = fmt.Fprintf(complain, "gorgo: GORGO_CPU=%s %s; using %s (set it to %s, or unset it)\n", wish, reason, best, strings.Join(names, ", "))
	return best
}
