package gotest

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// suite writes a folder like GOROOT/test.
func suite(t *testing.T, files string) (root string) {
	t.Helper()
	root = t.TempDir()
	for _, f := range txtar.Parse([]byte(files)).Files {
		name := filepath.Join(root, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

const files = `
-- a/plain.go --
// run

package main
-- a/plain.out --
what it prints
-- b/flags.go --
// run -gcflags=-l arg

package main
-- b/elsewhere.go --
// run

//go:build !` + runtime.GOOS + `

package main
-- b/other.go --
// runoutput ./more.go

package main
-- multi.go --
// rundir

package ignored
-- multi.dir/a.go --
// run

package a
-- multi.dir/b1.go --
package b

import (
	. "./a"
	"fmt"
)
-- multi.dir/b2.go --
package b

var X = 1
-- multi.dir/main.go --
package main

import "./b1"
`

func TestPrograms(t *testing.T) {
	root := suite(t, files)
	for action, want := range map[string]string{
		"run": "a/plain.go b/flags.go -gcflags=-l arg", "runoutput": "b/other.go ./more.go", "rundir": "multi.go", "build": "",
	} {
		list, err := Programs(root, action)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range list {
			got = append(append(got, p.Name), p.Args...)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", action, got, want)
		}
	}
	list, _ := Programs(root, "run")
	for i, want := range []string{"what it prints\n", ""} {
		if out, err := list[i].Output(); string(out) != want || err != nil {
			t.Errorf("%s: got output %q, %v", list[i].Name, out, err)
		}
	}
}

func TestPackages(t *testing.T) {
	list, err := Programs(suite(t, files), "rundir")
	if err != nil {
		t.Fatal(err)
	}
	pkgs, err := list[0].Packages()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range pkgs {
		got = append(got, p.Name+" in "+p.Dir)
		for _, f := range p.Files {
			got = append(got, f.Name)
		}
	}
	if want := "a in a, a.go, b in b1, b1.go, b2.go, main in main, main.go"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %s", got, want)
	}
	if text := string(pkgs[1].Files[0].Text); !strings.Contains(text, ". \"test/a\"\n\t\"fmt\"") {
		t.Errorf("imports of b1.go: %s", text)
	}
	joined, err := Join(pkgs[1].Files...)
	if want := string(pkgs[1].Files[0].Text) + "\n\n\nvar X = 1\n"; err != nil || string(joined) != want {
		t.Errorf("joined to %q, %v", joined, err)
	}
}

func TestBuilds(t *testing.T) {
	for text, want := range map[string]bool{
		"package p": true, "//go:build gc\n\npackage p": true, "//go:build cgo\n\npackage p": false,
		"//go:build " + runtime.GOOS + " && " + runtime.GOARCH + "\n\npackage p": true,
		"//go:build go1.20 && !race\n\npackage p\n\n//go:build cgo":              true, "//go:build (\n\npackage p": false,
	} {
		if Builds([]byte(text)) != want {
			t.Errorf("%q: got %v", text, !want)
		}
	}
}

func TestExclusions(t *testing.T) {
	root := suite(t, files+`
-- good.txt --
# a comment

a/plain.go slow: why
gone.go because
-- bare.txt --
a/plain.go
-- twice.txt --
a/plain.go x
a/plain.go y
`)
	for _, bad := range []string{"bare.txt", "twice.txt", "none.txt"} {
		if _, err := ReadExclusions(filepath.Join(root, bad)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
	list, err := ReadExclusions(filepath.Join(root, "good.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !list.Slow("a/plain.go") || list.Slow("gone.go") || list.Slow("b/flags.go") {
		t.Errorf("got %v", list)
	}
	if got := list.Unknown(root); len(got) != 1 || !strings.HasPrefix(got[0], "gone.go ") {
		t.Errorf("unknown: %q", got)
	}
	var judged []string
	for _, c := range [][2]string{{"gone.go", ""}, {"gone.go", "fails"}, {"new.go", ""}, {"new.go", "fails"}} {
		judged = append(judged, list.Judge(c[0], c[1]))
	}
	if want := []string{"gone.go passes: take it off the list (because)", "", "", "new.go: fails"}; !slices.Equal(judged, want) {
		t.Errorf("got %q", judged)
	}
}
