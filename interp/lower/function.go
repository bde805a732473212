// Functions become functions of the core: results in variables when something
// needs to reach them, the body run by a frame when it defers.
//
// Spec: Function declarations, Function literals, Return statements.
// yaegi: calling a func literal writes to its frame slot afterwards and corrupts
// temporaries; a literal that is passed on captures the frame and not its
// variables; an argument of -0.0 loses its sign.
// Before: func f() (n int) { defer g(); return 1 }
// After: func f() int { var n int; fr := rt.NewFrame(9); fr.Run(func() { …; n = 1; return }); return n }
// A literal that mentions no variables of the functions around it is made once, when
// the cell is loaded; for others see closure.go.

package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strings"
)

// function is the function being lowered.
type function struct {
	sig     *types.Signature
	label   string // its name in stack traces, as Go names functions
	literal bool   // it is a function literal
	lits    map[*ast.FuncLit]int
	res     []string // result variables, when they are explicit
	frame   string   // its defer frame
	framed  bool     // the body is a closure run by the frame
	jumps   bool     // there are goto statements in it
	recFrom string   // frame that recover() here refers to
	outer   *function
	targets []*jumpTarget
	rfs     []*rangeFuncBody

	// What liveness.go needs: parameters, the lists of statements that are being
	// lowered, what the next one finds over already, and what deferred calls mention.
	params []types.Object
	open   []*openList
	stale  [][2]int
	held   map[types.Object]bool
}

// bodySpec says what function to write.
type bodySpec struct {
	sig, subst *types.Signature // as declared, and with type arguments
	declared   []string         // a declared function's receiver and parameters
	nodes      []ast.Node       // the body's syntax
	name       string           // "" for a literal
	label      string           // name in stack traces
	literal    bool
	end        token.Pos // of the function's end
	recFrom    string    // the frame that defers this literal
	enter      string    // text at the function's start
	write      func()    // writes the body
}

func (l *lowering) funcDecl(j job) {
	if j.bodiless != nil {
		l.bodiless(j)
		return
	}
	save := l.origin
	l.origin, l.env = j.origin, j.env
	f := l.info.Defs[j.decl.Name].(*types.Func)
	sig := f.Signature()
	var params []string
	label := f.Name()
	var unpack []string
	switch r := sig.Recv(); {
	case r != nil:
		param, text := l.param(r, l.subst(r.Type()))
		params, unpack = append(params, param), append(unpack, text)
		label = receiverLabel(r.Type()) + "." + label
	case label == "init":
		label += fmt.Sprintf(".%d", l.inits)
		l.inits++
	case sig.TypeParams().Len() > 0:
		label += "[...]"
	}
	if !isCell(f.Pkg()) {
		label = f.Pkg().Name() + "." + label
	}
	subst := l.subst(types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic())).(*types.Signature)
	for i := range sig.Params().Len() {
		param, text := l.param(sig.Params().At(i), subst.Params().At(i).Type())
		params, unpack = append(params, param), append(unpack, text)
	}
	if l.offer(j, sig, subst, label, params, unpack) {
		l.origin, l.env = save, nil
		return
	}
	enter := strings.Join(unpack, "")
	if j.id != "" {
		enter += l.entry_(j, sig)
	} else if l.calls(j.decl.Body) {
		enter += pollText
	}
	text, failed := l.attempt(func() {
		l.funcBody(bodySpec{
			sig: sig, subst: subst, declared: params, nodes: []ast.Node{j.decl.Body}, name: j.name, label: label, end: j.decl.Body.Rbrace, enter: enter,
			write: func() { l.stmts(j.decl.Body.List) },
		})
	})
	if failed != nil {
		if !l.lateRefusals(f) {
			panic(failed)
		}
		text = l.refusal(j.name, params, subst, failed)
	}
	l.emit("%s\n", text)
	l.origin, l.env = save, nil
}

// param is a parameter of a declared function, and the text at the function's
// start that unpacks it. yaegi does not pass arguments that are zero, since the
// parameter is zero already; but -0.0 counts as zero for it. So what can hold a
// float travels in an interface, where values are copied as they are.
func (l *lowering) param(v *types.Var, t types.Type) (text, unpack string) {
	if !holdsFloat(t) {
		return l.name(v) + " " + l.typeText(t), ""
	}
	boxed := l.tmp("boxed")
	return boxed + " interface{}", fmt.Sprintf("var %s %s = %s\n", l.name(v), l.typeText(t), l.assertV(boxed, t))
}

// holdsFloat tells whether a value of the type can be a zero with a sign, or
// contain one.
func holdsFloat(t types.Type) bool {
	switch u := under(t).(type) {
	case *types.Basic:
		return u.Info()&(types.IsFloat|types.IsComplex) != 0
	case *types.Array:
		return holdsFloat(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if holdsFloat(f.Type()) {
				return true
			}
		}
	}
	return false
}

func receiverLabel(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return "(*" + receiverLabel(p.Elem()) + ")"
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		if n.TypeParams().Len() > 0 {
			return n.Obj().Name() + "[...]"
		}
		return n.Obj().Name()
	}
	return t.String()
}

// scan is what a body contains, literals within it left out.
type scan struct{ deferred, recovers, rangeFunc, jumps bool }

func (l *lowering) scanBody(nodes ...ast.Node) (s scan) {
	for _, b := range nodes {
		ast.Inspect(b, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.DeferStmt:
				s.deferred = true
			case *ast.BranchStmt:
				s.jumps = s.jumps || n.Tok == token.GOTO
			case *ast.CallExpr:
				if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok {
					if bb, ok := l.info.Uses[id].(*types.Builtin); ok && bb.Name() == "recover" {
						s.recovers = true
					}
				}
			case *ast.RangeStmt:
				if _, ok := under(l.typeOf(n.X)).(*types.Signature); ok {
					s.rangeFunc = true
				}
			}
			return true
		})
	}
	return
}

// calls tells whether a body calls anything that may call back, so that it can
// take part in a recursion.
func (l *lowering) calls(b ast.Node) bool {
	found := false
	ast.Inspect(b, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			tv := l.info.Types[c.Fun]
			found = found || !tv.IsType() && !tv.IsBuiltin()
		}
		return !found
	})
	return found
}

// funcBody writes "func NAME(params) results { … }".
func (l *lowering) funcBody(s bodySpec) {
	outer := l.fn
	fn := &function{sig: s.subst, label: s.label, literal: s.literal, lits: map[*ast.FuncLit]int{}, outer: outer, recFrom: s.recFrom}
	l.fn = fn
	if outer == nil {
		l.outermost, l.changing = s, nil
	}
	ps := s.declared
	for i := 0; i < s.sig.Params().Len() && s.name == ""; i++ {
		ps = append(ps, l.name(s.sig.Params().At(i))+" "+l.typeText(s.subst.Params().At(i).Type()))
	}
	sc := l.scanBody(s.nodes...)
	fn.jumps = sc.jumps
	if l.collects() {
		fn.held = l.deferredMentions(s.nodes)
		if r := s.sig.Recv(); r != nil {
			fn.params = append(fn.params, r)
		}
		for v := range s.sig.Params().Variables() {
			fn.params = append(fn.params, v)
		}
	}
	n := s.sig.Results().Len()
	named := n > 0 && s.sig.Results().At(0).Name() != ""
	l.emit("func %s(%s)%s {", s.name, strings.Join(ps, ", "), l.results(s.subst))
	if s.enter != "" {
		l.emit("%s", s.enter)
	}
	if sc.recovers && s.recFrom == "" {
		fn.recFrom = l.tmp("pend")
		l.emit("%s := rt.Pending()", fn.recFrom)
	}
	if named || ((sc.deferred || sc.rangeFunc) && n > 0) {
		for i := 0; i < n; i++ {
			v := s.sig.Results().At(i)
			nm := l.tmp("res")
			if named {
				nm = l.name(v)
			}
			fn.res = append(fn.res, nm)
			l.emit("var %s %s", nm, l.typeText(s.subst.Results().At(i).Type()))
		}
	}
	if sc.deferred {
		fn.frame = l.tmp("fr")
		fn.framed = true
		end := 0
		if s.end.IsValid() {
			end = l.newSite(s.end)
		}
		l.emit("%s := rt.NewFrame(%d)", fn.frame, end)
		l.emit("%s.Run(func() {", fn.frame)
	}
	frame := s.name
	if sc.deferred {
		frame = "" // the body is a literal
	}
	l.b.WriteString(l.frame(frame, s.write))
	if sc.deferred {
		l.emit("})")
	}
	if fn.res != nil {
		l.emit("return %s", strings.Join(fn.res, ", "))
	}
	l.b.WriteString("}")
	l.fn = outer
}

// literalLabel names a literal of the function, as Go does: f.func1, and
// f.func1.2 for the second one in that.
func (fn *function) literalLabel(e *ast.FuncLit) string {
	if fn == nil {
		return "func"
	}
	n, ok := fn.lits[e]
	if !ok {
		n = len(fn.lits) + 1
		fn.lits[e] = n
	}
	if fn.literal {
		return fmt.Sprintf("%s.%d", fn.label, n)
	}
	return fmt.Sprintf("%s.func%d", fn.label, n)
}

// results is the text of a signature's results.
func (l *lowering) results(u *types.Signature) string {
	var r []string
	for i := 0; i < u.Results().Len(); i++ {
		r = append(r, l.typeText(u.Results().At(i).Type()))
	}
	switch len(r) {
	case 0:
		return ""
	case 1:
		return " " + r[0]
	}
	return " (" + strings.Join(r, ", ") + ")"
}

// funcLit lowers a literal; recFrom names the frame that defers it directly, and
// called says that it is called at once.
func (l *lowering) funcLit(e *ast.FuncLit, recFrom string, called bool) string {
	sig := l.info.Types[e].Type.(*types.Signature)
	subst := l.subst(sig).(*types.Signature)
	enter := ""
	if l.calls(e.Body) {
		enter = pollText
	}
	label := l.fn.literalLabel(e)
	vars := l.captured(e)
	if recFrom == "" && vars == nil {
		if f := l.offerLiteral(e, sig, subst, label); f != "" {
			return f
		}
	}
	write := func() string {
		return l.capture(func() {
			l.funcBody(bodySpec{
				sig: sig, subst: subst, nodes: []ast.Node{e.Body}, label: label, literal: true, end: e.Body.Rbrace, recFrom: recFrom, enter: enter,
				write: func() { l.stmts(e.Body.List) },
			})
		})
	}
	if recFrom != "" || called { // it ends before the function around it
		return "func() " + l.typeText(subst) + " { return " + write() + " }()"
	}
	if vars != nil {
		return l.closure(subst, vars, write)
	}
	return l.lift(subst, write())
}

// lift makes a function that mentions nothing of the functions around it once,
// when the cell is loaded. Where it is written, it would keep the variables of
// the activation alive, and of all its callers.
func (l *lowering) lift(t types.Type, text string) string {
	if name, ok := l.literals[text]; ok {
		return name
	}
	n := l.next()
	name := fmt.Sprintf("(*fv_%d)", n)
	l.literals[text] = name
	l.atLoad(n, t, text)
	return name
}

// atLoad stores a literal in the variable that fv_n points to when the cell is
// loaded.
func (l *lowering) atLoad(n int, t types.Type, text string) {
	l.prog.Vars[fmt.Sprintf("fv_%d", n)] = Var{reflect.New(l.entry(t).V), fmt.Sprintf("lit_%d", n)}
	typ := l.typeText(t)
	fmt.Fprintf(&l.lifted, "var fv_%d *%s\nfunc lit_%d() %s { return %s }\n", n, typ, n, typ, text)
}
