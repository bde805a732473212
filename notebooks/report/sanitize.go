// What a notebook's HTML may hold.

package report

import (
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The policies are made when a report needs them: a kernel, which is the same
// program, would start 15 ms later and keep 8 MB.
var (
	markdownPolicy = sync.OnceValue(func() *bluemonday.Policy { return newPolicy(true) })
	outputPolicy   = sync.OnceValue(func() *bluemonday.Policy { return newPolicy(false) })
)

// sanitizeMarkdown is HTML that goldmark made of a notebook's text, made safe.
func sanitizeMarkdown(s string) string {
	nodes, err := prepare(s)
	if err != nil {
		return "<pre>" + html.EscapeString(s) + "</pre>"
	}
	return markdownPolicy().Sanitize(nodes)
}

// sanitizeOutput is HTML that a cell put out, made safe; ok is false when nothing
// is left that a reader would see, as when all was done by scripts.
func sanitizeOutput(s string) (safe string, ok bool) {
	prepared, err := prepare(s)
	if err != nil {
		return "", false
	}
	safe = outputPolicy().Sanitize(prepared)
	return safe, visible(safe)
}

var hasContent = regexp.MustCompile(`<(?:img|hr|progress|meter|table|input)\b|(?:background|border)[-\w]*:`)

func visible(s string) bool {
	return hasContent.MatchString(s) || strings.TrimSpace(html.UnescapeString(anyTag.ReplaceAllString(s, ""))) != ""
}

var anyTag = regexp.MustCompile(`<[^>]*>`)

// newPolicy is the list of what is let through. Text from Markdown may also name
// places (id) and have the classes that goldmark gives footnotes.
func newPolicy(prose bool) *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
		"figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "meter", "ol", "p", "pre", "progress", "q", "s", "samp", "section",
		"small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr")
	p.AllowNoAttrs().OnElements("a", "font", "img", "span")
	p.AllowLists()

	number := regexp.MustCompile(`^-?\d{0,6}(?:\.\d{1,6})?%?$`)
	word := regexp.MustCompile(`^[a-zA-Z]{1,20}$`)
	p.AllowAttrs("title", "lang", "aria-label").Globally()
	p.AllowAttrs("dir", "align", "valign", "scope").Matching(word).Globally()
	p.AllowAttrs("colspan", "rowspan", "width", "height", "start", "value", "max", "min", "low", "high", "optimum", "border", "cellpadding", "cellspacing").Matching(number).
		OnElements("table", "td", "th", "tr", "col", "colgroup", "img", "ol", "li", "progress", "meter")
	p.AllowAttrs("open").Matching(regexp.MustCompile(`^(?:|open)$`)).OnElements("details")
	p.AllowAttrs("color").Matching(regexp.MustCompile(`^(?:#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20})$`)).OnElements("font")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^own$`)).OnElements("img")
	p.AllowAttrs("checked", "disabled").Matching(regexp.MustCompile(`^$`)).OnElements("input")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")

	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src").Matching(dataImage).OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowURLSchemeWithCustomPolicy("data", func(u *url.URL) bool { return dataImage.MatchString(u.String()) })
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(true)

	p.AllowStyles(styleProperties...).MatchingHandler(safeStyle).Globally()
	if prose {
		p.AllowAttrs("id").Matching(regexp.MustCompile(`^[\pL\pN_.:-]{1,200}$`)).Globally()
		p.AllowAttrs("class").Matching(regexp.MustCompile(`^(?:footnotes|footnote-ref|footnote-backref)$`)).OnElements("a", "div", "sup", "section")
		p.AllowAttrs("role").Matching(regexp.MustCompile(`^doc-[a-z]+$`)).OnElements("a", "div")
	}
	return p
}

var dataImage = regexp.MustCompile(`^data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$`)

// styleProperties shape what is inside an output. What could lay it over the rest
// of the page (position, z-index, transform) is not among them.
var styleProperties = strings.Fields(`
	color background background-color opacity
	border border-top border-right border-bottom border-left border-color border-style border-width border-radius border-collapse border-spacing
	padding padding-top padding-right padding-bottom padding-left margin margin-top margin-right margin-bottom margin-left
	width min-width max-width height min-height max-height box-sizing overflow overflow-x overflow-y
	display flex flex-direction flex-wrap flex-grow flex-shrink flex-basis flex-flow align-items align-content align-self justify-content justify-items gap row-gap column-gap
	grid-template-columns grid-template-rows grid-column grid-row float clear
	font font-family font-size font-style font-weight font-variant font-variant-numeric line-height letter-spacing word-spacing
	text-align text-decoration text-indent text-transform vertical-align white-space word-break overflow-wrap caption-side table-layout list-style-type image-rendering`)

var (
	styleCharacters = regexp.MustCompile(`^[-\w\s#.,%()+*/"'!]{1,200}$`)
	styleFunction   = regexp.MustCompile(`([-\w]*)\(`)
	negative        = regexp.MustCompile(`(?:^|[\s(,])-\s*[\d.(a-z]`)
)

// safeStyle is true for values that only say how something looks: no addresses,
// and nothing that leaves its place.
func safeStyle(value string) bool {
	value = strings.ToLower(value)
	if !styleCharacters.MatchString(value) || negative.MatchString(value) {
		return false
	}
	for _, f := range styleFunction.FindAllStringSubmatch(value, -1) {
		switch f[1] {
		case "rgb", "rgba", "hsl", "hsla", "calc", "min", "max", "clamp", "minmax", "repeat", "linear-gradient", "":
		default:
			return false
		}
	}
	return true
}

// prepare balances the tags, so that an output can't close what it did not open,
// makes images of drawings and words of pictures from elsewhere.
func prepare(s string) (string, error) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(s), body)
	if err != nil {
		return "", err
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	rewrite(body)
	var b strings.Builder
	for n := range body.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

func rewrite(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type != html.ElementNode:
		case c.Data == "svg":
			n.InsertBefore(drawing(c), c)
			n.RemoveChild(c)
		case c.DataAtom == atom.Img && !dataImage.MatchString(attr(c, "src")):
			n.InsertBefore(elsewhere(c), c)
			n.RemoveChild(c)
		case c.DataAtom == atom.A && strings.HasPrefix(strings.ToLower(strings.TrimSpace(attr(c, "href"))), "data:"):
			c.Attr = nil
			rewrite(c)
		default:
			rewrite(c)
		}
		c = next
	}
}

// drawing is an inline <svg> as an image.
func drawing(svg *html.Node) *html.Node {
	var b strings.Builder
	if err := html.Render(&b, svg); err == nil {
		if src, ok := svgSource(b.String()); ok {
			alt := attr(svg, "aria-label")
			if alt == "" {
				alt = "Figure"
			}
			class := ""
			if strings.Contains(attr(svg, "class"), "gorgo-figure") {
				class = "own" // drawn to be read on any background
			}
			return element("img", "src", src, "alt", alt, "class", class)
		}
	}
	return element("span")
}

// elsewhere stands for a picture that the report does not hold: its description,
// as a link if it has an address that a reader can follow.
func elsewhere(img *html.Node) *html.Node {
	text := attr(img, "alt")
	if text == "" {
		text = "picture"
	}
	src := attr(img, "src")
	holder := element("span")
	if strings.HasPrefix(src, "https://") || strings.HasPrefix(src, "http://") {
		holder = element("a", "href", src)
	}
	holder.AppendChild(&html.Node{Type: html.TextNode, Data: "[" + text + "]"})
	return holder
}

func element(name string, attrs ...string) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	for i := 0; i+1 < len(attrs); i += 2 {
		n.Attr = append(n.Attr, html.Attribute{Key: attrs[i], Val: attrs[i+1]})
	}
	return n
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}
