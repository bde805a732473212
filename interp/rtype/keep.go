// What is kept for ever. The collector does not see that values need their
// records, nor that records need what they refer to by offsets.

package rtype

import "sync"

var kept struct {
	sync.Mutex
	list []any
}

func retain(v any) {
	kept.Lock()
	kept.list = append(kept.list, v)
	kept.Unlock()
}
