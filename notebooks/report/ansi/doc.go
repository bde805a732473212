// Package ansi turns what a program wrote for a terminal into lines of HTML:
// colours become spans, and what moves the cursor (carriage return, backspace,
// erase, up) leaves the text that a terminal would show in the end.
//
// It is no terminal: there is no screen and no width, and what a terminal answers
// or rings is dropped.
//
// Read screen.go for the text and its cursor, escape.go for the sequences, style.go
// for colours.
package ansi
