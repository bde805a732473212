// Types from export data.

package packages

import (
	"bytes"
	"fmt"
	"go/token"
	"go/types"
	"sync"

	"golang.org/x/tools/go/gcexportdata"

	"github.com/gorgolab/gorgo/interp/packages/internal/table"
)

// imports are the packages read so far. Reading one adds to packages that it
// refers to and that are not complete yet; so it happens under a lock. Packages
// that have been handed out are complete and never change.
var imports = struct {
	sync.RWMutex
	known    map[string]*types.Package // complete or not; as gcexportdata wants it
	complete map[string]*types.Package
}{known: map[string]*types.Package{}, complete: map[string]*types.Package{}}

// A NotBundledError is an import path that gorgo has no package for.
type NotBundledError struct {
	Path   string
	Reason string // why it is left out on purpose; may be empty
}

func (e *NotBundledError) Error() string {
	if e.Reason != "" {
		return fmt.Sprintf("gorgo does not bundle %s: %s", e.Path, e.Reason)
	}
	return fmt.Sprintf("gorgo does not have the package %s", e.Path)
}

// Import returns the types of a bundled package: the same for every call. The
// error is a *NotBundledError, or says that the program's own data is damaged.
func Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	imports.RLock()
	pkg := imports.complete[path]
	imports.RUnlock()
	if pkg != nil {
		return pkg, nil
	}
	p, ok := index()[path]
	if !ok {
		return nil, &NotBundledError{path, table.Excluded[path]}
	}
	imports.Lock()
	defer imports.Unlock()
	if pkg := imports.complete[path]; pkg != nil {
		return pkg, nil
	}
	data, err := p.file("export/" + path)
	if err != nil {
		return nil, err
	}
	if data == nil {
		return nil, fmt.Errorf("packages: there is no export data of %s: run make generate", path)
	}
	// Without positions in the data, the file set stays empty.
	pkg, err = gcexportdata.Read(bytes.NewReader(data), token.NewFileSet(), imports.known, path)
	if err != nil {
		return nil, fmt.Errorf("packages: the export data of %s does not fit this version of gorgo: run make generate (%w)", path, err)
	}
	adapt(pkg)
	imports.complete[path] = pkg
	return pkg, nil
}

// Universe is the set of all bundled packages as a value, for whoever takes them
// as an interface.
type Universe struct{}

// Import is the function Import.
func (Universe) Import(path string) (*types.Package, error) { return Import(path) }
