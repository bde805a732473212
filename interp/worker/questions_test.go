// Questions about code with the packages that notebooks really have.

package worker

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
)

const cursorMark = "‸"

func openSession(t testing.TB, cells ...string) Session {
	t.Helper()
	s, err := open(Hooks{Background: func(p *Panic) { t.Error(p) }})
	if err != nil {
		t.Fatal(err)
	}
	for i, cell := range cells {
		if _, err := s.Run(context.Background(), Cell{Number: i + 1, Name: fmt.Sprintf("cell[%d]", i+1), Source: cell}); err != nil {
			t.Fatalf("cell %d: %v", i+1, err)
		}
	}
	return s
}

// at cuts the mark out of a text.
func at(t testing.TB, marked string) (code string, cursor int) {
	t.Helper()
	before, after, ok := strings.Cut(marked, cursorMark)
	if !ok {
		t.Fatalf("%q has no %s", marked, cursorMark)
	}
	return before + after, len(before)
}

var notebook = []string{
	`import "gonum.org/v1/gonum/mat"
m := mat.NewDense(2, 2, nil)
type point struct{ X, Y float64; label string }
func (p point) String() string { return p.label }
pts := map[string][]point{}
var builder strings.Builder`,
	`r := bufio.NewReader(strings.NewReader("x"))
when := time.Now()
func open() (*os.File, error) { return nil, nil }`,
}

// Each answer has these matches, as name and type, and none of those with a
// dash.
func TestComplete(t *testing.T) {
	s := openSession(t, notebook...)
	for _, tt := range []struct {
		code string
		want []string
	}{
		{"m.‸", []string{"Dims method", "At method", "-mat field", "-checkOverlap method"}},
		{"m.T().‸", []string{"Dims method"}},
		{`pts["a"][0].‸`, []string{"X field", "label field", "String method"}},
		{"builder.Wr‸", []string{"WriteString method", "-String method"}},
		{"when.Add(time.‸)", []string{"Second constant", "Duration type"}},
		{"plots.‸", []string{"Line function", "Figure type"}},
		{"train.Options{E‸", []string{"Epochs field"}},
		{"nn.‸", []string{"Dense type"}},
		{"rand.‸", []string{"IntN function", "Intn function", "Reader variable"}},
		{"rand.Seed(1)\nrand.‸", []string{"Intn function", "-IntN function"}},
		{"f, err := open()\nf.‸", []string{"Close method"}},
		{"http.Handle‸", []string{"HandlerFunc type", "Handle function"}},
		{"var w io.‸", []string{"Writer type", "-Copy function"}},
		{"import \"github.com/gorgolab/gorgo/lib/tr‸\"", []string{"github.com/gorgolab/gorgo/lib/train package"}},
		{"import \"train‸\"", []string{"github.com/gorgolab/gorgo/lib/train package"}},
		{"slices.SortFunc(pts[\"a\"], func(a, b point) int { return cmp.Compare(a.‸", []string{"X field"}},
		{"for name, list := range pts {\n\tfor _, p := range list {\n\t\tp.‸", []string{"X field"}},
		{"var g atomic.Pointer[point]\ng.Load().‸", []string{"label field"}},
		{"stri‸", []string{"strings package", "string type"}},
		{"unsafe.‸", []string{"Sizeof function"}},
		{"%ti‸", []string{"time magic", "timeit magic", "-who magic"}},
		{"%time m.‸", []string{"Dims method"}},
		{"%%time\nm.‸", []string{"Dims method"}},
		{"!ls m.‸", []string{"-Dims method"}},
		{"%help ti‸", []string{"timeit magic", "-m variable"}},
	} {
		completes(t, s, tt.code, tt.want...)
	}
}

// completes asks for the matches at the mark, and compares.
func completes(t *testing.T, s Session, marked string, want ...string) {
	t.Helper()
	code, cursor := at(t, marked)
	got := map[string]bool{}
	var list []string
	for _, m := range s.Complete(frame.Complete{Code: code, Cursor: cursor}).Matches {
		got[m.Text+" "+m.Type] = true
		list = append(list, m.Text+" "+m.Type)
	}
	for _, w := range want {
		if name, no := strings.CutPrefix(w, "-"); no == got[name] {
			t.Errorf("%s: want %s among\n%s", marked, w, strings.Join(list, ", "))
		}
	}
}

func TestInspect(t *testing.T) {
	s := openSession(t, notebook...)
	for _, tt := range []struct {
		code   string
		detail int
		want   []string // parts of the text; none: nothing is found
	}{
		{"strings.Fields‸", 0, []string{"func strings.Fields(s string) []string", "white space", `import "strings"`}},
		{"builder.WriteString(‸)", 0, []string{"func (b *strings.Builder) WriteString(s string) (int, error)", "appends"}},
		{"train.Options‸", 0, []string{"type train.Options struct {", "\tEpochs int", "// Epochs"}},
		{"train.Options{Epochs‸: 1}", 0, []string{"field Epochs int", "Field of train.Options."}},
		{"train‸", 0, []string{"package train", "Package train fits models", "func Fit("}},
		{"point‸", 0, []string{"label string", "func (p point) String() string", "Defined in cell 1."}},
		{"point‸", 1, []string{"func (p point) String() string { return p.label }"}},
		{"slices.Sort‸", 1, []string{"func Sort[S ~[]E, E cmp.Ordered](x S) {"}},
		{"when‸", 0, []string{"var when time.Time", "A Time represents"}},
		{"m.Mul(‸", 0, []string{"func (m *mat.Dense) Mul(a mat.Matrix, b mat.Matrix)"}},
		{"nothing‸", 0, nil},
		{"%time‸ f()", 0, []string{"%time [CODE]", "how long it took"}},
		{"%time strings.Fields‸(x)", 0, []string{"func strings.Fields"}},
		{"!strings.Fields‸ x", 0, nil},
	} {
		inspects(t, s, tt.code, tt.detail, tt.want...)
	}
}

// inspects asks what stands at the mark, and looks for parts of the text; without
// any, nothing must be found.
func inspects(t *testing.T, s Session, marked string, detail int, want ...string) {
	t.Helper()
	code, cursor := at(t, marked)
	i := s.Inspect(frame.Inspect{Code: code, Cursor: cursor, Detail: detail})
	text, _ := i.Bundle.Data[display.MIMEText].(string)
	if i.Found != (want != nil) || i.Found && i.Bundle.Data[display.MIMEMarkdown] == "" {
		t.Errorf("%s: found %v: %v", marked, i.Found, i.Bundle.Data)
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%s: no %q in\n%s", marked, w, text)
		}
	}
}

func TestIsComplete(t *testing.T) {
	s := openSession(t)
	for _, tt := range []struct{ code, status, indent string }{
		{"x := 1", "complete", ""},
		{"if x {", "incomplete", "\t"},
		{"x = = 1", "invalid", ""},
		{"%who", "complete", ""},
		{"fmt.Println?", "complete", ""},
		{"%%time", "incomplete", ""},
		{"%%time\nif x {", "incomplete", "\t"},
		{"!ls (", "complete", ""},
	} {
		c := s.IsComplete(frame.IsComplete{Code: tt.code})
		if c.Status != tt.status || c.Indent != tt.indent {
			t.Errorf("%q: got %+v, want %s %q", tt.code, c, tt.status, tt.indent)
		}
	}
}

// Questions are answered while a cell runs, and while cells are checked one
// after another (go test -race looks on).
func TestQuestionsWhileCellsRun(t *testing.T) {
	s := openSession(t, notebook...)
	// A cell so long that what stands above its last statement is remembered.
	long := "mine := point{}\nothers := pts\n" + strings.Repeat("mine.X += float64(len(others))\n", 200)
	ask := func() {
		for _, marked := range []string{long + "mine.‸", long + "others[\"a\"][0].‸", "pts[\"a\"][0].‸", "list.‸", "func (p point) Half() float64 { return p.‸ }", "type point struct{ Z int }\npoint{}.‸", "plots.‸", "v‸"} {
			code, cursor := at(t, marked)
			s.Complete(frame.Complete{Code: code, Cursor: cursor})
			s.Inspect(frame.Inspect{Code: code, Cursor: cursor - 1, Detail: 1})
			s.IsComplete(frame.IsComplete{Code: code})
		}
	}
	// A cell that runs until the file is there.
	file := filepath.Join(t.TempDir(), "end")
	started, ended := make(chan struct{}), make(chan error)
	go func() {
		close(started)
		_, err := s.Run(context.Background(), Cell{Number: 3, Name: "cell[3]", Source: fmt.Sprintf(
			"var list []point\nfor {\n\tif _, err := os.Stat(%q); err == nil {\n\t\tbreak\n\t}\n\ttime.Sleep(time.Millisecond)\n}", file)})
		ended <- err
	}()
	<-started
	ask()
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					ask()
				}
			}
		})
	}
	for n := range 20 {
		source := fmt.Sprintf("type list[T any] struct{ items []T; n%[1]d int }\nfunc (l *list[T]) Len%[1]d() int { return len(l.items) }\nvar v%[1]d list[point]\nv%[1]d.Len%[1]d()\nfunc (p point) M%[1]d() {}\npts2 := []point{{X: %[1]d}}", n)
		if _, err := s.Run(context.Background(), Cell{Number: 10 + n, Name: fmt.Sprintf("cell[%d]", 10+n), Source: source}); err != nil {
			t.Error(err)
			break
		}
	}
	close(stop)
	wg.Wait()
}

func BenchmarkComplete(b *testing.B) {
	s := openSession(b, notebook...)
	for _, bb := range []struct{ name, code string }{
		{"member", "for name, list := range pts {\n\tfor _, p := range list {\n\t\tfmt.Println(name, p.‸"},
		{"package", "plots.‸"},
		{"name", "str‸"},
		{"key", "train.Fit(nil, nil, train.Options{‸"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			code, cursor := at(b, bb.code)
			for b.Loop() {
				if len(s.Complete(frame.Complete{Code: code, Cursor: cursor}).Matches) == 0 {
					b.Fatal("no matches")
				}
			}
		})
	}
}

func BenchmarkInspect(b *testing.B) {
	s := openSession(b, notebook...)
	for b.Loop() {
		if !s.Inspect(frame.Inspect{Code: "train.Fit(", Cursor: 10}).Found {
			b.Fatal("nothing found")
		}
	}
}
