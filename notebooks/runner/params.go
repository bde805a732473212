// Parameters, by papermill's convention: the cell tagged "parameters" declares
// variables with defaults; values given from outside go into a cell tagged
// "injected-parameters" after it.

package runner

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

const (
	parametersTag = "parameters"
	injectedTag   = "injected-parameters"
)

// A Param gives a parameter a value.
type Param struct {
	Name  string
	Value string // a Go expression; for a string parameter the text itself will do
}

// ParseParam reads "name=value".
func ParseParam(s string) (Param, error) {
	name, value, ok := strings.Cut(s, "=")
	name = strings.TrimSpace(name)
	if !ok || !token.IsIdentifier(name) {
		return Param{}, fmt.Errorf("want name=value, got %q", s)
	}
	return Param{name, strings.TrimSpace(value)}, nil
}

// Inject puts a cell with the parameters' values after the cell tagged
// "parameters", in place of one that an earlier run put there. Each value is
// checked against the type of the variable that it replaces.
func Inject(nb *nbformat.Notebook, params []Param, pkgs check.Packages) error {
	if len(params) == 0 {
		return nil
	}
	at := slices.IndexFunc(nb.Cells, func(c *nbformat.Cell) bool {
		return c.Type == nbformat.Code && c.HasTag(parametersTag)
	})
	if at < 0 {
		return errors.New("the notebook has no cell tagged \"parameters\": tag the cell that declares the defaults (in JupyterLab: property inspector, Cell tags)")
	}
	scope, declared, err := declare(nb.Cells[:at+1], pkgs)
	if err != nil {
		return err
	}
	params = slices.Clone(params)
	slices.SortStableFunc(params, func(a, b Param) int { return cmp.Compare(a.Name, b.Name) })
	var src strings.Builder
	src.WriteString("// Parameters\n")
	var errs []error
	for _, p := range params {
		v, ok := declared[p.Name]
		if !ok {
			errs = append(errs, fmt.Errorf("%s: the cell tagged \"parameters\" declares no such variable; it declares %s", p.Name, names(declared)))
			continue
		}
		line := p.Name + " = " + literal(p.Value, v.Type())
		if _, err := scope.Check(check.Source{Name: "parameters", Text: line}); err != nil {
			errs = append(errs, fmt.Errorf("%s=%s: %s", p.Name, p.Value, reason(err)))
			continue
		}
		src.WriteString(line + "\n")
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	nb.Cells = slices.DeleteFunc(nb.Cells, func(c *nbformat.Cell) bool { return c.HasTag(injectedTag) })
	at = slices.IndexFunc(nb.Cells, func(c *nbformat.Cell) bool { return c.HasTag(parametersTag) })
	c := &nbformat.Cell{Type: nbformat.Code, Source: strings.TrimRight(src.String(), "\n")}
	c.AddTag(injectedTag)
	nb.Insert(at+1, c)
	return nil
}

// declare checks the cells up to the one tagged "parameters", the last, and
// returns the scope after them and the variables that the last one declares. A
// cell before it that does not check is passed over: running it will tell.
func declare(cells []*nbformat.Cell, pkgs check.Packages) (*check.Scope, map[string]*types.Var, error) {
	scope := check.NewScope(pkgs)
	vars := map[string]*types.Var{}
	for i, c := range cells {
		if c.Type != nbformat.Code {
			continue
		}
		u, err := scope.Check(check.Source{Name: fmt.Sprintf("cells[%d]", i), Number: i + 1, Text: c.Source})
		last := i == len(cells)-1
		if err != nil {
			if last {
				return nil, nil, fmt.Errorf("the cell tagged \"parameters\" does not compile: %w", err)
			}
			continue
		}
		scope.Commit(u)
		if last {
			for _, g := range u.Defines {
				if v, ok := g.Object.(*types.Var); ok {
					vars[g.Name] = v
				}
			}
		}
	}
	return scope, vars, nil
}

// literal is the Go expression for a value: text for a string parameter may
// come without quotes.
func literal(value string, t types.Type) string {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsString == 0 {
		return value
	}
	if e, err := parser.ParseExpr(value); err == nil {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			return value
		}
	}
	return strconv.Quote(value)
}

// reason is the compiler's message without position.
func reason(err error) string {
	var errs *check.Errors
	if errors.As(err, &errs) && len(errs.List) > 0 {
		return errs.List[0].Msg
	}
	return err.Error()
}

func names(vars map[string]*types.Var) string {
	var list []string
	for name, v := range vars {
		list = append(list, name+" ("+types.TypeString(v.Type(), func(p *types.Package) string { return p.Name() })+")")
	}
	if list == nil {
		return "none"
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}
