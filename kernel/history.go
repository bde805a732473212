package kernel

// history.go: code that ran before.

import (
	"github.com/gorgolab/gorgo/kernel/history"
	"github.com/gorgolab/gorgo/kernel/wire"
)

// accesses are the protocol's words for the ways to ask.
var accesses = map[string]string{
	wire.HistoryRange:  history.Range,
	wire.HistoryTail:   history.Tail,
	wire.HistorySearch: history.Search,
}

func (k *Kernel) findHistory(r *request) any {
	req := r.message.Content.(*wire.HistoryRequest)
	ctx, cancel := k.patience()
	defer cancel()
	lines := k.opts.History.Find(ctx, history.Query{
		Access: accesses[req.AccessType], Output: req.Output,
		Session: req.Session, Start: req.Start, Stop: req.Stop,
		N: req.N, Pattern: req.Pattern, Unique: req.Unique,
	})
	entries := make([]wire.HistoryEntry, len(lines))
	for i, l := range lines {
		entries[i] = wire.HistoryEntry{Session: l.Session, Line: l.Number, Input: l.Input, WithOutput: req.Output, Output: l.Output}
	}
	return &wire.HistoryReply{Outcome: wire.OK(), History: entries}
}
