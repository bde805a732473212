package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"go/token"
	"go/types"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/gcexportdata"
)

// open reads the archive of a group as it lies in the tree.
func open(t *testing.T, name string) *zip.ReadCloser {
	t.Helper()
	root, err := packagesDir()
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.OpenReader(filepath.Join(root, "data", name+".zip"))
	if err != nil {
		t.Fatalf("%v: run make generate", err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func read(t *testing.T, r *zip.ReadCloser, name string) []byte {
	t.Helper()
	f, err := r.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// exported lists the packages of an archive.
func exported(r *zip.ReadCloser) []string {
	var list []string
	for _, f := range r.File {
		if path, ok := strings.CutPrefix(f.Name, "export/"); ok {
			list = append(list, path)
		}
	}
	return list
}

// TestRelease: the data was made with this release of Go, and has all of its
// standard library.
func TestRelease(t *testing.T) {
	r := open(t, "std")
	if made, here := r.Comment, release(runtime.Version()); made != here {
		t.Fatalf("the bundled standard library is that of %s, this is %s: run make generate", made, here)
	}
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{.Name}}", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	g := groups[slices.IndexFunc(groups, func(g group) bool { return g.name == "std" })]
	have := exported(r)
	for line := range strings.Lines(string(out)) {
		path, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		if constraints[path] == "" && g.wants(path, name) != slices.Contains(have, path) {
			t.Errorf("%s: bundled %v, wanted %v: run make generate", path, slices.Contains(have, path), g.wants(path, name))
		}
	}
}

// TestOwnPackages: what is bundled of display and lib is what the tree has.
func TestOwnPackages(t *testing.T) {
	const again = "run make generate, or go run ./interp/packages/gen -only " + module + "/..."
	g := groups[slices.IndexFunc(groups, func(g group) bool { return g.name == "gorgo" })]
	w, err := load(g)
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, g.name)
	have := exported(r)
	known := map[string]*types.Package{}
	for _, p := range w.roots {
		if !slices.Contains(have, p.ImportPath) {
			t.Errorf("%s is not bundled: %s", p.ImportPath, again)
			continue
		}
		bundled, err := gcexportdata.Read(bytes.NewReader(read(t, r, "export/"+p.ImportPath)), token.NewFileSet(), known, p.ImportPath)
		if err != nil {
			t.Errorf("%s: %v: %s", p.ImportPath, err, again)
			continue
		}
		if d := difference(api(bundled), api(p.types)); d != "" {
			t.Errorf("%s, as it is bundled, %s\n%s", p.ImportPath, d, again)
		}
		syntax, err := p.parse()
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := p.docs(syntax)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(fresh, read(t, r, "doc/"+p.ImportPath)) {
			t.Errorf("the comments of %s have changed: %s", p.ImportPath, again)
		}
	}
	for _, path := range have {
		if !slices.ContainsFunc(w.roots, func(p *pkg) bool { return p.ImportPath == path }) {
			t.Errorf("%s is bundled but not in the tree, or does not build: %s", path, again)
		}
	}
}

// TestSameBytes: the generator writes the same archive every time.
func TestSameBytes(t *testing.T) {
	root, err := packagesDir()
	if err != nil {
		t.Fatal(err)
	}
	g := group{name: "some", patterns: []string{"slices", "sync", "maps", "net/url"}}
	var first []byte
	for i := range 3 {
		w, err := load(g)
		if err != nil {
			t.Fatal(err)
		}
		data, err := w.archive(root, g)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = data
		} else if !bytes.Equal(first, data) {
			t.Fatal("two runs wrote different archives")
		}
	}
}

// TestCut: what is left of the source of package sync.
func TestCut(t *testing.T) {
	r := open(t, "std")
	var all strings.Builder
	for _, f := range r.File {
		if strings.HasPrefix(f.Name, "source/sync/") && strings.Count(f.Name, "/") == 2 {
			all.Write(read(t, r, f.Name))
		}
	}
	for _, want := range []string{"func OnceValue[T any](f func() T) func() T {", `import compiled "sync"`, "type Once = compiled.Once", "Copyright"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("it lacks %s", want)
		}
	}
	for _, not := range []string{"Mutex", "func OnceFunc", "WaitGroup"} {
		if strings.Contains(all.String(), not) {
			t.Errorf("it has %s", not)
		}
	}
}

// TestDocs: keys for packages, values, groups, methods and fields.
func TestDocs(t *testing.T) {
	var d map[string]string
	if err := json.Unmarshal(read(t, open(t, "std"), "doc/net/http"), &d); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "Get", "Client", "Client.Do", "Request.Method", "DefaultClient", "MethodGet", "ResponseWriter.WriteHeader"} {
		if d[name] == "" {
			t.Errorf("%q has no comment", name)
		}
	}
	for name := range d {
		if name != "" && !token.IsExported(name) {
			t.Errorf("%s is not exported", name)
		}
	}
}

func TestReleaseText(t *testing.T) {
	for in, want := range map[string]string{"go1.26.8": "go1.26", "go1.26": "go1.26", "go1.27.1 X:some": "go1.27", "devel": "devel"} {
		if got := release(in); got != want {
			t.Errorf("release(%s) = %s, want %s", in, got, want)
		}
	}
}
