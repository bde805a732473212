package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var date = time.Date(2026, 11, 24, 15, 4, 0, 0, time.UTC)

// A pixel, as PNG.
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="

func render(t testing.TB, nb *nbformat.Notebook, opts Options) string {
	t.Helper()
	if opts.Date.IsZero() {
		opts.Date = date
	}
	var b bytes.Buffer
	if err := HTML(&b, nb, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden: testdata/*.ipynb and the page's body made of each.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notebooks in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			nb, err := nbformat.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			page := render(t, nb, Options{Name: filepath.Base(file), Files: os.DirFS("testdata")})
			_, got, _ := strings.Cut(page, "</style>\n")
			golden := strings.TrimSuffix(file, ".ipynb") + ".golden.html"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("differs from %s at %q (rewrite it with -update, and read the diff)", golden, firstDifference(got, string(want)))
			}
		})
	}
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-40):min(len(a), i+80)]
}

func code(source string, outputs ...*nbformat.Output) *nbformat.Notebook {
	nb := nbformat.New("gorgo", "Go (gorgo)", "go")
	c := nb.Add(nbformat.Code, source)
	c.Outputs = outputs
	return nb
}

func result(data map[string]any) *nbformat.Output {
	return &nbformat.Output{Type: nbformat.ExecuteResult, Data: data}
}

// TestRichestForm: of the forms of one output, the richest that can be shown.
func TestRichestForm(t *testing.T) {
	tests := []struct {
		name string
		data map[string]any
		want string
	}{
		{"HTML before text", map[string]any{"text/html": "<b>rich</b>", "text/plain": "poor"}, "<b>rich</b>"},
		{"drawing before text", map[string]any{"image/svg+xml": "<svg></svg>", "text/plain": "a plot"}, `alt="a plot"`},
		{"HTML that only scripts fill", map[string]any{"text/html": "<div id=x></div><script>draw()</script>", "image/png": pixel, "text/plain": "p"}, `<img src="data:image/png;base64,` + pixel},
		{"picture that is none", map[string]any{"image/png": "bm8=", "text/plain": "poor"}, "poor"},
		{"JSON", map[string]any{"application/json": map[string]any{"a": true}, "text/plain": "poor"}, `<span class="k">true</span>`},
		{"LaTeX", map[string]any{"text/latex": "$$x^2$$", "text/plain": "poor"}, "<msup>"},
		{"Markdown", map[string]any{"text/markdown": "*rich*", "text/plain": "poor"}, "<em>rich</em>"},
		{"nothing known", map[string]any{"application/x-odd": "?"}, "An output that a report can&#39;t show."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			page := render(t, code("x", result(test.data)), Options{})
			if !strings.Contains(page, strings.ReplaceAll(test.want, "&#39;", "'")) {
				t.Errorf("no %q in\n%s", test.want, body(page))
			}
			if test.want != "poor" && strings.Contains(page, ">poor<") {
				t.Errorf("the poorer form is shown too:\n%s", body(page))
			}
		})
	}
}

func body(page string) string {
	_, s, _ := strings.Cut(page, "<main>")
	s, _, _ = strings.Cut(s, "<footer>")
	return s
}

// TestOwnHTML: what display makes gets through the sanitizer as it is.
func TestOwnHTML(t *testing.T) {
	for _, s := range []string{
		`<table style="border-collapse: collapse; font-size: .9em; margin: .5em 0"><caption style="caption-side: top; text-align: left">T</caption><thead><tr style="border-bottom: 1px solid rgba(128,128,128,.35)"><th style="padding: .25em .75em; font-variant-numeric: tabular-nums; text-align: right">x</th></tr></thead></table>`,
		`<div style="display: flex; align-items: center; gap: .75em"><span style="flex: 0 1 20em; height: .5em; border-radius: .25em; background: rgba(128,128,128,.25); overflow: hidden"><span style="display: block; height: 100%; width: 99.9%; background: #0b7d91"></span></span></div>`,
	} {
		if got, ok := sanitizeOutput(s); !ok || got != s {
			t.Errorf("got  %s\nwant %s", got, s)
		}
	}
}

func TestTags(t *testing.T) {
	tests := []struct{ tag, shown, gone, folds string }{
		{"hide-input", "", "", "Code"},
		{"hide_output", "", "", "Output"},
		{"hide-cell", "", "", "Hidden cell"},
		{"remove-input", "printed", "theSource", ""},
		{"remove-output", "theSource", "printed", ""},
		{"remove-cell", "", "theSource", ""},
	}
	for _, test := range tests {
		nb := code("theSource", &nbformat.Output{Type: nbformat.Stream, Name: "stdout", Text: "printed"})
		nb.Cells[0].AddTag(test.tag)
		got := body(render(t, nb, Options{}))
		if !strings.Contains(got, test.shown) || test.gone != "" && strings.Contains(got, test.gone) {
			t.Errorf("%s: want %q and no %q in\n%s", test.tag, test.shown, test.gone, got)
		}
		if test.folds != "" && !strings.Contains(got, "<details><summary>"+test.folds+"</summary>") {
			t.Errorf("%s: no fold %q in\n%s", test.tag, test.folds, got)
		}
	}
}

func TestFailure(t *testing.T) {
	nb := code("boom()", &nbformat.Output{Type: nbformat.ErrorOutput, EName: "panic", EValue: "index <3>", Traceback: []string{"\x1b[31mpanic\x1b[0m: index <3>"}})
	three := 3
	nb.Cells[0].ExecutionCount = &three
	got := body(render(t, nb, Options{}))
	for _, want := range []string{
		`<strong>Cell [3] failed.</strong> panic: index &lt;3&gt; <a href="#cell-1">`,
		`<section class="code failed" id="cell-1">`,
		`<pre class="error" role="alert"><span class="a1">panic</span>: index &lt;3&gt;</pre>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestLongOutput(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "line %d\n", i)
	}
	got := body(render(t, code("x", &nbformat.Output{Type: nbformat.Stream, Name: "stdout", Text: b.String()}), Options{}))
	if !strings.Contains(got, "<summary>970 more lines</summary>") || !strings.Contains(got, "line 500\n") {
		t.Errorf("not folded:\n%.600s", got)
	}
	got = body(render(t, code("x", &nbformat.Output{Type: nbformat.Stream, Name: "stdout", Text: strings.Repeat("x", 3<<20)}), Options{}))
	if !strings.Contains(got, "… 2097152 bytes are left out here …") || len(got) > 1<<20+1000 {
		t.Errorf("%d bytes are shown", len(got))
	}
}

func TestPictures(t *testing.T) {
	nb := nbformat.New("gorgo", "Go", "go")
	c := nb.Add(nbformat.Markdown, "![a](attachment:my%20x.png) ![b](sub/p.png) ![c](../up.png) ![d](missing.png) ![e](https://example.com/e.png) ![f](drawing.svg)")
	c.Attachments = map[string]nbformat.Object{"my x.png": {"image/png": pixel}}
	files := fstest.MapFS{
		"sub/p.png":   {Data: []byte("\x89PNG not really")},
		"drawing.svg": {Data: []byte(`<svg><script>alert(1)</script></svg>`)},
	}
	got := body(render(t, nb, Options{Files: files}))
	for _, want := range []string{
		`<img src="data:image/png;base64,` + pixel + `" alt="a"`,
		"[b]", "[c]", "[d]", `<a href="https://example.com/e.png" rel="noreferrer">[e]</a>`,
		`<img src="data:image/svg+xml;base64,`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestContents(t *testing.T) {
	nb := nbformat.New("gorgo", "Go", "go")
	nb.Add(nbformat.Markdown, "# The title\n\nSee [it](#part-two).")
	nb.Add(nbformat.Markdown, "## Part one\n## Part *two*!\n### More\n## Part one")
	page := render(t, nb, Options{})
	for _, want := range []string{
		`<title>The title</title>`,
		`<li class="level-1"><a href="#Part-one">Part one</a></li>`,
		`<li class="level-1"><a href="#Part-two">Part two!</a></li>`,
		`<li class="level-2"><a href="#More">More</a></li>`,
		`<a href="#Part-one-2">`,
		`See <a href="#Part-two" rel="noreferrer">it</a>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page[strings.Index(page, "</style>"):])
		}
	}
}

func TestFormulas(t *testing.T) {
	tests := []struct{ markdown, want string }{
		{`$x$`, `<p><math>`},
		{`costs $5 and $6`, `<p>costs $5 and $6</p>`},
		{`\$x$`, `<p>$x$</p>`},
		{"`$x$`", `<code>$x$</code>`},
		{"$$\nx_1\n\n+ y\n$$", `<div class="formula"><math display="block">`},
		{"text\n$$x$$\nmore", `<div class="formula"><math display="block">`},
		{`a $$x$$ b`, `a <span class="formula"><math display="block">`},
		{`\\(x\\)`, `<p><math>`},
		{"\\begin{align}\na &= b\n\\end{align}", `<mtable`},
		{"$a_1$ and $a_2$", `</math> and <math>`},
		{`$\nope$`, `<code class="tex" title="mathml: \nope is not known">\nope</code>`},
		{"```math\nx^2\n```", `<msup>`},
		{"| a |\n|---|\n| $x$ |", `<td><math>`},
	}
	for _, test := range tests {
		nb := nbformat.New("gorgo", "Go", "go")
		nb.Add(nbformat.Markdown, test.markdown)
		if got := body(render(t, nb, Options{})); !strings.Contains(got, test.want) || strings.Count(got, "<math") > 2 {
			t.Errorf("%q: no %q in\n%s", test.markdown, test.want, got)
		}
	}
}

func TestOptions(t *testing.T) {
	nb := code("x := 1")
	if err := HTML(&bytes.Buffer{}, nil, Options{}); err == nil || err.Error() != "report: no notebook" {
		t.Errorf("nil notebook: got error %v", err)
	}
	if err := HTML(&bytes.Buffer{}, nb, Options{Theme: "pink"}); err == nil || err.Error() != `report: theme "pink": want "light", "dark" or none` {
		t.Errorf("theme: got error %v", err)
	}
	page := render(t, nb, Options{Title: "A <title>", Name: "n.ipynb", FoldCode: true, Theme: Dark})
	for _, want := range []string{"<title>A &lt;title&gt;</title>", "<details><summary>Code</summary>", "@media screen {", "24 November 2026, 15:04", `download="n.ipynb"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
}

// TestSelfContained: nothing in the page can reach the network.
func TestSelfContained(t *testing.T) {
	page := render(t, code("x"), Options{})
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	policy := ""
	for n := range doc.Descendants() {
		if n.Data == "meta" && attr(n, "http-equiv") == "Content-Security-Policy" {
			policy = attr(n, "content")
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "script-src") || strings.Contains(policy, "http") {
		t.Errorf("Content-Security-Policy %q", policy)
	}
	if strings.Contains(style+darkColors, "url(") || strings.Contains(style+darkColors, "@import") {
		t.Error("the style sheet loads something")
	}
}

func ExampleHTML() {
	nb := nbformat.New("gorgo", "Go (gorgo)", "go")
	nb.Add(nbformat.Markdown, "# Results\n\nThe loss is $L = 0.04$.")
	var b bytes.Buffer
	if err := HTML(&b, nb, Options{Name: "results.ipynb"}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.Contains(b.String(), "<title>Results</title>"))
	// Output: true
}

func BenchmarkHTML(b *testing.B) {
	nb := nbformat.New("gorgo", "Go", "go")
	for i := range 50 {
		nb.Add(nbformat.Markdown, fmt.Sprintf("## Part %d\n\nThe softmax is $p_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}$.\n\n$$\\int_0^1 x^2\\,dx$$\n\n| a | b |\n|--|--|\n| 1 | 2 |\n", i))
		c := nb.Add(nbformat.Code, "for i := range 10 {\n\tfmt.Println(i)\n}")
		c.Outputs = []*nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: strings.Repeat("\x1b[32mok\x1b[0m\n", 20)}, result(map[string]any{"text/html": "<table><tr><td style=\"color:red\">1</td></tr></table>"})}
	}
	for b.Loop() {
		if err := HTML(&bytes.Buffer{}, nb, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
