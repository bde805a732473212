// Where Jupyter keeps kernelspecs.

package kernelspec

import (
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// UserDir is the folder of the user's own kernelspecs: $JUPYTER_DATA_DIR/kernels,
// or the system's place for it.
func UserDir() (string, error) {
	if dir := os.Getenv("JUPYTER_DATA_DIR"); dir != "" {
		return filepath.Join(dir, "kernels"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	var data string
	switch runtime.GOOS {
	case "darwin":
		data = filepath.Join(home, "Library", "Jupyter")
	case "windows":
		data = filepath.Join(cmp.Or(os.Getenv("APPDATA"), filepath.Join(home, "AppData", "Roaming")), "jupyter")
	default:
		data = filepath.Join(cmp.Or(os.Getenv("XDG_DATA_HOME"), filepath.Join(home, ".local", "share")), "jupyter")
	}
	return filepath.Join(data, "kernels"), nil
}

// PrefixDir is the folder of kernelspecs below an installation prefix.
func PrefixDir(prefix string) string {
	return filepath.Join(prefix, "share", "jupyter", "kernels")
}

// SysPrefixDir is the folder of kernelspecs of the active Python environment:
// the virtual or conda environment that is switched on, else the python3 or
// python on the PATH.
func SysPrefixDir() (string, error) {
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if prefix := os.Getenv(name); prefix != "" {
			return PrefixDir(prefix), nil
		}
	}
	for _, python := range []string{"python3", "python"} {
		out, err := exec.Command(python, "-c", "import sys; print(sys.prefix)").Output()
		if prefix := strings.TrimSpace(string(out)); err == nil && prefix != "" {
			return PrefixDir(prefix), nil
		}
	}
	return "", errors.New("there is no active Python environment and no python3 on the PATH: name the environment's folder with --prefix")
}

// Dirs are the folders in which Jupyter looks for kernelspecs, first wins.
func Dirs() []string {
	var dirs []string
	for _, dir := range filepath.SplitList(os.Getenv("JUPYTER_PATH")) {
		dirs = append(dirs, filepath.Join(dir, "kernels"))
	}
	if dir, err := UserDir(); err == nil {
		dirs = append(dirs, dir)
	}
	if dir, err := SysPrefixDir(); err == nil {
		dirs = append(dirs, dir)
	}
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("PROGRAMDATA"); dir != "" {
			dirs = append(dirs, filepath.Join(dir, "jupyter", "kernels"))
		}
	} else {
		dirs = append(dirs, PrefixDir("/usr/local"), PrefixDir("/usr"))
	}
	seen := map[string]bool{}
	var out []string
	for _, dir := range dirs {
		if !seen[dir] {
			seen[dir] = true
			out = append(out, dir)
		}
	}
	return out
}
