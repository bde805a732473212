// %who

package magic

import (
	"context"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
)

// longestValue is how many characters of a value %who shows.
const longestValue = 60

func who(ctx context.Context, c *call) (interp.Result, error) {
	list := c.Session.Declared()
	if len(list) == 0 {
		c.printf("the session has no names yet\n")
		return nothing(nil)
	}
	if c.Arg != "" {
		wanted := c.words()
		list = slices.DeleteFunc(list, func(d interp.Declared) bool {
			return !slices.ContainsFunc(wanted, func(t string) bool { return isOf(d.Object, t) })
		})
		if len(list) == 0 {
			c.printf("no name is of the type %s\n", strings.Join(wanted, " or "))
			return nothing(nil)
		}
	}
	t := display.Table{Columns: []string{"name", "type", "value", "cell"}, Align: []display.Align{display.Left, display.Left, display.Left, display.Right}}
	// The texts of values may come from methods that cells declared.
	err := c.Session.Do(ctx, c.cell.Number, func() {
		for _, d := range list {
			t.Rows = append(t.Rows, []string{d.Name, kind(d.Object), content(d), strconv.Itoa(d.Cell)})
		}
	})
	if err != nil {
		return nothing(err)
	}
	return value(t)
}

// qualifier leaves the package of cells out, and names others by name.
func qualifier(p *types.Package) string {
	if p.Path() == "main" {
		return ""
	}
	return p.Name()
}

// kind is what a name is, as Go would declare it.
func kind(o types.Object) string {
	switch o := o.(type) {
	case *types.TypeName:
		return "type"
	case *types.Const:
		return "const " + types.TypeString(o.Type(), qualifier)
	}
	return types.TypeString(o.Type(), qualifier)
}

// isOf tells whether an object is of a type, or of the kind func, type or const.
func isOf(o types.Object, typ string) bool {
	if types.TypeString(o.Type(), qualifier) == typ {
		_, isType := o.(*types.TypeName)
		return !isType
	}
	switch o.(type) {
	case *types.Func:
		return typ == "func"
	case *types.TypeName:
		return typ == "type"
	case *types.Const:
		return typ == "const"
	}
	_, isFunc := o.Type().Underlying().(*types.Signature)
	return typ == "func" && isFunc
}

// content is the short form of what a name holds.
func content(d interp.Declared) string {
	switch o := d.Object.(type) {
	case *types.Var:
		return shorten(display.Text(d.Value))
	case *types.Const:
		return shorten(o.Val().String())
	case *types.TypeName:
		return shorten(types.TypeString(o.Type().Underlying(), qualifier))
	}
	return ""
}

func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longestValue {
		return string(r[:longestValue-1]) + "…"
	}
	return s
}
