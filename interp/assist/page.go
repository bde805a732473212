// This file lays inspections out.

package assist

import (
	"go/types"
	"strings"
)

// methods lists the methods of a type that a cell can call.
func methods(obj *types.TypeName) []string {
	n, ok := types.Unalias(obj.Type()).(*types.Named)
	if !ok || obj.Pkg() == nil {
		return nil
	}
	var list []string
	for m := range n.Methods() {
		if m.Exported() || ours(m.Pkg()) {
			list = append(list, "func "+receiver(m)+m.Name()+callSignature(m.Type()))
		}
	}
	return list
}

// contents lists the exported names of a package.
func contents(pkg *types.Package) []string {
	var values, funcs, kinds []string
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Func:
			funcs = append(funcs, "func "+name+callSignature(obj.Type()))
		case *types.TypeName:
			kinds = append(kinds, "type "+name+" "+typeSignature(obj))
		case *types.Const:
			values = append(values, "const "+name+typedValue(obj))
		default:
			values = append(values, "var "+name+" "+signature(obj))
		}
	}
	return append(append(values, funcs...), kinds...)
}

// maxFields is how many lines a type may have that stands above its
// documentation; longer ones stand below.
const maxFields = 8

// page is an inspection before it is laid out.
type page struct {
	declaration string // Go source
	argument    string // the parameter whose argument is being typed
	doc         string // as in a comment
	members     []string
	notes       []string
}

func (p page) inspection() Inspection {
	var text, markdown []string
	add := func(t, m string) { text, markdown = append(text, t), append(markdown, m) }
	add(p.declaration, fence(p.declaration))
	if p.argument != "" {
		add("Argument: "+p.argument, "Argument: `"+p.argument+"`")
	}
	if p.doc != "" {
		add(docText(p.doc), docMarkdown(p.doc))
	}
	if len(p.members) > 0 {
		list := strings.TrimSpace(strings.Join(p.members, "\n"))
		add(list, fence(list))
	}
	for _, note := range p.notes {
		if strings.HasPrefix(note, "import ") {
			add(note, "`"+note+"`")
		} else {
			add(note, note)
		}
	}
	return Inspection{Found: true, Text: strings.Join(text, "\n\n"), Markdown: strings.Join(markdown, "\n\n")}
}

// fence marks Go source in Markdown.
func fence(source string) string {
	marks := "```"
	for strings.Contains(source, marks) {
		marks += "`"
	}
	return marks + "go\n" + source + "\n" + marks
}
