package widgetstate

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

const slider = `{"state":{"_model_name":"IntSliderModel","_model_module":"@jupyter-widgets/controls","_model_module_version":"2.0.0","value":3},"buffer_paths":[]}`

// throughFile sends a set through a document.
func throughFile(t *testing.T, s *Set) *Set {
	t.Helper()
	nb := nbformat.New("gorgo", "Go", "go")
	s.Store(nb)
	data, err := nbformat.Marshal(nb)
	if err != nil {
		t.Fatal(err)
	}
	again, err := nbformat.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(nb.Metadata[Key], again.Metadata[Key]) {
		t.Errorf("in the document %v, read %v", nb.Metadata[Key], again.Metadata[Key])
	}
	return Load(again)
}

// TestStates: the examples of ipywidgets' packages/schema/messages.md, in short.
func TestStates(t *testing.T) {
	var s Set
	s.Open("a", Target, json.RawMessage(slider), nil)
	s.Open("other", "another.target", json.RawMessage(slider), nil)
	s.Message("a", json.RawMessage(`{"method":"update","state":{"value":1e400,"max":9},"buffer_paths":[]}`), nil)
	s.Message("a", json.RawMessage(`{"method":"custom","content":{}}`), nil)
	s.Message("unknown", json.RawMessage(`{"method":"update","state":{"value":1}}`), nil)
	s.Open("i", Target, json.RawMessage(`{"state":{"_model_name":"ImageModel","format":"png"},"buffer_paths":[["value"],["deep",0,"x"]]}`), [][]byte{{1, 2}, {3}})
	s.Message("i", json.RawMessage(`{"method":"update","state":{},"buffer_paths":[["value"]]}`), [][]byte{{4}})
	s.Open("gone", Target, json.RawMessage(slider), nil)
	s.Close("gone")
	got := throughFile(t, &s)
	if got.Len() != 2 {
		t.Fatalf("%d widgets, want 2", got.Len())
	}
	a, i := got.Model("a"), got.Model("i")
	if a.Name != "IntSliderModel" || a.Version != "2.0.0" || a.State["value"] != json.Number("1e400") || a.State["max"] != json.Number("9") {
		t.Errorf("a is %+v", a)
	}
	if v := i.Buffer("value"); !reflect.DeepEqual(v, []byte{4}) || len(i.buffers) != 2 {
		t.Errorf("i has %+v", i)
	}
	var none Set
	nb := nbformat.New("gorgo", "Go", "go")
	s.Store(nb)
	none.Store(nb)
	if _, ok := nb.Metadata[Key]; ok {
		t.Error("a notebook without widgets has states of an earlier run")
	}
}

// TestOutputs: an output widget catches the output of the message that it names.
func TestOutputs(t *testing.T) {
	var s Set
	s.Open("o", Target, json.RawMessage(`{"state":{"_model_name":"OutputModel","msg_id":"","outputs":[]}}`), nil)
	for _, step := range []struct{ state, want string }{
		{`{"msg_id":"m"}`, "o"}, {`{"outputs":[]}`, "o"}, {`{"msg_id":"n"}`, ""}, {`{"msg_id":"m"}`, "o"}, {`{"msg_id":""}`, ""},
	} {
		s.Message("o", json.RawMessage(`{"method":"update","state":`+step.state+`}`), nil)
		if got := s.Catches("m"); got != step.want {
			t.Errorf("after %s m is caught by %q, want %q", step.state, got, step.want)
		}
	}
	s.Model("o").SetOutputs([]*nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: "a\nb\n"}, {Type: nbformat.DisplayData, Data: nbformat.Object{"text/plain": "x"}}})
	got := throughFile(t, &s).Model("o").Outputs()
	if len(got) != 2 || got[0].Text != "a\nb\n" || got[1].Data["text/plain"] != "x" {
		t.Errorf("got %+v", got)
	}
}

// FuzzMessages: whatever a kernel sends, a document comes out that can be read.
func FuzzMessages(f *testing.F) {
	f.Add(slider, `{"method":"update","state":{"value":4}}`, []byte{1})
	f.Add(`{"state":{"_model_name":"OutputModel"},"buffer_paths":[["a"],[1],[]]}`, `{"method":"update","state":{"msg_id":"m","outputs":[{}]},"buffer_paths":[["a"]]}`, []byte{})
	f.Fuzz(func(t *testing.T, open, message string, data []byte) {
		var s Set
		s.Open("a", Target, json.RawMessage(open), [][]byte{data, data})
		s.Message("a", json.RawMessage(message), [][]byte{data})
		got := throughFile(t, &s)
		if m := got.Model("a"); m != nil {
			m.Outputs()
			m.Buffer("a")
		}
	})
}
