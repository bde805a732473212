package widgets

// button.go: something to press.

import "encoding/json"

// ButtonOptions are what a button is made with.
type ButtonOptions struct {
	Label    string
	Tooltip  string // shown while the pointer is over it
	Icon     string // a name of Font Awesome, such as "play"
	Style    string // "primary", "success", "info", "warning" or "danger"; default plain
	Disabled bool   // nobody can press it
}

// Button is something to press.
type Button struct{ *Model }

// NewButton makes a button.
func NewButton(o ButtonOptions) *Button {
	b := &Button{newModel(control("Button"), "Button", map[string]any{
		"description": o.Label, "tooltip": o.Tooltip, "icon": o.Icon, "button_style": o.Style, "disabled": o.Disabled,
	})}
	b.text = func() string { return "[" + o.Label + "]" }
	return b
}

// OnClick has f called when the button is pressed.
func (b *Button) OnClick(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.custom = append(b.custom, func(content json.RawMessage) {
		var c struct{ Event string }
		if json.Unmarshal(content, &c) == nil && c.Event == "click" {
			f()
		}
	})
}

// Enable makes the button one that can be pressed, or not.
func (b *Button) Enable(on bool) { b.set(map[string]any{"disabled": !on}) }
