// This file compares random programs with the compiler: the same program runs
// compiled and in a session, and has to print the same.
//
//	go test ./interp -run TestRandomPrograms                          a fixed sample
//	go test ./interp -run TestRandomPrograms -programs 20000 -seed 7
//	GORGO_KEEP=dir …                                                 keeps the differing ones

package interp

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	randomCount = flag.Int("programs", 100, "how many random programs TestRandomPrograms runs")
	randomSeed  = flag.Uint64("seed", 1, "the seed of random programs")
)

// batchSize is how many programs are compiled together.
const batchSize = 100

// randomHead is the start of a batch, and of every program in a session.
const randomHead = `package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

var _ = fmt.Sprint
var _ = maps.Keys[map[int]int]
var _ = slices.Sorted[int]

func gid[T any](x T) T { return x }

func gmap[A, B any](xs []A, f func(A) B) []B {
	var out []B
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func gmax[T cmp.Ordered](a, b T) T {
	if a > b {
		return a
	}
	return b
}

type gstack[T any] struct{ items []T }

func (s *gstack[T]) Push(x T) { s.items = append(s.items, x) }

func (s *gstack[T]) Pop() (x T, ok bool) {
	if len(s.items) == 0 {
		return x, false
	}
	x = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, true
}

type gpair[A, B any] struct {
	First  A
	Second B
}

func (p gpair[A, B]) Swap() gpair[B, A] { return gpair[B, A]{p.Second, p.First} }

func gtake[T any](xs []T, n int) func(func(int, T) bool) {
	return func(yield func(int, T) bool) {
		for i, x := range xs {
			if i >= n || !yield(i, x) {
				return
			}
		}
	}
}

`

func TestRandomPrograms(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("random programs are compared with the compiler's: ", err)
	}
	dir := t.TempDir()
	differ := 0
	for first := 0; first < *randomCount && differ < 20; first += batchSize {
		n := min(batchSize, *randomCount-first)
		want := compileBatch(t, dir, first, n)
		problems := make([]string, n)
		concurrently(n, func(i int) { problems[i] = compareRandom(dir, first+i, want[i]) })
		for i, p := range problems {
			if p == "" {
				continue
			}
			differ++
			t.Errorf("program %d of seed %d: %s", first+i, *randomSeed, p)
			if keep := os.Getenv("GORGO_KEEP"); keep != "" {
				b, _ := os.ReadFile(randomFile(dir, first+i))
				if err := os.WriteFile(randomFile(keep, first+i), b, 0o644); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

func randomFile(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("random%d.go", i)) }

// compileBatch writes the programs, and returns what they print when they are
// compiled.
func compileBatch(t *testing.T, dir string, first, n int) []string {
	t.Helper()
	var batch, calls strings.Builder
	batch.WriteString(randomHead)
	for i := first; i < first+n; i++ {
		text, main := programText(*randomSeed, i)
		single := randomHead + text + "\nfunc main() { " + main + "() }\n"
		if err := os.WriteFile(randomFile(dir, i), []byte(single), 0o644); err != nil {
			t.Fatal(err)
		}
		batch.WriteString(text + "\n")
		fmt.Fprintf(&calls, "%s()\nfmt.Println(%q)\n", main, batchMark)
	}
	fmt.Fprintf(&batch, "func main() {\n%s}\n", calls.String())
	file := filepath.Join(dir, "batch.go")
	if err := os.WriteFile(file, []byte(batch.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd := exec.Command("go", "run", file)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the compiler: %v\n%s\n%s", err, firstLines(errs.String(), 10), file)
	}
	parts := strings.Split(string(out), batchMark+"\n")
	if len(parts) != n+1 {
		t.Fatalf("%d programs gave %d outputs", n, len(parts)-1)
	}
	return parts
}

const batchMark = "---- end of a program"

func firstLines(s string, n int) string {
	lines := strings.Split(s, "\n")
	return strings.Join(lines[:min(n, len(lines))], "\n")
}

// Which of two texts a value method that is called through a nil pointer gives
// depends on whether the compiler knew the type.
var nilReceiverText = regexp.MustCompile(`value method main\.\w+\.\w+ called using nil \*\w+ pointer`)

const nilText = "runtime error: invalid memory address or nil pointer dereference"

// compareRandom runs a program in a session and says what is different.
func compareRandom(dir string, i int, want string) string {
	ctx, cancel := context.WithTimeout(context.Background(), programLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), programEnv+"="+randomFile(dir, i))
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return fmt.Sprintf("%v: %s", err, firstLines(errs.String(), 3))
	}
	got := nilReceiverText.ReplaceAllString(string(out), nilText)
	want = nilReceiverText.ReplaceAllString(want, nilText)
	if got == want {
		return ""
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for k := range a {
		if k >= len(b) || a[k] != b[k] {
			end := "nothing more"
			if k < len(b) {
				end = b[k]
			}
			return fmt.Sprintf("line %d is %q, want %q", k+1, a[k], end)
		}
	}
	return fmt.Sprintf("line %d is missing: %q", len(a)+1, b[len(a)])
}
