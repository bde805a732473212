// Package lower rewrites checked cells into the small core of Go that yaegi was
// shown to run right.
//
// yaegi runs programs quickly, but it has its own idea of types, methods, loop
// variables, defer and recover, select and generics. So none of these reach it.
// For each construct a rule says what becomes of it, and go/types' Info decides
// which rule applies. The result is text; that keeps the engine replaceable and
// the rules readable. What no rule knows is refused with an [Error] that names
// the construct and its place: a cell runs right or not at all.
//
// The core is: variables with explicit types and values, assignments, arithmetic,
// constants that are folded already, if, tagless switch, three-clause for, goto,
// functions without variadics, closures made in a function of their own, calls of
// compiled functions, pointers, slices, maps, fields. No two variables share a
// name. There are no methods, interfaces other than interface{}, generics, defer,
// recover, select, go or channel operations: what they mean is written out, or is
// a call of package runtime, which the text knows as rt.
//
// Every type that a user declares has two records of one layout (see package
// rtype): V, whose fields the text names, and R, which an interface holds.
// rt.Box(3, x) makes an R of type number 3 from a V, rt.Un takes it back.
//
// What makes a session of many cells out of this:
//
//   - variables of the session live in the runtime, reached by pointers that are
//     set when a cell is loaded (globals.go);
//   - a function that is defined again forwards from its old version to the new
//     one (replace.go);
//   - dispatch tables grow as cells bring types (dispatch.go), and instances of
//     generic functions are made when a cell first needs them, from syntax that
//     stays with the session (generics.go, source.go);
//   - packages that are not compiled in are units of their own, whose functions are
//     lowered when something needs them (package.go);
//   - a second back end is offered every function, and what it takes is not lowered
//     (backend.go);
//   - lowering a unit is a transaction: a cell that is refused leaves nothing
//     (lowerer.go);
//   - what a cell replaces is forgotten (forget.go).
//
// Before each statement that can panic, the text sets a variable pc to the number
// of a [runtime.Site]. That is all that a user's line costs at run time; the
// engine reads it when something panics.
//
// The package neither checks nor runs anything. Package interp calls it, package
// engine takes its [Program].
//
// Each rule is a file that opens with the part of the specification it belongs
// to, what yaegi does wrong, and the shape before and after; its example is in
// testdata. Read lowerer.go and program.go, then function.go, stmt.go and expr.go,
// then any rule.
package lower
