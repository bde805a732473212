// Package bytecode is the back end for most functions: it compiles them to
// instructions of a register machine and runs those, a good deal faster than
// the engine runs lowered text. What it does not take stays with the engine, whole
// functions at a time, and the two call each other.
//
// The lowering offers each function (lower.Backend) before it writes it out. The
// input is the checked syntax, not the lowered text: that text has lost what makes
// code fast, namely the types of values (floats travel in interface{}, methods and
// conversions have become calls), and gained what only yaegi needs.
//
// # Why instructions
//
// Two designs were measured on fib(30) and on ten million float additions: closures
// over a frame took 94 and 30 ms, this machine 21 and 32 ms, CPython 99 and 188 ms.
// Calls decide: instructions need no Go frame for a call, so that recursion grows a
// slice, and the active functions are a list which a stack trace reads.
//
// # What is taken
//
// Functions, methods, instances of generic ones, and literals; of a cell's top level,
// loops and literals that share no variable of a block; with values of all types, and
// with goroutines, channels, select, deferred calls and recover, and range loops over
// functions. Not taken are functions that use goto and most labels, method expressions
// of another receiver or of an interface, conversions of unsafe.Pointer, built-in
// functions but for close, panic, print and println in go and defer statements, print of
// interfaces, or package reflect's methods whose results the run time has to change. The
// environment variable GORGO_BYTECODE ([Env]) turns the back end off, or makes it say
// what it does not take.
//
// # Why it is right
//
//   - Values are what they are in compiled code. An integer is kept sign- or
//     zero-extended in a word of 64 bits and brought back into its range after each
//     operation that can leave it; a float32 is kept as its 32 bits and computed
//     with as such; multiply-add rounds twice. A struct of few words lies in
//     registers, a larger one and any array in memory, which is copied where Go
//     copies it.
//   - The collector sees every pointer: words and pointers have registers of their
//     own, and a pointer is never in a word. A function clears its pointers when it
//     returns.
//   - A variable that something points to (&x, a literal, a method with a pointer
//     receiver) is allocated, so nothing points to registers and they can move.
//   - Panics are the runtime's own: a division divides, a nil pointer faults, an
//     index that does not fit is used on a slice of no memory, which panics with
//     Go's text.
//   - Evaluation has the compiler's order: calls first where that can be seen
//     (order.go), otherwise from left to right; what an assignment designates is
//     checked after its right side.
//   - Before an instruction that can fail or call, the machine notes where it is;
//     the position in the source is found from that only when a stack is asked for
//     (runtime.Activation).
//   - Loops and calls test the flags that an interrupt and a redefinition set, as
//     lowered code does. What waits for a channel or a lock waits in the run time's
//     functions, which an interrupt ends.
//   - A function that defers has a frame of the run time (runtime.Frame), as a lowered
//     one has: the order of deferred calls, panics on their way, recover and
//     runtime.Goexit are the same for both. A goroutine is started by the run time, so
//     that its panic is its cell's.
//   - Endless recursion ends as it does on a goroutine's stack: with the runtime's
//     fatal error.
//
// Every call from outside has a machine of its own, so goroutines share nothing but
// the code, which does not change once it is complete.
//
// The package imports the lowering's seam, the run-time types and the run time. It
// knows nothing of yaegi, and the engine nothing of it.
//
// Read code.go and machine.go, then run.go (the loop); shape.go, compiler.go and
// place.go (registers, memory), function.go, stmt.go and expr.go, then any construct;
// bridge.go, adapt.go and entry.go for calls out and in, dispatch.go for interfaces,
// late.go and defer.go for calls that are made later.
package bytecode
