// The source of generic declarations, for lowering.
//
// An exported generic function has no value, so no symbol; cells that use it
// lower its source. That source is cut down to what it needs, file by file:
//
//	exported generic funcs and types      as they are, with all methods
//	unexported declarations they need     as they are, and what those need
//	exported non-generic funcs they need  without a body: call the symbol
//	exported non-generic types, constants
//	and variables they need               as those of the compiled package
//
// where the last come from an import of the package itself under the name
// compiled. (To go/types that is an import like any other.) So the result checks
// in microseconds and its non-generic types are the compiled ones.
//
// What leans on the compiler, the runtime or internal packages has a version of
// our own in ../generic, which goes in the place of Go's.

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A cutter cuts the source of one package down.
type cutter struct {
	p      *pkg
	files  []*ast.File
	texts  [][]byte
	info   *types.Info
	pkg    *types.Package
	decls  map[types.Object]declared
	method map[types.Object][]declared // of types
	want   map[types.Object]bool
	queue  []types.Object
	own    map[string]bool // names that our own version declares
}

// declared is where an object is declared.
type declared struct {
	file int
	node ast.Node // *ast.FuncDecl, *ast.TypeSpec or *ast.ValueSpec
	decl ast.Decl // the whole declaration
}

// genericSource returns the cut-down files of a package, none when it exports
// nothing generic.
func (w *world) genericSource(root string, p *pkg, files []*ast.File) (map[string][]byte, error) {
	if !exportsGenerics(p.types) {
		return nil, nil
	}
	own, names, err := ownVersion(filepath.Join(root, "generic", filepath.FromSlash(p.ImportPath)))
	if err != nil {
		return nil, err
	}
	c := &cutter{
		p: p, files: files, want: map[types.Object]bool{}, own: names,
		decls: map[types.Object]declared{}, method: map[types.Object][]declared{},
		info: &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}},
	}
	conf := types.Config{Importer: mapped{w.imp, p.ImportMap}, Sizes: types.SizesFor("gc", "amd64"), FakeImportC: true}
	if c.pkg, err = conf.Check(p.ImportPath, w.fset, files, c.info); err != nil {
		return nil, err
	}
	for _, name := range p.GoFiles {
		text, err := os.ReadFile(filepath.Join(p.Dir, name))
		if err != nil {
			return nil, err
		}
		c.texts = append(c.texts, text)
	}
	c.collect()
	for _, name := range c.pkg.Scope().Names() {
		if o := c.pkg.Scope().Lookup(name); o.Exported() && generic(o) {
			c.need(o) // unless our own version has it
		}
	}
	for len(c.queue) > 0 {
		o := c.queue[0]
		c.queue = c.queue[1:]
		c.follow(o)
	}
	out := own
	for i, name := range p.GoFiles {
		text, err := c.cut(i)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if text != nil {
			out[name] = text
		}
	}
	return out, w.verify(p, out)
}

// ownVersion reads our own version of a package, and the names it declares.
func ownVersion(dir string) (map[string][]byte, map[string]bool, error) {
	files, names := map[string][]byte{}, map[string]bool{}
	list, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, nil, err
	}
	for _, path := range list {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, err
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				names[d.Name.Name] = true
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if s, ok := s.(*ast.TypeSpec); ok {
						names[s.Name.Name] = true
					}
				}
			}
		}
		files["gorgo_"+filepath.Base(path)] = text
	}
	return files, names, nil
}

// verify checks that the source is enough by itself and can be lowered.
func (w *world) verify(p *pkg, source map[string][]byte) error {
	const help = "\nwrite a version of it in interp/packages/generic/%s"
	var files []*ast.File
	for _, name := range slices.Sorted(maps.Keys(source)) {
		f, err := parser.ParseFile(w.fset, name, source[name], parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, f)
		for _, imp := range f.Imports {
			if path, err := strconv.Unquote(imp.Path.Value); err != nil || under(path, "internal") || strings.Contains(path, "/internal/") {
				return fmt.Errorf("the source of its generic declarations imports %s, which no cell has"+help, path, p.ImportPath)
			}
		}
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Body == nil && !d.Name.IsExported() {
				return fmt.Errorf("the source of its generic declarations calls %s, which has no body"+help, d.Name.Name, p.ImportPath)
			}
		}
	}
	conf := types.Config{Importer: w.imp}
	if _, err := conf.Check(p.ImportPath, w.fset, files, nil); err != nil {
		return fmt.Errorf("the source of its generic declarations does not check: %w"+help, err, p.ImportPath)
	}
	return nil
}

// mapped is an importer for a package whose import paths mean others.
type mapped struct {
	types.Importer
	paths map[string]string
}

func (m mapped) Import(path string) (*types.Package, error) {
	if p := m.paths[path]; p != "" {
		path = p
	}
	return m.Importer.Import(path)
}

func exportsGenerics(p *types.Package) bool {
	return slices.ContainsFunc(p.Scope().Names(), func(name string) bool {
		o := p.Scope().Lookup(name)
		return o.Exported() && generic(o)
	})
}

func generic(o types.Object) bool {
	switch o := o.(type) {
	case *types.Func:
		return o.Signature().TypeParams().Len() > 0
	case *types.TypeName:
		switch t := o.Type().(type) {
		case *types.Alias:
			return t.TypeParams().Len() > 0
		case *types.Named:
			return t.TypeParams().Len() > 0
		}
	}
	return false
}

// collect notes where package-level objects and methods are declared.
func (c *cutter) collect() {
	for i, f := range c.files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				o := c.info.Defs[d.Name]
				if o == nil {
					continue
				}
				if d.Recv == nil {
					c.decls[o] = declared{i, d, d}
				} else if t := receiver(o.(*types.Func)); t != nil {
					c.method[t] = append(c.method[t], declared{i, d, d})
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						c.decls[c.info.Defs[s.Name]] = declared{i, s, d}
					case *ast.ValueSpec:
						for _, n := range s.Names {
							if o := c.info.Defs[n]; o != nil {
								c.decls[o] = declared{i, s, d}
							}
						}
					}
				}
			}
		}
	}
}

// receiver is the type that a method belongs to.
func receiver(m *types.Func) types.Object {
	t := m.Signature().Recv().Type()
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Origin().Obj()
	}
	return nil
}

func (c *cutter) need(o types.Object) {
	if !c.want[o] && !c.own[o.Name()] {
		c.want[o] = true
		c.queue = append(c.queue, o)
	}
}

// compiled tells the objects that the compiled package has.
func compiled(o types.Object) bool { return o.Exported() && !generic(o) }

// follow finds what the text that stands for an object needs.
func (c *cutter) follow(o types.Object) {
	d := c.decls[o]
	switch n := d.node.(type) {
	case *ast.FuncDecl:
		if compiled(o) {
			c.uses(n.Type)
		} else {
			c.uses(n)
		}
	case *ast.TypeSpec:
		if compiled(o) {
			return
		}
		c.uses(n)
		for _, m := range c.method[o] {
			c.uses(m.node)
		}
	case *ast.ValueSpec:
		if compiled(o) {
			return
		}
		if d.decl.(*ast.GenDecl).Tok == token.CONST { // as a group: iota
			c.uses(d.decl)
			for _, s := range d.decl.(*ast.GenDecl).Specs {
				for _, n := range s.(*ast.ValueSpec).Names {
					if o := c.info.Defs[n]; o != nil && o.Name() != "_" {
						c.want[o] = true
					}
				}
			}
			return
		}
		c.uses(n)
		for _, name := range n.Names {
			if o := c.info.Defs[name]; o != nil {
				c.want[o] = true
			}
		}
	}
}

// uses needs every package-level object that is mentioned.
func (c *cutter) uses(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if o := c.info.Uses[id]; o != nil && o.Pkg() == c.pkg && o.Parent() == c.pkg.Scope() {
				c.need(o)
			}
		}
		return true
	})
}
