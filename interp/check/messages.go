// This file words errors as the Go compiler does, where go/parser and go/types
// differ from it.

package check

import (
	"fmt"
	"go/token"
	"slices"
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
	case strings.HasPrefix(found, `"`), strings.HasPrefix(found, "`"), strings.Trim(found[:1], "0123456789") == "",
		len(found) > 1 && found[0] == '.' && strings.Trim(found[1:2], "0123456789") == "":
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

// syntaxMessage words an error of go/parser at a place. atEnd: it stands behind the
// last byte of the cell.
func syntaxMessage(msg string, atEnd bool, at syntaxPlace) string {
	const prefix = "syntax error: "
	switch {
	case strings.HasPrefix(msg, "illegal character"):
		return at.illegalCharacter(strings.TrimPrefix(msg, "illegal character"))
	case msg == "illegal byte order mark":
		return "invalid BOM in the middle of the file"
	case msg == "illegal rune literal" && strings.HasPrefix(at.text[min(at.offset, len(at.text)):], "''"):
		return "empty rune literal or unescaped ' in rune literal"
	case msg == "illegal label declaration":
		return prefix + "unexpected : at end of statement"
	case msg == "expected at most 2 expressions":
		return "range clause permits at most two iteration variables"
	case msg == "expected 'chan'", msg == "expected channel type":
		word := at.word()
		if msg == "expected channel type" {
			word = strings.TrimSpace(strings.TrimPrefix(at.rest(), word))
		}
		return prefix + "unexpected " + word + ", expected chan"
	case strings.HasPrefix(msg, "expected if statement or block"):
		return prefix + "else must be followed by if or statement block"
	case strings.HasSuffix(msg, " (missing parentheses around composite literal?)"):
		what := at.rest()
		if strings.Contains(msg, "found assignment") && !strings.Contains(what, ":=") {
			what = "assignment " + what
		}
		return prefix + "cannot use " + what + " as value"
	case strings.HasPrefix(msg, "unexpected newline, expecting "):
		return prefix + strings.Replace(msg, "expecting", "expected", 1)
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
		return prefix + "unexpected " + foundWords(at.word(), false) + " in " + in + "; possibly missing comma or " + closing(in)
	case strings.HasPrefix(msg, "expected boolean expression, found "):
		simple := at.rest()
		if !strings.Contains(simple, ":=") {
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
		found = foundWords(found, atEnd)
		switch want = strings.Trim(want, "'"); {
		case (want == "{" || want == ";") && at.header != token.ILLEGAL && at.header != token.TYPE:
			return prefix + at.clause(found)
		case want == ";":
			return prefix + "unexpected " + found + " at end of statement" + note
		case want == "declaration":
			return prefix + "non-declaration statement outside function body"
		case want == "statement":
			return prefix + "unexpected " + found + note
		case want == "operand" && at.found.tok == token.VAR && at.prev.tok == at.header:
			return prefix + "var declaration not allowed in " + at.header.String() + " initializer"
		case want == "operand" && at.found.tok == token.LBRACE && at.header == token.FOR:
			return prefix + "unexpected {, expected for loop condition"
		case want == "type" && (at.prev.tok == token.CHAN || at.prev.tok == token.ARROW && at.prev2.tok == token.CHAN):
			return prefix + "missing channel element type"
		case want == "type" && at.prev.tok == token.ELLIPSIS:
			return prefix + "... is missing type"
		case want == "type" && at.prev.tok == token.IDENT && at.prev2.tok == token.TYPE:
			return prefix + "unexpected " + found + " in type declaration"
		case want == "selector or type assertion":
			return prefix + "unexpected " + found + ", expected name or ("
		case want == "}" && at.cases && at.found.tok.IsKeyword():
			return prefix + "unexpected " + found + ", expected case or default or }"
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

// jumpMessages words errors about labels that are known when all are: the compiler
// checks jumps before it checks types.
func jumpMessages(errs []*Error) []*Error {
	misused := map[string]bool{}
	for _, e := range errs {
		for _, what := range []string{"invalid break label ", "invalid continue label "} {
			if label, ok := strings.CutPrefix(e.Msg, what); ok {
				misused[label] = true
			}
		}
		if rest, ok := strings.CutSuffix(e.Msg, " already declared"); ok && strings.HasPrefix(rest, "label ") && len(e.Related) == 1 {
			r := e.Related[0]
			e.Msg, e.Related = fmt.Sprintf("%s already defined at %s:%d:%d", rest, r.Name, r.Line, r.Column), nil
		}
	}
	return slices.DeleteFunc(errs, func(e *Error) bool {
		rest, label := strings.CutPrefix(e.Msg, "label ")
		name, unused := strings.CutSuffix(rest, " defined and not used")
		return label && unused && misused[name]
	})
}

// jumpOver reads go/types' message about a goto over a declaration, which it does
// not name.
func jumpOver(msg string) (label string, line int, ok bool) {
	_, err := fmt.Sscanf(msg, "goto %s jumps over variable declaration at line %d", &label, &line)
	return label, line, err == nil
}

// closing is the bracket that ends the construct that go/parser names.
func closing(in string) string {
	if in == "composite literal" {
		return "}"
	}
	return ")"
}
