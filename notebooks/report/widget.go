// Widgets, as they were when the notebook was saved: each kind in HTML of its own
// that does nothing.

package report

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/widgetstate"
)

// Limits for what one output shows: boxes hold boxes, and a document may say that
// they do so many times over.
const (
	maxWidgets     = 1000
	maxWidgetDepth = 20
)

// widgetForm shows a widget whose state the notebook has.
func (r *reporter) widgetForm(o *nbformat.Output, mime string) (string, bool) {
	view, _ := o.Data[mime].(map[string]any)
	id, _ := view["model_id"].(string)
	d := widgetDrawing{r: r}
	s, ok := d.model(id, nil)
	return `<div class="widgets">` + s + "</div>\n", ok
}

// widgetDrawing is one output with widgets.
type widgetDrawing struct {
	r     *reporter
	count int
}

// widget is a widget that is drawn.
type widget struct {
	*widgetDrawing
	*widgetstate.Model
	path []string // the IDs of the boxes round it, and its own
}

// drawingOf draws a model of @jupyter-widgets/controls 2.0 or output 1.0 by its name;
// nil for others.
func drawingOf(name string) func(w widget) string {
	switch strings.TrimSuffix(name, "Model") {
	case "IntSlider", "FloatSlider", "FloatLogSlider", "Play":
		return widget.slider
	case "IntRangeSlider", "FloatRangeSlider":
		return widget.rangeSlider
	case "Dropdown", "SelectionSlider":
		return widget.dropdown
	case "Select", "RadioButtons", "ToggleButtons":
		return widget.choices
	case "Checkbox", "Valid":
		return widget.checkbox
	case "Text", "Textarea", "Combobox", "ColorPicker", "DatePicker":
		return func(w widget) string { return w.field(w.text("value"), w.text("placeholder")) }
	case "Password":
		return func(w widget) string { return w.field(strings.Repeat("•", min(len(w.text("value")), 12)), "") }
	case "IntText", "FloatText", "BoundedIntText", "BoundedFloatText":
		return func(w widget) string { return w.field(w.digits("value"), "") }
	case "Button", "ToggleButton":
		return widget.button
	case "IntProgress", "FloatProgress":
		return widget.progress
	case "Label":
		return widget.label
	case "HTML", "HTMLMath":
		return widget.html
	case "Image":
		return widget.image
	case "Box", "HBox":
		return func(w widget) string { return w.box("row") }
	case "VBox", "GridBox":
		return func(w widget) string { return w.box("column") }
	case "Tab", "Accordion":
		return widget.tabs
	case "Output":
		return widget.output
	}
	return nil
}

// model draws a widget; ok is false when it is not known, or holds itself.
func (d *widgetDrawing) model(id string, path []string) (s string, ok bool) {
	d.count++
	m := d.r.widgets.Model(id)
	if m == nil || d.count > maxWidgets || len(path) > maxWidgetDepth || slices.Contains(path, id) {
		return "", false
	}
	draw := drawingOf(m.Name)
	if draw == nil {
		return "", false
	}
	if layout := d.r.widgets.Model(reference(m.State["layout"])); layout != nil {
		if layout.State["display"] == "none" || layout.State["visibility"] == "hidden" {
			return "", true
		}
	}
	return draw(widget{d, m, append(slices.Clone(path), id)}), true
}

// reference is the ID in a reference to a model, "" when it is none.
func reference(v any) string {
	s, _ := v.(string)
	id, ok := strings.CutPrefix(s, "IPY_MODEL_")
	if !ok {
		return ""
	}
	return id
}

func (w widget) text(key string) string { s, _ := w.State[key].(string); return s }

func (w widget) flag(key string) bool { b, _ := w.State[key].(bool); return b }

// number is a part of the state; what is none is 0.
func (w widget) number(key string) float64 { return numberOf(w.State[key]) }

func numberOf(v any) float64 {
	var n float64
	switch v := v.(type) {
	case json.Number:
		n, _ = v.Float64()
	case float64:
		n = v
	case int:
		n = float64(v)
	}
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	return n
}

// digits is a number as the document has it.
func (w widget) digits(key string) string {
	if n, ok := w.State[key].(json.Number); ok {
		return n.String()
	}
	return shown(w.number(key))
}

func shown(n float64) string { return strconv.FormatFloat(n, 'g', 6, 64) }

// fraction is how far v is on the way from min to max, in per cent.
func (w widget) fraction(v float64) float64 {
	low, high := w.number("min"), w.number("max")
	if high <= low {
		return 0
	}
	return 100 * min(max((v-low)/(high-low), 0), 1)
}

// described is content behind the widget's description.
func (w widget) described(content string) string {
	class := "widget"
	if w.flag("disabled") {
		class += " off"
	}
	label := ""
	if d := w.text("description"); d != "" {
		label = `<span class="w-label">` + html.EscapeString(d) + "</span>"
	}
	return `<div class="` + class + `">` + label + content + "</div>"
}

func (w widget) slider() string {
	v := w.number("value")
	at := w.fraction(v)
	if w.Name == "FloatLogSliderModel" && v > 0 { // min and max are exponents
		base := w.number("base")
		if base <= 1 {
			base = 10
		}
		at = w.fraction(math.Log(v) / math.Log(base))
	}
	return w.described(fmt.Sprintf(`<span class="w-track" aria-hidden="true"><span class="w-fill" style="width:%.4g%%"></span><span class="w-knob" style="left:%.4g%%"></span></span><span class="w-value">%s</span>`,
		at, at, html.EscapeString(shown(v))))
}

func (w widget) rangeSlider() string {
	pair, _ := w.State["value"].([]any)
	if len(pair) != 2 {
		return w.field("", "")
	}
	low, high := numberOf(pair[0]), numberOf(pair[1])
	from, to := w.fraction(low), w.fraction(high)
	return w.described(fmt.Sprintf(`<span class="w-track" aria-hidden="true"><span class="w-fill" style="left:%.4g%%;width:%.4g%%"></span><span class="w-knob" style="left:%.4g%%"></span><span class="w-knob" style="left:%.4g%%"></span></span><span class="w-value">%s – %s</span>`,
		from, max(to-from, 0), from, to, shown(low), shown(high)))
}

// options are the choices, and which is chosen.
func (w widget) options() (labels []string, index int) {
	list, _ := w.State["_options_labels"].([]any)
	for _, v := range list {
		labels = append(labels, fmt.Sprint(v))
	}
	if w.State["index"] == nil {
		return labels, -1
	}
	return labels, int(w.number("index"))
}

func (w widget) dropdown() string {
	labels, i := w.options()
	chosen := ""
	if i >= 0 && i < len(labels) {
		chosen = labels[i]
	}
	return w.described(`<span class="w-field w-choice">` + html.EscapeString(chosen) + "</span>")
}

// choices are all of them, with the one that is chosen.
func (w widget) choices() string {
	labels, chosen := w.options()
	var b strings.Builder
	b.WriteString(`<span class="w-options">`)
	for i, l := range labels {
		if i == chosen {
			fmt.Fprintf(&b, `<strong class="w-option">%s</strong>`, html.EscapeString(l))
		} else {
			fmt.Fprintf(&b, `<span class="w-option">%s</span>`, html.EscapeString(l))
		}
	}
	b.WriteString("</span>")
	return w.described(b.String())
}

func (w widget) checkbox() string {
	mark, state := "", "no"
	if w.flag("value") {
		mark, state = "✓", "yes"
	}
	class := "widget"
	if w.flag("disabled") {
		class += " off"
	}
	return fmt.Sprintf(`<div class="%s"><span class="w-box" role="img" aria-label="%s">%s</span><span>%s</span></div>`, class, state, mark, html.EscapeString(w.text("description")))
}

func (w widget) field(value, placeholder string) string {
	if value == "" && strings.Trim(placeholder, "\u200b ") != "" {
		return w.described(`<span class="w-field w-empty">` + html.EscapeString(placeholder) + "</span>")
	}
	return w.described(`<span class="w-field">` + html.EscapeString(value) + "</span>")
}

// styles are the names that buttons and bars have for their colours.
func (w widget) style(key string) string {
	switch s := w.text(key); s {
	case "primary", "success", "info", "warning", "danger":
		return " w-" + s
	}
	return ""
}

func (w widget) button() string {
	class := "w-button" + w.style("button_style")
	if w.Name == "ToggleButtonModel" && w.flag("value") {
		class += " w-pressed"
	}
	if w.flag("disabled") {
		class += " off"
	}
	return fmt.Sprintf(`<div class="widget"><span class="%s">%s</span></div>`, class, html.EscapeString(w.text("description")))
}

func (w widget) progress() string {
	at := w.fraction(w.number("value"))
	return w.described(fmt.Sprintf(`<span class="w-bar%s" role="img" aria-label="%.0f %%"><span style="width:%.4g%%"></span></span>`, w.style("bar_style"), at, at))
}

func (w widget) label() string {
	return w.described("<span>" + html.EscapeString(w.text("value")) + "</span>")
}

func (w widget) html() string {
	safe, ok := sanitizeOutput(w.text("value"))
	if !ok {
		return ""
	}
	return w.described(`<div class="html">` + safe + "</div>")
}

func (w widget) image() string {
	data := w.Buffer("value")
	if data == nil {
		return ""
	}
	mime := http.DetectContentType(data)
	src, ok := imageSource(mime, base64.StdEncoding.EncodeToString(data))
	if w.text("format") == "svg+xml" {
		src, ok = svgSource(string(data))
	}
	if !ok {
		return `<p class="missing">A picture that a report can't show.</p>`
	}
	size := ""
	for _, side := range []string{"width", "height"} {
		if n := pixels(w.State[side]); n > 0 {
			size += fmt.Sprintf(` %s="%d"`, side, n)
		}
	}
	return fmt.Sprintf(`<figure class="figure"><img src="%s" alt="Picture"%s></figure>`, src, size)
}

// children draws what a box holds; what is not known leaves no gap.
func (w widget) children() []string {
	list, _ := w.State["children"].([]any)
	out := make([]string, len(list))
	for i, v := range list {
		out[i], _ = w.model(reference(v), w.path)
	}
	return out
}

func (w widget) box(direction string) string {
	return `<div class="w-` + direction + `">` + strings.Join(w.children(), "") + "</div>"
}

// tabs shows the page that was open; the others open without a script.
func (w widget) tabs() string {
	titles, _ := w.State["titles"].([]any)
	w.r.tabs++
	var b strings.Builder
	b.WriteString(`<div class="w-tabs">`)
	for i, page := range w.children() {
		title := fmt.Sprint(i + 1)
		if i < len(titles) {
			title = fmt.Sprint(titles[i])
		}
		checked := ""
		if w.State["selected_index"] != nil && int(w.number("selected_index")) == i {
			checked = " checked"
		}
		fmt.Fprintf(&b, `<label><input type="radio" name="tabs-%d"%s>%s</label><div class="w-page">%s</div>`, w.r.tabs, checked, html.EscapeString(title), page)
	}
	b.WriteString("</div>")
	return b.String()
}

func (w widget) output() string {
	var b strings.Builder
	for _, o := range w.Outputs() {
		if view, ok := o.Data[widgetstate.ViewMIME].(map[string]any); ok {
			id, _ := view["model_id"].(string)
			if s, ok := w.model(id, w.path); ok {
				b.WriteString(s)
				continue
			}
		}
		delete(o.Data, widgetstate.ViewMIME)
		b.WriteString(w.r.list([]*nbformat.Output{o}))
	}
	return `<div class="w-output">` + b.String() + "</div>"
}
