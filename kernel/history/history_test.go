package history

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

var background = context.Background()

// show writes lines as session:number:input[=output].
func show(lines []Line) string {
	var parts []string
	for _, l := range lines {
		s := fmt.Sprintf("%d:%d:%s", l.Session, l.Number, l.Input)
		if l.Output != nil {
			s += "=" + *l.Output
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

// keepers are all that there are; a test of one is a test of each.
var keepers = map[string]func(t *testing.T) Keeper{
	"memory": func(*testing.T) Keeper { return &Memory{} },
	"file":   func(t *testing.T) Keeper { return openTest(t, filepath.Join(t.TempDir(), "a", "h.sqlite")) },
	"file that can't be made": func(t *testing.T) Keeper {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		return openTest(t, filepath.Join(dir, "a", "h.sqlite"))
	},
	"file that is none": func(t *testing.T) Keeper {
		file := filepath.Join(t.TempDir(), "h.sqlite")
		if err := os.WriteFile(file, bytes.Repeat([]byte("not a database "), 1000), 0o600); err != nil {
			t.Fatal(err)
		}
		return openTest(t, file)
	},
	"folder": func(t *testing.T) Keeper { return openTest(t, t.TempDir()) },
}

func openTest(t *testing.T, path string) *File {
	f := OpenFile(path, FileOptions{})
	t.Cleanup(func() { f.Close(background) })
	return f
}

func TestQueries(t *testing.T) {
	for name, keeper := range keepers {
		t.Run(name, func(t *testing.T) {
			k := keeper(t)
			k.Add(1, "a := 1")
			k.Add(2, "a + 1")
			k.Result(2, "2")
			k.Add(3, "世?[x]")
			k.Add(4, "a + 1")
			k.Result(4, "4")
			for _, tt := range []struct {
				query Query
				want  string
			}{
				{Query{Access: Tail}, "1:1:a := 1 1:2:a + 1 1:3:世?[x] 1:4:a + 1"},
				{Query{Access: Tail, N: 2, Output: true}, "1:3:世?[x] 1:4:a + 1=4"},
				{Query{Access: Tail, N: 99}, "1:1:a := 1 1:2:a + 1 1:3:世?[x] 1:4:a + 1"},
				{Query{Access: Range, Start: 2, Stop: 4}, "1:2:a + 1 1:3:世?[x]"},
				{Query{Access: Range, Session: 1, Start: 3}, "1:3:世?[x] 1:4:a + 1"},
				{Query{Access: Range, Session: 7}, ""},
				{Query{Access: Range, Session: -1}, ""},
				{Query{Access: Range, Start: 3, Stop: 3}, ""},
				{Query{Access: Search, Pattern: "a*"}, "1:1:a := 1 1:2:a + 1 1:4:a + 1"},
				{Query{Access: Search, Pattern: "a*", N: 2}, "1:2:a + 1 1:4:a + 1"},
				{Query{Access: Search, Pattern: "a*", Unique: true, Output: true}, "1:1:a := 1 1:4:a + 1=4"},
				{Query{Access: Search, Pattern: "a*", Unique: true, N: 1}, "1:4:a + 1"},
				{Query{Access: Search, Pattern: "a"}, ""},
				{Query{Access: Search, Pattern: "?*[x]"}, "1:3:世?[x]"},
				{Query{Access: Search}, "1:1:a := 1 1:2:a + 1 1:3:世?[x] 1:4:a + 1"},
				{Query{Access: "unknown"}, ""},
			} {
				if got := show(k.Find(background, tt.query)); got != tt.want {
					t.Errorf("%+v: got %s, want %s", tt.query, got, tt.want)
				}
			}
			if err := k.Close(background); err != nil {
				t.Logf("close: %v", err)
			}
		})
	}
}

// TestRestart: what was kept is there in the next session, which has a number of
// its own.
func TestRestart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "h.sqlite")
	for i := 1; i <= 3; i++ {
		k := OpenFile(file, FileOptions{})
		k.Add(1, fmt.Sprint("run ", i))
		k.Result(1, fmt.Sprint(i))
		if err := k.Close(background); err != nil {
			t.Fatal(err)
		}
	}
	k := openTest(t, file)
	k.Add(1, "run 4")
	for _, tt := range []struct {
		query Query
		want  string
	}{
		{Query{Access: Tail, N: 3, Output: true}, "2:1:run 2=2 3:1:run 3=3 4:1:run 4"},
		{Query{Access: Range, Session: -1, Start: 1}, "3:1:run 3"},
		{Query{Access: Range, Session: 1, Start: 1, Output: true}, "1:1:run 1=1"},
		{Query{Access: Range}, "4:1:run 4"},
		{Query{Access: Search, Pattern: "*[34]"}, ""},
		{Query{Access: Search, Pattern: "run*", Unique: true, N: 2}, "3:1:run 3 4:1:run 4"},
	} {
		if got := show(k.Find(background, tt.query)); got != tt.want {
			t.Errorf("%+v: got %s, want %s", tt.query, got, tt.want)
		}
	}
	if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
}

// TestUnused: a session in which nothing runs leaves no trace.
func TestUnused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "h.sqlite")
	if err := OpenFile(file, FileOptions{}).Close(background); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("there is a file")
	}
}

// TestTogether: several kernels share a file, and none loses a line.
func TestTogether(t *testing.T) {
	file := filepath.Join(t.TempDir(), "h.sqlite")
	const kernels, lines = 6, 50
	var all sync.WaitGroup
	for i := range kernels {
		all.Go(func() {
			k := OpenFile(file, FileOptions{})
			for n := range lines {
				k.Add(n+1, fmt.Sprintf("kernel %d", i))
				if n%10 == 0 {
					if got := k.Find(background, Query{Access: Range}); len(got) != n+1 {
						t.Errorf("kernel %d sees %d of its %d lines", i, len(got), n+1)
					}
				}
			}
			if err := k.Close(background); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	k := openTest(t, file)
	sessions := map[int]string{}
	found := k.Find(background, Query{Access: Tail})
	for _, l := range found {
		if had, ok := sessions[l.Session]; ok && had != l.Input {
			t.Errorf("session %d is of two kernels", l.Session)
		}
		sessions[l.Session] = l.Input
	}
	if len(found) != kernels*lines || len(sessions) != kernels {
		t.Errorf("%d lines of %d sessions", len(found), len(sessions))
	}
}

// TestLocked: while somebody holds the file, the session is known all the same,
// and what it had is written when the file is free again.
func TestLocked(t *testing.T) {
	file := filepath.Join(t.TempDir(), "h.sqlite")
	first := OpenFile(file, FileOptions{})
	first.Add(1, "first")
	if err := first.Close(background); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	k := OpenFile(file, FileOptions{Own: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
	k.Add(1, "second")
	if got := show(k.Find(background, Query{Access: Tail})); got != "1:1:second" {
		t.Errorf("got %s", got)
	}
	if _, err := db.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := k.Close(background); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "locked") {
		t.Errorf("the log says %q", log.String())
	}
	if got := show(openTest(t, file).Find(background, Query{Access: Tail})); got != "1:1:first 2:1:second" {
		t.Errorf("got %s", got)
	}
}

// TestBroken: a file of ours that is no database is put aside; one that a person
// named is left alone.
func TestBroken(t *testing.T) {
	for _, own := range []bool{true, false} {
		dir := t.TempDir()
		file := filepath.Join(dir, "h.sqlite")
		garbage := bytes.Repeat([]byte("garbage "), 1000)
		if err := os.WriteFile(file, garbage, 0o600); err != nil {
			t.Fatal(err)
		}
		k := OpenFile(file, FileOptions{Own: own})
		k.Add(1, "x")
		if got := show(k.Find(background, Query{Access: Tail})); got != "1:1:x" {
			t.Errorf("got %s", got)
		}
		if err := k.Close(background); (err == nil) != own {
			t.Errorf("close: %v", err)
		}
		kept, _ := filepath.Glob(file + ".broken-*")
		if !own {
			kept = []string{file}
		}
		if len(kept) != 1 {
			t.Fatalf("own %t: the old file is gone: %v", own, kept)
		}
		if data, err := os.ReadFile(kept[0]); err != nil || !bytes.Equal(data, garbage) {
			t.Errorf("own %t: the old file was changed: %v", own, err)
		}
	}
}

// TestPendingIsBounded: a file that can't be written costs no memory for ever.
func TestPendingIsBounded(t *testing.T) {
	k := openTest(t, t.TempDir()) // a folder
	for i := range 2 * maxPending {
		k.Add(i, "x")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.pending) > maxPending {
		t.Errorf("%d lines wait", len(k.pending))
	}
}

func TestMemoryIsBounded(t *testing.T) {
	var m Memory
	for i := range maxKept + 1 {
		m.Add(i, "x")
	}
	if n := len(m.lines); n > maxKept || m.lines[n-1].Number != maxKept {
		t.Errorf("%d lines, the last is %+v", n, m.lines[n-1])
	}
}

func TestPlace(t *testing.T) {
	t.Setenv(Variable, "off")
	if file, _, err := Place(); file != "" || err != nil {
		t.Errorf("got %q, %v", file, err)
	}
	if _, ok := Open(nil).(*Memory); !ok {
		t.Error("off is not off")
	}
	t.Setenv(Variable, "/x/y.sqlite")
	if file, own, err := Place(); file != "/x/y.sqlite" || own || err != nil {
		t.Errorf("got %q, %v, %v", file, own, err)
	}
	t.Setenv(Variable, "")
	dir := t.TempDir()
	t.Setenv("XDG_DATA_HOME", dir)
	t.Setenv("LocalAppData", dir)
	if file, own, err := Place(); file != filepath.Join(dir, "gorgo", "history.sqlite") || !own || err != nil {
		t.Errorf("got %q, %v, %v", file, own, err)
	}
}

func TestGlob(t *testing.T) {
	for _, c := range globs {
		if got := glob(c.pattern, c.text); got != c.want {
			t.Errorf("glob(%q, %q) = %t", c.pattern, c.text, got)
		}
	}
}

var globs = []struct {
	pattern, text string
	want          bool
}{
	{"", "anything", true},
	{"*", "", true},
	{"a", "a", true},
	{"a", "ab", false},
	{"a*", "ab\nc", true},
	{"*c", "abc", true},
	{"*b*", "abc", true},
	{"a?c", "a世c", true},
	{"?", "", false},
	{"**a**", "a", true},
	{"*ab*ab", "abab", true},
	{"*ab*ab", "aab", false},
	{"[a]*", "[a]b", true}, // no classes
	{"a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
}

// FuzzGlob: SQLite's pattern and ours find the same.
func FuzzGlob(f *testing.F) {
	for _, c := range globs {
		f.Add(c.pattern, c.text)
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		f.Fatal(err)
	}
	defer db.Close()
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 100 || !utf8.ValidString(pattern) || !utf8.ValidString(text) || strings.Contains(pattern+text, "\x00") {
			t.Skip("SQLite reads bytes that are no text in its own way")
		}
		var same bool
		if err := db.QueryRow("SELECT ? GLOB ?", text, sqliteGlob(pattern)).Scan(&same); err != nil {
			t.Fatal(err)
		}
		if got := glob(pattern, text); got != same {
			t.Errorf("glob(%q, %q) = %t, SQLite says %t", pattern, text, got, same)
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	file := filepath.Join(b.TempDir(), "h.sqlite")
	for b.Loop() {
		k := OpenFile(file, FileOptions{})
		k.Find(background, Query{Access: Tail, N: 1})
		if err := k.Close(background); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAdd is what a cell waits for.
func BenchmarkAdd(b *testing.B) {
	k := OpenFile(filepath.Join(b.TempDir(), "h.sqlite"), FileOptions{})
	defer k.Close(background)
	n := 0
	for b.Loop() {
		n++
		k.Add(n, "x := 1")
	}
}
