package client

// questions.go: requests that run nothing.

import (
	"context"
	"fmt"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// question sends a request and returns its reply's content.
func question[Reply any](ctx context.Context, k *Kernel, content any) (Reply, error) {
	m, err := k.Request(ctx, content, nil)
	if err != nil {
		return *new(Reply), err
	}
	reply, ok := m.Content.(*Reply)
	if !ok {
		return *new(Reply), fmt.Errorf("client: the kernel answered with %s", m.Header.MsgType)
	}
	return *reply, nil
}

// Complete asks how code may go on at cursor, which counts code points.
func (k *Kernel) Complete(ctx context.Context, code string, cursor int) (wire.CompleteReply, error) {
	return question[wire.CompleteReply](ctx, k, &wire.CompleteRequest{Code: code, CursorPos: cursor})
}

// Inspect asks what stands at cursor, which counts code points; detail 1 asks
// for its source too.
func (k *Kernel) Inspect(ctx context.Context, code string, cursor, detail int) (wire.InspectReply, error) {
	return question[wire.InspectReply](ctx, k, &wire.InspectRequest{Code: code, CursorPos: cursor, DetailLevel: detail})
}

// IsComplete asks whether code is a whole cell.
func (k *Kernel) IsComplete(ctx context.Context, code string) (wire.IsCompleteReply, error) {
	return question[wire.IsCompleteReply](ctx, k, &wire.IsCompleteRequest{Code: code})
}

// History asks for code that ran before.
func (k *Kernel) History(ctx context.Context, r wire.HistoryRequest) (wire.HistoryReply, error) {
	return question[wire.HistoryReply](ctx, k, &r)
}

// CommInfo asks which comms are open; an empty target asks for all.
func (k *Kernel) CommInfo(ctx context.Context, target string) (wire.CommInfoReply, error) {
	return question[wire.CommInfoReply](ctx, k, &wire.CommInfoRequest{TargetName: target})
}
