// This file keeps two meanings of one name in one cell apart.
//
// In `x := x + 1` the first x is new and the second is the session's. For
// go/types both are names in one package scope, so for the time of the check
// the new variable, and what refers to it, goes by a name that no source can
// contain. It has the same length, which keeps columns right. Afterwards the
// names, and the variable's own, are put back.

package check

import (
	"go/ast"
	"go/types"
	"strings"
	"unicode/utf8"
)

// alias is the name that stands for a variable with a namesake. It is no valid
// UTF-8, and unalias can find it in any text.
func alias(name string) string {
	first := name[0] ^ 0x80 // a letter becomes the start of a sequence that does not follow
	if name[0] >= utf8.RuneSelf {
		first = name[0] - 0x40 // a start becomes a continuation without a start
	}
	return string([]byte{first}) + name[1:]
}

// unalias puts the names back that alias replaced in a message.
func unalias(msg string) string {
	if utf8.ValidString(msg) {
		return msg
	}
	var b strings.Builder
	for len(msg) > 0 {
		r, n := utf8.DecodeRuneInString(msg)
		switch {
		case r != utf8.RuneError || n != 1:
		case msg[0] >= 0xc0:
			b.WriteByte(msg[0] ^ 0x80)
			msg = msg[1:]
			continue
		default:
			b.WriteByte(msg[0] + 0x40)
			for n < len(msg) && !utf8.RuneStart(msg[n]) {
				n++
			}
			b.WriteString(msg[1:n])
			msg = msg[n:]
			continue
		}
		b.WriteString(msg[:n])
		msg = msg[n:]
	}
	return b.String()
}

// findAliased finds the variables of the cell whose name is used before they
// are defined, for what it meant until then. (The parser does not list the keys
// of composite literals, since they may be fields.)
func (c *checking) findAliased() {
	if c.pkg != nil {
		return // in a whole file the order of variables does not count
	}
	early := func(id *ast.Ident) {
		if d := c.defs[id.Name]; d != nil && d.kind == ast.Var {
			c.aliased[id.Name] = true
		}
	}
	for _, id := range c.early {
		early(id)
	}
	c.eachNode(func(n ast.Node) {
		if kv, ok := n.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok && id.Obj == nil && !c.inFunction(id) {
				early(id)
			}
		}
	})
}

// renameAliased gives the variables in c.aliased, and all identifiers that
// refer to them, their stand-in names. The result undoes it.
//
// A key of a composite literal may be a field or a variable. Where the
// literal's type does not show which, it counts as a field unless c.keys is
// set; c.doubt then tells that there was such a key.
func (c *checking) renameAliased() (restore func()) {
	c.renamed = c.renamed[:0]
	if len(c.aliased) == 0 {
		return func() {}
	}
	free := map[*ast.Ident]bool{}
	for _, id := range c.free {
		free[id] = true
	}
	keys := map[*ast.Ident]bool{} // to rename, or not
	c.eachNode(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CompositeLit:
			var value bool
			switch n.Type.(type) {
			case *ast.MapType, *ast.ArrayType:
				value = true
			}
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					if id, ok := kv.Key.(*ast.Ident); ok && c.aliased[id.Name] {
						c.doubt = c.doubt || !value
						keys[id] = value || c.keys
					}
				}
			}
		case *ast.Ident:
			if !c.aliased[n.Name] {
				return
			}
			rename, key := keys[n]
			mine := n.Obj != nil && n.Obj == c.defs[n.Name].name.Obj
			switch {
			case key:
				rename = rename && (mine || n.Obj == nil && c.inFunction(n))
			default:
				rename = mine || free[n]
			}
			if rename {
				c.rename(n)
			}
		}
	})
	return func() {
		for _, id := range c.renamed {
			id.Name = unalias(id.Name)
		}
		c.renamed = c.renamed[:0]
	}
}

func (c *checking) rename(id *ast.Ident) {
	id.Name = alias(id.Name)
	c.renamed = append(c.renamed, id)
}

// inFunction reports whether an identifier stands in a declared function, for
// which the order of the cell's statements does not count.
func (c *checking) inFunction(id *ast.Ident) bool {
	for _, d := range c.decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Pos() <= id.Pos() && id.Pos() < f.End() {
			return true
		}
	}
	return false
}

// substituteAliased replaces the variables with stand-in names by variables
// with the names that the user gave.
func (c *checking) substituteAliased(out *outcome) {
	for name := range c.aliased {
		old, ok := out.info.Defs[c.defs[name].name].(*types.Var)
		if !ok {
			continue
		}
		v := types.NewVar(old.Pos(), out.pkg, name, old.Type())
		namesake := *out.pkg.Scope()
		emptyScope(out.pkg)
		out.pkg.Scope().Insert(v) // makes the scope its parent
		*out.pkg.Scope() = namesake
		for id, obj := range out.info.Defs {
			if obj == old {
				out.info.Defs[id] = v
			}
		}
		for id, obj := range out.info.Uses {
			if obj == old {
				out.info.Uses[id] = v
			}
		}
	}
}
