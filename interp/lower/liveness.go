// This file finds out, for programs that ask for garbage collections, what a function
// does not need any more at each of its sites. See runtime.Liveness.
//
// A variable is dead after the statement that mentions it last, of the list that
// declares it. What a statement leaves behind (the lowered text's own variables) is
// dead when it is over. Closures have what they mention by pointer or as a copy of
// their own, so they do not count; deferred calls do, which read the function's
// variables when it ends. Where goto can go back, nothing is known.

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// openList is a list of statements that is being lowered.
type openList struct {
	last  map[types.Object]int // the statement that mentions a variable last
	index int                  // the statement that is being lowered
	past  [][2]int             // what belonged to the ones before it
	vars  []types.Object       // declared by those
}

// collects tells whether the unit asks for collections.
func (l *lowering) collects() bool {
	if l.asks == nil {
		asks := false
		for _, o := range l.unit.Info.Uses {
			f, ok := o.(*types.Func)
			asks = asks || ok && (f.FullName() == "runtime.GC" || f.FullName() == "runtime/debug.FreeOSMemory")
		}
		l.asks = &asks
	}
	return *l.asks
}

// tracked lowers statements, and follows what is alive.
func (l *lowering) tracked(list []ast.Stmt) {
	open := &openList{last: map[types.Object]int{}, past: l.fn.stale}
	l.fn.stale = nil
	for i, s := range list {
		ast.Inspect(s, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if v, ok := l.obj(id).(*types.Var); ok && !v.IsField() {
					open.last[v] = i
				}
			}
			return true
		})
	}
	l.fn.open = append(l.fn.open, open)
	for i, s := range list {
		open.index = i
		from := l.counter + 1
		l.stmt(s, "")
		if !waits(s) {
			open.past = append(open.past, [2]int{from, l.counter})
		}
		open.vars = append(open.vars, l.declares(s)...)
	}
	l.fn.open = l.fn.open[:len(l.fn.open)-1]
}

// waits tells the statements whose operands are read when they are over: those that
// defer calls or start goroutines.
func waits(n ast.Node) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			found = true
		case *ast.GoStmt:
			_, literal := ast.Unparen(n.Call.Fun).(*ast.FuncLit)
			found = found || !literal || len(n.Call.Args) > 0
		}
		return !found
	})
	return found
}

// declares lists the variables that a statement declares in its list.
func (l *lowering) declares(s ast.Stmt) (list []types.Object) {
	note := func(id *ast.Ident) {
		if o := l.info.Defs[id]; o != nil {
			list = append(list, o)
		}
	}
	switch s := s.(type) {
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			for _, x := range s.Lhs {
				note(x.(*ast.Ident))
			}
		}
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				for _, id := range v.Names {
					note(id)
				}
			}
		}
	case *ast.LabeledStmt:
		return l.declares(s.Stmt)
	}
	return list
}

// deferredMentions are the variables that a function's deferred calls mention.
func (l *lowering) deferredMentions(nodes []ast.Node) map[types.Object]bool {
	held := map[types.Object]bool{}
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.DeferStmt:
				ast.Inspect(n, func(n ast.Node) bool {
					if id, ok := n.(*ast.Ident); ok {
						held[l.obj(id)] = true
					}
					return true
				})
			}
			return true
		})
	}
	return held
}

// noteLiveness notes what is dead at a site, which is about to run n; n is nil when
// that is not known.
func (l *lowering) noteLiveness(site int, n ast.Node) {
	if len(l.fn.open) == 0 {
		return
	}
	live := &runtime.Liveness{Idle: n != nil && l.onlyCall(n)}
	_, statement := n.(*ast.ExprStmt)
	for i, open := range l.fn.open {
		live.Past = append(live.Past, open.past...)
		next := open.index // the first statement that still counts
		if live.Idle && statement && i == len(l.fn.open)-1 {
			next++ // the call has its arguments
		}
		over := func(v types.Object) bool {
			last, ok := open.last[v]
			return !l.fn.held[v] && (!ok || last < next)
		}
		for _, v := range open.vars {
			n := numberOf(l.names[v])
			if over(v) {
				live.Past = append(live.Past, [2]int{n, n})
			} else {
				live.Alive = append(live.Alive, n)
			}
		}
		if i > 0 {
			continue
		}
		for _, v := range l.fn.params {
			if over(v) {
				n := numberOf(l.names[v])
				live.Past = append(live.Past, [2]int{n, n})
			}
		}
	}
	if outer := l.fn.outer; l.fn.recFrom != "" && outer != nil { // it ran to its end
		for _, v := range outer.params {
			if !outer.held[v] {
				n := numberOf(l.names[v])
				live.Past = append(live.Past, [2]int{n, n})
			}
		}
	}
	l.run.SetLiveness(site, live)
}

// numberOf is the number in a name of the lowered text, 0 for what has none here:
// what a closure has by pointer.
func numberOf(name string) int {
	n, err := strconv.Atoi(name[strings.LastIndexByte(name, '_')+1:])
	if err != nil {
		return 0
	}
	return n
}

// onlyCall tells code whose calls pass their results on to each other alone, and
// that computes nothing else of pointers: while they run, nothing is kept for
// afterwards.
func (l *lowering) onlyCall(n ast.Node) bool {
	calls := l.callsIn(n)
	if len(calls) == 0 || !l.isChain(calls[0]) {
		return false
	}
	if s, ok := n.(*ast.ExprStmt); ok && ast.Unparen(s.X) == calls[0] {
		return true
	}
	plain := true
	ast.Inspect(n, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		t := l.info.TypeOf(e)
		if t == nil {
			plain = false
			return false
		}
		b, isBasic := under(l.subst(t)).(*types.Basic)
		plain = plain && isBasic && b.Info()&(types.IsNumeric|types.IsBoolean) != 0
		return plain && n != calls[0]
	})
	return plain && len(l.callsIn(calls[0])) == len(calls)
}

// callsIn lists the calls of functions in code, outer ones first.
func (l *lowering) callsIn(n ast.Node) (list []*ast.CallExpr) {
	ast.Inspect(n, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			if tv := l.info.Types[c.Fun]; !tv.IsType() && !tv.IsBuiltin() {
				list = append(list, c)
			}
		}
		_, literal := n.(*ast.FuncLit)
		return !literal
	})
	return list
}

// isChain tells calls like f(x, g(h(y))): at most one argument calls anything, and
// beside it there are only names and constants that are passed as they are.
func (l *lowering) isChain(c *ast.CallExpr) bool {
	var inner *ast.CallExpr
	for _, a := range c.Args {
		if calls := l.callsIn(a); len(calls) > 0 {
			if inner != nil || ast.Unparen(a) != calls[0] {
				return false
			}
			inner = calls[0]
		}
	}
	if inner == nil {
		return len(l.callsIn(c.Fun)) == 0
	}
	sig, ok := under(l.typeOf(c.Fun)).(*types.Signature)
	if !ok || !isIdent(ast.Unparen(c.Fun)) || sig.Variadic() || sig.Params().Len() != len(c.Args) {
		return false
	}
	for i, a := range c.Args {
		to := sig.Params().At(i).Type()
		if x := ast.Unparen(a); x == inner || l.info.Types[a].Value != nil && !isIface(to) {
			continue
		} else if !isIdent(x) || !types.Identical(l.typeOf(a), to) {
			return false
		}
	}
	return l.isChain(inner)
}
