package bytecode_test

import "testing"

// Literals at a cell's top level are compiled, too: what they share with the cell are
// variables of the session.
func TestLiteralsOfCells(t *testing.T) {
	s := newSession(t)
	taken := logged(t, func() {
		s.want("x := 10; add := func(n int) int { x += n; return x }; add(1)", 11)
		s.want("add(2); x", 13)
		s.want("x = 1; add(2)", 3)
		s.want("fib := func(n int) int { return n }; fib = func(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }; fib(20)", 6765)
		s.want("func() (s int) { for i := range 10 { s += i }; return }()", 45)
		s.want(`var late = func(xs ...any) (err error) { defer func() { err, _ = recover().(error) }(); _ = xs[1]; return }; late().Error()`, "runtime error: index out of range [1] with length 0")
		s.want("fs := []func() int{}; for i := range 3 { fs = append(fs, func() int { i *= 2; return i }) }; fs[2]() + fs[2]()", 12)
	})
	if taken != "" {
		t.Errorf("these stay with the engine: %s", taken)
	}
	_, err := s.run("at := func(xs []int) int {\n\tget := func(i int) int {\n\t\treturn xs[i]\n\t}\n\treturn get(5)\n}\nat(nil)")
	if _, stack := stackOf(t, err); stack != "cell.func1.1:3 cell.func1:5 cell:7" {
		t.Errorf("stack %s", stack)
	}
}
