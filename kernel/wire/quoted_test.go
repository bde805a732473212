package wire

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A message type that is quoted outside this package is one that the table
// does not know about: a misspelt one compiles, and its handler is never
// reached. The types that are plain English words too cannot be told apart.
func TestNoQuotedMessageTypes(t *testing.T) {
	quoted := map[string]bool{}
	for _, e := range Table {
		if strings.Contains(string(e.Type), "_") {
			quoted[string(e.Type)] = true
		}
	}
	fset := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && filepath.Clean(path) == filepath.Join("..", "wire") {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if s, err := strconv.Unquote(lit.Value); err == nil && quoted[s] {
				t.Errorf("%s: %s: use the constant of package wire", fset.Position(lit.Pos()), lit.Value)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
