package mathml

import (
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// formulas are those of machine-learning notebooks, and one for each construct.
var formulas = []string{
	`x`, `x_i^2`, `x'`, `f''(x)`, `{}_a^b X`, `-1.5`, `a/b`, `1,797`,
	`p_k = \frac{e^{z_k}}{\sum_{j=0}^{9} e^{z_j}}`,
	`-\ln p_y`, `2\sin^2 x + \cos(x)`, `\log\left(\frac{a}{b}\right)`,
	`\mathcal{L}(\theta) = -\frac{1}{N}\sum_{i=1}^{N} \left[ y_i \log \hat{y}_i + (1-y_i)\log(1-\hat{y}_i) \right]`,
	`\hat\theta = \arg\max_{\theta \in \Theta} \prod_{i} p(x_i \mid \theta)`,
	`\nabla_\theta J(\theta) = \mathbb{E}_{x \sim p}\left[\nabla \log p(x)\right]`,
	`\mathbf{W} \in \mathbb{R}^{m \times n}, \quad \boldsymbol{\mu} = \mathrm{softmax}(\mathbf{z})`,
	`\begin{pmatrix} a & b \\ c & d \end{pmatrix}`, `\begin{bmatrix}1&0\\0&1\\\end{bmatrix}`,
	`f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{else} \end{cases}`,
	`\begin{align} a &= b + c \\ &= d \end{align}`, `a = b \\ c = d`,
	`\sqrt{x^2+1} + \sqrt[3]{y}`, `\binom{n}{k}`, `{n \over k}`, `\lim_{x \to 0} \frac{\sin x}{x} = 1`,
	`\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}`, `\overbrace{a+b}^{n} + \underbrace{c}_{m}`,
	`\lVert x \rVert_2 \le |x|`, `\bigl( x \bigr)`, `\vec{v} \cdot \bar{x}`, `A^\top`, `\not= \quad a \neq b`,
	`\operatorname{ReLU}(x) = \max(0, x)`, `\operatorname*{arg\,min}_w L`, `\text{loss} = 95\,\%`,
	`\color{red} x + \textcolor{#00f}{y}`, `\newcommand{\R}{\mathbb{R}} \R^n`, `\R`, `\newcommand{\norm}[1]{\lVert #1 \rVert} \norm{x - y}`,
	`\sum_{\substack{i \in A \\ j \in B}} x_{ij}`, `\stackrel{!}{=}`, `x \xrightarrow{f} y`, `\left. \frac{df}{dx} \right|_{x=0}`,
	`\displaystyle\sum_{i=1}^n i`, `\mathfrak{g} \mathscr{F} \mathsf{T} \mathtt{x1}`, `a < b \& c > d`, `α + β ≤ γ`,
	`\textbf{bold} \text{a $x^2$ b}`, `n! \equiv 1 \pmod{p}`, `\begin{array}{lr} a & b \end{array}`, `% only a comment`, ``,
}

// TestGolden: the pictures of these formulas were looked at (testdata/formulas.html
// opens in a browser); a change of the markup is a diff.
func TestGolden(t *testing.T) {
	var b strings.Builder
	b.WriteString("<!doctype html><meta charset=utf-8><title>Formulas</title>\n<style>body{font:16px system-ui}td{padding:.3em 1em}td.ml,mtd.ml{text-align:left}mtd.mr{text-align:right}mtd.mt{padding-left:0}mtd.mg{padding-left:2em}mtd:has(+.mt){padding-right:0}</style>\n<table>\n")
	c := &Converter{}
	for _, tex := range formulas {
		inline, err := c.Convert(tex, false)
		if err != nil {
			t.Errorf("%s: %v", tex, err)
			continue
		}
		displayed, err := c.Convert(tex, true)
		if err != nil {
			t.Errorf("%s: %v", tex, err)
		}
		wellFormed(t, displayed)
		fmt.Fprintf(&b, "<tr><td><code>%s</code><td>%s<td>%s\n", strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(tex), inline, displayed)
	}
	b.WriteString("</table>\n")
	golden := filepath.Join("testdata", "formulas.html")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range gotLines {
			if i >= len(wantLines) || gotLines[i] != wantLines[i] {
				t.Fatalf("differs from %s (rewrite it with -update) at line %d:\n%s", golden, i+1, gotLines[i])
			}
		}
		t.Fatalf("shorter than %s (rewrite it with -update)", golden)
	}
}

// TestShape: structure that a reader of the specification expects.
func TestShape(t *testing.T) {
	tests := []struct{ tex, want string }{
		{`x^2`, `<msup><mi>x</mi><mn>2</mn></msup>`},
		{`\frac12`, `<mfrac><mn>1</mn><mn>2</mn></mfrac>`},
		{`\sum_i`, `<msub><mo>∑</mo><mi>i</mi></msub>`},
		{`\mathbb{R}`, `<mi>ℝ</mi>`},
		{`\Gamma`, `<mi mathvariant="normal">Γ</mi>`},
		{`a<b`, `<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>`},
		{`3.14`, `<mn>3.14</mn>`},
		{`\text{a < b}`, `<mtext>a &lt; b</mtext>`},
	}
	for _, test := range tests {
		got, err := (&Converter{}).Convert(test.tex, false)
		got = strings.TrimPrefix(got, "<math><semantics>")
		if i := strings.Index(got, "<annotation"); i >= 0 {
			got = got[:i]
		}
		if err != nil || got != test.want {
			t.Errorf("%s: %v\ngot  %s\nwant %s", test.tex, err, got, test.want)
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct{ tex, want string }{
		{`\frac{a}`, `\frac lacks an argument`},
		{`{a`, `a { is not closed: found the end of the formula`},
		{`a}`, `} without its beginning`},
		{`\left( a`, `a \left( has no \right`},
		{`\foo`, `\foo is not known`},
		{`\begin{foo}`, `the environment foo is not known`},
		{`\begin{pmatrix} a \end{bmatrix}`, `\begin{pmatrix} is ended by \end{bmatrix}`},
		{`x^a^b`, `two superscripts: put braces around the first part`},
		{`\def\x{\x\x}\x`, `\x expands without end`},
		{strings.Repeat("{", 100), `groups are nested more than 60 deep`},
		{`\color{url(x)} a`, `\color wants a colour such as red or #c02020, got "url(x)"`},
		{strings.Repeat("x", 30_000), `a formula of more than 20000 bytes`},
	}
	for _, test := range tests {
		_, err := (&Converter{}).Convert(test.tex, true)
		if err == nil || err.Error() != "mathml: "+test.want {
			t.Errorf("%.40s: got error %v, want %s", test.tex, err, test.want)
		}
	}
}

func wellFormed(t *testing.T, markup string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(markup))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, markup)
		}
		if s, ok := tok.(xml.StartElement); ok {
			if !known[s.Name.Local] {
				t.Fatalf("element %s in %s", s.Name.Local, markup)
			}
			for _, a := range s.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Value, "url") || a.Name.Local == "href" {
					t.Fatalf("attribute %s=%q in %s", a.Name.Local, a.Value, markup)
				}
			}
		}
	}
}

var known = map[string]bool{}

func init() {
	for e := range strings.FieldsSeq("math semantics annotation mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle mphantom") {
		known[e] = true
	}
}

// FuzzConvert: any text gives well-formed MathML of known elements, or an error.
func FuzzConvert(f *testing.F) {
	for _, tex := range formulas {
		f.Add(tex)
	}
	f.Add(`\text{</mtext><script>alert(1)</script>}`)
	f.Add(`\operatorname{<b>}\hspace{1em}\href{javascript:x}{y}`)
	f.Fuzz(func(t *testing.T, tex string) {
		markup, err := (&Converter{}).Convert(tex, true)
		if err == nil {
			wellFormed(t, markup)
		} else if !strings.HasPrefix(err.Error(), "mathml: ") {
			t.Errorf("error %v", err)
		}
	})
}

func BenchmarkConvert(b *testing.B) {
	for b.Loop() {
		c := &Converter{}
		for _, tex := range formulas {
			if _, err := c.Convert(tex, true); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func ExampleConverter_Convert() {
	var c Converter
	markup, _ := c.Convert(`x^2`, false)
	fmt.Println(markup)
	// Output: <math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding="application/x-tex">x^2</annotation></semantics></math>
}
