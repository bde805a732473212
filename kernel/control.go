package kernel

// control.go: requests that overtake cells: interrupt and shutdown.

import "github.com/gorgolab/gorgo/kernel/wire"

// Interrupt interrupts the cells that run, if any do. Cells that wait behind
// them are aborted when they fail, as after any error.
func (k *Kernel) Interrupt() {
	k.interrupting.Lock()
	defer k.interrupting.Unlock()
	k.mu.Lock()
	running := len(k.running)
	for e := range k.running {
		e.interrupt()
	}
	k.mu.Unlock()
	if running > 0 {
		k.interp.Interrupt()
	}
}

func (k *Kernel) interruptRequest(*request) any {
	k.Interrupt()
	return &wire.InterruptReply{Outcome: wire.OK()}
}

// shutdown answers, on iopub too, so that every client learns of it. What is
// left to do follows when the owner sees Down closed.
func (k *Kernel) shutdown(r *request) any {
	req := r.message.Content.(*wire.ShutdownRequest)
	reply := &wire.ShutdownReply{Outcome: wire.OK(), Restart: req.Restart}
	k.outputs.send(r.message.Header, reply)
	return reply
}
