package sgemm

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestGeneratedFilesAreFresh runs the generator again and wants what lies here.
func TestGeneratedFilesAreFresh(t *testing.T) {
	folder := t.TempDir()
	if out, err := exec.Command("go", "run", "./gen", folder).CombinedOutput(); err != nil {
		t.Fatalf("go run ./gen: %v\n%s", err, out)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("the generator wrote nothing")
	}
	for _, f := range files {
		fresh, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if here, err := os.ReadFile(f.Name()); err != nil || !bytes.Equal(here, fresh) {
			t.Errorf("%s is stale (%v): run go generate", f.Name(), err)
		}
	}
}
