// This file reads the settings of the go command.

package modules

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/mod/module"
)

// The proxy and the checksum database that the go command uses unless it is told
// otherwise: those of the Go project, with the database's public key.
const (
	goProject    = "golang.org"
	defaultProxy = "https://proxy." + goProject + ",direct"
	defaultSumDB = "sum." + goProject
	sumDBKey     = "+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
)

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
}

// Environment reads the settings from the environment and, like the go command,
// from the file that go env -w writes.
func Environment() Env {
	file := envFile()
	get := func(name string) string {
		if v := os.Getenv(name); v != "" {
			return v
		}
		return file[name]
	}
	or := func(v, otherwise string) string {
		if v == "" {
			return otherwise
		}
		return v
	}
	e := Env{
		Proxy: or(get("GOPROXY"), defaultProxy), SumDB: or(get("GOSUMDB"), defaultSumDB),
		NoProxy: or(get("GONOPROXY"), get("GOPRIVATE")), NoSumDB: or(get("GONOSUMDB"), get("GOPRIVATE")),
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
