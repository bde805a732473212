// This file reads the settings of the go command.

package modules

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/mod/module"
)

// What the Go installation says that built a released program, for machines
// without one; the linker sets it (see the Makefile). Default: nothing.
var builtProxy, builtSumDB string

// sumDBKey is the public key of the Go project's checksum database; its first
// part is a hash over the name too, so it fits no other.
const sumDBKey = "+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

// Env are the settings that decide where modules come from.
type Env struct {
	// Proxy is GOPROXY: URLs with commas or bars between them, "off", "direct".
	Proxy string
	// NoProxy are the patterns of modules that proxies are not asked for.
	NoProxy string
	// SumDB is GOSUMDB: a database's name, optionally its key and URL, or "off".
	SumDB string
	// NoSumDB are the patterns of modules that the database is not asked about.
	NoSumDB string
	// Cache is the folder of the module cache.
	Cache string
	// Config is the folder where the state of the checksum database is kept.
	Config string
	// Mod is -mod of GOFLAGS: "", "mod", "readonly" or "vendor".
	Mod string
	// Work is GOWORK: a go.work file, "off", or "" to look for one.
	Work string
}

// Environment reads the settings from the environment and, like the go command,
// from the file that go env -w writes and from the one of the Go installation.
func Environment() Env {
	files := []map[string]string{envFile(), installation()}
	get := func(name string) string {
		if v := os.Getenv(name); v != "" {
			return v
		}
		for _, f := range files {
			if v := f[name]; v != "" {
				return v
			}
		}
		return ""
	}
	or := func(v, otherwise string) string {
		if v == "" {
			return otherwise
		}
		return v
	}
	e := Env{
		Proxy: or(get("GOPROXY"), builtProxy), SumDB: or(get("GOSUMDB"), builtSumDB),
		NoProxy: or(get("GONOPROXY"), get("GOPRIVATE")), NoSumDB: or(get("GONOSUMDB"), get("GOPRIVATE")), Work: get("GOWORK"),
	}
	switch check := get("GONOSUMCHECK"); check {
	case "", "0", "false":
	case "1", "true":
		e.SumDB = "off"
	default:
		e.NoSumDB = strings.Trim(e.NoSumDB+","+check, ",")
	}
	gopath := get("GOPATH")
	if gopath == "" {
		if home, err := os.UserHomeDir(); err == nil {
			gopath = filepath.Join(home, "go")
		}
	}
	gopath = filepath.SplitList(gopath + string(filepath.ListSeparator))[0]
	e.Cache = or(get("GOMODCACHE"), filepath.Join(gopath, "pkg", "mod"))
	e.Config = filepath.Join(gopath, "pkg", "sumdb")
	for _, flag := range strings.Fields(get("GOFLAGS")) {
		if mod, ok := strings.CutPrefix(strings.TrimPrefix(flag, "-"), "-mod="); ok {
			e.Mod = mod
		} else if mod, ok := strings.CutPrefix(flag, "-mod="); ok {
			e.Mod = mod
		}
	}
	return e
}

// envFile is what go env -w has written.
func envFile() map[string]string {
	name := os.Getenv("GOENV")
	if name == "off" {
		return nil
	}
	if name == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return nil
		}
		name = filepath.Join(dir, "go", "env")
	}
	return readEnv(name)
}

// installation is what the Go installation on this machine presets.
func installation() map[string]string {
	root := os.Getenv("GOROOT")
	if root == "" {
		program, err := exec.LookPath("go")
		if err == nil {
			program, err = filepath.EvalSymlinks(program)
		}
		if err != nil {
			return nil
		}
		root = filepath.Dir(filepath.Dir(program))
	}
	return readEnv(filepath.Join(root, "go.env"))
}

func readEnv(name string) map[string]string {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	values := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if name, v, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(name, "#") {
			values[name] = v
		}
	}
	return values
}

// direct tells the modules that proxies must not be asked for.
func (e Env) direct(path string) bool { return module.MatchPrefixPatterns(e.NoProxy, path) }

// trusted tells the modules that the checksum database is not asked about.
func (e Env) trusted(path string) bool {
	return e.SumDB == "off" || module.MatchPrefixPatterns(e.NoSumDB, path)
}

// platform names what files are chosen for.
func platform() string { return fmt.Sprintf("%s/%s", runtime.GOOS, runtime.GOARCH) }
