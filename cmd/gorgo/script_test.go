package main

import (
	"os"
	"os/exec"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
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
		Condition: func(cond string) (bool, error) {
			_, err := exec.LookPath(cond)
			return err == nil, nil
		},
		Setup: func(env *testscript.Env) error {
			home := env.WorkDir + "/home"
			for name, value := range map[string]string{
				"HOME": home, "JUPYTER_DATA_DIR": env.WorkDir + "/jupyter", "JUPYTER_PATH": "",
				"VIRTUAL_ENV": env.WorkDir + "/venv", "NO_COLOR": "1",
			} {
				env.Setenv(name, value)
			}
			return os.MkdirAll(home, 0o755)
		},
	})
}
