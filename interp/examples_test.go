// This file runs the Example functions of the standard library that state their
// output: each as a cell of a session of its own.
//
// What does not print the same is listed, with the reason, in
// testdata/examples.txt; an example that is listed and passes fails the test.
//
//	GORGO_EXAMPLES=strings.ExampleBuilder go test ./interp -run TestExamples -v

package interp

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/internal/gotest"
)

// examplePackages are those whose examples run: all that a notebook may want.
var examplePackages = []string{
	"archive/tar", "archive/zip", "bufio", "bytes", "cmp", "compress/flate", "compress/gzip", "compress/lzw", "compress/zlib",
	"container/heap", "container/list", "container/ring", "context", "crypto/aes", "crypto/cipher", "crypto/hmac", "crypto/md5", "crypto/rand",
	"crypto/sha1", "crypto/sha256", "encoding/ascii85", "encoding/base32", "encoding/base64", "encoding/binary", "encoding/csv", "encoding/gob",
	"encoding/hex", "encoding/json", "encoding/pem", "encoding/xml", "errors", "expvar", "flag", "fmt", "go/ast", "go/constant",
	"go/doc", "go/format", "go/parser", "go/scanner", "go/token", "go/types", "hash", "hash/crc32", "hash/maphash",
	"html", "html/template", "image", "image/color", "image/draw", "image/png", "index/suffixarray", "io", "io/fs", "iter", "log", "log/slog",
	"maps", "math", "math/big", "math/bits", "math/cmplx", "math/rand", "math/rand/v2", "mime", "mime/multipart", "mime/quotedprintable",
	"net", "net/http", "net/http/httptest", "net/mail", "net/netip", "net/url", "os", "os/exec", "path", "path/filepath", "reflect", "regexp", "regexp/syntax",
	"runtime", "slices", "sort", "strconv", "strings", "structs", "sync", "sync/atomic", "testing", "text/scanner", "text/tabwriter",
	"text/template", "time", "unicode", "unicode/utf16", "unicode/utf8", "unique", "unsafe", "weak",
}

type stdExample struct {
	name   string // package and function
	source string
	output string
	sorted bool
	dir    string // of the package
}

func TestExamples(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("the examples need a toolchain: ", err)
	}
	var all []stdExample
	for _, p := range examplePackages {
		all = append(all, packageExamples(t, filepath.Join(strings.TrimSpace(string(out)), "src"), p)...)
	}
	if len(all) < 500 {
		t.Fatalf("found %d examples only", len(all))
	}
	excluded, err := gotest.ReadExclusions("testdata/examples.txt")
	if err != nil {
		t.Fatal(err)
	}
	what := os.Getenv("GORGO_EXAMPLES")
	var chosen []stdExample
	for _, e := range all {
		switch {
		case what == "", what == "all", strings.Contains(e.name, what):
			chosen = append(chosen, e)
		}
	}
	problems := make([]string, len(chosen))
	dir := t.TempDir()
	concurrently(len(chosen), func(i int) {
		if excluded.Slow(chosen[i].name) && what != chosen[i].name {
			problems[i] = excluded[chosen[i].name]
			return
		}
		problems[i] = chosen[i].run(dir)
	})
	passed, total := 0, len(chosen)
	for i, e := range chosen {
		problem := problems[i]
		if problem == "" {
			passed++
		}
		if fault := excluded.Judge(e.name, problem); fault != "" {
			t.Error(fault)
		}
	}
	t.Logf("%d of %d examples, %.1f %%", passed, total, 100*float64(passed)/float64(max(1, total)))
}

// packageExamples extracts the examples of a package that state an output.
func packageExamples(t *testing.T, src, path string) (list []stdExample) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(src, filepath.FromSlash(path), "example*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	tests, err := filepath.Glob(filepath.Join(src, filepath.FromSlash(path), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range doc.Examples(f) {
			if e.Output == "" && !e.EmptyOutput {
				continue
			}
			ex := stdExample{name: path + ".Example" + e.Name, output: e.Output, sorted: e.Unordered, dir: filepath.Dir(name)}
			var b bytes.Buffer
			if e.Play != nil {
				err = format.Node(&b, fset, e.Play)
			} else {
				err = asCell(&b, fset, f, "Example"+e.Name)
			}
			if err == nil {
				err = complete(&b, fset, f.Name.Name, tests)
			}
			if err != nil {
				t.Fatal(err)
			}
			ex.source = b.String()
			list = append(list, ex)
		}
	}
	return list
}

// asCell writes a file of examples as a cell that runs one of them.
func asCell(b *bytes.Buffer, fset *token.FileSet, f *ast.File, name string) error {
	file := *f
	file.Name = ast.NewIdent("main")
	file.Decls = slices.DeleteFunc(slices.Clone(f.Decls), func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		return ok && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Example") && fn.Name.Name != name
	})
	file.Comments = nil
	if err := format.Node(b, fset, &file); err != nil {
		return err
	}
	fmt.Fprintf(b, "\nfunc main() { %s() }\n", name)
	return nil
}

// complete adds what a cell needs from other test files of its package, and what
// that needs. Imports are no matter, but for those of a package's own names: a cell
// has the packages that it names.
func complete(b *bytes.Buffer, fset *token.FileSet, pkg string, files []string) error {
	var decls []ast.Decl
	dots := map[ast.Decl]string{} // a declaration → what its file imports so
	for _, name := range files {
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil || f.Name.Name != pkg {
			continue
		}
		decls = append(decls, f.Decls...)
		for _, spec := range f.Imports {
			if spec.Name != nil && spec.Name.Name == "." {
				for _, d := range f.Decls {
					dots[d] = spec.Path.Value
				}
			}
		}
	}
	for {
		cell, err := parser.ParseFile(token.NewFileSet(), "", b.Bytes(), 0)
		if err != nil {
			return err
		}
		missing := map[string]bool{}
		for _, id := range cell.Unresolved {
			missing[id.Name] = true
		}
		n := len(decls)
		for i, d := range decls {
			if d == nil || !declaresAny(d, missing) {
				continue
			}
			decls[i] = nil
			n--
			if path := dots[d]; path != "" && !bytes.Contains(b.Bytes(), []byte("import . "+path)) {
				rest := bytes.TrimPrefix(b.Bytes(), []byte("package main\n"))
				*b = *bytes.NewBuffer(fmt.Appendf(nil, "package main\n\nimport . %s\n%s", path, rest))
			}
			b.WriteString("\n\n")
			if err := format.Node(b, fset, d); err != nil {
				return err
			}
			b.WriteString("\n")
		}
		if n == len(decls) {
			return nil
		}
		decls = slices.DeleteFunc(decls, func(d ast.Decl) bool { return d == nil })
	}
}

// declaresAny tells whether a declaration, of no method, declares one of some names.
func declaresAny(d ast.Decl, names map[string]bool) bool {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Recv == nil && names[d.Name.Name]
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if s, ok := s.(*ast.ValueSpec); ok && names[s.Names[0].Name] {
				return true
			}
		}
	}
	return false
}

// run runs an example in a process of its own, and says what went wrong, ""
// if nothing did.
func (e stdExample) run(dir string) string {
	file := filepath.Join(dir, strings.ReplaceAll(e.name, "/", "_")+".go")
	if err := os.WriteFile(file, []byte(e.source), 0o644); err != nil {
		return err.Error()
	}
	ctx, cancel := context.WithTimeout(context.Background(), programLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Dir = e.dir                                                               // where "go test" runs it
	cmd.Env = append(os.Environ(), programEnv+"="+file, "TZ=America/Los_Angeles") // as package time's tests have it
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return err.Error() + ": " + firstLine(errs.String())
	}
	pkg := filepath.Base(e.dir) + "_test." // its types are in main here
	got := strings.ReplaceAll(strings.TrimSpace(out.String()), pkg, "main.")
	want := strings.ReplaceAll(strings.TrimSpace(e.output), pkg, "main.")
	if e.sorted {
		got, want = sortLines(got), sortLines(want)
	}
	if trimLines(got) != trimLines(want) {
		return fmt.Sprintf("printed\n%s\nwant\n%s", got, want)
	}
	return ""
}

func sortLines(s string) string {
	lines := strings.Split(s, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// trimLines removes white space at line ends, which comments cannot state.
func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Join(lines, "\n")
}
