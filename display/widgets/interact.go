package widgets

// interact.go: a function whose arguments are controls.

import (
	"fmt"
	"reflect"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/display/comm"
)

// A Control is a widget with a value that a person changes: IntSlider (int),
// FloatSlider (float64), Dropdown and Text (string), Checkbox (bool).
type Control interface {
	Widget
	value() any
}

var (
	_ Control = (*IntSlider)(nil)
	_ Control = (*FloatSlider)(nil)
	_ Control = (*Dropdown)(nil)
	_ Control = (*Checkbox)(nil)
	_ Control = (*Text)(nil)
)

// Interaction is controls above what a function makes of their values.
type Interaction struct {
	*Box
	out      *Output
	f        reflect.Value
	controls []Control
}

// Interact calls f with the controls' values, now and whenever one of them
// changes, and shows what f prints, displays and returns below the controls, nil
// left out. Numbers are converted to the parameters' types. It is shown like any widget: as the last expression of a cell.
//
// It panics when f is no function, or the controls are not its arguments.
func Interact(f any, controls ...Control) *Interaction {
	i := &Interaction{out: NewOutput(), f: reflect.ValueOf(f), controls: controls}
	if err := i.check(); err != nil {
		panic("widgets: Interact: " + err.Error())
	}
	var children []Widget
	for _, c := range controls {
		children = append(children, c)
	}
	i.Box = NewVBox(append(children, i.out)...)
	i.out.Capture(i.run)
	for _, c := range controls {
		key := "value"
		if _, ok := c.(*Dropdown); ok {
			key = "index"
		}
		c.core().onChange(key, i.again)
	}
	return i
}

// check tells what is wrong with the function and its controls.
func (i *Interaction) check() error {
	if i.f.Kind() != reflect.Func || i.f.IsNil() {
		return fmt.Errorf("want a function, got %v", i.f)
	}
	t := i.f.Type()
	if t.IsVariadic() || t.NumIn() != len(i.controls) {
		return fmt.Errorf("%s takes %d arguments, there are %d controls", t, t.NumIn(), len(i.controls))
	}
	for n, c := range i.controls {
		if have := reflect.TypeOf(c.value()); !fits(have, t.In(n)) {
			return fmt.Errorf("argument %d of %s is %s, control %d has %s", n+1, t, t.In(n), n+1, have)
		}
	}
	return nil
}

// fits reports whether a control's value can be an argument. A number must not
// become a text.
func fits(have, want reflect.Type) bool {
	if have.AssignableTo(want) {
		return true
	}
	number := func(t reflect.Type) bool { return t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64 }
	return have.ConvertibleTo(want) && (number(have) && number(want) || have.Kind() == want.Kind())
}

// run calls the function, within the output.
func (i *Interaction) run() {
	args := make([]reflect.Value, len(i.controls))
	for n, c := range i.controls {
		args[n] = reflect.ValueOf(c.value()).Convert(i.f.Type().In(n))
	}
	for _, r := range i.f.Call(args) {
		if !r.CanInterface() || (r.Kind() == reflect.Interface || r.Kind() == reflect.Pointer) && r.IsNil() {
			continue
		}
		display.Show(r.Interface())
	}
}

// again is run for an event. When the function panics, the output stays where
// the front ends put what comes for the event: the error is on its way.
func (i *Interaction) again() {
	o := i.out
	o.capturing.Lock()
	defer o.capturing.Unlock()
	o.set(map[string]any{"msg_id": comm.Parent()})
	display.Clear(true)
	i.run()
	o.set(map[string]any{"msg_id": ""})
}
