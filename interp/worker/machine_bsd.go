//go:build unix && !linux

package worker

import "golang.org/x/sys/unix"

// physicalMemory is how much memory the machine has; 0 when that is not known.
func physicalMemory() int64 {
	for _, name := range []string{"hw.memsize", "hw.physmem64", "hw.physmem"} {
		if n, err := unix.SysctlUint64(name); err == nil && n > 0 {
			return int64(n)
		}
	}
	return 0
}
