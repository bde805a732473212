package widgets

// text.go: text that a person types.

// TextOptions are what a text field is made with.
type TextOptions struct {
	Label       string
	Value       string
	Placeholder string // shown while there is no text
	Lines       bool   // several lines
	Live        bool   // the value changes with every key, not when the person has finished
	Disabled    bool   // nobody can type
}

// Text is text that a person types.
type Text struct{ *Model }

// NewText makes a text field.
func NewText(o TextOptions) *Text {
	k := control("Text")
	if o.Lines {
		k = control("Textarea")
	}
	if o.Placeholder == "" {
		o.Placeholder = "\u200b"
	}
	t := &Text{newModel(k, "Text", map[string]any{
		"description": o.Label, "value": o.Value, "placeholder": o.Placeholder,
		"continuous_update": o.Live, "disabled": o.Disabled,
	})}
	t.text = func() string { return labelled(o.Label, t.Value()) }
	return t
}

// Value is the text.
func (t *Text) Value() string { return t.get("value").(string) }

// SetValue changes the text.
func (t *Text) SetValue(v string) { t.set(map[string]any{"value": v}) }

// OnChange has f called with each new text.
func (t *Text) OnChange(f func(v string)) { t.onChange("value", func() { f(t.Value()) }) }

func (t *Text) value() any { return t.Value() }
