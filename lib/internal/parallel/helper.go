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
	number int
	work   atomic.Pointer[job] // set by the caller, taken by the helper
	share  int                 // of the work, set with it
	idle   bool                // in the list; guarded by pool
	live   func()              // its goroutine
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
	failed atomic.Pointer[any]
	helped []*helper // who was asked, and may not have come yet
	shares []share   // the caller's, and one for each helper
	woken  chan struct{}

	_ [64]byte // what all write has a cache line of its own
	// open counts the helpers that were asked and are not done; asleep is added
	// when the caller sleeps until there are none.
	open atomic.Int32
	_    [64]byte
}

const asleep = 1 << 16

// share is a part of the tasks of a loop. Who has done its own goes on with the
// others'. So loops over the same matrix find in a processor's cache what it had
// in the last loop, and still nobody waits for one who is late.
type share struct {
	next atomic.Int64
	to   int64
	_    [112]byte
}

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
	j.task = task
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
	}
	workers := len(j.helped) + 1
	if cap(j.shares) < workers {
		j.shares = make([]share, workers)
	}
	j.shares = j.shares[:workers]
	for i := range j.shares {
		s := &j.shares[i]
		s.next.Store(int64(i * n / workers))
		s.to = int64((i + 1) * n / workers)
	}
	j.open.Store(int32(len(j.helped)))
	for i, h := range j.helped {
		h.share = i + 1
		h.work.Store(j)
	}
	return j
}

// run does tasks until there are none, beginning with those of a share.
func (j *job) run(first int) {
	defer func() {
		if r := recover(); r != nil {
			cause := r // which is then on the heap only when it is needed
			j.failed.CompareAndSwap(nil, &cause)
		}
	}()
	for at := range j.shares {
		s := &j.shares[(first+at)%len(j.shares)]
		for s.next.Load() < s.to && j.failed.Load() == nil {
			i := s.next.Add(1) - 1
			if i >= s.to {
				break
			}
			j.task.Do(int(i))
		}
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
	var w watch
	for j.open.Load() != 0 {
		if w.look() < patience {
			continue
		}
		if open := j.open.Load(); open != 0 && j.open.CompareAndSwap(open, open+asleep) {
			<-j.woken
			j.open.Store(0)
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
	h := &helper{number: pool.helpers}
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
		j.run(h.share)
		pool.Lock()
		h.rest()
		pool.Unlock()
		if j.open.Add(-1) == asleep {
			j.woken <- struct{}{}
		}
	}
}

// rest makes the helper available: the one with the lowest number is asked
// first, so that the shares of a loop go to the same helpers as in the last one.
// The pool is locked.
func (h *helper) rest() {
	h.idle = true
	at, _ := slices.BinarySearchFunc(pool.idle, h, func(x, y *helper) int { return y.number - x.number })
	pool.idle = slices.Insert(pool.idle, at, h)
}

// await returns the next job, or nil when none came in time and the helper is
// no longer there.
func (h *helper) await() *job {
	var w watch
	for {
		if j := h.work.Load(); j != nil && h.work.CompareAndSwap(j, nil) {
			return j
		}
		waited := w.look()
		if waited > lookout && h.leave() {
			return nil
		}
		if w.glances == 0 {
			runtime.Gosched() // others may want the processor
		}
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

// watch measures for how long somebody has been looking at something.
type watch struct {
	glances int
	last    time.Time
	looked  time.Duration
}

// look pauses for a moment and returns the time spent looking so far. A stretch
// without the processor counts little: nothing was seen in it.
func (w *watch) look() time.Duration {
	pause()
	if w.glances++; w.glances == glance {
		w.glances = 0
		now := time.Now()
		if !w.last.IsZero() {
			w.looked += min(now.Sub(w.last), 5*time.Microsecond)
		}
		w.last = now
	}
	return w.looked
}
