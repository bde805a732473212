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
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/internal/gotest"
)

var (
	wantComment   = regexp.MustCompile(`// (?:GC_)?ERROR (.*)`)
	wantQuoted    = regexp.MustCompile("\"([^\"]*)\"|`([^`]*)`")
	wantLine      = regexp.MustCompile(`LINE(([+-])([0-9]+))?`)
	packageClause = regexp.MustCompile(`(?m)^package ([a-zA-Z]\w*)`)
)

// faults are the ways in which gorgo may see a program otherwise than the compiler.
// The reasons in the list begin with one of them.
var faults = []string{
	"accepted:",    // gorgo takes what the compiler rejects
	"words:",       // gorgo rejects it, too, with other words or at another line
	"other:",       // a cell may do it, by design
	"directive:",   // it is about a directive or a flag of the compiler, without meaning here
	"limit:",       // a limit of the compiler, which the interpreter does not have
	"unsupported:", // it needs what cells do not have
}

func TestErrorCheck(t *testing.T) {
	root, err := gotest.Root()
	if err != nil {
		t.Skip(err)
	}
	all, err := gotest.Programs(root, "errorcheck")
	if err != nil {
		t.Fatal(err)
	}
	excluded, err := gotest.ReadExclusions("testdata/errorcheck.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range excluded.Unknown(root) {
		t.Error(problem)
	}
	only := os.Getenv("GORGO_ERRORCHECK")
	total, counts := 0, map[string]int{}
	for _, p := range all {
		if len(p.Args) > 0 || !strings.Contains(p.Name, only) {
			continue // flags of the compiler
		}
		total++
		problem := errorCheck(path.Base(p.Name), string(p.Source))
		if fault := excluded.Judge(p.Name, problem); fault != "" {
			t.Error(fault)
		}
		if problem == "" {
			counts[""]++
			continue
		}
		kind := slices.IndexFunc(faults, func(f string) bool { return strings.HasPrefix(excluded[p.Name], f) })
		if kind >= 0 {
			counts[faults[kind]]++
		} else if excluded[p.Name] != "" {
			t.Errorf("%s: the reason begins with none of %q", p.Name, faults)
		}
	}
	var others []string
	for _, f := range faults {
		others = append(others, fmt.Sprintf("%s %d", f, counts[f]))
	}
	t.Logf("%d of %d programs are rejected as the compiler rejects them; %s", counts[""], total, strings.Join(others, ", "))
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
		problems = append(problems[:4:4], "…")
	}
	return strings.Join(problems, "; ")
}
