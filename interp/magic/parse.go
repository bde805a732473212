// This file finds the magics of a cell.

package magic

import (
	"go/ast"
	"go/parser"
	"regexp"
	"strings"
)

// Cell is a cell whose magics have been found.
type Cell struct {
	Directives []Directive
	// Code is the cell with spaces in place of its magics, so that lines and
	// columns are those of the cell.
	Code string
	// HasGo tells whether there is anything but blanks and comments in Code.
	HasGo bool
}

// Directive is one magic of a cell.
type Directive struct {
	// Name is the word after the percent sign, "!" for a command.
	Name string
	// Whole: it was written with %%.
	Whole bool
	// Arg is what follows the name, without blanks around it.
	Arg string
	// Line counts from 1, Column is where the % or ! stands, EndColumn where the
	// name ends; both count characters from 1.
	Line, Column, EndColumn int

	start, end int        // of Arg, in bytes of the cell
	flags      [][]string // the options in front of Arg, as the magic's flags match them
	// question: it was written with a question mark, as in strings.Cut? or, for
	// the source too, strings.Cut??
	question, source bool
}

// command is the name of the magic that runs a command.
const command = "!"

// Known says which names have a meaning in Go at the moment; bare: as a name by
// itself, not as the beginning of something longer.
type Known func(name string, bare bool) bool

// Parse finds the magics of a cell. "!done" is Go where done is known, and a
// command otherwise; known may be nil.
func Parse(text string, known Known) Cell {
	cell := Cell{}
	code := []byte(text)
	offset, number := 0, 0
	for offset < len(text) {
		number++
		line, next := lineAt(text, offset)
		content := strings.TrimLeft(line, " \t")
		at := offset + len(line) - len(content)
		switch {
		case strings.TrimSpace(content) == "", strings.HasPrefix(content, "//"):
		case asked.MatchString(content):
			cell.Directives = append(cell.Directives, question(content, at, number, at-offset))
			wipe(code[offset:next])
		case content[0] == '%':
			cell.Directives = append(cell.Directives, percent(content, at, number, at-offset))
			wipe(code[offset:next])
		case content[0] == '!' && !isGo(text[at:], known):
			first := number
			for strings.HasSuffix(strings.TrimRight(line, "\r"), "\\") && next < len(text) {
				line, next = lineAt(text, next)
				number++
			}
			d := Directive{Name: command, Line: first, Column: at - offset + 1, EndColumn: at - offset + 2}
			d.start, d.end = bounds(text, at+1, next)
			d.Arg = text[d.start:d.end]
			cell.Directives = append(cell.Directives, d)
			wipe(code[offset:next])
		default:
			cell.Code, cell.HasGo = string(code), true
			return cell
		}
		offset = next
	}
	cell.Code = string(code)
	return cell
}

// lineAt is the line that begins at an offset, and where the next one does.
func lineAt(text string, offset int) (line string, next int) {
	if i := strings.IndexByte(text[offset:], '\n'); i >= 0 {
		return text[offset : offset+i], offset + i + 1
	}
	return text[offset:], len(text)
}

// asked is a line that asks what a name is, or a magic. Go has no question marks.
var asked = regexp.MustCompile(`^(\?{1,2}[ \t]*%{0,2}[\pL_][\w\pL./]*|%{0,2}[\pL_][\w\pL./]*(\(\))?\?{1,2})[ \t\r]*$`)

// question reads such a line, which begins at the offset at.
func question(content string, at, line, column int) Directive {
	d := Directive{Name: "doc", Line: line, Column: column + 1, question: true}
	whole := strings.TrimRight(content, " \t\r")
	d.EndColumn = d.Column + len([]rune(whole))
	from := len(whole) - len(strings.TrimLeft(whole, "? \t"))
	name := strings.TrimSuffix(strings.TrimRight(whole[from:], "?"), "()")
	if magic := strings.TrimLeft(name, "%"); magic != name {
		d.Name, from, name = "help", from+len(name)-len(magic), magic
	}
	d.Arg, d.start, d.end = name, at+from, at+from+len(name)
	d.source = strings.Count(whole, "?") > 1
	return d
}

// percent reads a line that begins with a percent sign at the offset at.
func percent(content string, at, line, column int) Directive {
	d := Directive{Line: line, Column: column + 1}
	i := 1
	if strings.HasPrefix(content, "%%") {
		d.Whole, i = true, 2
	}
	n := strings.IndexAny(content[i:], " \t\r")
	if n < 0 {
		n = len(content) - i
	}
	d.Name = content[i : i+n]
	d.EndColumn = d.Column + i + len([]rune(d.Name))
	from, to := bounds(content, i+n, len(content))
	if m := find(d.Name); m != nil && m.flags != nil {
		for {
			flag := m.flags.FindStringSubmatch(content[from:to])
			if flag == nil {
				break
			}
			d.flags = append(d.flags, flag[1:])
			from += len(flag[0])
		}
	}
	d.Arg, d.start, d.end = content[from:to], at+from, at+to
	return d
}

// IsQuestion tells whether a cell is a question and nothing else: front ends show
// the answer in a pager.
func IsQuestion(text string) bool {
	cell := Parse(text, nil)
	return !cell.HasGo && len(cell.Directives) == 1 && cell.Directives[0].question
}

// bounds are those of a part of a text without the blanks around it.
func bounds(text string, from, to int) (start, end int) {
	part := text[from:to]
	left := strings.TrimLeft(part, " \t\r\n")
	start = from + len(part) - len(left)
	return start, start + len(strings.TrimRight(left, " \t\r\n"))
}

// only is the cell's text with nothing but a directive's argument, in its place.
func (d Directive) only(text string) string {
	b := []byte(text)
	wipe(b[:d.start])
	wipe(b[d.end:])
	return string(b)
}

// wipe replaces text by spaces and keeps the lines.
func wipe(b []byte) {
	for i := range b {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
}

// longestExpression is how many lines an expression that begins with ! may have.
const longestExpression = 50

// isGo tells an expression from a command: text begins with an exclamation mark.
// It is Go if some of its lines are an expression, and the name that this begins
// with means something.
func isGo(text string, known Known) bool {
	end := 0
	for range longestExpression {
		_, next := lineAt(text, end)
		if x, err := parser.ParseExpr(text[:next]); err == nil {
			name, bare := leading(x)
			return name == "" || known != nil && known(name, bare)
		}
		if end = next; end >= len(text) {
			break
		}
	}
	return false
}

// leading is the name that an expression begins with, "" if it begins otherwise,
// and whether there is nothing else but operators before it.
func leading(x ast.Expr) (name string, bare bool) {
	bare = true
	for {
		switch e := x.(type) {
		case *ast.Ident:
			return e.Name, bare
		case *ast.ParenExpr:
			x = e.X
			continue
		case *ast.UnaryExpr:
			x = e.X
			continue
		case *ast.StarExpr:
			x = e.X
			continue
		case *ast.BinaryExpr:
			x = e.X
		case *ast.SelectorExpr:
			x = e.X
		case *ast.CallExpr:
			x = e.Fun
		case *ast.IndexExpr:
			x = e.X
		case *ast.IndexListExpr:
			x = e.X
		case *ast.SliceExpr:
			x = e.X
		case *ast.TypeAssertExpr:
			x = e.X
		case *ast.CompositeLit:
			x = e.Type
		default:
			return "", false
		}
		bare = false
	}
}
