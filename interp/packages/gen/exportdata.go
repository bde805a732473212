// Export data: a package's exported declarations, as x/tools writes them for
// itself. What the compiler writes is larger, since it has function bodies.

package main

import (
	"bytes"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/gcexportdata"
)

func exportData(p *types.Package) ([]byte, error) {
	var b bytes.Buffer
	// Without the file set there are no positions: nobody looks at them, and
	// they would hold the paths of this machine.
	if err := gcexportdata.Write(&b, token.NewFileSet(), p); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
