// This file words documentation comments for people.

package assist

import (
	"go/doc/comment"
	"strings"
)

// textWidth is the width to which documentation is wrapped.
const textWidth = 80

func parseDoc(doc string) *comment.Doc {
	// Without positions there is no telling which names exist; what is written
	// as a link is one.
	p := comment.Parser{LookupSym: func(string, string) bool { return true }}
	return p.Parse(doc)
}

func docText(doc string) string {
	p := comment.Printer{TextWidth: textWidth}
	return strings.TrimSpace(string(p.Text(parseDoc(doc))))
}

// docMarkdown has no links into the web: documentation is read offline, too.
func docMarkdown(doc string) string {
	p := comment.Printer{
		HeadingLevel: 4,
		HeadingID:    func(*comment.Heading) string { return "" },
		DocLinkURL:   func(*comment.DocLink) string { return "" },
	}
	return strings.TrimSpace(string(p.Markdown(parseDoc(doc))))
}
