package widgets

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/display/comm"
)

// frontEnd is the other end of all comms: it keeps what it is told.
type frontEnd struct {
	mu     sync.Mutex
	parent string
	events []comm.Event
	states map[string]map[string]any // by comm, after all updates
	shown  []string
}

func newFrontEnd(t *testing.T) *frontEnd {
	f := &frontEnd{states: map[string]map[string]any{}, parent: "cell"}
	t.Cleanup(comm.SetTransport(f))
	t.Cleanup(display.SetSink(f))
	return f
}

func (f *frontEnd) Send(e comm.Event) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = append(f.events, e)
	var data struct {
		Method string
		State  map[string]any
		Paths  [][]any `json:"buffer_paths"`
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return err
	}
	if len(data.Paths) != len(e.Buffers) {
		return fmt.Errorf("%d paths for %d buffers", len(data.Paths), len(e.Buffers))
	}
	if e.Kind == comm.KindOpen {
		f.states[e.ID] = map[string]any{}
	}
	maps.Copy(f.states[e.ID], data.State)
	return nil
}

func (f *frontEnd) Parent() string { return f.parent }
func (f *frontEnd) Display(b display.Bundle, _ string, _ bool) error {
	f.shown = append(f.shown, fmt.Sprint(b.Data[display.MIMEText]))
	return nil
}
func (f *frontEnd) Clear(wait bool) error {
	f.shown = append(f.shown, fmt.Sprint("clear ", wait))
	return nil
}
func (f *frontEnd) Input(string, bool) (string, error) { return "", errors.New("no input") }

// take returns the data of what was sent since the last call.
func (f *frontEnd) take() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, e := range f.events {
		out = append(out, string(e.Data))
	}
	f.events = nil
	return out
}

// send is a message of the front end to a widget.
func (f *frontEnd) send(t *testing.T, w Widget, data string) {
	t.Helper()
	if !comm.Deliver(comm.Event{Kind: comm.KindMsg, ID: w.ID(), Data: json.RawMessage(data)}) {
		t.Fatal("the widget is not known")
	}
}

var pixel = image.NewGray(image.Rect(0, 0, 1, 1))

// all makes each kind of widget.
var all = map[string]func() Widget{
	"IntSlider":   func() Widget { return NewIntSlider(IntSliderOptions{Label: "n", Value: 5}) },
	"FloatSlider": func() Widget { return NewFloatSlider(FloatSliderOptions{Label: "x", Value: 0.5}) },
	"Dropdown":    func() Widget { return NewDropdown(DropdownOptions{Label: "d", Choices: []string{"a", "b"}}) },
	"Checkbox":    func() Widget { return NewCheckbox(CheckboxOptions{Label: "c", Value: true}) },
	"Text":        func() Widget { return NewText(TextOptions{Label: "t", Value: "v"}) },
	"Textarea":    func() Widget { return NewText(TextOptions{Label: "t", Value: "v", Lines: true}) },
	"Button":      func() Widget { return NewButton(ButtonOptions{Label: "b"}) },
	"FloatProgress": func() Widget {
		p := NewProgress(ProgressOptions{Label: "p"})
		p.SetValue(7)
		return p
	},
	"Label": func() Widget { return NewLabel("l") },
	"HTML":  func() Widget { return NewHTML("<b>h</b>") },
	"Image": func() Widget {
		i, err := NewImage(pixel)
		if err != nil {
			panic(err)
		}
		return i
	},
	"HBox": func() Widget { return NewHBox(NewLabel("1"), NewLabel("2")) },
	"VBox": func() Widget { return NewVBox(NewLabel("1"), NewLabel("2")) },
	"Tab": func() Widget {
		return NewTab(TabOptions{Titles: []string{"one", "two"}, Children: []Widget{NewLabel("1"), NewLabel("2")}})
	},
	"Output": func() Widget { return NewOutput() },
}

// plainTexts are what stands for them where there are no widgets.
var plainTexts = map[string]string{
	"IntSlider": "n: 5", "FloatSlider": "x: 0.5", "Dropdown": "d: a", "Checkbox": "c: true", "Text": "t: v", "Textarea": "t: v",
	"Button": "[b]", "FloatProgress": "p: 7 of 100", "Label": "l", "HTML": "<b>h</b>", "Image": "Image", "HBox": "1  2", "VBox": "1\n2",
	"Tab": "1\n2", "Output": "Output",
}

// TestEach: what every widget must do.
func TestEach(t *testing.T) {
	for name, open := range all {
		t.Run(name, func(t *testing.T) {
			f := newFrontEnd(t)
			w := open()
			state := f.states[w.ID()]
			if state["_model_name"] != name+"Model" || state["_model_module"] == "" || state["_view_module_version"] == "" {
				t.Errorf("the state does not say what it is of: %v", state)
			}
			for _, key := range []string{"layout", "style"} {
				ref, ok := state[key].(string)
				if id := strings.TrimPrefix(ref, reference); ok && f.states[id] == nil || key == "layout" && !ok {
					t.Errorf("%s is %q, which is no model", key, ref)
				}
			}
			b := display.Of(w)
			if b.Data[display.MIMEText] != plainTexts[name] {
				t.Errorf("as text: %q, want %q", b.Data[display.MIMEText], plainTexts[name])
			}
			view, err := json.Marshal(b.Data[viewMIME])
			if want := fmt.Sprintf(`{"model_id":%q,"version_major":2,"version_minor":0}`, w.ID()); err != nil || string(view) != want {
				t.Errorf("as a view: %s, %v, want %s", view, err, want)
			}
			// All of it on request, and as part of all widgets.
			f.states[w.ID()] = map[string]any{}
			f.send(t, w, `{"method":"request_state"}`)
			if got := f.states[w.ID()]; !reflect.DeepEqual(got, state) {
				t.Errorf("got the state %v, want %v", got, state)
			}
			for _, nonsense := range []string{`null`, `7`, `{"method":"update","state":7}`, `{"method":"update","state":{"value":{},"index":"x","_model_name":"X"}}`, `{"method":"custom"}`, `{"method":"unheard"}`} {
				f.send(t, w, nonsense)
			}
			if err := w.Close(); err != nil {
				t.Error(err)
			}
			if comm.Deliver(comm.Event{Kind: comm.KindMsg, ID: w.ID(), Data: []byte("{}")}) {
				t.Error("it is there after Close")
			}
		})
	}
}

// TestUpdates: a value from a front end is the widget's, its function is called
// once, and all front ends hear of it.
func TestUpdates(t *testing.T) {
	f := newFrontEnd(t)
	var got []any
	note := func(v any) { got = append(got, v) }
	slider := NewIntSlider(IntSliderOptions{Min: 1, Max: 10, Value: 3})
	slider.OnChange(func(v int) { note(v) })
	real := NewFloatSlider(FloatSliderOptions{Value: 0.5})
	real.OnChange(func(v float64) { note(v) })
	choice := NewDropdown(DropdownOptions{Choices: []string{"a", "b"}})
	choice.OnChange(func(v string) { note(v) })
	check := NewCheckbox(CheckboxOptions{})
	check.OnChange(func(v bool) { note(v) })
	text := NewText(TextOptions{})
	text.OnChange(func(v string) { note(v) })
	tab := NewTab(TabOptions{Titles: []string{"1", "2"}, Children: []Widget{slider, real}})
	tab.OnChange(func(v int) { note(v) })
	f.take()
	for _, tt := range []struct {
		name   string
		w      Widget
		state  string
		called []any
		right  string // what the front end is told to have instead
	}{
		{"slider", slider, `{"value":7}`, []any{7}, ""},
		{"slider again", slider, `{"value":7}`, nil, ""},
		{"slider in JavaScript", slider, `{"value":8.0}`, []any{8}, ""},
		{"slider beyond its end", slider, `{"value":99}`, []any{10}, `{"value":10}`},
		{"slider with half a number", slider, `{"value":7.5}`, nil, `{"value":10}`},
		{"slider with text", slider, `{"value":"7"}`, nil, `{"value":10}`},
		{"slider and what is unknown", slider, `{"_view_count":1,"value":2}`, []any{2}, ""},
		{"float", real, `{"value":0.25}`, []any{0.25}, ""},
		{"float beyond its end", real, `{"value":-1e300}`, []any{0.0}, `{"value":0}`},
		{"drop-down", choice, `{"index":1}`, []any{"b"}, ""},
		{"drop-down beyond its end", choice, `{"index":7}`, nil, `{"index":1}`},
		{"check box", check, `{"value":true}`, []any{true}, ""},
		{"text", text, `{"value":"世"}`, []any{"世"}, ""},
		{"tab", tab, `{"selected_index":1}`, []any{1}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got = nil
			f.send(t, tt.w, `{"method":"update","state":`+tt.state+`,"buffer_paths":[]}`)
			if !reflect.DeepEqual(got, tt.called) {
				t.Errorf("called with %v, want %v", got, tt.called)
			}
			want := []string{`{"buffer_paths":[],"method":"echo_update","state":` + tt.state + `}`}
			if tt.right != "" {
				want = append(want, `{"buffer_paths":[],"method":"update","state":`+tt.right+`}`)
			}
			if sent := f.take(); !slices.Equal(sent, want) {
				t.Errorf("sent %q, want %q", sent, want)
			}
		})
	}
}

// TestSet: a value that code sets is sent once, and only when it is new.
func TestSet(t *testing.T) {
	f := newFrontEnd(t)
	s := NewIntSlider(IntSliderOptions{})
	calls := 0
	s.OnChange(func(v int) {
		if calls++; calls < 10 {
			s.SetValue(v) // no way to go on for ever
		}
	})
	f.take()
	s.SetValue(5)
	s.SetValue(5)
	s.SetValue(1000)
	want := []string{
		`{"buffer_paths":[],"method":"update","state":{"value":5}}`,
		`{"buffer_paths":[],"method":"update","state":{"value":100}}`,
	}
	if sent := f.take(); !slices.Equal(sent, want) || calls != 2 || s.Value() != 100 {
		t.Errorf("sent %q in %d calls", sent, calls)
	}
	i, err := NewImage(pixel)
	if err != nil {
		t.Fatal(err)
	}
	f.take()
	if err := i.SetValue(image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	if sent := f.take(); len(sent) != 1 || sent[0] != `{"buffer_paths":[["value"]],"method":"update","state":{}}` {
		t.Errorf("sent %q", sent)
	}
	if err := i.SetValue(image.NewGray(image.Rectangle{})); err == nil {
		t.Error("an empty image is none")
	}
}

func TestButton(t *testing.T) {
	f := newFrontEnd(t)
	b := NewButton(ButtonOptions{Label: "go"})
	clicks := 0
	b.OnClick(func() { clicks++ })
	f.send(t, b, `{"method":"custom","content":{"event":"click"}}`)
	f.send(t, b, `{"method":"custom","content":{"event":"else"}}`)
	if clicks != 1 {
		t.Errorf("%d clicks", clicks)
	}
}

// TestControl: a front end that is opened later gets all widgets in one message.
func TestControl(t *testing.T) {
	f := newFrontEnd(t)
	Register()
	s := NewIntSlider(IntSliderOptions{Label: "n"})
	i, err := NewImage(pixel)
	if err != nil {
		t.Fatal(err)
	}
	if !comm.Deliver(comm.Event{Kind: comm.KindOpen, ID: "control", Target: controlTarget}) {
		t.Fatal("nobody takes it")
	}
	f.take()
	comm.Deliver(comm.Event{Kind: comm.KindMsg, ID: "control", Data: []byte(`{"method":"request_states"}`)})
	sent := f.take()
	if len(sent) != 1 {
		t.Fatalf("sent %q", sent)
	}
	var got struct {
		Method string
		Paths  [][]any `json:"buffer_paths"`
		States map[string]struct {
			Name  string `json:"model_name"`
			State map[string]any
		}
	}
	if err := json.Unmarshal([]byte(sent[0]), &got); err != nil {
		t.Fatal(err)
	}
	if got.Method != "update_states" || got.States[s.ID()].Name != "IntSliderModel" || got.States[s.ID()].State["description"] != "n" {
		t.Errorf("got %+v", got)
	}
	if !slices.ContainsFunc(got.Paths, func(p []any) bool { return reflect.DeepEqual(p, []any{i.ID(), "state", "value"}) }) {
		t.Errorf("the picture is not among %v", got.Paths)
	}
}

// TestInteract: the function is called with the values, converted; what it
// returns goes to the output.
func TestInteract(t *testing.T) {
	f := newFrontEnd(t)
	n := NewIntSlider(IntSliderOptions{Value: 2})
	x := NewFloatSlider(FloatSliderOptions{Value: 0.5})
	d := NewDropdown(DropdownOptions{Choices: []string{"a", "b"}})
	type name string
	i := Interact(func(n float32, x float64, d name, c bool) (string, error) {
		if n > 50 {
			return "", errors.New("too many")
		}
		return fmt.Sprintf("%v %v %v %v", n, x, d, c), nil
	}, n, x, d, NewCheckbox(CheckboxOptions{}))
	if got := i.Display().Data[display.MIMEText]; got != "2\n0.5\na\nfalse\nOutput" {
		t.Errorf("as text: %q", got)
	}
	f.take()
	f.parent = "event 1"
	f.send(t, d, `{"method":"update","state":{"index":1}}`)
	if sent := f.take(); len(sent) != 3 || !strings.Contains(sent[1], `"msg_id":"event 1"`) || !strings.Contains(sent[2], `"msg_id":""`) {
		t.Errorf("sent %q", sent)
	}
	f.send(t, n, `{"method":"update","state":{"value":60}}`)
	want := []string{`"2 0.5 a false"`, "clear true", `"2 0.5 b false"`, "clear true", `""`, "too many"}
	if !slices.Equal(f.shown, want) {
		t.Errorf("shown: %q, want %q", f.shown, want)
	}
}

// TestMistakes: what makes no sense is said at once.
func TestMistakes(t *testing.T) {
	newFrontEnd(t)
	s := NewIntSlider(IntSliderOptions{})
	for _, tt := range []struct {
		f    func()
		want string
	}{
		{func() { NewIntSlider(IntSliderOptions{Label: "n", Min: 5, Max: 1}) }, `IntSlider "n": want Min below Max`},
		{func() { NewFloatSlider(FloatSliderOptions{Min: 2, Max: 1}) }, "want finite numbers"},
		{func() { NewDropdown(DropdownOptions{Label: "d"}) }, `Dropdown "d" has no Choices`},
		{func() { NewDropdown(DropdownOptions{Choices: []string{"a"}, Value: "b"}) }, `"b" is none of the Choices`},
		{func() { NewProgress(ProgressOptions{Max: -1}) }, "want a Max above 0"},
		{func() { NewTab(TabOptions{Titles: []string{"a"}}) }, "1 titles for 0 pages"},
		{func() { Interact(7) }, "want a function, got 7"},
		{func() { Interact(func(int) {}) }, "takes 1 arguments, there are 0 controls"},
		{func() { Interact(func(string) {}, s) }, "argument 1 of func(string) is string, control 1 has int"},
	} {
		func() {
			defer func() {
				if r := fmt.Sprint(recover()); !strings.Contains(r, tt.want) {
					t.Errorf("got %q, want %q", r, tt.want)
				}
			}()
			tt.f()
		}()
	}
	if err := NewDropdown(DropdownOptions{Choices: []string{"a"}}).SetValue("b"); err == nil {
		t.Error("a choice that is none was set")
	}
}

// TestWithoutNotebook: widgets have values, and nothing fails.
func TestWithoutNotebook(t *testing.T) {
	s := NewIntSlider(IntSliderOptions{Value: 3})
	s.SetValue(4)
	if s.Value() != 4 || s.Close() != nil {
		t.Error("a slider without a front end")
	}
}
