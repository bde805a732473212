// Writing and removing gorgo's own kernelspec.

package kernelspec

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

//go:generate go run ./gen

//go:embed logos
var logos embed.FS

// Options say what Install writes.
type Options struct {
	Dir         string // folder of kernelspecs, such as UserDir(); must be given
	Name        string // default "gorgo"
	DisplayName string // default "Go (gorgo)"
	Program     string // the gorgo program; default: the one that runs
}

var nameRE = regexp.MustCompile(`^[a-z0-9._-]+$`)

// Install writes a kernelspec and returns its folder. An earlier one of the
// same name is replaced.
//
// A program that "go run" built is gone when it ends, so such a program is
// copied into the kernelspec's folder.
func Install(o Options) (dir string, err error) {
	if o.Name == "" {
		o.Name = "gorgo"
	}
	if o.DisplayName == "" {
		o.DisplayName = "Go (gorgo)"
	}
	if !nameRE.MatchString(o.Name) {
		return "", fmt.Errorf("the kernel name %q must consist of a-z, 0-9, '.', '_' and '-'", o.Name)
	}
	if o.Program == "" {
		if o.Program, err = os.Executable(); err != nil {
			return "", err
		}
	}
	dir = filepath.Join(o.Dir, o.Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	program := o.Program
	if isTemporary(program) {
		program = filepath.Join(dir, "gorgo"+filepath.Ext(program))
		if err := copyProgram(program, o.Program); err != nil {
			return "", err
		}
	}
	entries, err := logos.ReadDir("logos")
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		data, err := logos.ReadFile("logos/" + e.Name())
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(dir, e.Name()), data, 0o644); err != nil {
			return "", err
		}
	}
	data, err := json.MarshalIndent(Spec{
		Argv:          []string{program, "kernel", "-f", "{connection_file}"},
		DisplayName:   o.DisplayName,
		Language:      "go",
		InterruptMode: "message",
	}, "", " ")
	if err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, "kernel.json"), append(data, '\n'), 0o644)
}

// Uninstall removes the kernelspec name from the folder dir. It refuses a
// kernelspec that is not gorgo's.
func Uninstall(dir, name string) (removed string, err error) {
	if !nameRE.MatchString(name) {
		return "", fmt.Errorf("%q is no kernel name", name)
	}
	target := filepath.Join(dir, name)
	spec, ok := read(target)
	switch {
	case !ok:
		return "", fmt.Errorf("there is no kernelspec %q in %s", name, dir)
	case spec.Err != nil:
		return "", fmt.Errorf("%s: kernel.json can't be read (%v): remove the folder by hand if it is gorgo's", target, spec.Err)
	case !IsGorgo(spec.Spec):
		return "", fmt.Errorf("%s is not a kernelspec of gorgo (it starts %s): left alone", target, strings.Join(spec.Spec.Argv, " "))
	}
	return target, os.RemoveAll(target)
}

// IsGorgo tells whether a kernelspec is one that Install wrote.
func IsGorgo(s Spec) bool {
	return len(s.Argv) == 4 && slices.Equal(s.Argv[1:], []string{"kernel", "-f", "{connection_file}"}) && s.Language == "go"
}

// isTemporary tells whether the program was built by "go run".
func isTemporary(program string) bool {
	return slices.ContainsFunc(strings.Split(filepath.ToSlash(program), "/"), func(part string) bool {
		return strings.HasPrefix(part, "go-build")
	})
}

func copyProgram(to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	// A new file, not the old one overwritten: the old may be running.
	tmp := to + ".new"
	out, err := os.OpenFile(tmp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err2 := out.Close(); err == nil {
		err = err2
	}
	if err != nil {
		return err
	}
	if runtime.GOOS == "windows" {
		os.Remove(to)
	}
	return os.Rename(tmp, to)
}
