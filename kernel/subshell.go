package kernel

// subshell.go: further lanes for cells, which run beside the others (Jupyter
// enhancement proposal 91). A request says in its header for which it is.

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// maxSubshells is how many there may be: each has a goroutine, and a front end
// that goes deletes none.
const maxSubshells = 1000

// subshellID is the subshell that a message is for, "" for none.
func subshellID(h wire.Header) string {
	var id string
	if json.Unmarshal(h.Extra["subshell_id"], &id) != nil {
		return ""
	}
	return id
}

// cellQueue is where a cell waits; nil when it is for a subshell that there is
// not.
func (k *Kernel) cellQueue(h wire.Header) *queue {
	id := subshellID(h)
	if id == "" {
		return k.lanes[cells]
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.subshells[id]
}

func (k *Kernel) createSubshell(*request) any {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed || len(k.subshells) >= maxSubshells {
		return &wire.CreateSubshellReply{Outcome: wire.Failed("TooManySubshells", "this kernel has as many subshells as it can have: delete some")}
	}
	id, q := uuid.NewString(), newQueue()
	k.subshells[id] = q
	k.work.Go(func() { k.serve(q) })
	return &wire.CreateSubshellReply{Outcome: wire.OK(), SubshellID: id}
}

// deleteSubshell ends a subshell: what runs in it ends by itself, what waits is
// aborted.
func (k *Kernel) deleteSubshell(r *request) any {
	id := r.message.Content.(*wire.DeleteSubshellRequest).SubshellID
	k.mu.Lock()
	q := k.subshells[id]
	delete(k.subshells, id)
	k.mu.Unlock()
	if q == nil {
		return &wire.DeleteSubshellReply{Outcome: unknownSubshell(id)}
	}
	q.each(func(waiting *request) { waiting.aborted = true })
	q.finish()
	return &wire.DeleteSubshellReply{Outcome: wire.OK()}
}

func (k *Kernel) listSubshells(*request) any {
	k.mu.Lock()
	defer k.mu.Unlock()
	ids := make([]string, 0, len(k.subshells))
	for id := range k.subshells {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return &wire.ListSubshellReply{Outcome: wire.OK(), SubshellID: ids}
}

// noSubshell answers a request for a subshell that there is not.
func (k *Kernel) noSubshell(r *request) any {
	o := unknownSubshell(subshellID(r.message.Header))
	if r.message.Header.MsgType == wire.TypeExecuteRequest {
		return &wire.ExecuteReply{Outcome: o, ExecutionCount: k.number(false)}
	}
	return nil
}

func unknownSubshell(id string) wire.Outcome {
	return wire.Failed("UnknownSubshell", "there is no subshell "+id+": it was deleted, or the kernel was restarted")
}
