package gallery

// A notebook as a Go program: what stands at top level goes into main, and the
// last expression of a cell is shown. It is what the kernel makes of the cells,
// made by simpler means, so that the Go compiler checks the notebook.

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"strings"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

// program returns the Go source of a notebook's code cells.
func program(nb *nbformat.Notebook) ([]byte, error) {
	imports := "import \"github.com/gorgolab/gorgo/display\"\n"
	var declarations, body strings.Builder
	for i, c := range nb.Cells {
		if c.Type != nbformat.Code {
			continue
		}
		source, err := parse(c.Source)
		if err != nil {
			return nil, fmt.Errorf("cell %d (%s): %w", i, c.ID, err)
		}
		imports += source.imports
		declarations.WriteString(source.declarations)
		fmt.Fprintf(&body, "\n// cell %s\n%s", c.ID, source.statements)
	}
	return format.Source([]byte("package main\n\n" + imports + "\n" + declarations.String() + "\nfunc main() {\n" + body.String() + "}\n"))
}

type cellSource struct{ imports, declarations, statements string }

// parse divides a cell: imports or declarations at its top, or statements.
func parse(source string) (cellSource, error) {
	const head = "package p\n"
	if _, err := parser.ParseFile(token.NewFileSet(), "", head+source, 0); err == nil {
		if strings.HasPrefix(strings.TrimSpace(source), "import") {
			return cellSource{imports: source + "\n"}, nil
		}
		return cellSource{declarations: source + "\n"}, nil
	}
	const open = head + "func _() {\n"
	text := open + source + "\n}\n"
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, 0)
	if err != nil {
		return cellSource{}, err
	}
	at := func(p token.Pos) int { return files.Position(p).Offset }
	list := file.Decls[0].(*ast.FuncDecl).Body.List
	statements, used := text[len(open):], ""
	for _, s := range list {
		// A variable that only later cells use is fine in a notebook.
		if define, ok := s.(*ast.AssignStmt); ok && define.Tok == token.DEFINE {
			for _, name := range define.Lhs {
				used += "_ = " + name.(*ast.Ident).Name + "\n"
			}
		}
	}
	statements = strings.TrimSuffix(statements, "}\n")
	if last, ok := list[len(list)-1].(*ast.ExprStmt); ok && !prints(last.X) {
		from, to := at(last.Pos())-len(open), at(last.End())-len(open)
		statements = statements[:from] + "display.Show(" + statements[from:to] + ")" + statements[to:]
	}
	return cellSource{statements: statements + used}, nil
}

// prints reports a call that is made for what it does, not for a value: one of
// package fmt's.
func prints(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	function, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	name, ok := function.X.(*ast.Ident)
	return ok && name.Name == "fmt"
}
