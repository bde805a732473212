// %doc

package magic

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/assist"
	"github.com/gorgolab/gorgo/interp/check"
)

func document(_ context.Context, c *call) (interp.Result, error) {
	if len(c.words()) != 1 {
		return nothing(errors.New("%doc wants one name, as in %doc strings.Cut"))
	}
	code := strings.TrimSuffix(c.Arg, "()")
	if !documentable.MatchString(code) {
		return nothing(fmt.Errorf("%%doc: %s is no name", c.Arg))
	}
	if i := strings.LastIndex(code, "/"); i >= 0 { // an import path, perhaps with a name
		path, name, ok := strings.Cut(code[i:], ".")
		code = fmt.Sprintf("import documented %q\ndocumented", code[:i]+path)
		if ok {
			code += "." + name
		}
	}
	detail := 0
	if c.source {
		detail = 1
	}
	i := c.Session.Assistant().Inspect(code, len(code), detail)
	if !i.Found && c.question {
		return value(unknownName(fmt.Sprintf("Nothing is known about %s%s", c.Arg, cmp.Or(c.near(code), "."))))
	}
	if !i.Found {
		return nothing(fmt.Errorf("%%doc: there is nothing called %s%s", c.Arg, c.near(code)))
	}
	return value(documentation(i))
}

// documentable is a name or an import path, perhaps with a member.
var documentable = regexp.MustCompile(`^[\pL_][\pL\pN_./~-]*$`)

// near asks whether a name like the one that the code ends in was meant.
func (c *call) near(code string) string {
	from := strings.LastIndex(code, ".") + 1
	var names []string
	for _, m := range c.Session.Assistant().Complete(code[:from], from).Matches {
		names = append(names, m.Text)
	}
	best := check.Nearest(code[from:], names)
	if best == "" {
		return ""
	}
	return ": did you mean " + strings.TrimSuffix(c.Arg, code[from:]) + best + "?"
}

// unknownName answers a question about nothing. It is no error: the cells below a
// question have nothing to do with it.
type unknownName string

// String is the answer.
func (u unknownName) String() string { return string(u) }

// documentation shows itself.
type documentation assist.Inspection

// Display implements display.Displayer.
func (d documentation) Display() display.Bundle {
	return display.Bundle{Data: map[string]any{display.MIMEText: d.Text, display.MIMEMarkdown: d.Markdown}}
}
