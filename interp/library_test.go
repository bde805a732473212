package interp

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// Typing an import fetches nothing; running it does. A package beside the
// notebook is known once a cell imported it.
func TestQuestionsLoadNoModules(t *testing.T) {
	var requests atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		http.Error(w, "not here", http.StatusNotFound)
	}))
	defer proxy.Close()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":       "module example.test/notebook\n\ngo 1.26\n",
		"util/util.go": "package util\n\nfunc Answer() int { return 42 }\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOPROXY", proxy.URL)
	t.Setenv("GOSUMDB", "off")
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOMODCACHE", t.TempDir())
	s, err := New(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	const missing, beside = "import \"example.test/elsewhere/lib\"", "import \"example.test/notebook/util\""
	s.Scope().Sketch(missing + "\nlib.X")
	s.Scope().Sketch(beside + "\nutil.Answer()")
	if n := requests.Load(); n != 0 {
		t.Errorf("%d requests for a sketch", n)
	}
	if pkg := s.Scope().Known("example.test/notebook/util"); pkg != nil {
		t.Errorf("%v is known before it was imported", pkg)
	}
	if _, err := s.Run(context.Background(), Cell{Number: 1, Name: "cell[1]", Source: missing}); err == nil || requests.Load() == 0 {
		t.Errorf("running the import made %d requests: %v", requests.Load(), err)
	}
	r, err := s.Run(context.Background(), Cell{Number: 2, Name: "cell[2]", Source: beside + "\nutil.Answer()"})
	if err != nil || len(r.Values) != 1 || r.Values[0] != 42 {
		t.Fatalf("got %v, %v", r.Values, err)
	}
	if s.Scope().Known("example.test/notebook/util") == nil {
		t.Error("the package is not known after it was imported")
	}
}
