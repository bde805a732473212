// This file makes channels and goroutines, whose order is fixed.

package randprog

import "fmt"

// channels passes values through goroutines and select.
func (p *program) channels() {
	t := p.some(printable)
	c := p.name("ch")
	send := func() string { return p.plain(t, 2) }
	switch p.IntN(6) {
	case 0:
		p.line("%s := make(chan %s, %d)", c, t.text, p.IntN(3))
		p.line("go func(x %s) { defer close(%s); for range %d { %s <- x } }(%s)", t.text, c, 1+p.IntN(3), c, p.value(t))
		x := p.name("x")
		p.body(fmt.Sprintf("for %s := range %s", x, c), func() {
			p.line("_ = %s", x)
			p.declare(variable{name: x, typ: t, stable: true})
		})
		p.line("for x := range %s { fmt.Println(\"left over\", x) }", c)
	case 1:
		p.line("%s := make(chan %s, %d)", c, t.text, p.IntN(3))
		p.line("go func(x %s) { defer close(%s); for range %d { %s <- x } }(%s)", t.text, c, 1+p.IntN(3), c, p.value(t))
		p.line("for open := true; open; {")
		p.line("select {")
		p.line("case x, ok := <-%s:", c)
		p.line("fmt.Println(\"selected\", x, ok)")
		p.line("open = ok")
		p.line("case <-(chan bool)(nil):")
		p.line("}")
		p.line("}")
	case 2: // what is ready decides
		p.line("%s := make(chan %s, 1)", c, t.text)
		x := p.name("x")
		for range 2 + p.IntN(3) {
			switch p.IntN(3) {
			case 0:
				p.line("select { case %s <- %s: fmt.Println(\"sent\"); default: fmt.Println(\"full\") }", c, send())
			case 1:
				p.line("select {")
				p.line("case %s := <-%s:", x, c)
				p.line("fmt.Println(\"got\", %s)", x)
				p.push()
				p.declare(variable{name: x, typ: t, stable: true})
				p.inner(1)
				p.pop()
				p.line("default:")
				p.inner(1)
				p.line("}")
			case 2:
				p.line("fmt.Println(len(%s), cap(%s))", c, c)
			}
		}
		p.line("close(%s)", c)
		p.line("{ x, ok := <-%s; fmt.Println(x, ok) }", c)
	case 3: // request and answer
		d := p.name("done")
		p.line("%s, %s := make(chan func() %s), make(chan %s)", c, d, t.text, t.text)
		p.line("go func() { for f := range %s { %s <- f() }; close(%s) }()", c, d, d)
		for range 1 + p.IntN(2) {
			p.line("%s <- func() %s { return %s }", c, t.text, send())
			p.line("fmt.Println(\"answer\", <-%s)", d)
		}
		p.line("close(%s)", c)
		p.line("{ x, ok := <-%s; fmt.Println(x, ok) }", d)
	case 4: // operands of select are evaluated once, in order
		p.line("%s := make(chan %s, 2)", c, t.text)
		p.line("select { case tr(\"a\", %s) <- tr(\"b\", %s): case <-tr(\"c\", (chan int)(nil)): }", c, send())
		p.line("fmt.Println(<-%s)", c)
	case 5: // a pipeline
		p.line("%s := make(chan int)", c)
		p.line("{ in := %s; for i := range %d { out := make(chan int); go func(in chan int) { for x := range in { out <- x*2 + i }; close(out) }(in); in = out }", c, 1+p.IntN(3))
		p.line("go func() { for i := range %d { %s <- i }; close(%s) }()", 1+p.IntN(4), c, c)
		p.line("for x := range in { fmt.Print(x, \" \") }; fmt.Println() }")
	}
}

// goroutines run with results that do not depend on their order.
func (p *program) goroutines() {
	t := p.some(func(t *typ) bool { return t.kind == kInt || t.kind == kUint })
	r, wg, mu := p.name("r"), p.name("wg"), p.name("mu")
	n := 2 + p.IntN(3)
	x := p.plain(t, 2)
	switch p.IntN(3) {
	case 0:
		p.line("var %s sync.WaitGroup", wg)
		p.line("%s := make([]%s, %d)", r, t.text, n)
		p.line("for i := range %d { %s.Go(func() { %s[i] = %s(i) + %s }) }", n, wg, r, t.text, x)
		p.line("%s.Wait()", wg)
		p.line("fmt.Println(%s)", r)
	case 1:
		p.line("var %s sync.WaitGroup", wg)
		p.line("var %s sync.Mutex", mu)
		p.line("%s := %s", r, x)
		p.line("for i := range %d { %s.Add(1); go func(d %s) { defer %s.Done(); %s.Lock(); defer %s.Unlock(); %s += d }(%s(i)) }", n, wg, t.text, wg, mu, mu, r, t.text)
		p.line("%s.Wait()", wg)
		p.line("fmt.Println(%s)", r)
	case 2:
		p.line("%s := sync.OnceValue(func() %s { fmt.Println(\"once\"); return %s })", r, t.text, x)
		p.line("fmt.Println(%s(), %s())", r, r)
	}
}
