// This file holds what keywords are for.

package assist

import "go/token"

// Where a keyword may stand.
const (
	inStatement = iota + 1 // at the start of a statement
	inType                 // in a type, and so in an expression, too
	inElse                 // elsewhere
)

var keywordUse = map[token.Token]int{
	token.BREAK: inStatement, token.CASE: inStatement, token.CONST: inStatement, token.CONTINUE: inStatement,
	token.DEFAULT: inStatement, token.DEFER: inStatement, token.ELSE: inStatement, token.FALLTHROUGH: inStatement,
	token.FOR: inStatement, token.GO: inStatement, token.GOTO: inStatement, token.IF: inStatement,
	token.IMPORT: inStatement, token.RETURN: inStatement, token.SELECT: inStatement, token.SWITCH: inStatement,
	token.TYPE: inStatement, token.VAR: inStatement,
	token.CHAN: inType, token.FUNC: inType, token.INTERFACE: inType, token.MAP: inType, token.STRUCT: inType,
	token.PACKAGE: inElse, token.RANGE: inElse,
}

// keywordText says what a keyword is for: how it is written, and what it does.
var keywordText = map[token.Token][2]string{
	token.BREAK:       {"break [label]", "Ends the innermost for, switch or select, or the one with the label."},
	token.CASE:        {"case a, b:", "A branch of a switch, for the values or types listed; or of a select, for a send or receive. It does not fall into the next branch."},
	token.CHAN:        {"chan T\nchan<- T\n<-chan T", "The type of a channel of T: for both directions, for sending, for receiving. make(chan T, n) makes one that holds n values."},
	token.CONST:       {"const name [T] = value", "Declares constants. In a group in parentheses, iota counts the lines from 0, and a line without a value repeats the one before."},
	token.CONTINUE:    {"continue [label]", "Goes on with the next round of the innermost for, or of the one with the label."},
	token.DEFAULT:     {"default:", "The branch of a switch or select that is taken when no other is."},
	token.DEFER:       {"defer f(x)", "Calls f when the surrounding function returns or panics, the last deferred call first. The arguments are evaluated at once. At the top level of a cell, when the cell ends."},
	token.ELSE:        {"if condition { … } else { … }", "What is done when the condition is false. It stands on the line of the closing brace."},
	token.FALLTHROUGH: {"fallthrough", "At the end of a branch of a switch: goes on with the next branch, whatever its values."},
	token.FOR:         {"for { … }\nfor condition { … }\nfor i := 0; i < n; i++ { … }\nfor i := range n { … }\nfor key, value := range x { … }", "The loop: for ever, while a condition holds, with a counter, or over the numbers below n, a slice, array, string, map, channel or iterator."},
	token.FUNC:        {"func name(a T, b ...U) (V, error) { … }\nfunc (r R) name() { … }\nfunc name[T any](x T) T { … }\nfunc(x T) { … }", "A function, a method, a function with type parameters, or, without a name, a function value. It sees the variables around it."},
	token.GO:          {"go f(x)", "Calls f in a goroutine of its own and does not wait for it."},
	token.GOTO:        {"goto label", "Goes on at the label, which is in the same function."},
	token.IF:          {"if condition { … }\nif x := f(); x > 0 { … } else { … }", "Does something when a condition holds. A variable that is declared in front of the condition lives until the end of the last else."},
	token.IMPORT:      {"import \"path\"\nimport name \"path\"", "Makes a package known by its name. In a cell, packages that come with gorgo need no import unless two have one name."},
	token.INTERFACE:   {"interface { Method(T) U }\ninterface { ~int | ~string }", "The type of everything that has the methods; or a constraint: the types that a type parameter may be."},
	token.MAP:         {"map[K]V", "The type of a map from keys to values: make(map[K]V), or map[K]V{k: v}. v, ok := m[k] tells whether k is there; delete(m, k) removes it. The order of range is random."},
	token.PACKAGE:     {"package main", "Opens a Go file. A cell needs it only if it is a whole file, and then it is main."},
	token.RANGE:       {"for key, value := range x { … }", "Goes over the numbers below an int, a slice, array, string (its characters), map, channel, or the values that an iterator function yields."},
	token.RETURN:      {"return [a, b]", "Ends the function with its results. With named results they may be left out."},
	token.SELECT:      {"select {\ncase v := <-in:\ncase out <- x:\ndefault:\n}", "Waits until one of the sends or receives can be done, and does it; does not wait if there is a default."},
	token.STRUCT:      {"struct { Name T; a, b U; Embedded }", "The type of a record of fields. The fields and methods of an embedded field can be used as the struct's own."},
	token.SWITCH:      {"switch x {\ncase a, b:\ndefault:\n}\nswitch v := x.(type) {\ncase T:\n}", "Takes the first branch that x is equal to; without x, the first whose condition holds; with .(type), the one for the type of the value in x."},
	token.TYPE:        {"type Name T\ntype Name = T\ntype Name[P any] T", "Declares a type, another name for a type, or a type with type parameters."},
	token.VAR:         {"var name T\nvar name = value\nvar a, b T = x, y", "Declares variables. Without a value they are zero: 0, \"\", false, nil. Short: name := value."},
}
