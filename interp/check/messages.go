// This file words errors as the Go compiler does, where go/parser and go/types
// differ from it.

package check

import (
	"go/scanner"
	"go/token"
	"strings"
)

// foundWords is how the compiler names what it did not expect.
func foundWords(found string, atEnd bool) string {
	found = strings.Trim(found, "'")
	switch {
	case atEnd || found == "EOF" || found == "":
		return "EOF"
	case found == "newline" || found == ";":
		return strings.Replace(found, ";", "semicolon", 1)
	case found == ",":
		return "comma"
	case strings.HasPrefix(found, `"`), strings.HasPrefix(found, "`"), found[0] >= '0' && found[0] <= '9':
		return "literal " + found
	case token.IsKeyword(found):
		return "keyword " + found
	case token.IsIdentifier(found):
		return "name " + found
	}
	return found
}

// wantedWords is how the compiler names what it expected.
func wantedWords(want string) string {
	switch want = strings.Trim(want, "'"); want {
	case "operand":
		return "expression"
	case "IDENT":
		return "name"
	case ",":
		return "comma"
	}
	return want
}

// firstToken is the text of the token that a text begins with.
func firstToken(text string) string {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(text)), []byte(text), func(token.Position, string) {}, 0)
	_, tok, lit := s.Scan()
	if lit == "" {
		return tok.String()
	}
	return lit
}

// syntaxMessage words an error of go/parser. rest is the text from there on; atEnd:
// it stands behind the last byte of the cell.
func syntaxMessage(msg, rest string, atEnd bool) string {
	const prefix = "syntax error: "
	switch {
	case strings.HasPrefix(msg, "illegal character"):
		return "invalid character" + strings.TrimPrefix(msg, "illegal character")
	case msg == "string literal not terminated":
		return "newline in string"
	case msg == "raw string literal not terminated":
		return "string not terminated"
	case msg == "rune literal not terminated":
		return "newline in rune literal"
	case msg == "illegal rune literal":
		return "more than one character in rune literal"
	case strings.HasPrefix(msg, "missing ',' before newline in "):
		in := strings.TrimPrefix(msg, "missing ',' before newline in ")
		return prefix + "unexpected newline in " + in + "; possibly missing comma or " + closing(in)
	case strings.HasPrefix(msg, "missing ',' in "):
		in := strings.TrimPrefix(msg, "missing ',' in ")
		if atEnd {
			return prefix + "unexpected EOF in " + in + "; possibly missing comma or " + closing(in)
		}
		return prefix + "unexpected " + foundWords(firstToken(rest), false) + " in " + in + "; possibly missing comma or " + closing(in)
	case strings.HasPrefix(msg, "expected boolean expression, found "):
		simple, _, _ := strings.Cut(rest, "{")
		simple, _, _ = strings.Cut(simple, "\n")
		if simple = strings.TrimSpace(simple); !strings.Contains(simple, ":=") {
			simple = "assignment " + simple
		}
		return prefix + "cannot use " + simple + " as value"
	case strings.HasPrefix(msg, "expression in "):
		return msg
	case strings.HasPrefix(msg, "expected "):
		want, found, ok := strings.Cut(strings.TrimPrefix(msg, "expected "), ", found ")
		if !ok {
			break
		}
		found, note, _ := strings.Cut(found, " (") // "found assignment (missing parentheses …?)"
		if note != "" && found != "" && !strings.HasPrefix(found, `"`) {
			note = " (" + note
		} else {
			note = ""
		}
		switch found = foundWords(found, atEnd); strings.Trim(want, "'") {
		case ";":
			return prefix + "unexpected " + found + " at end of statement" + note
		case "statement", "declaration":
			return prefix + "unexpected " + found + note
		}
		return prefix + "unexpected " + found + ", expected " + wantedWords(want) + note
	case strings.HasSuffix(msg, "not terminated"), strings.Contains(msg, " in number"), strings.Contains(msg, "literal"), strings.Contains(msg, "escape"):
		return msg
	}
	return prefix + strings.Replace(msg, "expecting ", "expected ", 1)
}

// typeMessage words an error of go/types. The compiler checks labels and jumps
// before it checks types, with words of its own.
func typeMessage(msg string) string {
	switch msg {
	case "continue not in for statement":
		return "continue is not in a loop"
	case "break not in for, switch, or select statement":
		return "break is not in a loop, switch, or select"
	}
	if rest, ok := strings.CutPrefix(msg, "label "); ok {
		name, what, _ := strings.Cut(rest, " ")
		switch what {
		case "declared and not used":
			return "label " + name + " defined and not used"
		case "not declared":
			return "label " + name + " not defined"
		}
	}
	return msg
}

// closing is the bracket that ends the construct that go/parser names.
func closing(in string) string {
	if in == "composite literal" {
		return "}"
	}
	return ")"
}
