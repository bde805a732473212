// This file completes and inspects cells with magics.

package magic

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp/assist"
)

// Complete returns what may stand at a byte offset of a cell: Go, the name of a
// magic, or what a magic takes.
func (r *Runner) Complete(text string, offset int) assist.Completion {
	view := r.View(text, offset)
	switch {
	case view.IsName:
		c := assist.Completion{Start: view.Start, End: view.End}
		c.Matches = magicNames(text[view.Start:offset])
		return c
	case view.directive == nil || view.isGo:
		return r.Session.Assistant().Complete(view.Code, offset)
	}
	return r.completeArg(text, offset, view.directive)
}

func magicNames(prefix string) []assist.Match {
	var list []assist.Match
	for _, m := range table {
		if m.name != command && strings.HasPrefix(m.name, prefix) {
			list = append(list, assist.Match{Text: m.name, Kind: "magic", Signature: m.args})
		}
	}
	return list
}

// completeArg completes what stands behind a magic's name: the last word before
// the offset, or, of a magic that takes one path, all.
func (r *Runner) completeArg(text string, offset int, d *Directive) assist.Completion {
	from := max(min(d.start, offset), 0)
	if d.Name != "cd" {
		from += strings.LastIndexAny(text[from:offset], " \t\n'\"=;|&<>()") + 1
	}
	c := assist.Completion{Start: from, End: offset}
	typed := text[from:offset]
	switch d.Name {
	case "cd":
		c.Matches = files(typed, true, func(name string) string { return name })
	case command:
		c.Matches = files(typed, false, func(name string) string { return strings.ReplaceAll(name, " ", `\ `) })
	case "env":
		for _, entry := range os.Environ() {
			if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, typed) && name != "" && from == d.start {
				c.Matches = append(c.Matches, assist.Match{Text: name, Kind: "variable"})
			}
		}
	case "help":
		c.Matches = magicNames(typed)
	case "require":
		if strings.Contains(typed, "@") {
			break
		}
		const head = `import "`
		for _, m := range r.Session.Assistant().Complete(head+typed, len(head)+len(typed)).Matches {
			if first, _, _ := strings.Cut(m.Text, "/"); strings.Contains(first, ".") {
				c.Matches = append(c.Matches, m)
			}
		}
	}
	slices.SortFunc(c.Matches, func(a, b assist.Match) int { return strings.Compare(a.Text, b.Text) })
	return c
}

// files lists the files, or only the folders, whose path begins with what was
// typed, which quote writes as it has to stand there. Folders end in a slash.
func files(typed string, folders bool, quote func(string) string) []assist.Match {
	dir, prefix := filepath.Split(strings.ReplaceAll(typed, `\ `, " "))
	where := dir
	if rest, ok := strings.CutPrefix(dir, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil
		}
		where = filepath.Join(home, rest)
	}
	if where == "" {
		where = "."
	}
	entries, err := os.ReadDir(os.ExpandEnv(where))
	if err != nil {
		return nil
	}
	var list []assist.Match
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, prefix) || strings.HasPrefix(name, ".") && !strings.HasPrefix(prefix, ".") {
			continue
		}
		isDir := e.IsDir()
		if info, err := os.Stat(filepath.Join(os.ExpandEnv(where), name)); err == nil {
			isDir = info.IsDir() // of a link
		}
		switch {
		case isDir:
			name += "/"
		case folders:
			continue
		}
		list = append(list, assist.Match{Text: quote(dir + name), Kind: "path"})
	}
	return list
}

// Inspect describes what stands at a byte offset of a cell, as assist does: Go, or
// a magic by its name.
func (r *Runner) Inspect(text string, offset, detail int) assist.Inspection {
	view := r.View(text, offset)
	if !view.IsName {
		return r.Session.Assistant().Inspect(view.Code, offset, detail)
	}
	m := find(text[view.Start:view.End])
	if m == nil {
		return assist.Inspection{}
	}
	use, rest, _ := strings.Cut(m.usage(), "\n")
	return assist.Inspection{Found: true, Text: use + "\n\n" + rest, Markdown: "`" + use + "`\n\n" + strings.ReplaceAll(rest, "\n", "\n\n")}
}
