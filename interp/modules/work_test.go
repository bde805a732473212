package modules

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

// twoModules are a notebook's module and one beside it, with the go.work that the
// caller adds. The modules are those of testdata.
const twoModules = `
-- nb/go.mod --
module example.org/nb

go 1.25

require example.com/hello v1.0.0
-- nb/inside/inside.go --
package inside
-- other/go.mod --
module example.org/other

go 1.24

require (
	example.com/hello v1.2.0
	example.com/words v1.1.0
)

replace example.com/words => ../words
-- other/tools/tools.go --
package tools
-- words/go.mod --
module example.com/words
-- words/w.go --
package words
-- words2/w.go --
package words
`

// TestWork finds packages from a notebook in the folder nb, as the go command does
// (https://go.dev/ref/mod#workspaces).
func TestWork(t *testing.T) {
	const both = "-- go.work --\ngo 1.25\n\nuse (\n\t./nb\n\t./other\n)\n"
	for _, tt := range []struct {
		name, work, path, want string
		env                    func(e *Env, dir string)
	}{
		{"used", both, "example.org/other/tools", "example.org/other@ go1.24 DIR/other/tools/tools.go", nil},
		{"the notebook's own", both, "example.org/nb/inside", "example.org/nb@ go1.25 inside/inside.go", nil},
		{"the higher requirement", both, "example.com/hello", "example.com/hello@v1.2.0 go1.21 example.com/hello@v1.2.0/hello.go", nil},
		{"a member's replacement", both, "example.com/words", "example.com/words@v1.1.0 go1.16 DIR/words/w.go", nil},
		{"go.work's replacement first", both + "\nreplace example.com/words => ./words2\n", "example.com/words", "example.com/words@v1.1.0 go1.16 DIR/words2/w.go", nil},
		{"GOWORK=off", both, "example.com/hello", "example.com/hello@v1.0.0 go1.21 example.com/hello@v1.0.0/hello.go", func(e *Env, _ string) { e.Work = "off" }},
		{"GOWORK=off, not used", both, "example.org/other/tools", "! no module provides example.org/other/tools", func(e *Env, _ string) { e.Work = "off" }},
		{"GOWORK=path", "-- elsewhere/my.work --\ngo 1.25\n\nuse ../other\n", "example.org/other/tools", "example.org/other@ go1.24 DIR/other/tools/tools.go", func(e *Env, dir string) { e.Work = filepath.Join(dir, "elsewhere", "my.work") }},
		{"GOWORK=path, not there", "", "example.org/other/tools", "! there is no such file", func(e *Env, dir string) { e.Work = filepath.Join(dir, "no.work") }},
		{"GOWORK=path, relative", "", "example.org/other/tools", "! neither off nor an absolute path", func(e *Env, _ string) { e.Work = "go.work" }},
		{"not used by the go.work", "-- go.work --\ngo 1.25\n\nuse ./other\n", "example.org/nb/inside", "! go work use", nil},
		{"beside the notebook", "-- nb/go.work --\ngo 1.25\n\nuse ../other\n\nuse .\n", "example.org/other/tools", "example.org/other@ go1.24 DIR/other/tools/tools.go", nil},
		{"no such member", "-- go.work --\ngo 1.25\n\nuse ./nowhere\n", "example.com/hello", "! go work edit -dropuse=./nowhere", nil},
		{"one module twice", "-- go.work --\ngo 1.25\n\nuse ./nb\n\nuse ./copy\n-- copy/go.mod --\nmodule example.org/nb\n", "example.com/hello", "! two modules that are called example.org/nb", nil},
		{"members contradict each other", both + "\nuse ./third\n-- third/go.mod --\nmodule example.org/third\n\nreplace example.com/words => ../words2\n", "example.com/words", "! go work edit -replace=example.com/words=", nil},
		{"decided by go.work", both + "\nuse ./third\n\nreplace example.com/words => ./words2\n-- third/go.mod --\nmodule example.org/third\n\nreplace example.com/words => ../words\n", "example.com/words", "example.com/words@v1.1.0 go1.16 DIR/words2/w.go", nil},
		{"-mod=mod", both, "example.com/hello", "! GOWORK=off", func(e *Env, _ string) { e.Mod = "mod" }},
		{"broken", "-- go.work --\ngo 1.25\n\nusing ./nb\n", "example.com/hello", "! the notebook's go.work", nil},
		{"a dependency that is beside", both, "example.org/other", "! has no Go files", nil},
		{"vendored", both + "-- vendor/modules.txt --\n## workspace\n# example.com/hello v1.2.0\n## explicit; go 1.20\nexample.com/hello\n-- vendor/example.com/hello/v.go --\npackage hello\n", "example.com/hello", "example.com/hello@ go1.20 DIR/vendor/example.com/hello/v.go", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			env, dir := settings(t), folder(t, tt.work+twoModules)
			if tt.env != nil {
				tt.env(&env, dir)
			}
			p, err := New(Options{Dir: filepath.Join(dir, "nb"), Env: &env, Compiled: compiled}).Package(context.Background(), tt.path)
			if part, fails := strings.CutPrefix(tt.want, "! "); fails {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Errorf("got %v, %v, want an error with %q", p, err, part)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := p.Module.Path + "@" + p.Module.Version + " " + p.GoVersion
			for _, f := range p.Files {
				got += " " + strings.ReplaceAll(f.Name, filepath.ToSlash(dir), "DIR")
			}
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}
