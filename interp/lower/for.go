// Three-clause for loops, with variables that are new in each iteration.
//
// Spec: For statements with for clause.
// yaegi: has one variable for all iterations, which closures then share.
// Before: for i := 0; i < n; i++ { fs = append(fs, func() int { return i }) }
// After: when a closure or a pointer can hold i: var ip *int = &i; for { var i_2 int =
// *ip; ip = &i_2; if first { first = false } else { i_2 = i_2 + 1 }; if !(i_2 < n) {
// break }; … }. Otherwise the loop as it is.

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

func (l *lowering) forStmt(s *ast.ForStmt, label string) {
	l.emit("{")
	defer l.emit("}")
	var vars []types.Object
	if s.Init != nil {
		if a, ok := s.Init.(*ast.AssignStmt); ok && a.Tok == token.DEFINE {
			for _, x := range a.Lhs {
				if id, ok := x.(*ast.Ident); ok && id.Name != "_" && !l.shared {
					if o := l.info.Defs[id]; o != nil && l.escapes(o, s.Body, nodeOf(s.Cond), nodeOfS(s.Post)) {
						vars = append(vars, o)
					}
				}
			}
		}
		l.stmt(s.Init, "")
	}
	if len(vars) == 0 {
		post := ""
		simple := true
		if s.Post != nil {
			post, simple = l.simple(s.Post)
			simple = simple && !l.mayPanic(s.Post)
		}
		if simple {
			mark := s.Cond != nil && l.mayPanic(s.Cond)
			l.push(label, true, nil)
			c := ""
			if s.Cond != nil && !mark {
				c = l.cond(s.Cond)
			}
			if post == "" && c != "" {
				l.emit("for %s {", c)
			} else {
				l.emit("for ; %s; %s {", c, post)
			}
			l.emit(pollText)
			if mark {
				l.site(s.Cond.Pos())
				l.emit("if !(%s) { break }", l.cond(s.Cond))
			}
			l.block(s.Body)
			l.emit("}")
			l.pop()
			return
		}
	}
	first := l.tmp("first")
	l.emit("var %s bool = true", first)
	var ips []string
	for _, o := range vars {
		ip := l.tmp("ip")
		l.emit("var %s *%s = &%s", ip, l.typeText(o.Type()), l.name(o))
		ips = append(ips, ip)
	}
	l.push(label, true, nil)
	l.emit("for {")
	for i, o := range vars {
		n := l.tmp(sane(o.Name()))
		l.names[o] = n
		l.emit("var %s %s = *%s", n, l.typeText(o.Type()), ips[i])
		l.emit("%s = &%s", ips[i], n)
	}
	l.emit("if %s { %s = false } else {", first, first)
	if s.Post != nil {
		l.siteOf(s.Post)
		l.stmt(s.Post, "")
	}
	l.emit("}")
	l.emit(pollText)
	if s.Cond != nil {
		l.siteOf(s.Cond)
		l.emit("if !(%s) { break }", l.cond(s.Cond))
	}
	l.block(s.Body)
	l.emit("}")
	l.pop()
}

func nodeOf(e ast.Expr) ast.Node {
	if e == nil {
		return nil
	}
	return e
}

func nodeOfS(e ast.Stmt) ast.Node {
	if e == nil {
		return nil
	}
	return e
}

// simple lowers a post statement to one line, if it is one.
func (l *lowering) simple(s ast.Stmt) (string, bool) {
	save := l.b
	var b strings.Builder
	l.b = &b
	l.stmt(s, "")
	l.b = save
	t := strings.TrimSpace(b.String())
	return t, !strings.Contains(t, "\n") && !strings.HasPrefix(t, "var ")
}
