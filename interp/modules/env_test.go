package modules

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestEnvironment(t *testing.T) {
	home := t.TempDir()
	root := t.TempDir() // of a Go installation
	preset := "# comment\nGOPROXY=https://proxy.example\nGOSUMDB=sum.example\n"
	if err := os.WriteFile(filepath.Join(root, "go.env"), []byte(preset), 0o644); err != nil {
		t.Fatal(err)
	}
	base := Env{Proxy: "https://proxy.example", SumDB: "sum.example", Cache: filepath.Join(home, "go/pkg/mod"), Config: filepath.Join(home, "go/pkg/sumdb")}
	for _, tt := range []struct {
		name   string
		vars   map[string]string
		file   string
		change func(*Env)
	}{
		{"nothing", nil, "", func(*Env) {}},
		{"private", map[string]string{"GOPRIVATE": "a.b/*"}, "", func(e *Env) { e.NoProxy, e.NoSumDB = "a.b/*", "a.b/*" }},
		{"private, but", map[string]string{"GOPRIVATE": "a.b/*", "GONOSUMDB": "c"}, "", func(e *Env) { e.NoProxy, e.NoSumDB = "a.b/*", "c" }},
		{"no check", map[string]string{"GONOSUMCHECK": "1"}, "", func(e *Env) { e.SumDB = "off" }},
		{"no check of some", map[string]string{"GONOSUMCHECK": "x.y", "GONOSUMDB": "c"}, "", func(e *Env) { e.NoSumDB = "c,x.y" }},
		{"flags", map[string]string{"GOFLAGS": "-v -mod=vendor"}, "", func(e *Env) { e.Mod = "vendor" }},
		{"flags with two dashes", map[string]string{"GOFLAGS": "--mod=mod"}, "", func(e *Env) { e.Mod = "mod" }},
		{"workspace", map[string]string{"GOWORK": "off"}, "", func(e *Env) { e.Work = "off" }},
		{"cache", map[string]string{"GOMODCACHE": "/c"}, "", func(e *Env) { e.Cache = "/c" }},
		{"go env -w", map[string]string{"GOSUMDB": "off"}, "# comment\nGOPROXY=https://x\nGOSUMDB=y\n", func(e *Env) { e.Proxy, e.SumDB = "https://x", "off" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, name := range []string{"GOPROXY", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GONOSUMCHECK", "GOSUMDB", "GOMODCACHE", "GOPATH", "GOFLAGS", "GOWORK"} {
				t.Setenv(name, tt.vars[name])
			}
			t.Setenv("GOROOT", root)
			t.Setenv("HOME", home)
			t.Setenv("USERPROFILE", home)
			file := filepath.Join(t.TempDir(), "env")
			if err := os.WriteFile(file, []byte(tt.file), 0o644); err != nil {
				t.Fatal(err)
			}
			t.Setenv("GOENV", file)
			want := base
			tt.change(&want)
			if got := Environment(); !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%+v, want\n%+v", got, want)
			}
		})
	}
}

// FuzzSums reads what may stand in a go.sum.
func FuzzSums(f *testing.F) {
	f.Add([]byte("a v1.0.0 h1:x\na v1.0.0/go.mod h1:y\n\nnonsense\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for m, hashes := range parseSums(b) {
			if m.Path == "" || m.Version == "" || len(hashes) == 0 {
				t.Errorf("%q gave %v: %v", b, m, hashes)
			}
		}
	})
}
