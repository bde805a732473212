// This file gives package log's source lines (Lshortfile, Llongfile) the place in
// the user's code: log asks the runtime who called it, which is the interpreter. The
// same goes for stacks that packages log, as net/http does of a handler that panics.
// All that a logger's lines have in common, however it is called, is the writer that
// they go to. So a logger of the user's writes to one that puts the place right.

package runtime

import (
	"bytes"
	"io"
	"log"
	"path"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"weak"
)

// logWriter stands between a logger and the writer that the user gave it.
type logWriter struct {
	io.Writer
	l *log.Logger
}

// logLine is the source line that a logger writes.
var logLine = regexp.MustCompile(`^[^\n]*?:\d+: `)

// Write implements io.Writer. The logger calls it once a line, on the goroutine that
// logs.
func (w *logWriter) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(w.placed(userStack(b)))
	if err == nil && n > 0 {
		n = len(b)
	}
	return n, err
}

// interpreted is what a stack has of a function that is interpreted.
var interpreted = []byte("github.com/traefik/yaegi/interp.")

var logStack = regexp.MustCompile(`(?m)^goroutine \d+ \[running.*:\n`)

// userStack puts the user's functions in place of the interpreter's into a stack of
// the current goroutine, if the text ends in one.
func userStack(b []byte) []byte {
	at := logStack.FindIndex(b)
	if at == nil || !bytes.Contains(b[at[1]:], interpreted) {
		return b
	}
	r, _ := logging()
	if r == nil {
		return b
	}
	list, _ := r.stack()
	return slices.Concat(b[:at[1]], stackLines(list))
}

// placed is a line with the user's place.
func (w *logWriter) placed(b []byte) []byte {
	flags := w.l.Flags()
	at := 0 // of the source line
	if prefix := w.l.Prefix(); flags&log.Lmsgprefix == 0 && bytes.HasPrefix(b, []byte(prefix)) {
		at = len(prefix)
	}
	if flags&log.Ldate != 0 {
		at += len("2009/01/23 ")
	}
	switch {
	case flags&log.Lmicroseconds != 0:
		at += len("01:23:23.123123 ")
	case flags&log.Ltime != 0:
		at += len("01:23:23 ")
	}
	if flags&(log.Lshortfile|log.Llongfile) == 0 || at > len(b) {
		return b
	}
	old := logLine.Find(b[at:])
	p, ok := logPlace()
	if old == nil || !ok {
		return b
	}
	if flags&log.Lshortfile != 0 {
		p.file = path.Base(p.file)
	}
	line := append(bytes.Clone(b[:at]), p.file+":"+strconv.Itoa(p.line)+": "...)
	return append(line, b[at+len(old):]...)
}

// runtimes are all that there are: a logger may be older than the session that logs.
var runtimes struct {
	sync.Mutex
	list []weak.Pointer[Runtime]
}

// register makes r one of the runtimes, and forgets those that are gone.
func (r *Runtime) register() {
	runtimes.Lock()
	defer runtimes.Unlock()
	live := runtimes.list[:0]
	for _, p := range runtimes.list {
		if p.Value() != nil {
			live = append(live, p)
		}
	}
	runtimes.list = append(live, weak.Make(r))
}

// logging is the runtime that the current goroutine belongs to, nil if it is no cell's.
func logging() (*Runtime, *goroutine) {
	label := profLabel()
	runtimes.Lock()
	list := slices.Clone(runtimes.list)
	runtimes.Unlock()
	for _, p := range list {
		r := p.Value()
		if r == nil {
			continue
		}
		if x, ok := r.goroutines.Load(label); ok && x.(*goroutine).run != nil {
			return r, x.(*goroutine)
		}
	}
	return nil, nil
}

// logPlace is where the user's code logs that runs on the current goroutine.
func logPlace() (place, bool) {
	r, g := logging()
	if r == nil {
		return place{}, false
	}
	if at := g.logs.Load(); at != nil {
		return *at, true
	}
	return r.userPlace()
}

func logTo(l *log.Logger, w io.Writer) { l.SetOutput(&logWriter{w, l}) }

// logNew is log.New.
func logNew(w io.Writer, prefix string, flags int) *log.Logger {
	l := log.New(w, prefix, flags)
	logTo(l, w)
	return l
}

// logDefault is log.Default.
func logDefault() *log.Logger {
	l := log.Default()
	if _, ok := l.Writer().(*logWriter); !ok {
		logTo(l, l.Writer())
	}
	return l
}

func logSetFlags(flags int)    { logDefault().SetFlags(flags) }
func logSetOutput(w io.Writer) { logTo(log.Default(), w) }
func logDefaultTo() io.Writer  { return logOutput(log.Default()) }

// logOutput is (*log.Logger).Writer.
func logOutput(l *log.Logger) io.Writer {
	if w, ok := l.Writer().(*logWriter); ok {
		return w.Writer
	}
	return l.Writer()
}

// logDepth is (*log.Logger).Output, which says how far up the caller is.
func (r *Runtime) logDepth(l *log.Logger, depth int, text string) error {
	if l.Flags()&(log.Lshortfile|log.Llongfile) != 0 {
		at := place{file: "???"} // as log has it
		if list := r.whole(); depth >= 1 && depth <= len(list) {
			at = list[depth-1]
		}
		g := r.goroutine()
		g.logs.Store(&at)
		defer g.logs.Store(nil)
	}
	return l.Output(depth+1, text)
}

func (r *Runtime) logDefaultDepth(depth int, text string) error {
	return r.logDepth(log.Default(), depth, text)
}
