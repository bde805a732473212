package check

import (
	"bytes"
	"flag"
	"fmt"
	"go/importer"
	"go/scanner"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden sections of testdata")

// std is the standard library of the Go installation, with as many ambiguous
// names as the tests want.
type std struct {
	mu sync.Mutex
	types.Importer
}

var stdPackages = &std{Importer: importer.Default()}

// The importer runs the go command: not for paths that a fuzzer makes up.
var stdPath = regexp.MustCompile(`^(archive|bufio|bytes|cmp|compress|container|context|crypto|encoding|errors|fmt|go|hash|html|image|io|iter|log|maps|math|mime|net|os|path|reflect|regexp|runtime|slices|sort|strconv|strings|sync|testing|text|time|unicode|unsafe|embed|unique|weak)(/[a-z0-9/]+)?$`)

func (p *std) Import(path string) (*types.Package, error) {
	if !stdPath.MatchString(path) {
		return nil, fmt.Errorf("no package %q", path)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.Importer.Import(path)
}

func (p *std) ByName(name string) []string {
	switch name {
	case "rand":
		return []string{"math/rand", "crypto/rand", "math/rand/v2"}
	case "template":
		return []string{"text/template", "html/template"}
	case "scanner":
		return []string{"text/scanner", "go/scanner"}
	case "http":
		return []string{"net/http"}
	case "fmt", "strings", "errors", "sort", "sync", "math", "os", "io", "time", "bytes", "slices", "maps", "strconv":
		return []string{name}
	}
	return nil
}

func (p *std) Names() []string {
	return []string{"bytes", "fmt", "http", "math", "rand", "strings", "time"}
}

// Each archive is a session: its cells are checked and committed in turn. A
// comment /* ERROR 3 "rx" */ behind a token says that the check of cell 3
// reports an error there. The sections "unit 3" and "errors 3" show what came
// out of cell 3; -update rewrites them.
func TestSessions(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives in testdata")
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { testSession(t, name) })
	}
}

func testSession(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fresh := &txtar.Archive{Comment: archive.Comment}
	scope := NewScope(stdPackages)
	wanted := map[int][]wantedError{}
	for _, m := range errorAt.FindAllStringSubmatch(string(archive.Comment), -1) {
		at := [3]int{}
		for i := range at {
			at[i], _ = strconv.Atoi(m[i+1])
		}
		wanted[at[0]] = append(wanted[at[0]], wantedError{at[0], at[0], at[1], at[2], regexp.MustCompile(m[4])})
	}
	for _, f := range archive.Files {
		number, isCell := cellNumber(f.Name, "cell ")
		if !isCell {
			continue
		}
		src := strings.TrimSuffix(string(f.Data), "\n")
		for _, w := range errorComments(t, number, src) {
			wanted[w.run] = append(wanted[w.run], w)
		}
		fresh.Files = append(fresh.Files, f)
		before := maps.Clone(scope.names)
		unit, err := scope.Check(Source{Name: fmt.Sprintf("cell[%d]", number), Number: number, Text: src})
		if !maps.Equal(before, scope.names) {
			t.Errorf("cell %d: Check changed the session", number)
		}
		section := txtar.File{}
		if err != nil {
			errs := err.(*Errors)
			for _, e := range errs.List {
				wanted[number] = matchError(t, number, wanted[number], e)
			}
			section = txtar.File{Name: fmt.Sprintf("errors %d", number), Data: []byte(errs.Render() + "\n")}
		} else {
			scope.Commit(unit)
			section = txtar.File{Name: fmt.Sprintf("unit %d", number), Data: []byte(describe(unit))}
		}
		for _, w := range wanted[number] {
			t.Errorf("cell %d:%d: no error %q found by the check of cell %d", w.cell, w.line, w.rx, number)
		}
		fresh.Files = append(fresh.Files, section)
	}
	got := txtar.Format(fresh)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := txtar.Format(archive); !bytes.Equal(got, want) {
		t.Errorf("%s differs from what came out (go test -update rewrites it):\n%s", file, firstDifference(string(got), string(want)))
	}
}

func cellNumber(name, prefix string) (int, bool) {
	s, ok := strings.CutPrefix(name, prefix)
	n, err := strconv.Atoi(s)
	return n, ok && err == nil
}

// wantedError is an ERROR comment.
type wantedError struct {
	run, cell, line, column int
	rx                      *regexp.Regexp
}

// errorAt is how an archive's comment announces an error where the cell can
// have no comment: an unterminated string, for instance.
var errorAt = regexp.MustCompile(`(?m)^ERROR (\d+) at (\d+):(\d+) "(.*)"$`)

var errorComment = regexp.MustCompile(`^/\* ERROR (\d+) (".*") \*/$`)

func errorComments(t *testing.T, cell int, src string) []wantedError {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, []byte(src), func(token.Position, string) {}, scanner.ScanComments)
	var list []wantedError
	last := token.Position{Line: 1, Column: 1}
	for {
		pos, tok, lit := s.Scan()
		switch m := errorComment.FindStringSubmatch(lit); {
		case tok == token.EOF:
			return list
		case tok == token.COMMENT && m != nil:
			run, _ := strconv.Atoi(m[1])
			rx, err := strconv.Unquote(m[2])
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, wantedError{run, cell, last.Line, last.Column, regexp.MustCompile(rx)})
		case tok == token.COMMENT, tok == token.SEMICOLON && lit == "\n":
		default:
			last = fset.Position(pos)
		}
	}
}

// matchError removes from the list the comment that an error matches.
func matchError(t *testing.T, run int, list []wantedError, e *Error) []wantedError {
	i := slices.IndexFunc(list, func(w wantedError) bool {
		return w.cell == e.Cell && w.line == e.Line && w.column == e.Column && w.rx.MatchString(e.Msg)
	})
	if i < 0 {
		t.Errorf("check of cell %d: unexpected error %d:%d:%d: %s", run, e.Cell, e.Line, e.Column, e.Msg)
		return list
	}
	return slices.Delete(list, i, i+1)
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d:\n got %s\nwant %s", i+1, g[i], strings.Join(w[min(i, len(w)):min(i+1, len(w))], ""))
		}
	}
	return "the end is missing"
}

// describe prints a unit for golden sections.
func describe(u *Unit) string {
	var b strings.Builder
	qualify := func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		return p.Name()
	}
	for _, s := range u.Steps {
		switch {
		case s.Init != nil:
			var vars, values []string
			for _, v := range s.Init.Vars {
				if v == nil {
					vars = append(vars, "_")
				} else {
					vars = append(vars, v.Name()+" "+types.TypeString(v.Type(), qualify))
				}
			}
			for _, x := range s.Init.Values {
				values = append(values, types.ExprString(x))
			}
			fmt.Fprintf(&b, "init %s = %s\n", strings.Join(vars, ", "), strings.Join(values, ", "))
		case s.Show != nil:
			fmt.Fprintf(&b, "show %s: %s\n", types.ExprString(s.Show), types.TypeString(u.Info.Types[s.Show].Type, qualify))
		default:
			fmt.Fprintf(&b, "stmt %T, line %d\n", s.Stmt, u.Fset.Position(s.Stmt.Pos()).Line)
		}
	}
	for _, d := range u.Decls {
		p := u.Fset.Position(d.Pos())
		fmt.Fprintf(&b, "decl %s:%d:%d\n", p.Filename, p.Line, p.Column)
	}
	for _, g := range u.Defines {
		note := ""
		if g.Replaces != nil {
			note = " (keeps its ID)"
		}
		fmt.Fprintf(&b, "defines %s: %s%s\n", g.ID, types.ObjectString(g.Object, qualify), note)
	}
	for _, g := range u.Uses {
		fmt.Fprintf(&b, "uses %s\n", g.ID)
	}
	for _, g := range u.Dropped {
		fmt.Fprintf(&b, "drops %s\n", g.ID)
	}
	for _, i := range u.Imports {
		fmt.Fprintf(&b, "imports %s %q\n", i.Name, i.Path)
	}
	return b.String()
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("a", 100) + "WRONG" + strings.Repeat("é", 100)
	for _, c := range []struct {
		line            string
		column, end     int
		excerpt, marker string
	}{
		{"x := nope", 6, 10, "x := nope", "     ^^^^"},
		{long, 101, 106, "…" + strings.Repeat("a", 60) + "WRONG" + strings.Repeat("é", 95) + "…", strings.Repeat(" ", 61) + "^^^^^"},
		{long, 203, 205, "…" + strings.Repeat("a", 55) + "WRONG" + strings.Repeat("é", 100), strings.Repeat(" ", 158) + "^^"},
		{long + long, 101, 106, "…" + strings.Repeat("a", 60) + "WRONG" + strings.Repeat("é", 95) + "…", strings.Repeat(" ", 61) + "^^^^^"},
		{long + long, 1, 300, long[:100] + "WRONG" + strings.Repeat("é", 55) + "…", strings.Repeat("^", 160)},
	} {
		e := Error{SourceLine: c.line, Column: c.column, EndColumn: c.end}
		if line, marker := e.Excerpt(); line != c.excerpt || marker != c.marker {
			t.Errorf("%.20s… at %d: got\n%s\n%s\nwant\n%s\n%s", c.line, c.column, line, marker, c.excerpt, c.marker)
		}
	}
}
