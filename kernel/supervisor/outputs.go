// Where the output of each execution goes, also after it has ended: its
// goroutines go on.

package supervisor

import "sync"

// maxOutputs is how many executions' outputs are kept; what an older one's
// goroutines print counts as the running cell's.
const maxOutputs = 4096

// outputs holds them by the ID of the request.
type outputs struct {
	mu     sync.Mutex
	byID   map[int64]Output
	oldest []int64
}

func (o *outputs) add(id int64, out Output) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.byID == nil {
		o.byID = map[int64]Output{}
	}
	if len(o.oldest) == maxOutputs {
		delete(o.byID, o.oldest[0])
		o.oldest = append(o.oldest[:0], o.oldest[1:]...)
	}
	o.byID[id] = out
	o.oldest = append(o.oldest, id)
}

// of returns nil for one that is not known.
func (o *outputs) of(id int64) Output {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.byID[id]
}
