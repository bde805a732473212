// This file takes the place of log/slog's handlers that add source lines: slog
// asks the runtime who called it, which is the interpreter. The caller is the
// innermost function of the user's instead.

package runtime

import (
	"io"
	"log/slog"
)

// slogOptions are a handler's options with the user's own source lines.
func (r *Runtime) slogOptions(opts *slog.HandlerOptions) *slog.HandlerOptions {
	if opts == nil || !opts.AddSource {
		return opts
	}
	with := *opts
	with.ReplaceAttr = func(groups []string, a slog.Attr) slog.Attr {
		if src, ok := a.Value.Any().(*slog.Source); ok && a.Key == slog.SourceKey && len(groups) == 0 {
			if p, ok := r.userPlace(); ok {
				*src = slog.Source{Function: p.fn, File: p.file, Line: p.line}
			}
		}
		if opts.ReplaceAttr != nil {
			return opts.ReplaceAttr(groups, a)
		}
		return a
	}
	return &with
}

func (r *Runtime) slogText(w io.Writer, opts *slog.HandlerOptions) *slog.TextHandler {
	return slog.NewTextHandler(w, r.slogOptions(opts))
}

func (r *Runtime) slogJSON(w io.Writer, opts *slog.HandlerOptions) *slog.JSONHandler {
	return slog.NewJSONHandler(w, r.slogOptions(opts))
}

// userPlace is where the innermost function of the user's is. There is none where
// another goroutine handles the record.
func (r *Runtime) userPlace() (place, bool) {
	if r.tracer == nil {
		return place{}, false
	}
	calls, _ := r.tracer.Stack()
	for _, c := range complete(calls) {
		if s, ok := r.site(c.Site); ok && c.Site != 0 {
			return place{fn: "main." + s.Func, file: s.Pos.Filename, line: s.Pos.Line}, true
		}
	}
	return place{}, false
}
