// Go, by go/scanner.

package highlight

import (
	"go/scanner"
	"go/token"
	"go/types"
	"strings"
)

type goToken struct {
	pos int
	tok token.Token
	end int
}

// writeGo colours a cell, a file or a part of one; it need not be right.
func writeGo(w *writer, code string) {
	code = strings.ReplaceAll(code, "\r", "\n") // the scanner drops them, and offsets with them
	tokens := scanGo(code)
	at := 0
	for i, t := range tokens {
		w.put(plain, code[at:t.pos])
		w.put(goClass(tokens, i, code), code[t.pos:t.end])
		at = t.end
	}
	w.put(plain, code[at:])
}

func scanGo(code string) []goToken {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, []byte(code), func(token.Position, string) {}, scanner.ScanComments)
	var out []goToken
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return out
		}
		if tok == token.SEMICOLON && lit != ";" {
			continue // not in the source
		}
		if lit == "" {
			lit = tok.String()
		}
		at := file.Offset(pos)
		end := min(at+len(lit), len(code))
		if n := len(out); at < end && (n == 0 || out[n-1].end <= at) {
			out = append(out, goToken{at, tok, end})
		}
	}
}

func goClass(tokens []goToken, i int, code string) class {
	t := tokens[i]
	switch {
	case t.tok == token.COMMENT:
		return comment
	case t.tok == token.STRING || t.tok == token.CHAR:
		return text
	case t.tok.IsLiteral() && t.tok != token.IDENT:
		return number
	case t.tok.IsKeyword():
		return keyword
	case t.tok != token.IDENT:
		return plain
	}
	before, after := neighbour(tokens, i-1), neighbour(tokens, i+1)
	if before == token.PERIOD {
		if after == token.LPAREN {
			return function
		}
		return plain
	}
	if before == token.TYPE {
		return typeName
	}
	switch types.Universe.Lookup(code[t.pos:t.end]).(type) {
	case *types.TypeName:
		return typeName
	case *types.Builtin, *types.Const, *types.Nil:
		return builtin
	}
	if after == token.LPAREN {
		return function
	}
	return plain
}

func neighbour(tokens []goToken, i int) token.Token {
	if i < 0 || i >= len(tokens) {
		return token.EOF
	}
	return tokens[i].tok
}
