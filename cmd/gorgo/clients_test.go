package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// The tests in clients_*_test.go run gorgo under real Jupyter clients. "make
// test" makes the Python environment that they need and names it in
// GORGO_PYTHON; without one they are skipped, and under CI=true they fail.

// missing skips a test whose tools are not on this machine.
func missing(t *testing.T, what, how string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing: %s", what, how)
	}
	t.Skipf("%s is missing: this test did not run. %s", what, how)
}

// python is the interpreter of the environment with the clients.
func python(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("client tests take a while")
	}
	p := os.Getenv("GORGO_PYTHON")
	if p == "" {
		missing(t, "the Python environment with Jupyter's clients", "Run the tests with make test; it makes one, if there is Python 3.")
	}
	return p
}

// program is the gorgo program, built once.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "gorgo-clients-")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "gorgo")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", name, ".").CombinedOutput()
	if err != nil {
		return "", &buildError{err, string(out)}
	}
	return name, nil
})

type buildError struct {
	error
	out string
}

func (e *buildError) Error() string { return e.error.Error() + "\n" + e.out }

// An environment is a place in which a client finds the kernel gorgo and
// nothing of the machine's own Jupyter configuration.
type environment struct {
	t      *testing.T
	python string
	dir    string
	env    []string
}

func newEnvironment(t *testing.T) *environment {
	t.Helper()
	c := &environment{t: t, python: python(t), dir: t.TempDir()}
	gorgo, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "JUPYTER") && !strings.HasPrefix(v, "VIRTUAL_ENV=") {
			c.env = append(c.env, v)
		}
	}
	c.env = append(c.env,
		"JUPYTER_DATA_DIR="+filepath.Join(c.dir, "data"), "JUPYTER_CONFIG_DIR="+filepath.Join(c.dir, "config"),
		"JUPYTER_RUNTIME_DIR="+filepath.Join(c.dir, "runtime"), "IPYTHONDIR="+filepath.Join(c.dir, "ipython"),
		"JUPYTER_PLATFORM_DIRS=0", "GORGO_HISTORY="+filepath.Join(c.dir, "history.sqlite"), "PYTHONWARNINGS=ignore",
		"PATH="+filepath.Dir(c.python)+string(os.PathListSeparator)+os.Getenv("PATH"))
	c.run(gorgo, "install")
	return c
}

// command runs in its folder and with its variables.
func (c *environment) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = c.dir, c.env
	return cmd
}

func (c *environment) run(name string, args ...string) string {
	c.t.Helper()
	out, err := c.command(name, args...).CombinedOutput()
	if err != nil {
		c.t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
	return string(out)
}

// module runs a Python module.
func (c *environment) module(args ...string) string {
	c.t.Helper()
	return c.run(c.python, append([]string{"-m"}, args...)...)
}

func (c *environment) write(name, content string) string {
	c.t.Helper()
	name = filepath.Join(c.dir, name)
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		c.t.Fatal(err)
	}
	return name
}

func (c *environment) read(name string) string {
	c.t.Helper()
	data, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(data)
}
