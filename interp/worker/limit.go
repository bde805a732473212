// The limits of the process.

package worker

import (
	"fmt"
	"io"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// maxStack is how large a goroutine's stack may become, in bytes. Go's own limit
// of 1 GB makes endless recursion take seconds and a machine's memory before it
// is noticed; a quarter of that is still far more than recursion that ends needs.
const maxStack = 256 << 20

// memoryVariable is the environment variable with the memory that the worker
// should make do with, as in GOMEMLIMIT: the garbage collector works harder near
// it. It is a soft limit: nothing is ended.
const memoryVariable = "GORGO_MEMORY_LIMIT"

// limit sets the limits. A mistake in the variable is said on w.
func limit(w io.Writer) {
	debug.SetMaxStack(maxStack)
	s := os.Getenv(memoryVariable)
	if s == "" {
		return
	}
	n, ok := parseBytes(s)
	if !ok {
		fmt.Fprintf(w, "gorgo: %s=%s: want a number of bytes with a unit, such as 4GiB or 512MiB; there is no limit now\n", memoryVariable, s)
		return
	}
	debug.SetMemoryLimit(n)
}

// parseBytes reads a size as Go's GOMEMLIMIT has it.
func parseBytes(s string) (int64, bool) {
	shift := 0
	number, binary := strings.CutSuffix(s, "iB")
	if binary && number != "" {
		i := strings.IndexByte("KMGT", number[len(number)-1])
		if i < 0 {
			return 0, false
		}
		number, shift = number[:len(number)-1], 10*(i+1)
	} else {
		number = strings.TrimSuffix(s, "B")
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || n > math.MaxInt64>>shift {
		return 0, false
	}
	return n << shift, true
}
