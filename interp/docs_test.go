package interp

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/check"
)

// What a package beside the notebook says about its names is what inspection
// shows.
func TestDocsOfPackagesFromSource(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"go.mod": "module example.test/notebook\n\ngo 1.26\n",
		"shop/shop.go": `// Package shop sells.
package shop

// Buyer buys.
type Buyer interface {
	// Pay pays.
	Pay(cents int) error
	Leave() // Leave goes away.
}

// Cart is full.
type Cart struct {
	Items []string // Items are what is in it.
}

// Empty empties it.
func (c *Cart) Empty() {}

type till struct{}

// Open opens it.
func (till) Open() {}

// Till is the only one.
var Till till

const (
	Cash = iota // Cash is king.
	Card
)

// Sell sells.
func Sell[T any](x T) T { return x }
`,
	}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := New(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	const cell = "import \"example.test/notebook/shop\"\nvar b shop.Buyer\nvar c shop.Cart"
	if _, err := s.Run(context.Background(), Cell{Number: 1, Name: "cell[1]", Source: cell}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ code, doc string }{
		{"shop", "Package shop sells."},
		{"shop.Buyer", "Buyer buys."},
		{"shop.Buyer", "Leave goes away."},
		{"b.Pay", "Pay pays."},
		{"b.Leave", "Leave goes away."},
		{"c.Items", "Items are what is in it."},
		{"c.Empty", "Empty empties it."},
		{"shop.Till.Open", "Open opens it."},
		{"shop.Till", "Till is the only one."},
		{"shop.Cash", "Cash is king."},
		{"shop.Sell", "Sell sells."},
		{"shop.Sell(", "Sell sells."},
	} {
		if i := s.Assistant().Inspect(tt.code, len(tt.code), 0); !strings.Contains(i.Text, tt.doc) {
			t.Errorf("%s: got %q, want something with %q", tt.code, i.Text, tt.doc)
		}
	}
	if i := s.Assistant().Inspect("shop.Sell", len("shop.Sell"), 1); !strings.Contains(i.Text, "{ return x }") {
		t.Errorf("the source of shop.Sell: got %q", i.Text)
	}
}

// A path that misses the module's is completed in the hint.
func TestHintOfLocalPaths(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.test/notebook\n\ngo 1.26\n", "tools/shop/shop.go": "package shop\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := New(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"shop", "tools/shop", "./tools/shop", "../shop"} {
		_, err := s.Run(context.Background(), Cell{Number: 1, Name: "cell[1]", Source: "import \"" + path + "\""})
		var errs *check.Errors
		if !errors.As(err, &errs) || errs.List[0].Hint != `did you mean "example.test/notebook/tools/shop"?` {
			t.Errorf("%s: got %v, %v", path, err, errs)
		}
	}
}
