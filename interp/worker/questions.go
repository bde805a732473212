// Questions about code, answered by package assist; about magics, by package
// magic.

package worker

import (
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/assist"
	"github.com/gorgolab/gorgo/interp/frame"
	"github.com/gorgolab/gorgo/interp/magic"
)

func (s session) Complete(q frame.Complete) frame.Completion {
	view := s.magics.View(q.Code, q.Cursor)
	if view.IsName {
		return completeMagic(q, view)
	}
	c := s.s.Assistant().Complete(view.Code, q.Cursor)
	out := frame.Completion{Start: c.Start, End: c.End, Matches: make([]frame.Match, len(c.Matches))}
	for i, m := range c.Matches {
		out.Matches[i] = frame.Match{Text: m.Text, Type: m.Kind, Signature: m.Signature}
	}
	return out
}

// completeMagic completes the name of a magic.
func completeMagic(q frame.Complete, view magic.View) frame.Completion {
	out := frame.Completion{Start: view.Start, End: view.End}
	for _, m := range magic.Usages() {
		if strings.HasPrefix(m.Name, q.Code[view.Start:q.Cursor]) {
			out.Matches = append(out.Matches, frame.Match{Text: m.Name, Type: "magic", Signature: m.Args})
		}
	}
	return out
}

func (s session) Inspect(q frame.Inspect) frame.Inspection {
	view := s.magics.View(q.Code, q.Cursor)
	if view.IsName {
		return inspectMagic(q.Code[view.Start:view.End])
	}
	i := s.s.Assistant().Inspect(view.Code, q.Cursor, q.Detail)
	if !i.Found {
		return frame.Inspection{}
	}
	return frame.Inspection{Found: true, Bundle: display.Bundle{Data: map[string]any{
		display.MIMEText: i.Text, display.MIMEMarkdown: i.Markdown,
	}}}
}

// inspectMagic describes a magic.
func inspectMagic(name string) frame.Inspection {
	for _, m := range magic.Usages() {
		if m.Name == name {
			use := strings.TrimSpace("%" + m.Name + " " + m.Args)
			return frame.Inspection{Found: true, Bundle: display.Bundle{Data: map[string]any{
				display.MIMEText: use + "\n\n" + m.Does, display.MIMEMarkdown: "`" + use + "`\n\n" + m.Does,
			}}}
		}
	}
	return frame.Inspection{}
}

func (s session) IsComplete(q frame.IsComplete) frame.Completeness {
	code, wanted := s.magics.Rest(q.Code)
	if wanted {
		return frame.Completeness{Status: "incomplete"}
	}
	c := assist.IsComplete(code)
	return frame.Completeness{Status: c.Status, Indent: c.Indent}
}
