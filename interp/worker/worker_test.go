package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/display"
)

func TestArguments(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, "people need not"},
		{[]string{"3", "4"}, "people need not"},
		{[]string{"three", "4", "n"}, `want the number of a descriptor for the requests, got "three"`},
		{[]string{"3", "-4", "n"}, `want the number of a descriptor for the responses, got "-4"`},
	} {
		if _, _, err := streams(tt.args); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: got %v, want %q", tt.args, err, tt.want)
		}
	}
}

func TestParseBytes(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want int64 // 0: a mistake
	}{
		{"1", 1}, {"512B", 512}, {"2KiB", 2 << 10}, {"512MiB", 512 << 20}, {"4GiB", 4 << 30}, {"1TiB", 1 << 40},
		{"", 0}, {"iB", 0}, {"4GB", 0}, {"4G", 0}, {"much", 0}, {"-1GiB", 0}, {"0", 0}, {"1.5GiB", 0}, {"9223372036854775807GiB", 0}, {"9223372036854775807", math.MaxInt64},
	} {
		got, ok := parseBytes(tt.in)
		if ok != (tt.want > 0) || ok && got != tt.want {
			t.Errorf("%q: got %d, %v, want %d", tt.in, got, ok, tt.want)
		}
	}
}

// TestStandardInputIsSeen fails on a Go version whose files keep their lock
// elsewhere, before a user notices.
func TestStandardInputIsSeen(t *testing.T) {
	seen, err := selfTest()
	if err != nil || !seen {
		t.Fatalf("a read under way is not seen: %v, %v", seen, err)
	}
}

func TestStandardInput(t *testing.T) {
	old := os.Stdin
	defer func() { os.Stdin = old }()
	var s stdin
	if err := s.open(); err != nil {
		t.Fatal(err)
	}
	copied := os.Stdin // as in a bufio.Reader of an earlier cell
	for _, tt := range []struct {
		name   string
		answer string
		err    error
	}{
		{"a line", "one\n", nil},
		{"another", "two\n", nil},
		{"nobody there", "", errors.New("nobody")},
		{"after the end", "three\n", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.reopen()
			stop, stopped := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(stopped)
				s.serve(stop, func() (string, error) { return strings.TrimSuffix(tt.answer, "\n"), tt.err })
			}()
			buf := make([]byte, 100)
			n, err := copied.Read(buf)
			close(stop)
			<-stopped
			if string(buf[:n]) != tt.answer || (tt.err == nil) != (err == nil) || err != nil && err != io.EOF {
				t.Errorf("got %q, %v, want %q", buf[:n], err, tt.answer)
			}
		})
	}
}

func TestGuard(t *testing.T) {
	for _, tt := range []struct {
		name string
		f    func()
		want string
	}{
		{"nothing", func() {}, ""},
		{"panic", func() { panic("x") }, "x"},
		{"error", func() { panic(errors.New("e")) }, "e"},
		{"goexit", func() { runtime.Goexit() }, "runtime.Goexit ended the goroutine of the cell"},
		{"text that panics", func() { panic(badError{}) }, "a worker.badError whose text panics"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := guard(tt.f)
			if (p != nil) != (tt.want != "") || p != nil && p.Text != tt.want {
				t.Errorf("got %v, want %q", p, tt.want)
			}
		})
	}
}

type badError struct{}

func (badError) Error() string { panic("in Error") }

type badJSON struct{}

func (badJSON) MarshalJSON() ([]byte, error) { panic("in MarshalJSON") }

func TestSealed(t *testing.T) {
	in := display.Bundle{
		Data:     map[string]any{"text/plain": "<a>", "application/json": map[string]any{"b": "<c>"}},
		Metadata: map[string]any{"gorgo": map[string]any{"progress": 0.5}},
	}
	out, err := sealed(in)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%v %s %s", out.Data["text/plain"], out.Data["application/json"].(json.RawMessage), out.Metadata["gorgo"].(json.RawMessage))
	if want := `<a> {"b":"<c>"} {"progress":0.5}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, v := range []any{math.NaN(), func() {}, badJSON{}} {
		if _, err := sealed(display.Bundle{Data: map[string]any{"x/y": v}}); err == nil || !strings.Contains(err.Error(), "x/y") {
			t.Errorf("%T: got %v, want an error that names the form", v, err)
		}
	}
}

// TestLabelsAreRead fails on a Go version whose labels lie elsewhere in memory,
// before a user notices.
func TestLabelsAreRead(t *testing.T) {
	if !labelsKnown() {
		t.Fatal("the labels of a goroutine are not found where Go 1.26 has them")
	}
	got := make(chan int64, 2)
	go func() {
		pprof.SetGoroutineLabels(labelled(context.Background(), 7))
		got <- goroutineRun()
		go func() { got <- goroutineRun() }() // inherited
	}()
	if a, b := <-got, <-got; a != 7 || b != 7 {
		t.Errorf("got %d and %d, want 7", a, b)
	}
	if n := goroutineRun(); n != 0 {
		t.Errorf("a goroutine without a label belongs to %d", n)
	}
}

// TestPiece: pieces are whole lines where lines are short enough, fit into a
// pipe with their markers, and leave nothing out.
func TestPiece(t *testing.T) {
	for _, text := range []string{"", "short", strings.Repeat("line\n", 5000), strings.Repeat("x", 3*atomicWrite)} {
		var all strings.Builder
		for b := []byte(text); len(b) > 0; {
			p := piece(b)
			if len(p) == 0 || len(p) > atomicWrite {
				t.Fatalf("a piece of %d bytes", len(p))
			}
			if strings.Contains(text, "\n") && p[len(p)-1] != '\n' {
				t.Errorf("a line was cut: %q", p)
			}
			all.Write(p)
			b = b[len(p):]
		}
		if all.String() != text {
			t.Errorf("%d bytes came back of %d", all.Len(), len(text))
		}
	}
}
