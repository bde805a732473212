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
// may use, written as in GOMEMLIMIT; "off" for no limit. Default: 80 % of what
// the machine has, or the control group.
const memoryVariable = "GORGO_MEMORY_LIMIT"

// limit sets the limits. A mistake in the variable is said on w.
func limit(w io.Writer) {
	debug.SetMaxStack(maxStack)
	most := memoryLimit(os.Getenv(memoryVariable), physicalMemory(), w)
	if most == 0 {
		return
	}
	// The collector has room in which to work harder before the limit is met.
	debug.SetMemoryLimit(most - most/8)
	go watchMemory(most, inUse, func(text string) {
		// The kernel reads it as it reads the runtime's own last words.
		fmt.Fprintf(os.Stderr, "fatal error: %s\n", text)
		os.Exit(exitFatal)
	})
}

// memoryLimit is the limit in bytes, 0 for none: what the variable says, or 80 %
// of have, which is 0 when it is not known.
func memoryLimit(variable string, have int64, w io.Writer) int64 {
	standard := have / 10 * 8
	switch variable {
	case "":
		return standard
	case "off":
		return 0
	}
	n, ok := parseBytes(variable)
	if !ok {
		fmt.Fprintf(w, "gorgo: %s=%s: want a number of bytes with a unit, such as 4GiB or 512MiB, or off; the limit is now %s\n",
			memoryVariable, variable, size(standard))
		return standard
	}
	return n
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

// size writes a number of bytes for people.
func size(n int64) string {
	switch {
	case n <= 0:
		return "off"
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20))
}
