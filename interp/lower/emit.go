// This file writes the lowered text: lines, unique names, and the marks by which
// a panic finds its way back to the user's line.

package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"github.com/gorgolab/gorgo/interp/runtime"
)

func (l *Lowerer) next() int { l.counter++; return l.counter }

// tmp makes a name that the session has not used.
func (l *Lowerer) tmp(prefix string) string { return fmt.Sprintf("%s_%d", prefix, l.next()) }

// emit writes one line (or several).
func (l *lowering) emit(f string, a ...any) {
	if f == "var %s %s = %s" {
		// yaegi builds a literal in the variable's old slot: closures made
		// before would see it.
		if v, ok := a[2].(string); ok && strings.HasSuffix(v, "}") {
			t := l.tmp("cl")
			fmt.Fprintf(l.b, "var %s %s = %s\n", t, a[1], v)
			a[2] = t
		}
	}
	if f == "%s = %s" {
		// With parentheses, yaegi does not see that the target is not a variable of
		// the frame, and builds a literal beside it.
		if target := a[0].(string); strings.HasPrefix(target, "(*") && parenthesized(target) == target {
			a[0] = target[1 : len(target)-1]
		}
	}
	if len(a) == 0 {
		l.b.WriteString(f)
	} else {
		fmt.Fprintf(l.b, f, a...)
	}
	l.b.WriteByte('\n')
}

// capture returns what write emits.
func (l *lowering) capture(write func()) string {
	save := l.b
	var b strings.Builder
	l.b = &b
	write()
	l.b = save
	return b.String()
}

// frame returns the body of one yaegi frame. A frame that sets the mark "pc" to
// say where it is declares it first. One that would set it to one value only
// needs no variable: in a declared function the run time knows the place by the
// function's name, elsewhere pc is a constant.
func (l *lowering) frame(name string, write func()) string {
	save := l.marks
	l.marks = nil
	s := l.capture(write)
	switch {
	case len(l.marks) == 1:
		s = strings.Replace(s, markText(l.marks[0]), "", 1)
		if name != "" {
			l.run.SetFunctionSite(name, l.marks[0])
		} else {
			s = fmt.Sprintf("const pc = %d\n", l.marks[0]) + s
		}
	case len(l.marks) > 1:
		s = "var pc int\n" + s
	}
	l.marks = save
	return s
}

func markText(site int) string { return fmt.Sprintf("pc = %d\n", site) }

// site marks the current frame as being at pos. The engine reads the mark when
// something panics; that costs nothing as long as nothing does.
func (l *lowering) site(pos token.Pos) {
	if !pos.IsValid() || l.fn == nil {
		return
	}
	l.mark(l.newSite(pos))
}

func (l *lowering) mark(site int) {
	l.marks = append(l.marks, site)
	l.b.WriteString(markText(site))
}

// newSite numbers a place in the current function.
func (l *lowering) newSite(pos token.Pos) int {
	n := l.sites()(l.fn.label, l.fn.sig.Params().Len() > 0, pos)
	if l.collects() {
		l.noteLiveness(n, l.code)
	}
	return n
}

// sites numbers places in the code of the current package.
func (l *lowering) sites() func(label string, args bool, pos token.Pos) int {
	path, lowerer := "", l.Lowerer
	if p := l.origin.pkg; !isCell(p) {
		path = p.Path()
	}
	return func(label string, args bool, pos token.Pos) int {
		return lowerer.run.AddSite(runtime.Site{Pos: lowerer.position(pos), Func: label, Package: path, Args: args})
	}
}

// position is a place as a stack trace names it.
func (l *Lowerer) position(pos token.Pos) token.Position {
	p := l.fset.Position(pos)
	if raw := l.fset.PositionFor(pos, false); raw.Filename != p.Filename {
		// A line directive's relative name: go/scanner puts the directory before it.
		p.Filename = strings.TrimPrefix(p.Filename, filepath.Dir(raw.Filename)+string(filepath.Separator))
	}
	return p
}

// siteOf marks the frame before code that can panic or call something.
func (l *lowering) siteOf(nodes ...ast.Node) {
	for _, n := range nodes {
		if n == nil {
			continue
		}
		if ops := l.panicking(n, 2); ops != nil {
			pos := n.Pos()
			if len(ops) == 1 {
				pos = opPos(ops[0])
			}
			l.code = n
			l.site(pos)
			l.code = nil
			return
		}
	}
}

// opPos is where the compiler sees an operation: a call through a selector, for
// example, where the name stands.
func opPos(n ast.Node) token.Pos {
	switch x := n.(type) {
	case *ast.CallExpr:
		switch f := ast.Unparen(x.Fun).(type) {
		case *ast.SelectorExpr:
			return f.Sel.Pos()
		case *ast.FuncLit:
			return x.Lparen
		}
	case *ast.IndexExpr:
		return x.Lbrack
	case *ast.SliceExpr:
		return x.Lbrack
	}
	return n.Pos()
}

// mayPanic tells whether running n can panic or call a function; it need not be
// exact.
func (l *lowering) mayPanic(n ast.Node) bool { return l.panicking(n, 1) != nil }

// panicking lists operations in n that can panic or call a function, at most so
// many.
func (l *lowering) panicking(n ast.Node, most int) (list []ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		found := false
		switch x := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			if tv := l.info.Types[x.Fun]; !tv.IsType() {
				found = true
			}
		case *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr, *ast.TypeAssertExpr, *ast.SendStmt:
			found = true
		case *ast.SelectorExpr:
			if s := l.info.Selections[x]; s != nil && s.Kind() == types.FieldVal && s.Indirect() {
				found = true
			}
		case *ast.UnaryExpr:
			found = found || x.Op == token.ARROW
		case *ast.BinaryExpr:
			switch x.Op {
			case token.QUO, token.REM, token.SHL, token.SHR:
				found = found || l.info.Types[x.Y].Value == nil
			case token.EQL, token.NEQ:
				found = found || isIface(l.typeOf(x.X)) || isIface(l.typeOf(x.Y))
			}
		case *ast.AssignStmt:
			switch x.Tok {
			case token.QUO_ASSIGN, token.REM_ASSIGN, token.SHL_ASSIGN, token.SHR_ASSIGN:
				found = true
			}
		case *ast.GoStmt, *ast.DeferStmt:
			found = true
		}
		if found {
			list = append(list, n)
		}
		return len(list) < most
	})
	return list
}

// sane makes an identifier of yaegi's from one of the user's.
func sane(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return 'u'
	}, s)
}

// name is the lowered name of a local variable.
func (l *lowering) name(o types.Object) string {
	if n, ok := l.names[o]; ok {
		return n
	}
	n := l.tmp(sane(o.Name()))
	if o.Name() == "_" {
		n = l.tmp("blank")
	}
	l.names[o] = n
	return n
}
