// The memory that the process uses is watched, so that a cell that needs too
// much ends with a reason, before the system ends it, or others, without one.

package worker

import (
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// fastest is how much memory per second we believe that a process can begin to
// use: as often as it could reach the limit at that pace, somebody looks.
const fastest = 4 << 30

const (
	soonest = 5 * time.Millisecond
	latest  = 250 * time.Millisecond
)

// watchMemory calls exceeded when the process uses more than most bytes, and
// does so after a collection of garbage, too.
func watchMemory(most int64, inUse func() int64, exceeded func(text string)) {
	for {
		used := inUse()
		if used > most {
			// What is far above the limit is no garbage that was not collected in
			// time, and the collection may take longer than there is memory.
			if used <= most+most/8 {
				debug.FreeOSMemory()
				used = inUse()
			}
			if used > most {
				exceeded(fmt.Sprintf("memory limit exceeded: %s are in use, %s allows %s", size(used), memoryVariable, size(most)))
				return
			}
		}
		wait := time.Duration(float64(most-used) / fastest * float64(time.Second))
		time.Sleep(min(max(wait, soonest), latest))
	}
}

// inUse is what GOMEMLIMIT counts: all that the Go runtime has and did not give
// back.
func inUse() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}
