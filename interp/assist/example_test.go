package assist_test

import (
	"fmt"
	"go/importer"
	"go/types"

	"github.com/gorgolab/gorgo/interp/assist"
	"github.com/gorgolab/gorgo/interp/check"
)

// noPackages is for sessions without imports.
type noPackages struct{ types.Importer }

func (noPackages) ByName(string) []string                           { return nil }
func (noPackages) Paths(string) []string                            { return nil }
func (noPackages) Names() []string                                  { return nil }
func (noPackages) Doc(path, name string) string                     { return "" }
func (noPackages) Source(string) (files map[string][]byte, ok bool) { return nil, false }

func Example() {
	lib := noPackages{importer.Default()}
	scope := check.NewScope(lib)
	unit, err := scope.Check(check.Source{Name: "cell[1]", Number: 1, Text: `
// point is a place in the plane.
type point struct{ X, Y float64 }

func (p point) Norm() float64 { return p.X*p.X + p.Y*p.Y }

pts := []point{{3, 4}}`})
	if err != nil {
		fmt.Println(err)
		return
	}
	scope.Commit(unit)

	a := assist.New(scope, lib)
	typed := "for _, p := range pts {\n\tprintln(p."
	for _, m := range a.Complete(typed, len(typed)).Matches {
		fmt.Println(m.Text, m.Kind, m.Signature)
	}
	fmt.Printf("%q\n", assist.IsComplete(typed))
	fmt.Println(a.Inspect("pts", 3, 0).Text)
	// Output:
	// Norm method () float64
	// X field float64
	// Y field float64
	// {"incomplete" "\t\t"}
	// var pts []point
	//
	// Defined in cell 1.
}
