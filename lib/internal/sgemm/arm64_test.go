//go:build !arm64

package sgemm

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestARM64 runs the tests of the NEON kernels in an emulator, where there is
// one: QEMU's user mode (Debian: qemu-user-static).
func TestARM64(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the package for another processor")
	}
	emulator := ""
	for _, name := range []string{"qemu-aarch64-static", "qemu-aarch64"} {
		if path, err := exec.LookPath(name); err == nil {
			emulator = path
			break
		}
	}
	if emulator == "" {
		t.Skip("the NEON kernels were not tested: install qemu-user-static to run them in an emulator")
	}
	binary := filepath.Join(t.TempDir(), "sgemm.test")
	build := exec.Command("go", "test", "-c", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building for arm64: %v\n%s", err, out)
	}
	run := exec.Command(emulator, binary, "-test.short", "-test.run", "Tiles|Multiply|Epilogue|NaN|Nothing|Processors")
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("on arm64: %v\n%s", err, out)
	}
}
