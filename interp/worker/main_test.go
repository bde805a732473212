package worker

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestStacks: a stack has the functions of cells, whichever packages call them.
func TestStacks(t *testing.T) {
	s, err := open(Hooks{Background: func(p *Panic) { t.Error(p) }})
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range []string{
		"slices.SortFunc([]int{2, 1}, func(a, b int) int { return less(a, b) })",
		"sort.Slice([]int{2, 1}, func(i, j int) bool { return less(i, j) < 0 })",
		"sync.OnceFunc(func() { less(1, 2) })()",
	} {
		_, err := s.Run(context.Background(), Cell{Number: 1, Name: "cell[1]", Source: "func less(a, b int) int {\n\tpanic(\"no order\")\n}\n" + call})
		var p *Panic
		if !errors.As(err, &p) {
			t.Errorf("%s: got %v, want a panic", call, err)
			continue
		}
		var places []string
		for _, at := range p.Stack {
			places = append(places, fmt.Sprintf("%s:%d %s", at.Name, at.Line, at.Func))
		}
		if got, want := strings.Join(places, "; "), "cell[1]:2 less; cell[1]:4 func1; cell[1]:4 "; got != want {
			t.Errorf("%s: got %s, want %s", call, got, want)
		}
	}
}
