// Package mathml converts TeX formulas, as notebooks have them between dollar
// signs, into MathML, which browsers draw without a script.
//
// It knows what MathJax users write: letters and alphabets, symbols, scripts,
// fractions, roots, fences, accents, operators with limits, matrices, aligned
// equations, cases, text, colours, and macros by \newcommand. It writes MathML
// Core, the part that all browsers draw: alphabets are characters of Unicode,
// alignment is a class (ml, mr) that the page gives a rule.
//
// It is no TeX: there are no registers, no category codes and no packages. What it
// does not know is an error that names it, and the caller shows the source.
//
// Read convert.go, then lex.go (text to tokens, macros), parse.go (scripts,
// groups, fences), commands.go and environment.go (what a command means),
// symbols.go and alphabet.go (tables).
package mathml
