package magic

import (
	"fmt"
	"strings"
	"testing"
)

// found writes the directives of a cell: NAME(ARG)@LINE:COLUMN, %% as %NAME.
func found(c Cell) string {
	var parts []string
	for _, d := range c.Directives {
		name := d.Name
		if d.Whole {
			name = "%" + name
		}
		parts = append(parts, fmt.Sprintf("%s(%s)@%d:%d", name, d.Arg, d.Line, d.Column))
	}
	return strings.Join(parts, " ")
}

func TestParse(t *testing.T) {
	known := func(name string, bare bool) bool { return name == "done" || name == "strings" && !bare }
	for _, tt := range []struct {
		name, text, want, code string // code with · for the blanks of a magic
	}{
		{"none", "x := 1", "", "x := 1"},
		{"empty", "", "", ""},
		{"one", "%who", "who()@1:1", "····"},
		{"argument", "%timeit  f(x) \nx", "timeit(f(x))@1:1", "··············\nx"},
		{"whole", "%%time\nf()", "%time()@1:1", "······\nf()"},
		{"several", "%env A=1\n\n// why\n  %cd /\nx", "env(A=1)@1:1 cd(/)@4:3", "········\n\n// why\n·······\nx"},
		{"command", "!ls -l | wc\n1", "!(ls -l | wc)@1:1", "···········\n1"},
		{"continued command", "!ls \\\n  -l\nx", "!(ls \\\n  -l)@1:1", "·····\n····\nx"},
		{"windows", "%who\r\nx", "who()@1:1", "·····\nx"},
		{"question", "strings.Cut?", "doc(strings.Cut)@1:1", "············"},
		{"question in front", "? x\ny", "doc(x)@1:1", "···\ny"},
		{"question about a call", "f()?", "doc(f)@1:1", "····"},
		{"question about a magic", "%timeit?\nx", "help(timeit)@1:1", "········\nx"},
		{"question by path", "math/rand/v2.IntN??", "doc(math/rand/v2.IntN)@1:1", "···················"},
		{"no question", "x ? 1 : 2", "", "x ? 1 : 2"},
		{"options", "%timeit -n 10 -r3  f(x)\nx", "timeit(f(x))@1:1", "·······················\nx"},
		{"options of the whole cell", "%%timeit -n 10\nf()", "%timeit()@1:1", "··············\nf()"},
		{"no options", "%timeit -x", "timeit(-x)@1:1", "··········"},
		{"not Go's", "%", "()@1:1", "·"},
		{"after Go", "x := 1\n%who", "", "x := 1\n%who"},
		{"operator", "x := 7\n% 3", "", "x := 7\n% 3"},
		{"raw string", "s := `\n%who\n!ls\n`", "", "s := `\n%who\n!ls\n`"},
		{"block comment", "/*\n%who\n*/", "", "/*\n%who\n*/"},
		{"Go expression", "!done", "", "!done"},
		{"Go call", "!strings.Contains(a, \"b\")", "", "!strings.Contains(a, \"b\")"},
		{"Go of two lines", "!done &&\n\tdone", "", "!done &&\n\tdone"},
		{"Go in parentheses", "!(done || x)", "", "!(done || x)"},
		{"a command that could be Go", "!ls", "!(ls)@1:1", "···"},
		{"a command named like a package", "!strings", "!(strings)@1:1", "········"},
		{"a command named like Go", "!done now", "!(done now)@1:1", "·········"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := Parse(tt.text, known)
			if got := found(c); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
			if want := strings.ReplaceAll(tt.code, "·", " "); c.Code != want {
				t.Errorf("code is %q, want %q", c.Code, want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"%time f()\nx", "!ls\\\n\n", "// a\n%%go\nx", "\t!x\r\n%", "%é ü\n", "a.b??\n?%x\n", "%timeit -n 3 -r 4\nx"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := Parse(text, func(name string, bare bool) bool { return bare != (len(name)%2 == 0) })
		if len(c.Code) != len(text) || strings.Count(c.Code, "\n") != strings.Count(text, "\n") {
			t.Fatalf("positions moved: %q became %q", text, c.Code)
		}
		for i := range len(text) {
			if c.Code[i] != text[i] && c.Code[i] != ' ' {
				t.Fatalf("%q became %q", text, c.Code)
			}
		}
		for _, d := range c.Directives {
			if got := strings.Trim(d.only(text), " \t\r\n"); d.Arg != got {
				t.Fatalf("argument %q, but its text is %q", d.Arg, got)
			}
			if d.Line < 1 || d.Line > strings.Count(text, "\n")+1 || d.Column < 1 || d.EndColumn <= d.Column {
				t.Fatalf("%q: %+v has no place", text, d)
			}
		}
	})
}

func TestIsQuestion(t *testing.T) {
	for text, want := range map[string]bool{
		"fmt.Println?": true, " a.b.c??\n": true, "größe?": true, "?fmt.Println": true, "// what?\nx?": true, "%time?": true,
		"a???": false, "?": false, "x := 1 // why?": false, "x?\n1": false, "x?\ny?": false, "%doc x": false, "": false,
	} {
		if got := IsQuestion(text); got != want {
			t.Errorf("IsQuestion(%q) = %t", text, got)
		}
	}
}
