package main

import (
	"bytes"
	"os"
	"testing"
)

// TestStale: the files in the tree are those that gen writes.
func TestStale(t *testing.T) {
	for arch := range code {
		got, err := os.ReadFile("../stub_" + arch + ".s")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, assembly(arch)) {
			t.Errorf("stub_%s.s is stale: run make generate", arch)
		}
	}
}
