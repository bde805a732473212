package sgemm

import "github.com/gorgolab/gorgo/lib/internal/cpu"

// forLevel returns the kernel of a level.
func forLevel(l cpu.Level) (kernel, bool) {
	switch l {
	case cpu.NEON:
		return kernel{name: "neon", mr: 8, nr: 12, run: runNEON}, true
	case cpu.Generic:
		return generic, true
	}
	return kernel{}, false
}
