// Other languages, by their shape.

package highlight

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A language is what a snippet of it is made of.
type language struct {
	line     []string // what begins a comment that ends with the line
	block    [2]string
	quotes   string   // what a string on one line begins and ends with
	long     []string // the same for strings over several lines
	raw      string   // quotes in which \ escapes nothing
	keywords map[string]bool
	fold     bool // keywords in any case
	dash     bool // - is part of a name
}

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

var (
	python = &language{line: []string{"#"}, quotes: `"'`, long: []string{`"""`, `'''`}, keywords: words(
		"and as assert async await break class continue def del elif else except finally for from global if import in is lambda None nonlocal not or pass raise return True False try while with yield match case")}
	shell = &language{line: []string{"#"}, quotes: `"'`, raw: "'", dash: true, keywords: words(
		"if then else elif fi for while until do done case esac in function return export local set unset sudo cd echo exit source")}
	script = &language{line: []string{"//"}, block: [2]string{"/*", "*/"}, quotes: `"'`, long: []string{"`"}, keywords: words(
		"async await break case catch class const continue debugger default delete do else export extends false finally for from function if import in instanceof interface let new null of return static super switch this throw true try type typeof undefined var void while yield")}
	curly = &language{line: []string{"//"}, block: [2]string{"/*", "*/"}, quotes: `"'`, keywords: words(
		"auto bool break case catch char class const constexpr continue default delete do double else enum explicit extends extern final float fn for if impl implements import include inline int interface let long match mod mut namespace new nullptr package private protected pub public return short signed sizeof static struct super switch template this throw throws trait try typedef typename union unsigned use using virtual void volatile where while true false null")}
	sql = &language{line: []string{"--"}, block: [2]string{"/*", "*/"}, quotes: `'"`, raw: `'"`, fold: true, keywords: words(
		"select from where and or not in is null as join left right inner outer full on group by order having limit offset insert into values update set delete create table view index drop alter add primary key foreign references unique default distinct union all case when then else end exists between like with asc desc")}
	json = &language{quotes: `"`, keywords: words("true false null")}
	yaml = &language{line: []string{"#"}, quotes: `"'`, raw: "'", dash: true, keywords: words("true false null yes no on off")}
	toml = &language{line: []string{"#", ";"}, quotes: `"'`, long: []string{`"""`, `'''`}, dash: true, keywords: words("true false")}
)

// languages has the names of fences.
var languages = map[string]*language{
	"python": python, "py": python, "python3": python, "julia": python, "r": python,
	"sh": shell, "bash": shell, "shell": shell, "zsh": shell, "console": shell, "makefile": shell, "dockerfile": shell,
	"js": script, "javascript": script, "ts": script, "typescript": script,
	"c": curly, "cpp": curly, "c++": curly, "java": curly, "rust": curly, "rs": curly, "csharp": curly, "kotlin": curly, "scala": curly, "swift": curly,
	"sql": sql, "json": json, "jsonc": script, "yaml": yaml, "yml": yaml, "toml": toml, "ini": toml,
}

func (l *language) write(w *writer, code string) {
	for len(code) > 0 {
		c, n := l.next(code)
		w.put(c, code[:n])
		code = code[n:]
	}
}

// next is the class and the length of what code begins with.
func (l *language) next(code string) (class, int) {
	for _, mark := range l.line {
		if strings.HasPrefix(code, mark) {
			return comment, until(code, len(mark), "\n", false)
		}
	}
	if l.block[0] != "" && strings.HasPrefix(code, l.block[0]) {
		return comment, until(code, len(l.block[0]), l.block[1], true)
	}
	for _, quote := range l.long {
		if strings.HasPrefix(code, quote) {
			return text, until(code, len(quote), quote, true)
		}
	}
	r, size := utf8.DecodeRuneInString(code)
	switch {
	case strings.ContainsRune(l.quotes, r):
		return text, l.quoted(code, byte(r))
	case '0' <= r && r <= '9':
		return number, span(code, func(r rune) bool {
			return r == '.' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		})
	case r == '_' || unicode.IsLetter(r):
		n := span(code, func(r rune) bool {
			return r == '_' || l.dash && r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r)
		})
		word := code[:n]
		if l.fold {
			word = strings.ToLower(word)
		}
		switch {
		case l.keywords[word]:
			return keyword, n
		case strings.HasPrefix(code[n:], "("):
			return function, n
		}
		return plain, n
	}
	return plain, size
}

// quoted is the length of a string that ends before the end of its line.
func (l *language) quoted(code string, quote byte) int {
	escapes := !strings.ContainsRune(l.raw, rune(quote))
	for i := 1; i < len(code); i++ {
		switch {
		case code[i] == '\n':
			return i
		case code[i] == '\\' && escapes:
			i++
		case code[i] == quote:
			return i + 1
		}
	}
	return len(code)
}

// until is the length up to the first mark from a place on, or the whole.
func until(code string, from int, mark string, with bool) int {
	i := strings.Index(code[from:], mark)
	if i < 0 {
		return len(code)
	}
	if with {
		i += len(mark)
	}
	return from + i
}

func span(s string, in func(rune) bool) int {
	for i, r := range s {
		if !in(r) {
			return i
		}
	}
	return len(s)
}
