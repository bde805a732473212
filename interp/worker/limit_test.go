package worker

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"
)

func TestMemoryLimit(t *testing.T) {
	const have = 10 << 30
	for _, tt := range []struct {
		variable string
		have     int64
		want     int64
		said     string
	}{
		{"", have, have / 10 * 8, ""},
		{"", 0, 0, ""},
		{"off", have, 0, ""},
		{"1GiB", have, 1 << 30, ""},
		{"much", have, have / 10 * 8, "GORGO_MEMORY_LIMIT=much: want a number of bytes with a unit, such as 4GiB or 512MiB, or off; the limit is now 8.0 GiB"},
		{"much", 0, 0, "the limit is now off"},
	} {
		var said strings.Builder
		if got := memoryLimit(tt.variable, tt.have, &said); got != tt.want || !strings.Contains(said.String(), tt.said) || tt.said == "" && said.Len() > 0 {
			t.Errorf("%q of %d: got %d, %q", tt.variable, tt.have, got, &said)
		}
	}
	if n := physicalMemory(); n < 64<<20 || n == math.MaxInt64 {
		t.Errorf("this machine has %d bytes", n)
	}
}

// TestGroupLimit has the files of control groups as cgroups(7) describes them.
func TestGroupLimit(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  int64
	}{
		{"none", nil, 0},
		{"version 2", map[string]string{
			"proc/self/cgroup":                 "0::/a/b\n",
			"sys/fs/cgroup/a/memory.max":       "3000000\n",
			"sys/fs/cgroup/a/b/memory.max":     "max\n",
			"sys/fs/cgroup/other/memory.max":   "1\n",
			"sys/fs/cgroup/a/b/memory.current": "5\n",
		}, 3000000},
		{"version 2 in a container", map[string]string{
			"proc/self/cgroup":         "0::/\n",
			"sys/fs/cgroup/memory.max": "2000000\n",
		}, 2000000},
		{"version 1", map[string]string{
			"proc/self/cgroup": "9:name=systemd:/\n4:memory:/job/7\n0::/\n",
			"sys/fs/cgroup/memory/job/7/memory.limit_in_bytes": "4000000\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes":       "9223372036854771712\n",
		}, 4000000},
		{"version 1 in a container", map[string]string{
			"proc/self/cgroup":                           "4:memory:/docker/123\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "5000000\n",
		}, 5000000},
		{"nonsense", map[string]string{
			"proc/self/cgroup":         "?\n0::/\n1:memory",
			"sys/fs/cgroup/memory.max": "much\n",
		}, 0},
	} {
		root := fstest.MapFS{}
		for name, text := range tt.files {
			root[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if got := groupLimit(root); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
}

// TestWatchMemory: garbage that a collection frees is no excess, live memory is,
// and what is far beyond ends at once.
func TestWatchMemory(t *testing.T) {
	const most = 1 << 30
	for _, tt := range []struct {
		name string
		uses []int64
		want string
	}{
		{"garbage, then too much", []int64{most + 1, most / 2, most + 2, most + 1}, "1.0 GiB are in use, GORGO_MEMORY_LIMIT allows 1.0 GiB"},
		{"far beyond", []int64{most / 2, 3 * most}, "3.0 GiB are in use"},
	} {
		got := ""
		watchMemory(most, func() int64 {
			n := tt.uses[0]
			tt.uses = tt.uses[1:]
			return n
		}, func(text string) { got = text })
		if !strings.Contains(got, tt.want) || len(tt.uses) > 0 {
			t.Errorf("%s: got %q with %d left", tt.name, got, len(tt.uses))
		}
	}
}
