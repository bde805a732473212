package kernel

// questions.go: requests that run nothing and are answered while cells run.

import (
	"context"
	"regexp"
	"strings"

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
	if _, _, ok := help(req.Code); ok {
		return &wire.IsCompleteReply{Status: wire.Complete}
	}
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

var helpCell = regexp.MustCompile(`^\s*(\?{0,2})\s*([\pL_][\pL\pN_]*(?:\.[\pL_][\pL\pN_]*)*)(\?{0,2})\s*$`)

// help recognises a cell that asks for help: a name with a question mark before
// or behind it, or with two for its source. No Go code looks so.
func help(code string) (name string, detail int, ok bool) {
	m := helpCell.FindStringSubmatch(code)
	if m == nil || m[1] == "" && m[3] == "" {
		return "", 0, false
	}
	return m[2], max(len(m[1]), len(m[3])) - 1, true
}

// page answers such a cell: front ends show the payload in a pager.
func (k *Kernel) page(name string, detail, number int) any {
	ctx, cancel := k.patience()
	defer cancel()
	i, err := k.interp.Inspect(ctx, frame.Inspect{Code: name, Cursor: len(name), Detail: detail})
	data := i.Bundle.Data
	if err != nil || !i.Found {
		data = map[string]any{"text/plain": "Nothing is known about " + strings.TrimSpace(name) + "."}
	}
	return &wire.ExecuteReply{
		Outcome: wire.OK(), ExecutionCount: number, UserExpressions: map[string]wire.UserExpression{},
		Payload: []map[string]any{{"source": "page", "data": data, "start": 0}},
	}
}
