package kernel

// questions.go: requests that run nothing and are answered while cells run.

import (
	"context"

	"github.com/gorgolab/gorgo/interp/frame"
	"github.com/gorgolab/gorgo/kernel/wire"
)

// complete answers with nothing rather than with an error: a front end asks
// while a person types, and would show it.
func (k *Kernel) complete(r *request) any {
	req := r.message.Content.(*wire.CompleteRequest)
	ctx, cancel := k.patience()
	defer cancel()
	cursor := byteOffset(req.Code, req.CursorPos)
	c, err := k.interp.Complete(ctx, frame.Complete{Code: req.Code, Cursor: cursor})
	if err != nil {
		k.log.Warn("complete", "error", err)
		at := codePoints(req.Code, cursor)
		return &wire.CompleteReply{Outcome: wire.OK(), Matches: []string{}, CursorStart: at, CursorEnd: at, Metadata: map[string]any{}}
	}
	start, end := codePoints(req.Code, c.Start), codePoints(req.Code, c.End)
	reply := &wire.CompleteReply{
		Outcome: wire.OK(), Matches: make([]string, 0, len(c.Matches)), CursorStart: start, CursorEnd: end,
		Metadata: map[string]any{},
	}
	// What JupyterLab and the console show beside a match.
	types := make([]map[string]any, 0, len(c.Matches))
	for _, m := range c.Matches {
		reply.Matches = append(reply.Matches, m.Text)
		types = append(types, map[string]any{"text": m.Text, "type": m.Type, "signature": m.Signature, "start": start, "end": end})
	}
	reply.Metadata["_jupyter_types_experimental"] = types
	return reply
}

func (k *Kernel) inspect(r *request) any {
	req := r.message.Content.(*wire.InspectRequest)
	ctx, cancel := k.patience()
	defer cancel()
	i, err := k.interp.Inspect(ctx, frame.Inspect{Code: req.Code, Cursor: byteOffset(req.Code, req.CursorPos), Detail: req.DetailLevel})
	if err != nil {
		k.log.Warn("inspect", "error", err)
	}
	return &wire.InspectReply{
		Outcome: wire.OK(), Found: err == nil && i.Found, Data: nonNil(i.Bundle.Data), Metadata: nonNil(i.Bundle.Metadata),
	}
}

func (k *Kernel) isComplete(r *request) any {
	req := r.message.Content.(*wire.IsCompleteRequest)
	ctx, cancel := k.patience()
	defer cancel()
	c, err := k.interp.IsComplete(ctx, frame.IsComplete{Code: req.Code})
	if err != nil {
		k.log.Warn("is_complete", "error", err)
		return &wire.IsCompleteReply{Status: wire.Uncertain}
	}
	return &wire.IsCompleteReply{Status: c.Status, Indent: c.Indent}
}

// patience bounds a question, so that an interpreter that does not answer
// holds up one question and not all.
func (k *Kernel) patience() (context.Context, context.CancelFunc) {
	return context.WithTimeout(k.ctx, k.opts.Patience)
}
