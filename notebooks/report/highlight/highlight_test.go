package highlight

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	tests := []struct{ name, language, code, want string }{
		{"keyword, type, function", "go", "func f(x int) {}", `<span class="k">func</span> <span class="f">f</span>(x <span class="t">int</span>) {}`},
		{"method", "go", "s.String()", `s.<span class="f">String</span>()`},
		{"field like a type", "go", "p.string", `p.string`},
		{"predeclared", "go", "x = append(x, nil)", `x = <span class="b">append</span>(x, <span class="b">nil</span>)`},
		{"literals", "go", "x := 1.5 + 'a' // sum", `x := <span class="n">1.5</span> + <span class="s">&#39;a&#39;</span> <span class="c">// sum</span>`},
		{"raw string over lines", "go", "`a\nb`", "<span class=\"s\">`a\nb`</span>"},
		{"type declaration", "golang", "type T struct{}", `<span class="k">type</span> <span class="t">T</span> <span class="k">struct</span>{}`},
		{"not Go at all", "go", "%%bash\n\"open", "%%bash\n<span class=\"s\">&#34;open</span>"},
		{"escaped", "go", "a<b && c", "a&lt;b &amp;&amp; c"},
		{"python", "python", "def f(): return \"x\" # c", `<span class="k">def</span> <span class="f">f</span>(): <span class="k">return</span> <span class="s">&#34;x&#34;</span> <span class="c"># c</span>`},
		{"sql in capitals", "SQL", "SELECT 1", `<span class="k">SELECT</span> <span class="n">1</span>`},
		{"unknown language", "brainfuck", "<+>", "&lt;+&gt;"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := HTML(test.code, test.language); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

var spans = regexp.MustCompile(`<span class="[a-z]">|</span>`)

// FuzzHTML: whatever the code, nothing is lost and nothing is added but spans.
func FuzzHTML(f *testing.F) {
	f.Add("x := `a` // b", "go")
	f.Add("/* \x00 \r '", "go")
	f.Add("\ufeffpackage main\r\n", "go")
	f.Add("'''a\n\"b", "python")
	f.Add("<script>", "json")
	f.Fuzz(func(t *testing.T, code, language string) {
		want := strings.ToValidUTF8(strings.ReplaceAll(code, "\r\n", "\n"), "\uFFFD")
		if l := strings.ToLower(language); l == "go" || l == "golang" {
			want = strings.ReplaceAll(want, "\r", "\n")
		}
		marked := HTML(code, language)
		bare := spans.ReplaceAllString(marked, "")
		if got := html.UnescapeString(bare); got != want {
			t.Errorf("the code changed:\ngot  %q\nwant %q", got, want)
		}
		if strings.ContainsAny(bare, "<>") {
			t.Errorf("not escaped: %q", marked)
		}
	})
}

func ExampleHTML() {
	fmt.Println(HTML(`fmt.Println("hi")`, "go"))
	// Output: fmt.<span class="f">Println</span>(<span class="s">&#34;hi&#34;</span>)
}
