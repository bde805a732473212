package lower_test

import (
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/lower"
	"github.com/gorgolab/gorgo/interp/packages"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// without is a universe whose package strings has no Title.
type without struct{ packages.Universe }

func (u without) Symbols(path string) map[string]reflect.Value {
	m := maps.Clone(u.Universe.Symbols(path))
	if path == "strings" {
		delete(m, "Title")
	}
	return m
}

// A unit that is refused must leave nothing to later ones: neither its methods,
// which are lowered when their types come up, nor its variables.
func TestRefusedUnitsLeaveNothing(t *testing.T) {
	run := runtime.New(runtime.Options{})
	scope := check.NewScope(packages.Universe{})
	l := lower.New(without{}, run, scope.FileSet())
	lowered := func(number int, text string) (*lower.Program, error) {
		u, err := scope.Check(check.Source{Name: "cell", Number: number, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		p, err := l.Lower(u)
		if err == nil {
			scope.Commit(u)
		}
		return p, err
	}
	_, err := lowered(1, `
var count int
type Bad struct{}
func (Bad) Refused() string { return strings.Title("a") }
func (Bad) Counts() { count++ }
func show() any { return []any{Bad{}, &Bad{}, struct{ Bad }{}} }
show()`)
	if e := (*lower.Error)(nil); !errors.As(err, &e) || !strings.Contains(e.Construct, "strings.Title") {
		t.Fatalf("got %v, want a refusal", err)
	}
	p, err := lowered(2, "type Good struct{}\nfunc (Good) Stays() {}\nvar good any = Good{}\ngood")
	if err != nil {
		t.Fatalf("a later unit: %v", err)
	}
	if !strings.Contains(p.Text, "Stays") || strings.Contains(p.Text, "Refused") || strings.Contains(p.Text, "Counts") {
		t.Errorf("a later unit is lowered to\n%s", p.Text)
	}
}
