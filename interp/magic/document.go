// %doc

package magic

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/assist"
)

func document(_ context.Context, c *call) (interp.Result, error) {
	if len(c.words()) != 1 {
		return nothing(errors.New("%doc wants one name, as in %doc strings.Cut"))
	}
	code := c.Arg
	if i := strings.LastIndex(code, "/"); i >= 0 { // an import path, perhaps with a name
		path, name, ok := strings.Cut(code[i:], ".")
		code = fmt.Sprintf("import documented %q\ndocumented", code[:i]+path)
		if ok {
			code += "." + name
		}
	}
	i := c.Session.Assistant().Inspect(code, len(code), 0)
	if !i.Found {
		return nothing(fmt.Errorf("%%doc: there is nothing called %s", c.Arg))
	}
	return value(documentation(i))
}

// documentation shows itself.
type documentation assist.Inspection

// Display implements display.Displayer.
func (d documentation) Display() display.Bundle {
	return display.Bundle{Data: map[string]any{display.MIMEText: d.Text, display.MIMEMarkdown: d.Markdown}}
}
