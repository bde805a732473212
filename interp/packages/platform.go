// Constants that differ from system to system. The export data has those of
// linux/amd64.

package packages

import (
	"go/constant"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"runtime"
)

var platform = map[string]constant.Value{
	"runtime.GOOS":                constant.MakeString(runtime.GOOS),
	"runtime.GOARCH":              constant.MakeString(runtime.GOARCH),
	"os.DevNull":                  constant.MakeString(os.DevNull),
	"os.PathSeparator":            constant.MakeInt64(os.PathSeparator),
	"os.PathListSeparator":        constant.MakeInt64(os.PathListSeparator),
	"path/filepath.Separator":     constant.MakeInt64(filepath.Separator),
	"path/filepath.ListSeparator": constant.MakeInt64(filepath.ListSeparator),
}

// adapt gives a package that was just read the constants of this system. A
// constant can't be changed and a scope not deprived of one, so the scope is
// made anew in its place.
func adapt(pkg *types.Package) {
	scope := pkg.Scope()
	values := map[string]constant.Value{}
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok {
			if v := platform[pkg.Path()+"."+name]; v != nil && !constant.Compare(c.Val(), token.EQL, v) {
				values[name] = v
			}
		}
	}
	if len(values) == 0 {
		return
	}
	objects := make([]types.Object, 0, scope.Len())
	for _, name := range scope.Names() {
		o := scope.Lookup(name)
		if v := values[name]; v != nil {
			o = types.NewConst(o.Pos(), pkg, name, o.Type(), v)
		}
		objects = append(objects, o)
	}
	*scope = *types.NewScope(types.Universe, token.NoPos, token.NoPos, "package "+pkg.Path())
	for _, o := range objects {
		scope.Insert(o)
	}
}
