package kernelspec

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// isolate points every folder that Jupyter looks into at a temporary one.
func isolate(t *testing.T) (data string) {
	t.Helper()
	root := t.TempDir()
	data = filepath.Join(root, "data")
	t.Setenv("JUPYTER_DATA_DIR", data)
	t.Setenv("JUPYTER_PATH", "")
	t.Setenv("VIRTUAL_ENV", filepath.Join(root, "env"))
	return data
}

func find(name string) (Installed, bool) {
	for _, i := range List() {
		if i.Name == name {
			return i, true
		}
	}
	return Installed{}, false
}

func TestInstallListUninstall(t *testing.T) {
	isolate(t)
	user, err := UserDir()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := Install(Options{Dir: user, Name: "gorgo-test", DisplayName: "Go test"})
	if err != nil {
		t.Fatal(err)
	}
	got, ok := find("gorgo-test")
	if !ok || got.Dir != dir || got.Spec.DisplayName != "Go test" || got.Spec.InterruptMode != "message" {
		t.Fatalf("List gives %+v, %v", got, ok)
	}
	if program, exists := got.Program(); !exists {
		t.Errorf("the program %s is not there", program)
	}
	for _, size := range []int{32, 64} {
		data, err := os.ReadFile(filepath.Join(dir, map[int]string{32: "logo-32x32.png", 64: "logo-64x64.png"}[size]))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil || img.Width != size || img.Height != size {
			t.Errorf("logo of size %d: %v, %v", size, img, err)
		}
	}
	if removed, err := Uninstall(user, "gorgo-test"); err != nil || removed != dir {
		t.Errorf("Uninstall = %q, %v", removed, err)
	}
	if _, ok := find("gorgo-test"); ok {
		t.Error("still there after Uninstall")
	}
}

// TestTemporaryProgram: the program that "go run" built is kept with the kernelspec.
func TestTemporaryProgram(t *testing.T) {
	isolate(t)
	tmp := filepath.Join(t.TempDir(), "go-build123", "b001", "exe")
	if err := os.MkdirAll(tmp, 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(tmp, "gorgo")
	if err := os.WriteFile(program, []byte("program"), 0o755); err != nil {
		t.Fatal(err)
	}
	user, _ := UserDir()
	for range 2 { // the second time over the first
		dir, err := Install(Options{Dir: user, Program: program})
		if err != nil {
			t.Fatal(err)
		}
		got, _ := find("gorgo")
		if p, exists := got.Program(); p != filepath.Join(dir, "gorgo") || !exists {
			t.Errorf("the kernelspec starts %s (exists: %v), want a copy in %s", p, exists, dir)
		}
	}
}

func TestErrors(t *testing.T) {
	data := isolate(t)
	user, _ := UserDir()
	foreign := filepath.Join(data, "kernels", "python3")
	broken := filepath.Join(data, "kernels", "broken")
	for dir, content := range map[string]string{foreign: `{"argv":["python3","-m","ipykernel_launcher","-f","{connection_file}"],"language":"python"}`, broken: `{`} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "kernel.json"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, errName := Install(Options{Dir: user, Name: "Not A Name"})
	_, errNone := Uninstall(user, "nothing")
	_, errForeign := Uninstall(user, "python3")
	_, errBroken := Uninstall(user, "broken")
	_, errEscape := Uninstall(user, "../x")
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errName, `kernel name "Not A Name" must consist of`},
		{errNone, `there is no kernelspec "nothing"`},
		{errForeign, "not a kernelspec of gorgo"},
		{errBroken, "kernel.json can't be read"},
		{errEscape, "is no kernel name"},
	} {
		if tt.err == nil || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("got %v, want %q", tt.err, tt.want)
		}
	}
	if i, ok := find("broken"); !ok || i.Err == nil {
		t.Errorf("a broken kernelspec is listed with its error: %+v, %v", i, ok)
	}
}

func TestSysPrefix(t *testing.T) {
	isolate(t)
	dir, err := SysPrefixDir()
	if err != nil || dir != PrefixDir(os.Getenv("VIRTUAL_ENV")) {
		t.Errorf("in a virtual environment: %q, %v", dir, err)
	}
	t.Setenv("VIRTUAL_ENV", "")
	t.Setenv("CONDA_PREFIX", "")
	t.Setenv("PATH", t.TempDir())
	if _, err := SysPrefixDir(); err == nil || !strings.Contains(err.Error(), "--prefix") {
		t.Errorf("without Python: %v", err)
	}
}

// TestLogosFresh: the logos are what the generator draws.
func TestLogosFresh(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("other processors round curves differently")
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "logos"), 0o755); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "gen")
	if out, err := exec.Command("go", "build", "-o", bin, "./gen").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(bin)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	entries, err := logos.ReadDir("logos")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		want, _ := logos.ReadFile("logos/" + e.Name())
		got, err := os.ReadFile(filepath.Join(dir, "logos", e.Name()))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale (%v): run make generate", e.Name(), err)
		}
	}
}
