package modules

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
)

// TestPaths lists the import paths that a person may go on to.
func TestPaths(t *testing.T) {
	env := settings(t)
	const files = `
-- go.mod --
module example.org/nb

go 1.21

require example.com/hello v1.2.0
-- main.go --
package main
-- tools/tools.go --
package tools
-- tools/tools_test.go --
package tools
-- tools/internal/deep/deep.go --
package deep
-- tools/testdata/no.go --
package no
-- prog/prog.go --
package main
-- nested/go.mod --
module example.org/nb/nested
-- nested/n.go --
package nested
`
	dir := folder(t, files)
	opts := Options{Dir: dir, Env: &env, Compiled: compiled}
	ctx := context.Background()
	// What is not in the cache is not known, and not fetched.
	if got := New(opts).Paths("example.com/"); len(got) != 0 {
		t.Errorf("an empty cache has %v", got)
	}
	for _, path := range []string{"example.com/hello", "example.com/Fast/v2"} {
		if _, err := New(opts).Package(ctx, path); err != nil {
			t.Fatal(err)
		}
	}
	env.Proxy = "http://127.0.0.1:1"
	for _, tt := range []struct {
		typed string
		want  []string
	}{
		{"example.org/", []string{"example.org/nb/tools", "example.org/nb/tools/internal/deep"}},
		{"tools", []string{"example.org/nb/tools", "example.org/nb/tools/internal/deep"}},
		{"example.com/h", []string{"example.com/hello", "example.com/hello/deep/er"}},
		{"hel", []string{"example.com/hello", "example.com/hello/deep/er"}},
		{"example.com/F", []string{"example.com/Fast/v2"}},
		{"example.com/Fast/v2/t", []string{"example.com/Fast/v2/terminal"}},
		{"example.com/Fast/v2/nothing", nil},
		{"Fast", nil}, // of the cache only what begins so
		{"example.net/", nil},
		{"../x", nil},
		{"example.com/\x00", nil},
	} {
		if got := New(opts).Paths(tt.typed); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %v, want %v", tt.typed, got, tt.want)
		}
	}
}

func TestPathsOfOthers(t *testing.T) {
	env := settings(t)
	dir := folder(t, "-- go.work --\ngo 1.25\n\nuse (\n\t./nb\n\t./other\n)\n-- other/internal/x/x.go --\npackage x\n"+twoModules)
	got := New(Options{Dir: filepath.Join(dir, "nb"), Env: &env}).Paths("")
	want := []string{"example.com/words", "example.org/nb/inside", "example.org/other/tools"} // hello is not here yet
	if !slices.Equal(got, want) {
		t.Errorf("with a go.work: got %v, want %v", got, want)
	}
	dir = folder(t, "-- go.mod --\nmodule m\n\ngo 1.21\n-- vendor/modules.txt --\n# example.com/hello v1.2.0\n## go 1.20\nexample.com/hello\nexample.com/hello/deep\n")
	got = New(Options{Dir: dir, Env: &env}).Paths("example.com/hello")
	if want := []string{"example.com/hello", "example.com/hello/deep"}; !slices.Equal(got, want) {
		t.Errorf("vendored: got %v, want %v", got, want)
	}
}
