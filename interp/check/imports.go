// This file finds the packages that a cell names: those it imports, and those
// it means without importing them.

package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// importTable holds the packages of one cell.
type importTable struct {
	named map[string]*types.Package // by the name in the cell
	dots  []*types.Package
	auto  []Import
	blank []*types.Package
	// earlier are the packages of earlier cells that the cell mentions, by path;
	// present maps those that changed to what they are now.
	earlier map[string]*types.Package
	present map[*types.Package]*types.Package
	moved   map[*Global]bool // what is checked again because of those
}

// packages lists the packages that the cell needs, by path.
func (c *checking) packages() []*types.Package {
	all := map[string]*types.Package{}
	for _, p := range slices.Concat(c.dots, c.blank) {
		all[p.Path()] = p
	}
	for _, p := range c.named {
		all[p.Path()] = p
	}
	maps.Copy(all, c.earlier)
	var list []*types.Package
	for _, path := range sortedKeys(all) {
		list = append(list, all[path])
	}
	return list
}

// declaredImports follows the cell's import declarations. A cell may repeat
// them, and may give a name of an earlier cell to a package.
func (c *checking) declaredImports() {
	for _, spec := range c.specs {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // a syntax error, reported
		}
		pkg := c.importPath(spec.Path, path)
		if pkg == nil {
			continue
		}
		name := pkg.Name()
		at := ast.Node(spec.Path)
		if spec.Name != nil {
			name, at = spec.Name.Name, spec.Name
		}
		switch name {
		case "_":
			c.blank = append(c.blank, pkg)
			continue
		case ".":
			c.dots = append(c.dots, pkg)
			if c.pkg == nil {
				continue
			}
			for _, name := range sortedKeys(c.defs) {
				if token.IsExported(name) && pkg.Scope().Lookup(name) != nil {
					c.errorf(c.defs[name].name, "%s already declared through dot-import of package %s (%q)", name, pkg.Name(), path)
				}
			}
			continue
		case "init", "main":
			c.errorf(at, "cannot import package as %s", name)
			continue
		}
		if d := c.defs[name]; d != nil && (d.kind != ast.Var || c.pkg != nil) {
			c.errorf(d.name, "%s already declared through import of package %s (%q)", name, pkg.Name(), path)
			continue
		}
		if old := c.named[name]; old != nil && old != pkg {
			c.errorf(at, "%s redeclared in this block", name).Hint = fmt.Sprintf("%s is %q here already; import one of them under another name", name, old.Path())
			continue
		}
		c.named[name] = pkg
	}
}

// importer finds packages: for a sketch only those that are there.
func (c *checking) importer() types.Importer {
	if c.rough {
		return knownImporter{c.scope}
	}
	return c.scope.packages
}

type knownImporter struct{ scope *Scope }

// Import implements types.Importer.
func (i knownImporter) Import(path string) (*types.Package, error) {
	if pkg := i.scope.Known(path); pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("package %s is not there yet", path)
}

// importPath imports a package and reports a failure at a node.
func (c *checking) importPath(at ast.Node, path string) *types.Package {
	refuse := func(err error) {
		e := c.importError(at, path, err)
		if list := c.scope.packages.ByName(path[strings.LastIndex(path, "/")+1:]); len(list) > 0 && e.Hint == "" {
			e.Hint = "did you mean " + quoted(list, " or ") + "?"
		}
		if e.Hint == "" {
			e.Hint = c.pathHint(path)
		}
	}
	switch {
	case path == "C":
		refuse(&ImportError{Path: path, Reason: "cgo does not work in a cell"})
	case invalidPath(path) != "":
		c.errorf(at, "%s", invalidPath(path))
	case strings.HasPrefix(path, "."):
		refuse(&ImportError{Path: path, Reason: "a cell can import packages by their import path only"})
	default:
		pkg, err := c.importer().Import(path)
		if err == nil {
			return pkg
		}
		refuse(err)
	}
	return nil
}

// invalidPath says why no package can have an import path, "" if one can.
func invalidPath(imported string) string {
	if imported == "" {
		return "invalid import path (empty string)"
	}
	if strings.HasPrefix(imported, "/") {
		return "import path cannot be absolute path"
	}
	for _, r := range imported {
		if !unicode.IsGraphic(r) || unicode.IsSpace(r) || strings.ContainsRune("!\"#$%&'()*,:;<=>?[\\]^`{|}\uFFFD", r) {
			return fmt.Sprintf("invalid import path (invalid character %#U)", r)
		}
	}
	if clean := path.Clean(imported); clean != imported && !strings.HasPrefix(imported, ".") {
		return fmt.Sprintf("non-canonical import path %q (should be %q)", imported, clean)
	}
	return ""
}

// meantImports finds the packages that the cell mentions but nobody imported:
// names before a dot that mean nothing else.
func (c *checking) meantImports() {
	members, first := c.freeSelectors()
	for _, name := range sortedKeys(members) {
		c.meantImport(first[name], members[name])
	}
}

// freeSelectors finds the names before a dot that mean nothing: what stands
// behind the dot, and where the name stands first.
func (c *checking) freeSelectors() (members map[string][]string, first map[string]*ast.Ident) {
	var free map[*ast.Ident]bool
	for _, id := range slices.Concat(c.early, c.free) {
		if c.means(id.Name) || (c.defs[id.Name] != nil && !c.aliased[id.Name]) {
			continue
		}
		if free == nil {
			free = map[*ast.Ident]bool{}
		}
		free[id] = true
	}
	if free == nil {
		return nil, nil
	}
	members = map[string][]string{}
	first = map[string]*ast.Ident{}
	c.eachNode(func(n ast.Node) {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return
		}
		if id, ok := sel.X.(*ast.Ident); ok && free[id] {
			members[id.Name] = append(members[id.Name], sel.Sel.Name)
			if f := first[id.Name]; f == nil || id.Pos() < f.Pos() {
				first[id.Name] = id
			}
		}
	})
	return members, first
}

// means reports whether a name stands for something without a new import.
func (c *checking) means(name string) bool {
	if c.named[name] != nil || c.scope.names[name] != nil || types.Universe.Lookup(name) != nil {
		return true
	}
	return c.dotted(name)
}

// dotted reports whether a dot import of the cell brings the name.
func (c *checking) dotted(name string) bool {
	return token.IsExported(name) && slices.ContainsFunc(c.dots, func(p *types.Package) bool { return p.Scope().Lookup(name) != nil })
}

// meantImport decides which package of a name has the members that the cell
// uses.
func (c *checking) meantImport(id *ast.Ident, members []string) {
	paths := c.scope.packages.ByName(id.Name)
	if len(paths) == 0 {
		return // go/types will say that it is undefined
	}
	var fit []*types.Package
	for _, path := range paths {
		pkg, err := c.scope.packages.Import(path)
		if err != nil {
			continue
		}
		if !slices.ContainsFunc(members, func(m string) bool { return !token.IsExported(m) || pkg.Scope().Lookup(m) == nil }) {
			fit = append(fit, pkg)
		}
	}
	if fit = latestMajor(fit); len(fit) > 1 {
		fit = c.fitting(id.Name, fit)
	}
	switch {
	case len(fit) == 1:
	case len(fit) == 0 && len(paths) == 1:
		pkg, err := c.scope.packages.Import(paths[0])
		if err != nil {
			return
		}
		fit = append(fit, pkg)
	case len(fit) == 0:
		e := c.errorf(id, "undefined: %s", id.Name)
		e.Hint = fmt.Sprintf("no package %s has %s: %s", id.Name, members[0], quoted(paths, ", "))
		return
	default:
		fits, lines := make([]string, len(fit)), make([]string, len(fit))
		for i, pkg := range fit {
			fits[i] = pkg.Path()
			lines[i] = fmt.Sprintf("import %q", pkg.Path())
		}
		e := c.errorf(id, "ambiguous package name %s: %s", id.Name, quoted(fits, " or "))
		e.Hint = "say which: " + strings.Join(lines, " or ")
		return
	}
	c.named[id.Name] = fit[0]
	c.auto = append(c.auto, Import{Name: id.Name, Path: fit[0].Path()})
}

// latestMajor leaves out the packages that have a later major version among the
// others: math/rand beside math/rand/v2.
func latestMajor(pkgs []*types.Package) []*types.Package {
	return slices.DeleteFunc(slices.Clone(pkgs), func(p *types.Package) bool {
		base, major := majorVersion(p.Path())
		return slices.ContainsFunc(pkgs, func(q *types.Package) bool {
			b, m := majorVersion(q.Path())
			return b == base && m > major
		})
	})
}

// majorVersion splits the last element of an import path off that says which
// major version it is; 1 is that of a path without one.
func majorVersion(path string) (base string, major int) {
	i := strings.LastIndex(path, "/v")
	if i < 0 {
		return path, 1
	}
	n, err := strconv.Atoi(path[i+2:])
	if err != nil || n < 2 {
		return path, 1
	}
	return path[:i], n
}

// fitting leaves of the packages that a name may stand for the one with which
// the cell checks, or all of them when there is no such one.
func (c *checking) fitting(name string, pkgs []*types.Package) []*types.Package {
	defer delete(c.named, name)
	doubt := c.doubt
	defer func() { c.doubt = doubt }()
	var fit []*types.Package
	for _, pkg := range pkgs {
		c.named[name] = pkg
		// Other packages that the cell means are not known yet.
		errs := slices.DeleteFunc(c.pass().errs, func(e *Error) bool { return strings.HasPrefix(e.Msg, "undefined: ") })
		if len(errs) == 0 {
			fit = append(fit, pkg)
		}
	}
	if len(fit) == 1 {
		return fit
	}
	return pkgs
}

func quoted(list []string, sep string) string {
	q := make([]string, len(list))
	for i, s := range list {
		q[i] = strconv.Quote(s)
	}
	return strings.Join(q, sep)
}
