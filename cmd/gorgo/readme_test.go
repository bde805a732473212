package main

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
)

// TestReadme runs the Go of the README as cells, and compares what a block shows
// with the indented text behind it.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	s, err := interp.New(interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```go\n")[1:]
	if len(blocks) < 2 {
		t.Fatalf("the README has %d blocks of Go", len(blocks))
	}
	for i, block := range blocks {
		code, rest, ok := strings.Cut(block, "```\n")
		if !ok {
			t.Fatalf("block %d does not end", i+1)
		}
		result, err := s.Run(context.Background(), interp.Cell{Number: i + 1, Name: "README", Source: code})
		if err != nil {
			t.Errorf("block %d: %v\n%s", i+1, err, code)
			continue
		}
		if want, shown := strings.CutPrefix(rest, "\n    "); shown {
			want, _, _ = strings.Cut(want, "\n")
			if got := display.Values(result.Values...).Data[display.MIMEText]; got != want {
				t.Errorf("block %d shows %q, the README says %q", i+1, got, want)
			}
		}
	}
}
