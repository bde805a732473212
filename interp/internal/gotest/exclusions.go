// This file reads the lists of programs that are known not to pass.

package gotest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Exclusions are the reasons for which programs do not pass, by name.
type Exclusions map[string]string

// ReadExclusions reads a list: a program and its reason on a line. Empty lines
// and those that begin with # are for people.
func ReadExclusions(file string) (Exclusions, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	list := Exclusions{}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		name, reason, _ := strings.Cut(line, " ")
		if reason = strings.TrimSpace(reason); reason == "" {
			return nil, fmt.Errorf("%s:%d: %s has no reason", file, n, name)
		}
		if list[name] != "" {
			return nil, fmt.Errorf("%s:%d: %s stands there twice", file, n, name)
		}
		list[name] = reason
	}
	return list, nil
}

// Slow tells the programs that are not run unless they are named.
func (x Exclusions) Slow(name string) bool { return strings.HasPrefix(x[name], "slow:") }

// Judge compares an outcome with the list: what is wrong with the two, "" if
// nothing is. problem is what went wrong with a program, "" if it passed.
func (x Exclusions) Judge(name, problem string) string {
	switch reason := x[name]; {
	case problem != "" && reason == "":
		return name + ": " + problem
	case problem == "" && reason != "":
		return fmt.Sprintf("%s passes: take it off the list (%s)", name, reason)
	}
	return ""
}

// Unknown lists what the list names and the suite in a folder does not have.
func (x Exclusions) Unknown(root string) (problems []string) {
	for _, name := range slices.Sorted(maps.Keys(x)) {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(name))); err != nil {
			problems = append(problems, name+" is listed, but there is no such program")
		}
	}
	return problems
}
