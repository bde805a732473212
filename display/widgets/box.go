package widgets

// box.go: widgets beside, below and behind one another.

import (
	"fmt"
	"strings"
)

// Box is widgets beside or below one another.
type Box struct{ *Model }

// NewHBox puts widgets beside one another.
func NewHBox(children ...Widget) *Box { return newBox("HBox", "  ", children) }

// NewVBox puts widgets below one another.
func NewVBox(children ...Widget) *Box { return newBox("VBox", "\n", children) }

func newBox(name, between string, children []Widget) *Box {
	b := &Box{newModel(control(name), "", map[string]any{"children": refs(children), "box_style": ""})}
	b.text = func() string { return texts(children, between) }
	return b
}

// TabOptions are what tabs are made with.
type TabOptions struct {
	Titles   []string // one for each page
	Children []Widget // the pages
}

// Tab is widgets of which one is seen.
type Tab struct{ *Model }

// NewTab makes tabs, and shows the first. It panics when there is not one title
// for each page.
func NewTab(o TabOptions) *Tab {
	if len(o.Titles) != len(o.Children) || len(o.Children) == 0 {
		panic(fmt.Sprintf("widgets: Tab: want one title for each page, got %d titles for %d pages", len(o.Titles), len(o.Children)))
	}
	t := &Tab{newModel(control("Tab"), "", map[string]any{
		"children": refs(o.Children), "titles": o.Titles, "selected_index": 0, "box_style": "",
	})}
	t.fit = func(key string, v any) any {
		if key == "selected_index" {
			return min(max(v.(int), 0), len(o.Children)-1)
		}
		return v
	}
	t.text = func() string { return texts(o.Children, "\n") }
	return t
}

// Selected is the number of the page that is seen, from 0.
func (t *Tab) Selected() int { return t.get("selected_index").(int) }

// Select shows a page: the nearest to n that there is.
func (t *Tab) Select(n int) { t.set(map[string]any{"selected_index": t.fit("selected_index", n)}) }

// OnChange has f called with the number of each page that comes to be seen.
func (t *Tab) OnChange(f func(page int)) { t.onChange("selected_index", func() { f(t.Selected()) }) }

func refs(widgets []Widget) []string {
	out := make([]string, len(widgets))
	for i, w := range widgets {
		out[i] = w.core().ref()
	}
	return out
}

func texts(widgets []Widget, between string) string {
	var parts []string
	for _, w := range widgets {
		parts = append(parts, w.core().text())
	}
	return strings.Join(parts, between)
}
