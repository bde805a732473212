package randprog

import (
	"go/parser"
	"go/token"
	"reflect"
	"strings"
	"testing"
)

// A difference is found again by its seed and number.
func TestSameNumberSameProgram(t *testing.T) {
	for n := range 30 {
		if !reflect.DeepEqual(New(7, n), New(7, n)) {
			t.Errorf("program %d is another one each time", n)
		}
	}
	if New(7, 1).Declarations == New(8, 1).Declarations {
		t.Error("the seed makes no difference")
	}
}

func TestSyntax(t *testing.T) {
	for n := range 60 {
		p := New(1, n)
		if _, err := parser.ParseFile(token.NewFileSet(), "program.go", p.File(), 0); err != nil {
			t.Errorf("program %d: %v", n, err)
		}
		for i, c := range p.Cells {
			if c != Unversioned(c) {
				t.Errorf("cell %d of program %d has a version in it", i, n)
			}
		}
		if several := len(p.Cells) > 1; several != (n%3 == 2) {
			t.Errorf("program %d has %d cells", n, len(p.Cells))
		}
	}
}

// What is defined again has a version in the compiled program.
func TestRedefinitions(t *testing.T) {
	found := 0
	for n := 2; n < 150; n += 3 {
		if strings.Contains(New(1, n).Declarations, "ʋ1(") {
			found++
		}
	}
	if found == 0 {
		t.Error("no function is defined again in 50 programs")
	}
}
