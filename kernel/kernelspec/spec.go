package kernelspec

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Spec is the content of a kernel.json.
type Spec struct {
	Argv          []string          `json:"argv"` // {connection_file} and {resource_dir} are filled in by the client
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	InterruptMode string            `json:"interrupt_mode,omitempty"` // "signal" or "message"
	Env           map[string]string `json:"env,omitempty"`
	Metadata      map[string]any    `json:"metadata,omitempty"`
}

// An Installed is a kernelspec on this machine.
type Installed struct {
	Name string // what clients call it: the folder's name
	Dir  string
	Spec Spec
	Err  error // why kernel.json can't be read
}

// Program is the program that the kernelspec starts, and whether it is there.
func (i Installed) Program() (path string, exists bool) {
	if len(i.Spec.Argv) == 0 {
		return "", false
	}
	path = strings.ReplaceAll(i.Spec.Argv[0], "{resource_dir}", i.Dir)
	if found, err := exec.LookPath(path); err == nil {
		return found, true
	}
	return path, false
}

// List finds the kernelspecs that Jupyter would find, in its order; a name that
// appears again in a later folder is hidden and left out.
func List() []Installed {
	var list []Installed
	seen := map[string]bool{}
	for _, dir := range Dirs() {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			i, ok := read(filepath.Join(dir, e.Name()))
			if ok && !seen[i.Name] {
				seen[i.Name] = true
				list = append(list, i)
			}
		}
	}
	return list
}

// read reads the kernelspec in a folder; ok is false when it holds none.
func read(dir string) (i Installed, ok bool) {
	i = Installed{Name: strings.ToLower(filepath.Base(dir)), Dir: dir}
	data, err := os.ReadFile(filepath.Join(dir, "kernel.json"))
	if os.IsNotExist(err) {
		return i, false
	}
	if err == nil {
		err = json.Unmarshal(data, &i.Spec)
	}
	i.Err = err
	return i, err == nil || !os.IsNotExist(err) && !strings.Contains(err.Error(), "not a directory")
}
