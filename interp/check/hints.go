// This file finds out what the user may have meant.

package check

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// hint adds to an error of go/types what to do about it.
func (c *checking) hint(e *Error, out *outcome) {
	switch {
	case e.Name != c.text.Name || e.Cell != c.text.Number:
		e.Hint = c.brokenHint(e)
	case e.Code == codeUndeclared:
		e.Hint = c.undeclaredHint(strings.TrimPrefix(e.Msg, "undefined: "), e)
	case e.Code == codeNotInPackage:
		e.Hint = c.memberHint(strings.TrimPrefix(e.Msg, "undefined: "))
	case e.Code == codeMissingMember:
		e.Hint = c.selectorHint(e, out)
	}
	if e.Hint == "" {
		e.Hint = c.versionHint(e, out)
	}
	if e.Hint == "" && e.Name == c.text.Name && e.Cell == c.text.Number {
		e.Hint = c.typeHint(e, out)
	}
}

// selectorHint explains a field or method that a value does not have: it may be
// of an old version of its type, or the name may be misspelt.
func (c *checking) selectorHint(e *Error, out *outcome) string {
	var sel *ast.SelectorExpr
	c.eachNode(func(n ast.Node) {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Pos() == e.pos {
			sel = s
		}
	})
	if sel == nil {
		return ""
	}
	t := out.info.Types[sel.X].Type
	if t == nil {
		return ""
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if old := c.stale(t, out); old != nil {
		return c.madeBefore(sel.X, old)
	}
	if hint := c.lostMethodHint(e.Msg); hint != "" {
		return hint
	}
	if hint := c.hiddenHint(sel); hint != "" {
		return hint
	}
	if hint := c.methodHint(sel.X, t, sel.Sel.Name); hint != "" {
		return hint
	}
	if best := nearest(sel.Sel.Name, memberNames(t, out.pkg)); best != "" && !strings.Contains(e.Msg, best) {
		return "did you mean " + types.ExprString(sel.X) + "." + best + "?"
	}
	return ""
}

// hiddenHint explains a member of a package whose name a cell has given to something
// else.
func (c *checking) hiddenHint(sel *ast.SelectorExpr) string {
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	where := "this cell"
	if c.defs[id.Name] == nil {
		g := c.scope.global(id.Name)
		if g == nil {
			return ""
		}
		where = fmt.Sprintf("cell %d", g.Cell)
	}
	for _, path := range c.scope.packages.ByName(id.Name) {
		if pkg := c.scope.Known(path); pkg != nil && token.IsExported(sel.Sel.Name) && pkg.Scope().Lookup(sel.Sel.Name) != nil {
			return fmt.Sprintf("%s is what %s declares, not the package: give that another name; import %q makes it the package again", id.Name, where, path)
		}
	}
	return ""
}

// memberNames returns the fields and methods that a value of type t has.
func memberNames(t types.Type, pkg *types.Package) []string {
	var names []string
	add := func(obj types.Object) {
		if obj.Exported() || obj.Pkg() != nil && obj.Pkg().Path() == pkg.Path() {
			names = append(names, obj.Name())
		}
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			add(f)
		}
	}
	if !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	for m := range types.NewMethodSet(t).Methods() {
		add(m.Obj())
	}
	return names
}

// brokenHint says why an error stands in an earlier cell.
func (c *checking) brokenHint(e *Error) string {
	reasons := map[string]string{} // ID → name
	for _, g := range c.replaced() {
		reasons[g.ID] = g.Name
	}
	for name := range c.methods {
		if g := c.again[name]; g != nil {
			reasons[g.ID] = name
		}
	}
	g := c.brokenAt(e.pos)
	if g == nil {
		return ""
	}
	var because []string
	for id, name := range reasons {
		if slices.Contains(g.mentions, id) || name == g.Name {
			because = append(because, name)
		}
	}
	slices.Sort(because)
	if len(because) == 0 && c.moved[g] {
		return fmt.Sprintf("%s uses a package whose source has changed: define %s again in this cell, too", g.Name, g.Name)
	}
	if through, name := c.through(g, reasons); len(because) == 0 && through != "" {
		return fmt.Sprintf("%s depends on %s, and that on %s, which this cell redefines: define %s again in this cell, too", g.Name, through, name, g.Name)
	}
	if len(because) == 0 {
		return fmt.Sprintf("%s depends on what this cell redefines: define %s again in this cell, too", g.Name, g.Name)
	}
	if hint := c.lostMethodHint(e.Msg); hint != "" {
		return hint
	}
	name := g.Name
	if method := c.methodAt(e.pos, g); method != "" {
		name += "." + method
	}
	if because[0] == g.Name {
		return fmt.Sprintf("this method belongs to %s, which this cell redefines: define the method again in this cell, too", g.Name)
	}
	return fmt.Sprintf("%s depends on %s, which this cell redefines: define %s again in this cell, too", name, sentence(because), name)
}

// methodAt is the name of the method of a type's record that holds a position.
func (c *checking) methodAt(pos token.Pos, g *Global) string {
	for _, p := range g.parts {
		if f, ok := p.decl.(*ast.FuncDecl); ok && f.Recv != nil && f.Pos() <= pos && pos < f.End() {
			return f.Name.Name
		}
	}
	return ""
}

// missing reads which method of which type an error misses.
var missing = regexp.MustCompile(`\(type \*?(\w+)(?:\[.*\])? has no field or method (\w+)\)|: \*?(\w+)(?:\[.*\])? does not implement .* \(missing method (\w+)\)`)

// lostMethodHint explains a method that was declared in one cell with its type, and
// that a later cell's new version of the type does not have.
func (c *checking) lostMethodHint(msg string) string {
	m := missing.FindStringSubmatch(msg)
	if m == nil {
		return ""
	}
	typ, method := cmp.Or(m[1], m[3]), cmp.Or(m[2], m[4])
	if old := c.scope.global(typ); c.defs[typ] != nil && old != nil && old.isType() {
		if cell := c.scope.methods(old)[method]; cell > 0 {
			return fmt.Sprintf("%s had the method %s of cell %d, which a new %s does not take over: define the method again in this cell, too", typ, method, cell, typ)
		}
	}
	if cell := c.scope.lost[typ][method]; cell > 0 {
		return fmt.Sprintf("the %s of an earlier cell had the method %s, defined in cell %d with it; a new %s does not take it over: define it again", typ, method, cell, typ)
	}
	return ""
}

// through finds what a record mentions that depends on one of the records with these
// IDs, and the name of that one.
func (c *checking) through(g *Global, replaced map[string]string) (through, name string) {
	byID := map[string]*Global{}
	for _, b := range c.scope.names {
		if b.Global != nil {
			byID[b.Global.ID] = b.Global
		}
	}
	seen := map[string]bool{}
	var find func(ids []string) string
	find = func(ids []string) string {
		for _, id := range ids {
			if name := replaced[id]; name != "" {
				return name
			}
		}
		for _, id := range ids {
			if seen[id] || byID[id] == nil {
				continue
			}
			seen[id] = true
			if name := find(byID[id].mentions); name != "" {
				return name
			}
		}
		return ""
	}
	for _, id := range g.mentions {
		if m := byID[id]; m != nil && m != g {
			if name := find(m.mentions); name != "" {
				return m.Name, name
			}
		}
	}
	return "", ""
}

// brokenAt returns the record whose declaration holds a position.
func (c *checking) brokenAt(pos token.Pos) *Global {
	holds := func(parts []*part) bool {
		return slices.ContainsFunc(parts, func(p *part) bool { return p.decl.Pos() <= pos && pos < p.decl.End() })
	}
	for _, name := range sortedKeys(c.again) {
		if holds(c.again[name].parts) {
			return c.again[name]
		}
	}
	for _, name := range sortedKeys(c.followers) {
		if holds(c.followers[name]) {
			return c.scope.global(name)
		}
	}
	return nil
}

// sentence joins names as in a sentence.
func sentence(names []string) string {
	n := len(names)
	if n == 1 {
		return names[0]
	}
	return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
}

// undeclaredHint explains a name that means nothing.
func (c *checking) undeclaredHint(name string, e *Error) string {
	if d := c.defs[name]; d != nil {
		offset, _ := c.text.offset(d.name.Pos())
		if line, _ := c.text.line(offset); line != e.Line {
			return fmt.Sprintf("%s is defined further down, on line %d", name, line)
		}
		return fmt.Sprintf("%s has no value before this line", name)
	}
	if hint := c.swappedHint(name, e.pos); hint != "" {
		return hint
	}
	if hint := c.parameterHint(name, e.pos); hint != "" {
		return hint
	}
	if cell, ok := c.scope.stopped[name]; ok {
		return fmt.Sprintf("cell %d stopped before it gave %s a value", cell, name)
	}
	if cell, ok := c.scope.failed[name]; ok {
		return fmt.Sprintf("cell %d would define %s, but it has errors", cell, name)
	}
	if hint := c.packageHint(name, e.pos); hint != "" {
		return hint
	}
	if hint := c.foreignHint(name); hint != "" {
		return hint
	}
	var candidates []string
	for n := range c.defs {
		candidates = append(candidates, n)
	}
	for n := range c.scope.names {
		candidates = append(candidates, n)
	}
	for _, n := range types.Universe.Names() {
		if n != "iota" {
			candidates = append(candidates, n)
		}
	}
	if best := nearest(name, candidates); best != "" {
		return "did you mean " + best + "?"
	}
	return c.assignedHint(name, e.pos)
}

// memberHint explains a member that a package does not have.
func (c *checking) memberHint(name string) string {
	pkgName, member, ok := strings.Cut(name, ".")
	if !ok {
		return ""
	}
	pkg := c.named[pkgName]
	if b := c.scope.names[pkgName]; pkg == nil && b != nil {
		pkg = b.Import
	}
	if pkg == nil {
		return ""
	}
	for _, path := range c.scope.packages.ByName(pkgName) {
		if other, err := c.scope.packages.Import(path); err == nil && other != pkg && other.Scope().Lookup(member) != nil {
			return fmt.Sprintf("%s is %q here; %q has %s", pkgName, pkg.Path(), path, member)
		}
	}
	if best := nearest(member, pkg.Scope().Names()); best != "" {
		return "did you mean " + pkgName + "." + best + "?"
	}
	return ""
}

// versionHint explains a type that does not fit itself: values made before a
// redefinition keep the type that they were made with.
func (c *checking) versionHint(e *Error, out *outcome) string {
	var old *types.TypeName
	var what ast.Expr
	c.eachNode(func(n ast.Node) {
		x, ok := n.(ast.Expr)
		if !ok || old != nil || c.scope.fset.Position(x.Pos()).Line != e.Line {
			return
		}
		if t := out.info.Types[x].Type; t != nil {
			old, what = c.stale(t, out), x
		}
	})
	if old == nil || !strings.Contains(e.Msg, old.Name()) {
		return c.lostMethodHint(e.Msg)
	}
	return c.madeBefore(what, old)
}

// madeBefore says of a value that its type has a newer version.
func (c *checking) madeBefore(x ast.Expr, old *types.TypeName) string {
	name, what := old.Name(), types.ExprString(x)
	now := c.text.Number
	if c.defs[name] == nil {
		now = c.scope.global(name).Cell
	}
	if src, _, ok := c.scope.Text(old.Pos()); ok && src.Number > 0 && src.Number != now {
		return fmt.Sprintf("%s has the %s of cell %d, which cell %d redefined: make it again", what, name, src.Number, now)
	}
	return fmt.Sprintf("%s was made before %s got its present form: make it again", what, name)
}

// stale finds in a type the name of a session type that has a newer version.
func (c *checking) stale(t types.Type, out *outcome) *types.TypeName {
	scope := out.pkg.Scope()
	return c.mentioned(t, 10, func(old *types.TypeName) bool {
		g := c.scope.global(old.Name())
		return g != nil && g.isType() && old != g.Object && old.Parent() == scope && scope.Lookup(old.Name()) != old
	})
}

// mentioned finds in a type the first name of a type for which f is true, so many
// levels deep.
func (c *checking) mentioned(t types.Type, levels int, f func(*types.TypeName) bool) *types.TypeName {
	if t == nil || levels == 0 {
		return nil
	}
	var parts []types.Type
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if f(t.Origin().Obj()) {
			return t.Origin().Obj()
		}
		for arg := range t.TypeArgs().Types() {
			parts = append(parts, arg)
		}
		if x, ok := t.Underlying().(interface{ Elem() types.Type }); ok {
			parts = append(parts, x.Elem())
		}
	case *types.Map:
		parts = append(parts, t.Key(), t.Elem())
	case *types.Signature:
		parts = append(parts, t.Params(), t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			parts = append(parts, v.Type())
		}
	case interface{ Elem() types.Type }: // a pointer, slice, array or channel
		parts = append(parts, t.Elem())
	}
	for _, part := range parts {
		if found := c.mentioned(part, levels-1, f); found != nil {
			return found
		}
	}
	return nil
}

// nearest returns the candidate that differs from name by a slip or two, or "".
func nearest(name string, candidates []string) string {
	limit := 1
	if len(name) > 4 {
		limit = 2
	}
	best, bestDistance := "", limit+1
	for _, x := range candidates {
		if x == name || x == "_" || len(name) < 2 {
			continue
		}
		d := distance(name, x, bestDistance+1)
		if strings.EqualFold(name, x) {
			d = 0
		}
		if d < bestDistance || d == bestDistance && d <= limit && x < best {
			best, bestDistance = x, d
		}
	}
	return best
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours that make b out of a, up to limit.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}

// Nearest returns the candidate that a name is a slip or two away from, "" if
// there is none.
func Nearest(name string, candidates []string) string { return nearest(name, candidates) }
