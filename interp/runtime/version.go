// This file keeps the versions of functions that cells define again.

package runtime

import (
	"reflect"
	"sync/atomic"
)

// Version is one definition of a function of the session.
type Version struct {
	Number   int
	flag     bool        // lowered code tests it when the function starts
	raised   atomic.Bool // the same, for another back end
	replaced bool
}

func (v *Version) set(on bool) {
	set(&v.flag, on)
	v.raised.Store(on)
}

// Flag is the address of the flag.
func (v *Version) Flag() reflect.Value { return reflect.ValueOf(&v.flag) }

// AddVersion numbers a new definition.
func (r *Runtime) AddVersion() *Version {
	r.mu.Lock()
	defer r.mu.Unlock()
	v := &Version{Number: len(r.versions)}
	v.set(len(r.stopped) > 0)
	r.versions = append(r.versions, v)
	return v
}

// setCurrent makes a version the current one of its ID.
func (r *Runtime) setCurrent(id string, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if old := r.current[id]; old != nil {
		old.replaced = true
		old.set(true)
	}
	r.current[id] = r.versions[n]
}

// enterVersion is called at the start of a function whose flag is set. It tells
// whether a newer version takes the call.
func (r *Runtime) enterVersion(n int) bool {
	r.poll()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.versions[n].replaced
}
