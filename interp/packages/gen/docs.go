// Docs: the comments of a package's exported names, as a JSON object by the names
// that package comments gives them.

package main

import (
	"encoding/json"
	"go/ast"

	"github.com/gorgolab/gorgo/interp/packages/comments"
)

func (p *pkg) docs(files []*ast.File) ([]byte, error) {
	all, err := comments.Of(p.ImportPath, p.fset, files, false)
	if err != nil {
		return nil, err
	}
	return json.Marshal(all)
}
