// This file takes one cell from text to unit.

package check

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// checking is the check of one cell.
type checking struct {
	scope *Scope
	// target is the package that go/types fills.
	target *types.Package
	*program
	importTable
	// aliased are the names whose variable has a namesake that the cell uses
	// first; see alias.go.
	aliased map[string]bool
	renamed []*ast.Ident
	keys    bool
	doubt   bool
	// again are the records to check again with the cell, by name.
	again map[string]*Global
	// followers are the methods that other cells gave to types that this cell
	// redefines, by the type's name.
	followers map[string][]*part
}

// Check parses and types a cell. It changes nothing that a cell can see,
// whatever it returns; the error is an *Errors.
func (s *Scope) Check(src Source) (*Unit, error) {
	defer s.generation.Add(1) // it may have loaded packages
	t := newText(src)
	unit, defs, errs := s.check(t)
	if errs == nil {
		return unit, nil
	}
	t.discard(s.fset)
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range defs { // for hints
		if s.names[name] == nil && src.Number > 0 {
			s.failed[name] = src.Number
		}
	}
	return nil, errs
}

func (s *Scope) check(t *text) (unit *Unit, defs map[string]*definition, errs *Errors) {
	defer func() {
		if p := recover(); p != nil { // go/types failed on something unheard of
			e := newError(t, 0, 0, fmt.Sprintf("internal error: the type checker failed: %v", p))
			e.Hint = "please report this cell"
			unit, errs = nil, &Errors{List: []*Error{e}}
		}
	}()
	tree, list := parse(s.fset, t, 0)
	if len(list) > 0 {
		for _, e := range list {
			if e.Hint == "" {
				e.Hint = syntaxHint(t, e)
			}
		}
		return nil, nil, newErrors(t, list)
	}
	c := s.begin(tree, s.pkg)
	c.declaredImports()
	c.reload()
	c.keepTypes()
	c.findAliased()
	before := len(c.errs)
	if c.receivers(); len(c.errs) > before {
		return nil, c.defs, c.fail(c.errs) // go/types must not see them
	}
	c.meantImports()
	if len(c.errs) > 0 {
		// Errors that go/types finds independently of these are wanted too.
		return nil, c.defs, c.fail(append(c.errs, c.unrelated(c.pass().errs)...))
	}
	out := c.settle()
	if len(out.errs) > 0 {
		return nil, c.defs, c.fail(out.errs)
	}
	return c.assemble(out), c.defs, nil
}

// begin starts the check of a parsed cell.
func (s *Scope) begin(tree *syntaxTree, target *types.Package) *checking {
	return &checking{
		scope:   s,
		target:  target,
		program: collect(tree, func(name string) bool { return s.names[name] != nil }),
		importTable: importTable{
			named: map[string]*types.Package{}, earlier: map[string]*types.Package{},
			present: map[*types.Package]*types.Package{}, moved: map[*Global]bool{},
		},
		aliased:   map[string]bool{},
		again:     map[string]*Global{},
		followers: map[string][]*part{},
	}
}

// unrelated leaves out the errors that follow from imports that failed already.
func (c *checking) unrelated(errs []*Error) []*Error {
	absent := map[string]bool{} // "." when names can come from anywhere
	for _, spec := range c.specs {
		imported, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		absent[name] = absent[name] || c.named[name] == nil
	}
	return slices.DeleteFunc(errs, func(e *Error) bool {
		name, ok := strings.CutPrefix(e.Msg, "undefined: ")
		said := func(x *Error) bool { return x.offset == e.offset && x.Name == e.Name }
		return ok && (absent["."] || absent[name] || slices.ContainsFunc(c.errs, said))
	})
}

// fail makes the result of a failed check. If the cell itself has errors, those
// of earlier cells that it would break are left out.
func (c *checking) fail(errs []*Error) *Errors {
	own := slices.DeleteFunc(slices.Clone(errs), func(e *Error) bool { return e.Name != c.text.Name || e.Cell != c.text.Number })
	if len(own) > 0 {
		errs = own
	}
	return newErrors(c.text, errs)
}

// eachNode calls f for all syntax of the cell that go/types sees.
func (c *checking) eachNode(f func(ast.Node)) {
	visit := func(n ast.Node) bool {
		if n != nil {
			f(n)
		}
		return true
	}
	for _, d := range c.decls {
		ast.Inspect(d, visit)
	}
	for _, s := range c.body {
		ast.Inspect(s, visit)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
