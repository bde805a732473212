// This file runs Go's own tests of compile errors: the programs of GOROOT/test
// that are marked "// errorcheck", whose comments say which error belongs to
// which line.
//
// What gorgo sees otherwise is listed, with the reason, in
// testdata/errorcheck.txt; a program that is listed and passes fails the test.
//
//	GORGO_ERRORCHECK=fixedbugs/bug go test ./interp/check -run TestErrorCheck -v

package check

import (
	"bufio"
	"bytes"
	"fmt"
	"go/build/constraint"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	errorCheckMark = regexp.MustCompile(`(?m)^// errorcheck$`)
	wantComment    = regexp.MustCompile(`// (?:GC_)?ERROR (.*)`)
	wantQuoted     = regexp.MustCompile("\"([^\"]*)\"|`([^`]*)`")
	wantLine       = regexp.MustCompile(`LINE(([+-])([0-9]+))?`)
	packageClause  = regexp.MustCompile(`(?m)^package (\w+)`)
)

func TestErrorCheck(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("Go's tests need a toolchain: ", err)
	}
	root := filepath.Join(strings.TrimSpace(string(out)), "test")
	excluded := errorCheckExclusions(t)
	only := os.Getenv("GORGO_ERRORCHECK")
	passed, total := 0, 0
	err = filepath.WalkDir(root, func(file string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") {
			return err
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, file)
		rel = filepath.ToSlash(rel)
		if !errorCheckMark.Match(src) || !buildsHere(src) || !strings.Contains(rel, only) {
			return nil
		}
		total++
		problem := errorCheck(rel, string(src))
		if problem == "" {
			passed++
		}
		switch reason := excluded[rel]; {
		case problem != "" && reason == "":
			t.Errorf("%s: %s", rel, problem)
		case problem == "" && reason != "":
			t.Errorf("%s passes: take it off testdata/errorcheck.txt (%s)", rel, reason)
		}
		return nil
	})
	if err != nil {
		t.Skip("GOROOT has no tests: ", err)
	}
	t.Logf("%d of %d programs are rejected as the compiler rejects them", passed, total)
}

func buildsHere(source []byte) bool {
	head, _, _ := bytes.Cut(source, []byte("\npackage"))
	for line := range bytes.Lines(head) {
		text := strings.TrimSpace(string(line))
		if !constraint.IsGoBuild(text) {
			continue
		}
		x, err := constraint.Parse(text)
		if err != nil || !x.Eval(func(tag string) bool {
			return tag == runtime.GOOS || tag == runtime.GOARCH || tag == "gc" || tag == "unix" || strings.HasPrefix(tag, "go1.")
		}) {
			return false
		}
	}
	return true
}

// errorCheck compares the errors of a program with its comments; "" when they
// agree.
func errorCheck(name, src string) string {
	// Packages of another name are no cells, but their errors are the same.
	src = packageClause.ReplaceAllString(src, "package main")
	got := map[int][]string{}
	_, err := NewScope(stdPackages).Check(Source{Name: name, Number: 1, Text: src})
	if err != nil {
		for _, e := range err.(*Errors).all {
			text := e.Msg
			for _, r := range e.Related {
				text += "\n" + r.Msg
			}
			got[e.Line] = append(got[e.Line], text)
		}
	}
	var problems []string
	for i, line := range strings.Split(src, "\n") {
		n := i + 1
		m := wantComment.FindStringSubmatch(line)
		if m == nil || strings.Contains(line, "////") {
			continue
		}
		if got[n] == nil {
			problems = append(problems, fmt.Sprintf("line %d: no error, want %s", n, m[1]))
			continue
		}
		for _, q := range wantQuoted.FindAllStringSubmatch(m[1], -1) {
			pattern := wantLine.ReplaceAllStringFunc(q[1]+q[2], func(s string) string {
				at := n
				if m := wantLine.FindStringSubmatch(s); m[3] != "" {
					delta, _ := strconv.Atoi(m[2] + m[3])
					at += delta
				}
				return fmt.Sprintf("%s:%d", name, at)
			})
			re, err := regexp.Compile(pattern)
			if err != nil {
				problems = append(problems, fmt.Sprintf("line %d: %v", n, err))
				continue
			}
			before := len(got[n])
			got[n] = slices.DeleteFunc(got[n], re.MatchString)
			if len(got[n]) == before {
				problems = append(problems, fmt.Sprintf("line %d: got %q, want %s", n, got[n], pattern))
			}
		}
	}
	var lines []int
	for n, texts := range got {
		if len(texts) == 1 && texts[0] == "missing function body" {
			continue // assembly could have it, for all that the compiler knows
		}
		if len(texts) > 0 && !wantComment.MatchString(strings.Split(src, "\n")[n-1]) {
			lines = append(lines, n)
		}
	}
	slices.Sort(lines)
	for _, n := range lines {
		problems = append(problems, fmt.Sprintf("line %d: unexpected %q", n, got[n]))
	}
	if len(problems) > 4 {
		problems = append(problems[:4], "…")
	}
	return strings.Join(problems, "; ")
}

func errorCheckExclusions(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("testdata/errorcheck.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := map[string]string{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line := strings.TrimSpace(sc.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		program, reason, ok := strings.Cut(line, " ")
		if !ok {
			t.Errorf("testdata/errorcheck.txt: %s has no reason", program)
		}
		m[program] = reason
	}
	return m
}
