package modules

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/tools/txtar"

	"github.com/gorgolab/gorgo/interp/modules/modtest"
)

// proxyFolder has the modules of testdata.
var proxyFolder = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "gorgo-proxy-*")
	if err != nil {
		return "", err
	}
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		return "", err
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		if err := modtest.Write(dir, b); err != nil {
			return "", err
		}
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := proxyFolder(); err == nil {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// settings are those of a machine with nothing but the modules of testdata.
func settings(t *testing.T) Env {
	t.Helper()
	dir, err := proxyFolder()
	if err != nil {
		t.Fatal(err)
	}
	return Env{Proxy: "file://" + filepath.ToSlash(dir), SumDB: "off", Cache: t.TempDir(), Config: t.TempDir()}
}

// folder writes the files of a txtar.
func folder(t *testing.T, files string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(files)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func compiled(path string) bool { return slices.Contains([]string{"embed", "fmt", "testing"}, path) }

// TestPackage finds packages: what comes out, or a part of the error.
func TestPackage(t *testing.T) {
	const newest = "example.com/hello@v1.2.0 go1.21: example.com/hello@v1.2.0/hello.go"
	for _, tt := range []struct {
		name, files, path, want string
		env                     func(*Env)
	}{
		{"newest release", "", "example.com/hello", newest, nil},
		{"below the module", "", "example.com/hello/deep/er", "example.com/hello@v1.2.0 go1.21: example.com/hello@v1.2.0/deep/er/deeper.go", nil},
		{"retracted", "", "example.com/words", "example.com/words@v1.2.0 go1.21: example.com/words@v1.2.0/words.go", nil},
		{"pseudo-version and no go.mod", "", "example.com/files", "example.com/files@v0.0.0-20240102030405-abcdefabcdef go1.16: example.com/files@v0.0.0-20240102030405-abcdefabcdef/files.go", nil},
		{"assembly", "", "example.com/Fast/v2", "example.com/Fast/v2@v2.0.1 go1.18: example.com/Fast/v2@v2.0.1/fast.go example.com/Fast/v2@v2.0.1/sum_pure.go", nil},
		{"tags that leave things out", "", "example.com/Fast/v2/system", "example.com/Fast/v2@v2.0.1 go1.18: example.com/Fast/v2@v2.0.1/system/real.go", nil},
		{"tags for pure Go", "", "example.com/Fast/v2/terminal", "example.com/Fast/v2@v2.0.1 go1.18: example.com/Fast/v2@v2.0.1/terminal/none.go", nil},
		{"cgo", "", "example.com/Fast/v2/onlyc", "! example.com/Fast/v2/onlyc needs cgo", nil},
		{"program", "", "example.com/Fast/v2/program", "! is a program, not an importable package", nil},
		{"other system", "", "example.com/Fast/v2/elsewhere", "! has no Go files for " + platform(), nil},
		{"no such package", "", "example.com/hello/nope", "! no module provides example.com/hello/nope", nil},
		{"no such module", "", "example.com/nothing", "! no module provides example.com/nothing", nil},
		{"not a path", "", "nothing", "! neither bundled with gorgo nor the path of a module", nil},
		{"malformed", "", "example.com//x", "! malformed import path", nil},

		{"go.mod requires", "-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire example.com/hello v1.0.0\n", "example.com/hello", "example.com/hello@v1.0.0 go1.21: example.com/hello@v1.0.0/hello.go", nil},
		{"go.mod lists all", "-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire example.com/words v1.3.0\n", "example.com/words", "example.com/words@v1.3.0 go1.21: example.com/words@v1.3.0/words.go", nil},
		{"old go.mod", "-- go.mod --\nmodule m\n\ngo 1.16\n\nrequire example.com/hello v1.2.0\n", "example.com/words", "example.com/words@v1.1.0 go1.21: example.com/words@v1.1.0/words.go", nil},
		{"go.mod does not have it", "-- go.mod --\nmodule m\n\ngo 1.21\n", "example.com/hello", newest, nil},
		{"readonly", "-- go.mod --\nmodule m\n\ngo 1.21\n", "example.com/hello", "! go get example.com/hello adds it", func(e *Env) { e.Mod = "readonly" }},
		{"excluded", "-- go.mod --\nmodule m\n\ngo 1.21\n\nexclude example.com/words v1.2.0\n\nexclude example.com/words v1.3.0\n", "example.com/words", "example.com/words@v1.1.0 go1.21: example.com/words@v1.1.0/words.go", nil},
		{"replaced by a module", "-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire example.com/hello v1.2.0\n\nreplace example.com/hello => example.com/hello v1.0.0\n", "example.com/hello", "example.com/hello@v1.2.0 go1.21: example.com/hello@v1.0.0/hello.go", nil},
		{"replaced by a folder", "-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire example.com/hello v1.2.0\n\nreplace example.com/hello => ./here\n-- here/go.mod --\nmodule example.com/hello\n\ngo 1.22\n-- here/here.go --\npackage hello\n", "example.com/hello", "example.com/hello@v1.2.0 go1.22: DIR/here/here.go", nil},
		{"local", "-- go.mod --\nmodule example.org/m\n\ngo 1.25\n-- a/b/c.go --\npackage b\n-- a/b/c_test.go --\npackage b\n", "example.org/m/a/b", "example.org/m@ go1.25: a/b/c.go", nil},
		{"no such local", "-- go.mod --\nmodule example.org/m\n", "example.org/m/a", "! has no Go files", nil},
		{"vendored", "-- go.mod --\nmodule m\n\ngo 1.21\n-- vendor/modules.txt --\n# example.com/hello v1.2.0\n## explicit; go 1.20\nexample.com/hello\n-- vendor/example.com/hello/v.go --\npackage hello\n", "example.com/hello", "example.com/hello@ go1.20: DIR/vendor/example.com/hello/v.go", nil},
		{"vendored, old language", "-- go.mod --\nmodule m\n\ngo 1.13\n\nrequire example.com/hello v1.0.0\n-- vendor/modules.txt --\n", "example.com/hello", "example.com/hello@v1.0.0 go1.21: example.com/hello@v1.0.0/hello.go", nil},
		{"vendored, old language, asked for", "-- go.mod --\nmodule m\n\ngo 1.13\n-- vendor/modules.txt --\n", "example.com/hello", "! -mod=vendor", func(e *Env) { e.Mod = "vendor" }},
		{"vendored, readonly", "-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire example.com/hello v1.0.0\n-- vendor/modules.txt --\n", "example.com/hello", "example.com/hello@v1.0.0 go1.21: example.com/hello@v1.0.0/hello.go", func(e *Env) { e.Mod = "readonly" }},
		{"vendored before go.mod changed", "-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire example.com/hello v1.2.0\n-- vendor/modules.txt --\n# example.com/hello v1.0.0\n## explicit; go 1.20\nexample.com/hello\n", "example.com/hello", "! go mod vendor", nil},
		{"not vendored", "-- go.mod --\nmodule m\n\ngo 1.21\n-- vendor/modules.txt --\n", "example.com/hello", "! -mod=vendor", nil},
		{"no vendor folder", "-- go.mod --\nmodule m\n", "example.com/hello", "! has no vendor/modules.txt", func(e *Env) { e.Mod = "vendor" }},
		{"broken go.mod", "-- go.mod --\nmodul m\n", "example.com/hello", "! the notebook's go.mod", nil},

		{"off", "", "example.com/hello", "! there is no module proxy to ask", func(e *Env) { e.Proxy = "off" }},
		{"direct alone", "", "example.com/hello", "! there is no module proxy to ask", func(e *Env) { e.Proxy = "direct" }},
		{"private", "", "example.com/hello", "! is private", func(e *Env) { e.NoProxy = "example.com" }},
		{"private, below", "", "example.com/hello/deep", "! `go mod download example.com/hello/deep@latest`", func(e *Env) { e.NoProxy = "example.com" }},
		{"private, required", "-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire example.com/hello v1.0.0\n", "example.com/hello", "! `go mod download example.com/hello@v1.0.0`", func(e *Env) { e.NoProxy = "example.com" }},
		{"private, others not", "", "example.com/hello/deep", "! is private", func(e *Env) { e.NoProxy, e.Proxy = "example.com/*", "http://127.0.0.1:1" }},
		{"off, what to do", "", "example.com/hello", "! `go mod download example.com/hello@latest`", func(e *Env) { e.Proxy = "off" }},
		{"second proxy", "", "example.com/hello", newest, func(e *Env) { e.Proxy = "file:///nowhere/at/all," + e.Proxy }},
		{"strange proxy", "", "example.com/hello", "! want https, http or file", func(e *Env) { e.Proxy = "ftp://x" }},
		{"unreachable", "", "example.com/hello", "! cannot be reached", func(e *Env) { e.Proxy = "http://127.0.0.1:1" }},
		{"unreachable, next", "", "example.com/hello", newest, func(e *Env) { e.Proxy = "http://127.0.0.1:1|" + e.Proxy }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			env, dir := settings(t), folder(t, tt.files)
			if tt.env != nil {
				tt.env(&env)
			}
			p, err := New(Options{Dir: dir, Env: &env, Compiled: compiled}).Package(context.Background(), tt.path)
			if part, fails := strings.CutPrefix(tt.want, "! "); fails {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Errorf("got %v, want an error with %q", err, part)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("%s@%s %s:", p.Module.Path, p.Module.Version, p.GoVersion)
			for _, f := range p.Files {
				got += " " + strings.ReplaceAll(f.Name, filepath.ToSlash(dir), "DIR")
			}
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestCache: what was downloaded once needs no proxy, and stands where the go
// command looks for it.
func TestCache(t *testing.T) {
	env := settings(t)
	var log []string
	opts := Options{Dir: t.TempDir(), Env: &env, Log: func(s string) { log = append(log, s) }}
	if _, err := New(opts).Package(context.Background(), "example.com/Fast/v2"); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(log, "; "); got != "downloading example.com/Fast/v2 v2.0.1" {
		t.Errorf("said %q", got)
	}
	for _, ext := range []string{"mod", "zip", "ziphash"} {
		if _, err := os.Stat(filepath.Join(env.Cache, "cache/download/example.com/!fast/v2/@v/v2.0.1."+ext)); err != nil {
			t.Error(err)
		}
	}
	env.Proxy, log = "http://127.0.0.1:1", nil
	if p, err := New(opts).Package(context.Background(), "example.com/Fast/v2"); err != nil || p.Module.Version != "v2.0.1" || len(log) > 0 {
		t.Errorf("without a proxy: %v, %v, %v", p, err, log)
	}
	env.Proxy = "off"
	if _, err := New(opts).Package(context.Background(), "example.com/Fast/v2"); err != nil {
		t.Errorf("with GOPROXY=off: %v", err)
	}
	env.NoProxy = "example.com/*"
	if _, err := New(opts).Package(context.Background(), "example.com/Fast/v2"); err != nil {
		t.Errorf("private: %v", err)
	}
}

func TestRequire(t *testing.T) {
	for _, tt := range []struct{ spec, want string }{
		{"example.com/hello", "v1.2.0"}, {"example.com/hello@latest", "v1.2.0"}, {"example.com/hello@v1.0.0", "v1.0.0"},
		{"example.com/hello@v1.3.0-rc.1", "v1.3.0-rc.1"}, {"example.com/hello@v1.0", "v1.0.0"}, {"example.com/hello@v1", "v1.2.0"},
		{"example.com/words@v1.3.0", "v1.3.0"}, {"example.com/hello@v1.9", "!"}, {"example.com/hello@v9.9.9", "!"}, {"example.com/hello@main", "!"}, {"hello", "!"}, {"example.com/hello@", "v1.2.0"},
	} {
		env := settings(t)
		l := New(Options{Dir: t.TempDir(), Env: &env})
		m, err := l.Require(context.Background(), tt.spec)
		if tt.want == "!" {
			if err == nil {
				t.Errorf("%s: got %v, want an error", tt.spec, m)
			}
			continue
		}
		if err != nil || m.Version != tt.want {
			t.Errorf("%s: got %v, %v, want %s", tt.spec, m, err, tt.want)
		}
		if p, err := l.Package(context.Background(), m.Path); err != nil || p.Module != m {
			t.Errorf("%s: then %v, %v", tt.spec, p, err)
		}
	}
}

// TestVersionsInUse: a session keeps the versions that it has run.
func TestVersionsInUse(t *testing.T) {
	env := settings(t)
	l := New(Options{Dir: t.TempDir(), Env: &env})
	ctx := context.Background()
	if _, err := l.Require(ctx, "example.com/hello@v1.0.0"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Package(ctx, "example.com/hello"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Require(ctx, "example.com/hello@v1.2.0"); err == nil || !strings.Contains(err.Error(), "v1.0.0 are in use") {
		t.Errorf("got %v", err)
	}
	if got := l.Modules(); len(got) != 1 || got[0].Version != "v1.0.0" {
		t.Errorf("in use: %v", got)
	}
}

// TestSums compares with go.sum and with a checksum database of the test's own.
func TestSums(t *testing.T) {
	// The right hashes are those of an unchecked download.
	env := settings(t)
	hash, err := os.ReadFile(downloaded(t, env, "ziphash"))
	if err != nil {
		t.Fatal(err)
	}
	goMod := "h1:" + modHash(t, env)
	line := func(h string) string { return "example.com/words v1.1.0 " + h + "\n" }
	right := line(string(hash)) + "example.com/words v1.1.0/go.mod " + goMod + "\n"
	wrong := line("h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=") + "example.com/words v1.1.0/go.mod " + goMod + "\n"
	const mod = "-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire example.com/words v1.1.0\n-- go.sum --\n"
	key, db := database(t, right)
	_, lies := database(t, wrong)
	for _, tt := range []struct{ name, sum, db, noSumDB, want string }{
		{"go.sum", right, "http://127.0.0.1:1", "", ""},
		{"wrong go.sum", wrong, db, "", "SECURITY ERROR"},
		{"database", "", db, "", ""},
		{"wrong database", "", lies, "", "SECURITY ERROR"},
		{"nobody", "", "http://127.0.0.1:1", "", "cannot be verified: no go.sum has example.com/words@v1.1.0, and the checksum database does not answer"},
		{"trusted", "", "http://127.0.0.1:1", "example.com", ""},
		{"trusted, but go.sum", wrong, "http://127.0.0.1:1", "example.com", "SECURITY ERROR"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			env := settings(t)
			env.SumDB, env.NoSumDB = key+" "+tt.db, tt.noSumDB
			_, err := New(Options{Dir: folder(t, mod+tt.sum), Env: &env}).Package(context.Background(), "example.com/words")
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if _, statErr := os.Stat(filepath.Join(env.Cache, "cache/download/example.com/words/@v/v1.1.0.zip")); (statErr == nil) != (err == nil) {
				t.Errorf("the cache keeps it: %v, but the error is %v", statErr == nil, err)
			}
		})
	}
}

// downloaded is the name of a file of example.com/words v1.1.0 in the cache.
func downloaded(t *testing.T, env Env, ext string) string {
	t.Helper()
	l := New(Options{Dir: folder(t, "-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire example.com/words v1.1.0\n"), Env: &env})
	if _, err := l.Package(context.Background(), "example.com/words"); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(env.Cache, "cache/download/example.com/words/@v/v1.1.0."+ext)
}

func modHash(t *testing.T, env Env) string {
	t.Helper()
	l := New(Options{Dir: t.TempDir(), Env: &env})
	l.main = &mainModules{}
	m := module.Version{Path: "example.com/words", Version: "v1.1.0"}
	if _, err := l.store.goMod(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(l.store.sums.good[module.Version{Path: m.Path, Version: "v1.1.0/go.mod"}], "h1:")
}

// database serves the lines of a go.sum as a checksum database.
func database(t *testing.T, lines string) (key, url string) {
	t.Helper()
	databaseKey.Do(func() { signer, verifier, keyErr = note.GenerateKey(nil, "sum.example.com") })
	if keyErr != nil {
		t.Fatal(keyErr)
	}
	srv := httptest.NewServer(sumdb.NewServer(sumdb.NewTestServer(signer, func(path, vers string) ([]byte, error) {
		var b bytes.Buffer
		for line := range strings.Lines(lines) {
			if strings.HasPrefix(line, path+" "+vers+" ") || strings.HasPrefix(line, path+" "+vers+"/go.mod ") {
				b.WriteString(line)
			}
		}
		if b.Len() == 0 {
			return nil, errors.New("unknown")
		}
		return b.Bytes(), nil
	})))
	t.Cleanup(srv.Close)
	return verifier, srv.URL
}

var (
	databaseKey      sync.Once
	signer, verifier string
	keyErr           error
)

func TestEmbedded(t *testing.T) {
	env := settings(t)
	p, err := New(Options{Dir: t.TempDir(), Env: &env, Compiled: compiled}).Package(context.Background(), "example.com/files")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ patterns, want string }{
		{"a.txt", "a.txt"}, {"data", "data/one.txt data/sub/two.txt"}, {"all:data", "data/_left/out.txt data/one.txt data/sub/two.txt"},
		{"data/* a.txt", "a.txt data/_left/out.txt data/one.txt data/sub/two.txt"}, {"hidden", ""}, {"nope", "!"},
	} {
		files, err := p.Embedded(strings.Fields(tt.patterns))
		var names []string
		for n := range files {
			names = append(names, n)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); (err != nil) != (tt.want == "!") || err == nil && got != tt.want {
			t.Errorf("%s: got %q, %v, want %q", tt.patterns, got, err, tt.want)
		}
	}
}

// TestChanged: a local package notices an edit.
func TestChanged(t *testing.T) {
	env := settings(t)
	dir := folder(t, "-- go.mod --\nmodule example.org/m\n-- a/a.go --\npackage a\n")
	p, err := New(Options{Dir: dir, Env: &env}).Package(context.Background(), "example.org/m/a")
	if err != nil || p.Changed() {
		t.Fatal(err, p.Changed())
	}
	if err := os.WriteFile(filepath.Join(dir, "a/b.go"), []byte("package a\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if !p.Changed() {
		t.Error("a new file is not noticed")
	}
}
