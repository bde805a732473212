// %timeit

package magic

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/check"
)

// timeit makes a function of the code that runs it n times, and measures as
// testing.Benchmark does: n grows until a batch takes long enough for the clock;
// then batches are measured until their mean is known to one per cent, or there
// are enough of them.
func timeit(ctx context.Context, c *call) (interp.Result, error) {
	var plan plan
	if m := noNumber.FindStringSubmatch(c.Arg); m != nil && !isStatements(c.Arg) {
		return nothing(fmt.Errorf("%%timeit %s: want a number from 1 to %d, got %s", m[1], mostLoops, m[2]))
	}
	if onlyDeclares(c.code.Source) {
		return nothing(errors.New("%timeit: there is nothing to run: functions, types and imports stand in a cell of their own"))
	}
	for _, flag := range c.flags {
		n, err := strconv.Atoi(flag[1])
		if err != nil || n < 1 || n > mostLoops {
			return nothing(fmt.Errorf("%%timeit -%s: want a number from 1 to %d, got %s", flag[0], mostLoops, flag[1]))
		}
		if flag[0] == "n" {
			plan.loops = n
		} else {
			plan.batches = n
		}
	}
	loop, err := c.loop(ctx)
	if err != nil {
		return nothing(err)
	}
	if plan.batch = c.Batch; plan.batch == 0 {
		plan.batch = 100 * time.Millisecond
	}
	var m measured
	if err := c.Session.Do(ctx, c.cell.Number, func() { m = measure(loop, plan, time.Now) }); err != nil {
		return nothing(err)
	}
	c.printf("%s\n", m)
	return nothing(nil)
}

// noNumber is an option that is followed by something else.
var noNumber = regexp.MustCompile(`^(-[nr])[ \t]+(\S+)`)

// isStatements tells whether the code is statements of Go.
func isStatements(code string) bool {
	_, err := parser.ParseFile(token.NewFileSet(), "", "package p; func _() {"+code+"\n}", parser.SkipObjectResolution)
	return err == nil
}

// onlyDeclares tells whether the code has nothing that runs.
func onlyDeclares(code string) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p; "+code, parser.SkipObjectResolution)
	return err == nil && !slices.ContainsFunc(f.Decls, func(d ast.Decl) bool {
		g, ok := d.(*ast.GenDecl)
		return ok && g.Tok == token.VAR
	})
}

// unusedExpression is go/types' code for an expression that stands as a
// statement (UnusedExpr).
const unusedExpression = 100

// unusedVariable is go/types' prefix for a variable that only gets values.
const unusedVariable = "declared and not used: "

// loop compiles the code into a function that runs it n times.
func (c *call) loop(ctx context.Context) (func(int), error) {
	head, tail := "func(n int) { for range n { ", "\n} }"
	if leaves(c.code.Source) {
		head, tail = head+"func() { ", "\n}()"+tail
	}
	cell := c.code
	cell.Head, cell.Tail = head, tail
	res, err := c.Session.Run(ctx, cell)
	var errs *check.Errors
	if errors.As(err, &errs) && len(errs.List) == 1 && errs.List[0].Code == unusedExpression {
		cell.Source = cell.Source[:errs.List[0].Offset()] + "_ = " + cell.Source[errs.List[0].Offset():]
		res, err = c.Session.Run(ctx, cell)
	}
	if names := unused(err); names != nil { // what is measured may end with a variable
		used := cell
		used.Tail = "\n" + strings.Repeat("_, ", len(names)-1) + "_ = " + strings.Join(names, ", ") + cell.Tail
		if again, second := c.Session.Run(ctx, used); second == nil {
			res, err = again, nil
		}
	}
	if err != nil {
		return nil, err
	}
	if len(res.Values) == 1 {
		if f, ok := res.Values[0].(func(int)); ok {
			return f, nil
		}
	}
	return nil, errors.New("%timeit: want statements or an expression; declare functions, methods and imports in a cell of their own")
}

// unused lists the variables that all errors of a cell are about, nil if there are
// others.
func unused(err error) (names []string) {
	var errs *check.Errors
	if !errors.As(err, &errs) {
		return nil
	}
	for _, e := range errs.List {
		name, ok := strings.CutPrefix(e.Msg, unusedVariable)
		if !ok {
			return nil
		}
		names = append(names, name)
	}
	return names
}

// leaves tells whether the code contains statements that belong to a function of
// its own: each time it runs, return ends it and defer runs at its end.
func leaves(code string) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p; func _() {"+code+"\n}", parser.SkipObjectResolution)
	if err != nil {
		return false // Run will say what is wrong
	}
	found := false
	ast.Inspect(f.Decls[0].(*ast.FuncDecl).Body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt, *ast.DeferStmt, *ast.BranchStmt:
			found = true
		}
		return !found
	})
	return found
}

// Limits of a measurement.
const (
	fewestBatches = 5
	mostBatches   = 20
	goodEnough    = 0.01            // standard error of the mean, relative
	patience      = 5 * time.Second // after which no batch is begun
	mostLoops     = 1_000_000_000
)

// measured is what a measurement gave.
type measured struct {
	loops   int
	batches []float64 // ns for one time
}

// plan says how to measure.
type plan struct {
	batch          time.Duration // what a batch should take, if loops is 0
	loops, batches int           // how many, 0 where the measurement decides
}

// measure runs loop in batches.
func measure(loop func(int), p plan, now func() time.Time) measured {
	runtime.GC()
	start := now()
	run := func(n int) time.Duration {
		t := now()
		loop(n)
		return now().Sub(t)
	}
	n := max(p.loops, 1)
	took := run(n)
	for p.loops == 0 && took < p.batch && n < mostLoops {
		// As testing does: aim for the goal and a fifth more, at most a
		// hundredfold, at least one more.
		next := int64(float64(p.batch) * 1.2 * float64(n) / float64(max(took, 1)))
		n = int(min(max(next, int64(n)+1), 100*int64(n), mostLoops))
		took = run(n)
	}
	m := measured{loops: n, batches: []float64{float64(took) / float64(n)}}
	enough := func() bool {
		if p.batches > 0 {
			return len(m.batches) >= p.batches
		}
		return len(m.batches) >= mostBatches || now().Sub(start) >= patience ||
			len(m.batches) >= fewestBatches && m.error() <= goodEnough*m.mean()
	}
	for !enough() {
		m.batches = append(m.batches, float64(run(n))/float64(n))
	}
	return m
}

func (m measured) mean() float64 {
	sum := 0.0
	for _, b := range m.batches {
		sum += b
	}
	return sum / float64(len(m.batches))
}

// deviation is the standard deviation of the batches.
func (m measured) deviation() float64 {
	if len(m.batches) < 2 {
		return 0
	}
	mean, sum := m.mean(), 0.0
	for _, b := range m.batches {
		sum += (b - mean) * (b - mean)
	}
	return math.Sqrt(sum / float64(len(m.batches)-1))
}

// error is the standard error of the mean.
func (m measured) error() float64 { return m.deviation() / math.Sqrt(float64(len(m.batches))) }

func (m measured) String() string {
	loops := fmt.Sprintf("%d times", m.loops)
	if m.loops == 1 {
		loops = "once"
	}
	return fmt.Sprintf("%s/op ± %s, at best %s/op (%d × %s)",
		nanoseconds(m.mean()), nanoseconds(m.deviation()), nanoseconds(slices.Min(m.batches)), len(m.batches), loops)
}
