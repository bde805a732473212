package kernel

// comm.go: comms, as far as a kernel without widgets must know them: it has no
// targets, and says so to whoever opens one.

import "github.com/gorgolab/gorgo/kernel/wire"

// commOpen refuses: the protocol answers an unknown target with a close.
func (k *Kernel) commOpen(r *request) any {
	open := r.message.Content.(*wire.CommOpen)
	k.outputs.send(r.message.Header, &wire.CommClose{CommID: open.CommID, Data: []byte("{}")})
	return nil
}

// commIgnore takes messages for comms that are not open.
func (k *Kernel) commIgnore(*request) any { return nil }

func (k *Kernel) commInfo(*request) any {
	return &wire.CommInfoReply{Outcome: wire.OK(), Comms: map[string]wire.CommInfo{}}
}
