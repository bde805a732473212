// How much memory there is.

package worker

import (
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// smaller is the smaller of two amounts, of which 0 is not known.
func smaller(a, b int64) int64 {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// groupLimit is the smallest memory limit of the control groups that the process
// is in, 0 for none. root is the root of the file system. In a container the
// path that /proc/self/cgroup names may be the host's: then the container's own
// group is what is mounted.
func groupLimit(root fs.FS) int64 {
	groups, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return 0
	}
	least := int64(0)
	for line := range strings.Lines(string(groups)) {
		field := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(field) != 3 {
			continue
		}
		mount, file := "sys/fs/cgroup", "memory.max"
		switch {
		case field[0] == "0" && field[1] == "": // version 2
		case field[1] == "memory": // version 1
			mount, file = "sys/fs/cgroup/memory", "memory.limit_in_bytes"
		default:
			continue
		}
		// A group has the limits of those above it, too.
		for dir := path.Clean("/" + field[2]); ; dir = path.Dir(dir) {
			least = smaller(least, groupFile(root, path.Join(mount, dir, file)))
			if dir == "/" {
				break
			}
		}
	}
	return least
}

// unlimited is above every amount of memory and below what version 1 of control
// groups has for no limit.
const unlimited = 1 << 60

func groupFile(root fs.FS, name string) int64 {
	b, err := fs.ReadFile(root, name)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64)
	if err != nil || n >= unlimited { // "max"
		return 0
	}
	return n
}
