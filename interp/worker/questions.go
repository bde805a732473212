// Questions about code, answered by package magic, which asks package assist about
// Go.

package worker

import (
	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/assist"
	"github.com/gorgolab/gorgo/interp/frame"
)

func (s session) Complete(q frame.Complete) frame.Completion {
	c := s.magics.Complete(q.Code, q.Cursor)
	out := frame.Completion{Start: c.Start, End: c.End, Matches: make([]frame.Match, len(c.Matches))}
	for i, m := range c.Matches {
		out.Matches[i] = frame.Match{Text: m.Text, Type: m.Kind, Signature: m.Signature}
	}
	return out
}

func (s session) Inspect(q frame.Inspect) frame.Inspection {
	i := s.magics.Inspect(q.Code, q.Cursor, q.Detail)
	if !i.Found {
		return frame.Inspection{}
	}
	return frame.Inspection{Found: true, Bundle: display.Bundle{Data: map[string]any{
		display.MIMEText: i.Text, display.MIMEMarkdown: i.Markdown,
	}}}
}

func (s session) IsComplete(q frame.IsComplete) frame.Completeness {
	code, wanted := s.magics.Rest(q.Code)
	if wanted {
		return frame.Completeness{Status: "incomplete"}
	}
	c := assist.IsComplete(code)
	return frame.Completeness{Status: c.Status, Indent: c.Indent}
}
