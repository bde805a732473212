package parallel

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A training step is some dozen loops of a few microseconds each. To start a
// goroutine for every one of them, or to wake a sleeping one, costs as much as
// the loop when the operating system has put the processor to sleep meanwhile.
// So a helper that has done its part looks out for the next loop for a while
// before it ends: between the loops of a step it is there at once, and when the
// step is over it is gone.

const (
	// lookout is how long a helper looks out for work: longer than what one
	// goroutine does alone between two loops of a step, short enough that an
	// idle program is idle.
	lookout = 100 * time.Microsecond
	// patience is how long a caller looks at its helpers finishing before it
	// sleeps until they have: they may have lost their processor.
	patience = 50 * time.Microsecond
	// glance is the number of pauses between two looks at the clock, about a
	// microsecond.
	glance = 20
)

// helper is a goroutine that works for one caller after the other.
type helper struct {
	work atomic.Pointer[job] // set by the caller, taken by the helper
	idle bool                // in the list; guarded by pool
	live func()              // its goroutine
}

// pool holds what is not in use.
var pool struct {
	sync.Mutex
	helpers int // that there are, idle or not
	idle    []*helper
	gone    []*helper // to come back without an allocation
	jobs    []*job
}

// job is one loop.
type job struct {
	task   Task
	n      int64
	failed atomic.Pointer[any]
	helped []*helper // who was asked, and may not have come yet
	woken  chan struct{}

	_    [64]byte // what all write has a cache line of its own
	next atomic.Int64
	_    [64]byte
	// open counts the helpers that were asked and are not done; asleep is added
	// when the caller sleeps until there are none.
	open atomic.Int32
	_    [64]byte
}

const asleep = 1 << 16

// begin makes a job and asks up to helpers for help.
func begin(n int, task Task, helpers int) *job {
	pool.Lock()
	defer pool.Unlock()
	var j *job
	if last := len(pool.jobs) - 1; last >= 0 {
		j, pool.jobs = pool.jobs[last], pool.jobs[:last]
	} else {
		j = &job{woken: make(chan struct{}, 1)}
	}
	j.task, j.n = task, int64(n)
	j.next.Store(0)
	limit := runtime.GOMAXPROCS(0) - 1
	for range helpers {
		var h *helper
		if last := len(pool.idle) - 1; last >= 0 {
			h, pool.idle = pool.idle[last], pool.idle[:last]
			h.idle = false
		} else if pool.helpers < limit {
			h = comeBack()
			go h.live()
		} else {
			break // all help others
		}
		j.helped = append(j.helped, h)
		j.open.Add(1)
		h.work.Store(j)
	}
	return j
}

// run does tasks until there are none.
func (j *job) run() {
	defer func() {
		if r := recover(); r != nil {
			j.failed.CompareAndSwap(nil, &r)
		}
	}()
	for j.failed.Load() == nil {
		i := j.next.Add(1) - 1
		if i >= j.n {
			return
		}
		j.task.Do(int(i))
	}
}

// end waits for the helpers that have come, and tells the others not to.
func (j *job) end() {
	for _, h := range j.helped {
		if h.work.CompareAndSwap(j, nil) {
			j.open.Add(-1)
			pool.Lock()
			h.rest()
			pool.Unlock()
		}
	}
	j.wait()
	r := j.failed.Swap(nil)
	clear(j.helped)
	j.task, j.helped = nil, j.helped[:0]
	pool.Lock()
	pool.jobs = append(pool.jobs, j)
	pool.Unlock()
	if r != nil {
		panic(*r)
	}
}

// wait returns when no helper is at work.
func (j *job) wait() {
	var start time.Time
	for spins := 0; j.open.Load() != 0; spins++ {
		pause()
		if spins%glance != glance-1 {
			continue
		}
		if start.IsZero() {
			start = time.Now()
		} else if time.Since(start) > patience {
			if open := j.open.Load(); open != 0 && j.open.CompareAndSwap(open, open+asleep) {
				<-j.woken
				j.open.Store(0)
			}
		}
	}
}

// comeBack returns one more helper. The pool is locked.
func comeBack() *helper {
	pool.helpers++
	if last := len(pool.gone) - 1; last >= 0 {
		h := pool.gone[last]
		pool.gone = pool.gone[:last]
		return h
	}
	h := new(helper)
	h.live = h.help
	return h
}

// help does one job after the other.
func (h *helper) help() {
	for {
		j := h.await()
		if j == nil {
			return
		}
		j.run()
		pool.Lock()
		h.rest()
		pool.Unlock()
		if j.open.Add(-1) == asleep {
			j.woken <- struct{}{}
		}
	}
}

// rest makes the helper available. The pool is locked.
func (h *helper) rest() {
	h.idle = true
	pool.idle = append(pool.idle, h)
}

// await returns the next job, or nil when none came in time and the helper is
// no longer there.
func (h *helper) await() *job {
	var start time.Time
	for spins := 0; ; spins++ {
		if j := h.work.Load(); j != nil && h.work.CompareAndSwap(j, nil) {
			return j
		}
		pause()
		if spins%glance != glance-1 {
			continue
		}
		if start.IsZero() {
			start = time.Now()
			continue
		}
		if time.Since(start) > lookout && h.leave() {
			return nil
		}
		runtime.Gosched() // others may want the processor
	}
}

// leave takes the helper from the pool, unless it has been asked for help.
func (h *helper) leave() bool {
	pool.Lock()
	defer pool.Unlock()
	if !h.idle {
		return false
	}
	pool.helpers--
	h.idle = false
	pool.idle = slices.DeleteFunc(pool.idle, func(other *helper) bool { return other == h })
	pool.gone = append(pool.gone, h)
	return true
}
