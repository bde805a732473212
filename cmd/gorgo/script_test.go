package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gorgolab/gorgo/interp/modules/modtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gorgo": main})
}

// TestScripts runs testdata/script, one behaviour of the command line a file.
// "gorgo" in a script is this very program, kernel and worker included.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"proxy": proxy},
		Condition: func(cond string) (bool, error) {
			_, err := exec.LookPath(cond)
			return err == nil, nil
		},
		Setup: func(env *testscript.Env) error {
			home := env.WorkDir + "/home"
			for name, value := range map[string]string{
				"HOME": home, "JUPYTER_DATA_DIR": env.WorkDir + "/jupyter", "JUPYTER_PATH": "",
				// No script downloads anything but from a proxy of its own.
				"GOPROXY": "off", "GOSUMDB": "off", "GOENV": "off", "GOFLAGS": "", "GOMODCACHE": env.WorkDir + "/modcache", "GOPATH": env.WorkDir + "/gopath",
				"VIRTUAL_ENV": env.WorkDir + "/venv", "NO_COLOR": "1",
			} {
				env.Setenv(name, value)
			}
			return os.MkdirAll(home, 0o755)
		},
	})
}

// proxy FILE makes a module proxy of the module in FILE, in versions 1.0.0, 1.1.0
// and 1.2.0, and lets the script use it. FILE is an archive of package modtest
// with >> and << around file names, since it stands in an archive itself; VERSION
// in its files is the version.
func proxy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: proxy FILE")
	}
	text := strings.NewReplacer(">> ", "-- ", " <<", " --").Replace(ts.ReadFile(args[0]))
	dir := ts.MkAbs("proxy")
	for _, v := range []string{"v1.0.0", "v1.1.0", "v1.2.0"} {
		archive := strings.ReplaceAll(strings.Replace(text, "v1.0.0", v, 1), "VERSION", v)
		ts.Check(modtest.Write(dir, []byte(archive)))
	}
	ts.Setenv("GOPROXY", "file://"+filepath.ToSlash(dir))
}
