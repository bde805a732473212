// Package randprog makes random Go programs for comparing gorgo with the compiler.
//
// A program follows from its seed and number alone. It is right by construction,
// it ends, and it prints the same whenever it runs: what the language leaves open
// does not come up in it. That takes three disciplines:
//
//   - Order. Calls, receives and && are ordered by the specification, reads of
//     variables beside them are not. So a statement either calls functions that
//     change things and reads only stable variables, which nobody else can change,
//     or it reads what it likes and calls nothing that changes anything (scope.go).
//   - Panics. Statements do not panic, so that programs run to their end: indices
//     are in range, divisors odd, pointers not nil. What panics does so once in a
//     statement, in a function that recovers and prints what it recovered
//     (forms_control.go).
//   - What is printed. No addresses, no order of maps, no capacity that append
//     chose (show in print.go).
//
// Loops and functions spend fuel and leave when it is used up, so that no
// statement takes long and every one is reached.
//
// A program with cells can be run as one, too: its declarations and the statements
// of its main function in several cells, some of which define functions again
// (cells.go).
//
// It is for the tests of package interp. Read program.go, types.go and scope.go,
// then expr.go, stmt.go and the forms: files of statements for one part of the
// language each.
package randprog
