// This file knows the variables that a statement can use.

package randprog

// variable is one in scope.
type variable struct {
	name string
	typ  *typ
	// stable: no function that a statement calls can change it. It is assigned to
	// in its own function only, and its address is not taken.
	stable bool
	// fixed: it is not to be assigned to.
	fixed bool
	// full: it is not nil, nor ever becomes nil; a slice that is fixed has the
	// length that least says.
	full  bool
	least int
	level int
	// constant: it is one.
	constant bool
}

type scope struct {
	list []*variable
}

func (p *program) push() { p.scopes = append(p.scopes, &scope{}) }
func (p *program) pop()  { p.scopes = p.scopes[:len(p.scopes)-1] }

func (p *program) declare(v variable) *variable {
	v.level = p.level
	s := p.scopes[len(p.scopes)-1]
	s.list = append(s.list, &v)
	return &v
}

// vars lists the variables in scope that are not shadowed.
func (p *program) vars(ok func(*variable) bool) (list []*variable) {
	seen := map[string]bool{}
	for i := len(p.scopes) - 1; i >= 0; i-- {
		s := p.scopes[i].list
		for j := len(s) - 1; j >= 0; j-- {
			if v := s[j]; !seen[v.name] && ok(v) {
				list = append(list, v)
			}
			seen[s[j].name] = true
		}
	}
	return list
}

// readable tells whether the expression that is being made may read a variable.
func (p *program) readable(v *variable) bool { return p.pure || v.stable }

// writable tells whether a statement may assign to a variable.
func (p *program) writable(v *variable) bool {
	return !v.fixed && (!v.stable || v.level == p.level)
}

// addressable tells whether a statement may take a variable's address.
func (p *program) addressable(v *variable) bool { return !v.stable && !v.fixed }

// one picks a variable for which ok holds; nil if there is none.
func (p *program) one(ok func(*variable) bool) *variable {
	if vs := p.vars(ok); len(vs) > 0 {
		return pick(p, vs)
	}
	return nil
}

// mixed makes the expressions that f makes either calling or reading, as all of
// the statement are.
func (p *program) mixed(f func()) {
	pure, quiet := p.pure, p.quiet
	p.pure, p.quiet = !p.calls, false
	f()
	p.pure, p.quiet = pure, quiet
}

// silent makes the expressions that f makes neither call nor print.
func (p *program) silent(f func()) {
	pure, quiet := p.pure, p.quiet
	p.pure, p.quiet = !p.calls, true
	f()
	p.pure, p.quiet = pure, quiet
}

// value is an expression of a type in a statement of its own.
func (p *program) value(t *typ) (s string) {
	p.mixed(func() { s = p.expr(t, 3) })
	return s
}

// plain is one without calls.
func (p *program) plain(t *typ, depth int) (s string) {
	p.silent(func() { s = p.expr(t, depth) })
	return s
}

// apart makes what f writes a function's body: jumps and returns do not leave it.
func (p *program) apart(results []*typ, f func()) {
	loops, result := p.loops, p.result
	p.loops, p.result = nil, results
	p.level++
	p.push()
	f()
	p.pop()
	p.level--
	p.loops, p.result = loops, result
}
