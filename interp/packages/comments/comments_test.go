package comments

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"testing"
)

const source = `// Package p is one.
package p

// Few numbers.
const (
	One = 1 // the first
	// Two has its own.
	Two   = 2
	Three = 3
	four  = 4 // hidden
)

// Limit is a variable.
var Limit int

// T is a type.
type T struct {
	A, B int // both
	// C is above.
	C int
	d int // hidden
}

// M is a method.
func (T) M() {}

// NewT makes one.
func NewT() T { return T{} }

type I interface {
	N() // of an interface
}

// hidden is not exported.
func hidden() {}

func Bare() {}
`

func TestOf(t *testing.T) {
	exported := map[string]string{
		"": "Package p is one.", "One": "the first", "Two": "Two has its own.", "Three": "Few numbers.", "Limit": "Limit is a variable.",
		"T": "T is a type.", "T.A": "both", "T.B": "both", "T.C": "C is above.", "T.M": "M is a method.", "NewT": "NewT makes one.", "I.N": "of an interface",
	}
	all := maps.Clone(exported)
	maps.Copy(all, map[string]string{"four": "hidden", "T.d": "hidden", "hidden": "hidden is not exported."})
	for unexported, want := range map[bool]map[string]string{false: exported, true: all} {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Of("p", fset, []*ast.File{f}, unexported)
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("unexported %t: got %q, %v, want %q", unexported, got, err, want)
		}
		if f.Decls[len(f.Decls)-1].(*ast.FuncDecl).Body == nil {
			t.Error("the syntax has lost its bodies")
		}
	}
}
