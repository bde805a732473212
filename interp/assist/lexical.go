// This file completes names that stand alone.

package assist

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// lexical returns the names that mean something at the cursor, and keywords.
func (a *Assistant) lexical(p *place) []Match {
	c := candidates{prefix: p.prefix()}
	onlyTypes := p.wantsType()
	add := func(obj types.Object, group, depth int) {
		if obj == nil {
			return
		}
		if onlyTypes {
			switch obj.(type) {
			case *types.TypeName, *types.PkgName:
			default:
				c.hide(obj.Name())
				return
			}
		}
		x := objectCandidate(obj)
		x.group, x.depth = group, depth
		c.add(x)
	}
	for depth, s := range p.scopes() {
		for _, name := range s.Names() {
			if obj := s.Lookup(name); p.visible(s, obj) {
				add(obj, groupLocal, depth)
			}
		}
	}
	for _, name := range a.topLevelNames(p) {
		if obj, ok := a.topLevel(p, name); ok {
			group := groupSession
			if isPackage(obj) {
				group = groupPackage
			}
			add(obj, group, 0)
		}
	}
	for _, obj := range p.dotImports() {
		add(obj, groupSession, 1)
	}
	for _, name := range types.Universe.Names() {
		if name == "iota" && !p.inConstants() {
			continue
		}
		add(types.Universe.Lookup(name), groupUniverse, 0)
	}
	if p.prefix() != "" {
		for _, name := range a.lib.Names() {
			if !hasPrefix(name, p.prefix()) {
				continue
			}
			if paths := a.scope.Packages().ByName(name); len(paths) > 0 {
				c.add(candidate{Match: Match{Text: name, Kind: "package", Signature: paths[0]}, group: groupPackage, depth: 1})
			}
		}
	}
	for _, word := range p.keywords(onlyTypes) {
		c.add(candidate{Match: Match{Text: word, Kind: "keyword"}, group: groupKeyword})
	}
	want := p.expected()
	if onlyTypes {
		want = nil
	}
	return c.matches(want)
}

// topLevelNames returns the names of the cell's top level and of the session that
// may go on from what was typed.
func (a *Assistant) topLevelNames(p *place) []string {
	fits := func(name string) bool { return hasPrefix(name, p.prefix()) }
	names := a.scope.NamesWith(fits)
	for name := range p.top().objects {
		if fits(name) {
			names = append(names, name)
		}
	}
	for name := range p.top().imports {
		if fits(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// inConstants reports whether the cursor stands in a declaration of constants.
func (p *place) inConstants() bool {
	return slices.ContainsFunc(p.path, func(n ast.Node) bool {
		d, ok := n.(*ast.GenDecl)
		return ok && d.Tok == token.CONST
	})
}

// dotImports returns what the cell's own dot imports bring.
func (p *place) dotImports() []types.Object {
	var list []types.Object
	for _, pkg := range p.dots() {
		for _, name := range pkg.Scope().Names() {
			if token.IsExported(name) {
				list = append(list, pkg.Scope().Lookup(name))
			}
		}
	}
	return list
}

// keywords returns those that may stand at the cursor. Where the parser lost its
// way, these are all.
func (p *place) keywords(onlyTypes bool) []string {
	lost := p.ident == nil && len(p.path) == 0 && p.prefix() != ""
	var list []string
	for tok := token.BREAK; tok <= token.VAR; tok++ {
		use := keywordUse[tok]
		if lost || use == inType || !onlyTypes && (use == inStatement && p.startsStatement() || p.fits(tok)) {
			if lost || !p.misplaced(tok) {
				list = append(list, tok.String())
			}
		}
	}
	return list
}

// fits reports whether a keyword may stand at the cursor that neither begins a
// statement nor a type.
func (p *place) fits(tok token.Token) bool {
	return tok == token.RANGE && p.inLoopHeader()
}

// misplaced reports whether a keyword that begins a statement has nothing to do
// with the statements around the cursor.
func (p *place) misplaced(tok token.Token) bool {
	loop, branches := false, false
	for i := len(p.path) - 1; i >= 0 && !isFunc(p.path[i]); i-- {
		switch p.path[i].(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			loop = true
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			branches = true
		}
	}
	switch tok {
	case token.BREAK:
		return !loop && !branches
	case token.CONTINUE:
		return !loop
	case token.CASE, token.DEFAULT, token.FALLTHROUGH:
		return !branches
	case token.IMPORT:
		return len(p.path) > 2
	case token.ELSE:
		return p.ident != nil
	}
	return false
}
