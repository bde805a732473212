package magic

import (
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp"
)

// The cursor stands at ‸; code is the Go there with · for blanks, a name in
// angle brackets that of a magic.
func TestView(t *testing.T) {
	s, err := interp.New(interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &Runner{Session: s}
	for _, tt := range []struct{ text, want string }{
		{"x.‸", "x."},
		{"%ti‸me f()", "<time>"},
		{"%‸", "<>"},
		{"%%ti‸\nx", "<ti>"},
		{"  %who‸", "<who>"},
		{"%time f.‸", "······f."},
		{"%time f.‸\nx", "······f.\n·"},
		{"%time f\nx.‸", "·······\nx."},
		{"%doc strings.‸", "·····strings."},
		{"strings.Cu‸?", "strings.Cu·"},
		{"?strings.‸", "·strings."},
		{"%timeit -n 10 f.‸", "··············f."},
		{"%tim‸e?", "······"},
		{"%env HO‸ME", "·········"},
		{"%nothing x‸", "··········"},
		{"!ls x‸\ny", "·····\n·"},
		{"!ls \\\n -‸l\ny", "·····\n···\n·"},
		{"!ls\n‸", "···\n"},
		{"%who\n‸", "····\n"},
	} {
		before, after, _ := strings.Cut(tt.text, "‸")
		v := r.View(before+after, len(before))
		got := strings.ReplaceAll(v.Code, " ", "·")
		if v.IsName {
			got = "<" + (before + after)[v.Start:v.End] + ">"
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestRest(t *testing.T) {
	s, err := interp.New(interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &Runner{Session: s}
	for _, tt := range []struct {
		text, code string
		wanted     bool
	}{
		{"x", "x", false},
		{"%who", "····", false},
		{"%%time", "······", true},
		{"%time", "·····", true},
		{"%time f()", "·········", false},
		{"%%time\nx", "······\nx", false},
		{"!ls \\", "·····", true},
		{"!ls", "···", false},
		{"", "", false},
	} {
		code, wanted := r.Rest(tt.text)
		if got := strings.ReplaceAll(code, " ", "·"); got != tt.code || wanted != tt.wanted {
			t.Errorf("%q: got %q, %v, want %q, %v", tt.text, got, wanted, tt.code, tt.wanted)
		}
	}
}
