package supervisor

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/gorgolab/gorgo/interp/frame"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// passed writes chunks and returns what went out.
func passed(w *words, chunks ...string) string {
	var out strings.Builder
	w.out = func(b []byte) { out.Write(b) }
	for _, c := range chunks {
		w.write([]byte(c))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return out.String()
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		name     string
		chunks   []string
		out      string // at once
		lastWord string // if the runtime ends the process now
	}{
		{"text", []string{"hello\n", "world"}, "hello\nworld", ""},
		{"a panic", []string{"log\n", "panic: x\n\ngoroutine 1 [running]:\n"}, "log\n", "panic: x\n\ngoroutine 1 [running]:\n"},
		{"in pieces", []string{"p", "an", "ic: ", "x"}, "", "panic: x"},
		{"only like it", []string{"pan", "cake\n"}, "pancake\n", ""},
		{"inside a line", []string{"no ", "panic: x\n"}, "no panic: x\n", ""},
		{"after the end of a line", []string{"a", "\nfatal error: y\n"}, "a\n", "fatal error: y\n"},
		{"overflow", []string{"runtime: goroutine stack exceeds 1-byte limit\n", "fatal error: stack overflow\n"}, "",
			"runtime: goroutine stack exceeds 1-byte limit\nfatal error: stack overflow\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := &words{}
			if got := passed(w, tt.chunks...); got != tt.out {
				t.Errorf("out went %q, want %q", got, tt.out)
			}
			if got := w.last(true); got != tt.lastWord {
				t.Errorf("last words %q, want %q", got, tt.lastWord)
			}
		})
	}
}

// TestWordsReleased: a program that prints like a panic and lives on gets its
// text out, after a moment without more.
func TestWordsReleased(t *testing.T) {
	out := make(chan string, 1)
	w := &words{out: func(b []byte) { out <- string(b) }}
	w.write([]byte("panic: not really\n"))
	select {
	case got := <-out:
		if got != "panic: not really\n" {
			t.Errorf("got %q", got)
		}
	case <-time.After(20 * holdFor):
		t.Error("nothing came")
	}
}

// TestDump: what is certainly the end is waited for much longer than what may be.
func TestDump(t *testing.T) {
	for text, want := range map[string]bool{
		"fatal error: memory limit exceeded: 1 GiB\n": true,
		"panic: x\n\ngoroutine 1 [running]:\n":        true,
		"fatal error: all is lost\n":                  false,
		"panic: not really\n":                         false,
	} {
		w := &words{out: func([]byte) {}}
		w.write([]byte(text))
		if got := w.dump(); got != want {
			t.Errorf("%q: got %t", text, got)
		}
		w.flush()
	}
}

// TestFromWords reads what Go 1.26 wrote when it ended processes: see
// testdata/words.txtar.
func TestFromWords(t *testing.T) {
	name := filepath.Join("testdata", "words.txtar")
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(archive.Files); i += 2 {
		in, want := archive.Files[i], &archive.Files[i+1]
		t.Run(in.Name, func(t *testing.T) {
			d, ok := fromWords(string(in.Data))
			if !ok {
				t.Fatal("no last words")
			}
			got := traceback(d.failure(7, []string{"x", "y"})) + "\n"
			if *update {
				want.Data = []byte(got)
			} else if got != string(want.Data) {
				t.Errorf("got\n%s\nwant\n%s", got, want.Data)
			}
		})
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzWords: whatever a worker writes, nothing of it is lost while the process
// is not ended by the runtime, and its last words are read without a panic.
func FuzzWords(f *testing.F) {
	f.Add("log\npanic: x\n\ngoroutine 1 [running]:\n", 7)
	f.Add("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 labels:{\"cell\": \"3\"}]:", 3)
	f.Fuzz(func(t *testing.T, text string, n int) {
		n = min(max(n, 0), len(text))
		w := &words{}
		var out strings.Builder
		w.out = func(b []byte) { out.Write(b) }
		w.write([]byte(text[:n]))
		w.write([]byte(text[n:]))
		w.last(false)
		if out.String() != text {
			t.Errorf("got %q, want %q", out.String(), text)
		}
		if d, ok := fromWords(text); ok {
			d.failure(1, nil)
			d.notice(nil)
		}
	})
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

func traceback(f *frame.Failure) string {
	return colours.ReplaceAllString(strings.Join(f.Traceback, "\n"), "")
}
