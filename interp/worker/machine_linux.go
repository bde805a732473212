package worker

import (
	"os"

	"golang.org/x/sys/unix"
)

// physicalMemory is how much memory the machine has, or the control group; 0
// when that is not known.
func physicalMemory() int64 {
	machine := int64(0)
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) == nil {
		machine = int64(uint64(info.Totalram) * uint64(info.Unit))
	}
	return smaller(machine, groupLimit(os.DirFS("/")))
}
