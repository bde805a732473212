package check

import (
	"testing"
	"unicode/utf8"
)

func TestUnalias(t *testing.T) {
	for _, name := range []string{"b", "x", "bar", "_a", "é", "ũ", "éclair", "名", "名前", "𝒳y"} {
		a := alias(name)
		if utf8.ValidString(a) || len(a) != len(name) {
			t.Errorf("alias(%q) = %q: want an invalid string of the same length", name, a)
		}
		msg := "cannot use " + a + "{…} (" + a + ".é) as 名 in " + a
		want := "cannot use " + name + "{…} (" + name + ".é) as 名 in " + name
		if got := unalias(msg); got != want {
			t.Errorf("unalias(%q) = %q, want %q", msg, got, want)
		}
	}
}
