package history

// place.go: where a person's history is.

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// Variable is the environment variable that chooses the file, or switches the
// file off: then a session is kept as long as it runs.
const Variable = "GORGO_HISTORY"

// off is the variable's value for no file.
const off = "off"

// Place is where the history is, by the environment: the file that
// GORGO_HISTORY names, "" when it says off, and by default history.sqlite in the
// platform's folder for a person's data: XDG_DATA_HOME or ~/.local/share on
// Unix, ~/Library/Application Support on macOS, LocalAppData on Windows; there
// in gorgo. own reports whether it is that default.
func Place() (file string, own bool, err error) {
	switch v := os.Getenv(Variable); v {
	case off:
		return "", false, nil
	case "":
	default:
		return v, false, nil
	}
	dir, err := dataFolder()
	if err != nil {
		return "", false, err
	}
	return filepath.Join(dir, "gorgo", "history.sqlite"), true, nil
}

func dataFolder() (string, error) {
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return dir, nil
		}
		return "", errors.New("history: LocalAppData is not set, so there is no place for the file; set " + Variable)
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("history: there is no home folder for the file; set " + Variable)
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support"), nil
	}
	return filepath.Join(home, ".local", "share"), nil
}
