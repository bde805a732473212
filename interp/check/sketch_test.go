package check

import (
	"fmt"
	"go/types"
	"sync"
	"testing"
)

// fetched is a set of packages of which some would have to be fetched.
type fetched struct {
	*std
	fetches int
}

func (f *fetched) Import(path string) (*types.Package, error) {
	f.fetches++
	return f.std.Import(path)
}

func (f *fetched) Known(path string) *types.Package {
	if path == "net/http" {
		return nil
	}
	pkg, err := f.std.Import(path)
	if err != nil {
		return nil
	}
	return pkg
}

// A sketch fetches nothing, whatever it imports.
func TestSketchFetchesNothing(t *testing.T) {
	packages := &fetched{std: stdPackages}
	s := NewScope(packages)
	k := s.Sketch("import \"net/http\"\nimport \"strings\"\nvar a http.Handler\nb := strings.ToUpper(\"b\")\nc := http.Get()")
	if packages.fetches > 0 {
		t.Errorf("%d packages fetched", packages.fetches)
	}
	if b := k.Defined()["b"]; b == nil || b.Type() != types.Typ[types.String] {
		t.Errorf("b is %v", b)
	}
	if len(k.Imports()) != 1 {
		t.Errorf("imports %v", k.Imports())
	}
}

// Sketches are made while cells are checked, and neither changes what the other
// finds (go test -race looks on).
func TestSketchWhileChecking(t *testing.T) {
	s := NewScope(stdPackages)
	check := func(n int, text string) {
		u, err := s.Check(Source{Name: "cell", Number: n, Text: text})
		if err != nil {
			t.Error(err)
			return
		}
		s.Commit(u)
	}
	check(1, "type pair[K comparable, V any] struct { Key K; Value V; next *pair[K, V] }\nfunc (p *pair[K, V]) Next() *pair[K, V] { return p.next }\ntype keyed interface { comparable; fmt.Stringer }\nvar p pair[string, []int]\nfunc use() *pair[string, []int] { return p.Next() }")
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				for _, text := range []string{
					"x := use().Value", "type pair[K comparable, V any] struct { Other V }\nx := use()\n",
					"func (p *pair[K, V]) Last() *pair[K, V] { return p.next.Next() }\nx := use().Last()",
					"func f[T keyed](x T) string { return x.String() }\nx := 1", "x := p.",
				} {
					if k := s.Sketch(text); k.Defined()["x"] == nil && text != "x := p." {
						t.Errorf("%s: no x", text)
					}
				}
			}
		})
	}
	for n := range 30 {
		check(2+n, fmt.Sprintf("func (p *pair[K, V]) M%d() V { return p.Value }\nvar p pair[string, []int]\nq%[1]d := use()\nfunc g%[1]d[T keyed](x T) string { return x.String() }", n))
	}
	close(stop)
	wg.Wait()
}
