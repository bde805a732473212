package widgets

// choice.go: one of several, and yes or no.

import (
	"fmt"
	"slices"
	"strconv"
)

// DropdownOptions are what a drop-down list is made with.
type DropdownOptions struct {
	Label    string
	Choices  []string
	Value    string // one of Choices; default the first
	Disabled bool   // nobody can choose
}

// Dropdown is one of several texts.
type Dropdown struct {
	*Model
	choices []string
}

// NewDropdown makes a drop-down list. It panics when there are no choices, or
// Value is none of them.
func NewDropdown(o DropdownOptions) *Dropdown {
	if len(o.Choices) == 0 {
		panic(fmt.Sprintf("widgets: Dropdown %q has no Choices", o.Label))
	}
	index := 0
	if o.Value != "" {
		if index = slices.Index(o.Choices, o.Value); index < 0 {
			panic(fmt.Sprintf("widgets: Dropdown %q: Value %q is none of the Choices %q", o.Label, o.Value, o.Choices))
		}
	}
	d := &Dropdown{choices: slices.Clone(o.Choices), Model: newModel(control("Dropdown"), "Description", map[string]any{
		"description": o.Label, "_options_labels": o.Choices, "index": index, "disabled": o.Disabled,
	})}
	d.fit = func(key string, v any) any {
		if key == "index" {
			return min(max(v.(int), 0), len(d.choices)-1)
		}
		return v
	}
	d.text = func() string { return labelled(o.Label, d.Value()) }
	return d
}

// Index is the number of what is chosen, from 0.
func (d *Dropdown) Index() int { return d.get("index").(int) }

// Value is what is chosen.
func (d *Dropdown) Value() string { return d.choices[d.Index()] }

// SetValue chooses v. The error says that there is no such choice.
func (d *Dropdown) SetValue(v string) error {
	i := slices.Index(d.choices, v)
	if i < 0 {
		return fmt.Errorf("widgets: %q is none of the choices %q", v, d.choices)
	}
	d.set(map[string]any{"index": i})
	return nil
}

// OnChange has f called with each new choice.
func (d *Dropdown) OnChange(f func(v string)) { d.onChange("index", func() { f(d.Value()) }) }

func (d *Dropdown) value() any { return d.Value() }

// CheckboxOptions are what a check box is made with.
type CheckboxOptions struct {
	Label    string
	Value    bool
	Disabled bool // nobody can check it
}

// Checkbox is yes or no.
type Checkbox struct{ *Model }

// NewCheckbox makes a check box.
func NewCheckbox(o CheckboxOptions) *Checkbox {
	c := &Checkbox{newModel(control("Checkbox"), "Checkbox", map[string]any{
		"description": o.Label, "value": o.Value, "disabled": o.Disabled, "indent": false,
	})}
	c.text = func() string { return labelled(o.Label, strconv.FormatBool(c.Value())) }
	return c
}

// Value tells whether the box is checked.
func (c *Checkbox) Value() bool { return c.get("value").(bool) }

// SetValue checks the box, or not.
func (c *Checkbox) SetValue(v bool) { c.set(map[string]any{"value": v}) }

// OnChange has f called with each new value.
func (c *Checkbox) OnChange(f func(v bool)) { c.onChange("value", func() { f(c.Value()) }) }

func (c *Checkbox) value() any { return c.Value() }
