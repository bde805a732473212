package highlight

import (
	"html"
	"strings"
)

// A class is how a piece of code is coloured: the class attribute of its span.
// A page has a rule for each.
type class string

const (
	plain    class = ""
	keyword  class = "k"
	typeName class = "t" // predeclared types, names in type declarations
	builtin  class = "b" // predeclared functions and constants
	function class = "f" // names that are called or declared as functions
	text     class = "s" // strings and characters
	number   class = "n"
	comment  class = "c"
)

// HTML is code as HTML for a <pre>: escaped, in spans with the classes k
// (keyword), t (type), b (predeclared name), f (function), s (string), n (number)
// and c (comment). The language is a name as Markdown's fences have it; for one
// that is not known, the code is only escaped.
func HTML(code, language string) string {
	code = strings.ToValidUTF8(strings.ReplaceAll(code, "\r\n", "\n"), "\uFFFD")
	w := &writer{}
	name := strings.ToLower(language)
	if name == "go" || name == "golang" {
		writeGo(w, code)
	} else if l, ok := languages[name]; ok {
		l.write(w, code)
	} else {
		w.put(plain, code)
	}
	w.flush()
	return w.b.String()
}

// writer joins neighbours of one class.
type writer struct {
	b       strings.Builder
	class   class
	pending strings.Builder
}

func (w *writer) put(c class, s string) {
	if s == "" {
		return
	}
	if c != w.class {
		w.flush()
		w.class = c
	}
	w.pending.WriteString(s)
}

func (w *writer) flush() {
	if w.pending.Len() == 0 {
		return
	}
	s := html.EscapeString(w.pending.String())
	if w.class == plain {
		w.b.WriteString(s)
	} else {
		w.b.WriteString(`<span class="` + string(w.class) + `">` + s + `</span>`)
	}
	w.pending.Reset()
}
