package kernel

// comm.go: comms, the two-way channels between front ends and the code of cells.
// The interpreter knows which are open: with a worker that dies they end, and a
// front end learns it when it uses one.

import (
	"encoding/json"

	"github.com/gorgolab/gorgo/interp/frame"
	"github.com/gorgolab/gorgo/kernel/wire"
)

// attached is content with what comm messages have besides.
type attached struct {
	content  any
	metadata map[string]any
	buffers  [][]byte
}

func (k *Kernel) commOpen(r *request) any {
	m := r.message.Content.(*wire.CommOpen)
	return k.commEvent(r, frame.CommEvent{Kind: frame.CommOpen, ID: m.CommID, Target: m.TargetName, Data: m.Data})
}

func (k *Kernel) commMsg(r *request) any {
	m := r.message.Content.(*wire.CommMsg)
	return k.commEvent(r, frame.CommEvent{Kind: frame.CommMsg, ID: m.CommID, Data: m.Data})
}

func (k *Kernel) commClose(r *request) any {
	m := r.message.Content.(*wire.CommClose)
	return k.commEvent(r, frame.CommEvent{Kind: frame.CommClose, ID: m.CommID, Data: m.Data})
}

// commEvent hands an event to the interpreter. What the code that it calls does
// belongs to the front end's message, as a cell's does to its request.
func (k *Kernel) commEvent(r *request, e frame.CommEvent) any {
	parent := r.message.Header
	e.Parent, e.Buffers, e.Number = parent.MsgID, r.message.Buffers, k.number(false)
	if len(r.message.Metadata) > 0 {
		e.Metadata, _ = json.Marshal(r.message.Metadata) // it came as JSON
	}
	x := &execution{kernel: k, parent: parent, from: r.from, beside: r.queue != k.lanes[cells], interrupted: make(chan struct{})}
	k.begins(x)
	defer k.ends(x)
	done, err := k.interp.Comm(k.ctx, e, x)
	k.outputs.pushOut()
	switch {
	case err != nil:
		k.log.Warn("comm", "error", err)
	case done.Error != nil:
		o := outcome(done.Error)
		k.outputs.send(parent, &wire.Error{EName: o.EName, EValue: o.EValue, Traceback: o.Traceback})
	case done.Unknown && e.Kind != frame.CommClose:
		k.outputs.send(parent, &wire.CommClose{CommID: e.ID, Data: []byte("{}")})
	}
	return nil
}

// Comm implements Output: an event from the code of a cell.
func (e *execution) Comm(ev frame.CommEvent) {
	a := &attached{buffers: ev.Buffers}
	if len(ev.Metadata) > 0 && json.Unmarshal(ev.Metadata, &a.metadata) != nil {
		e.kernel.log.Error("a comm's metadata is no object", "metadata", string(ev.Metadata))
	}
	data := ev.Data
	if len(data) == 0 {
		data = []byte("{}")
	}
	switch ev.Kind {
	case frame.CommOpen:
		a.content = &wire.CommOpen{CommID: ev.ID, TargetName: ev.Target, Data: data}
	case frame.CommMsg:
		a.content = &wire.CommMsg{CommID: ev.ID, Data: data}
	case frame.CommClose:
		a.content = &wire.CommClose{CommID: ev.ID, Data: data}
	default:
		return
	}
	e.kernel.outputs.send(e.parent, a)
}

func (k *Kernel) commInfo(r *request) any {
	req := r.message.Content.(*wire.CommInfoRequest)
	ctx, cancel := k.patience()
	defer cancel()
	reply := &wire.CommInfoReply{Outcome: wire.OK(), Comms: map[string]wire.CommInfo{}}
	open, err := k.interp.Comms(ctx)
	if err != nil {
		k.log.Warn("comm_info", "error", err)
	}
	for id, target := range open {
		if req.TargetName == "" || req.TargetName == target {
			reply.Comms[id] = wire.CommInfo{TargetName: target}
		}
	}
	return reply
}
