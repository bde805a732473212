// Text as a terminal shows it; long text folded.

package report

import (
	"fmt"
	"strings"

	"github.com/gorgolab/gorgo/notebooks/report/ansi"
)

const (
	maxLines = 40      // of text that are shown without folding
	headRows = 20      // then these are shown, and as many hidden as there are
	tailRows = 10      // and these: the end often matters most
	maxRows  = 60      // of a table that is shown without folding
	maxText  = 1 << 20 // bytes of one text: more than anybody reads
)

// terminal is what a program printed.
func terminal(class, text string) string {
	if text == "" {
		return ""
	}
	return foldedLines(class, terminalLines(text))
}

func terminalLines(text string) []string {
	if len(text) > maxText {
		half := maxText / 2
		cut := len(text) - 2*half
		text = strings.ToValidUTF8(text[:half], "") + fmt.Sprintf("\n\x1b[0m… %d bytes are left out here …\n", cut) + strings.ToValidUTF8(text[len(text)-half:], "")
	}
	return ansi.Lines(text)
}

// foldedLines is a <pre> of lines of HTML; the middle of many is folded away.
func foldedLines(class string, lines []string) string {
	pre := func(part string, lines []string) string {
		return `<pre class="` + class + part + `">` + strings.Join(lines, "\n") + "</pre>"
	}
	if len(lines) <= maxLines {
		return pre("", lines) + "\n"
	}
	end := len(lines) - tailRows
	return `<div class="long">` + pre("", lines[:headRows]) +
		fmt.Sprintf("<details><summary>%d more lines</summary>%s</details>", end-headRows, pre("", lines[headRows:end])) +
		pre("", lines[end:]) + "</div>\n"
}
