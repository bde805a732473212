package ansi

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestLines(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"plain", "a < b\nc\n", []string{"a &lt; b", "c"}},
		{"empty", "", []string{""}},
		{"red, then usual", "\x1b[31mred\x1b[0m & usual", []string{`<span class="a1">red</span> &amp; usual`}},
		{"colour over two lines", "\x1b[1;92mone\ntwo\x1b[m", []string{`<span class="ab a10">one</span>`, `<span class="ab a10">two</span>`}},
		{"256 colours", "\x1b[38;5;196mx\x1b[48;5;3my", []string{`<span style="color:#ff0000">x</span><span class="g3" style="color:#ff0000">y</span>`}},
		{"true colour with colons", "\x1b[48:2:1:2:3mx", []string{`<span style="background-color:#010203">x</span>`}},
		{"reversed", "\x1b[7mx\x1b[31my\x1b[27mz", []string{`<span class="ar">x</span><span class="g1">y</span><span class="a1">z</span>`}},
		{"a bar redrawn", " 10%\r 50%\r100%\n", []string{"100%"}},
		{"a shorter text over a longer", "longer\rab", []string{"abnger"}},
		{"erased to the end", "longer\rab\x1b[K", []string{"ab"}},
		{"Windows line ends", "a\r\nb\r\n", []string{"a", "b"}},
		{"backspace", "abc\b\bX", []string{"aXc"}},
		{"two bars, one above the other", "a 0\nb 0\n\x1b[2Aa 1\nb 1\n", []string{"a 1", "b 1"}},
		{"a link's address is dropped", "\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\", []string{"text"}},
		{"a title that never ends", "\x1b]0;title\nkept", []string{"", "kept"}},
		{"a bell", "a\ab", []string{"ab"}},
		{"a huge move", "\x1b[999999999Cx", []string{strings.Repeat(" ", 200) + "x"}},
		{"cut in a sequence", "a\x1b[3", []string{"a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Lines(test.in); !slices.Equal(got, test.want) {
				t.Errorf("Lines(%q)\ngot  %q\nwant %q", test.in, got, test.want)
			}
		})
	}
}

var span = regexp.MustCompile(`<span( class="[a-z0-9 ]+")?( style="[-a-z:#0-9;]+")?>|</span>`)

func FuzzLines(f *testing.F) {
	f.Add("\x1b[1;31mx\r\n\x1b[0K\x1b[3A")
	f.Add("\x1b[38;2;1;2;3m<\x9b\x1b]8;;\a")
	f.Fuzz(func(t *testing.T, s string) {
		for _, line := range Lines(s) {
			if strings.Count(line, "<span") != strings.Count(line, "</span>") {
				t.Errorf("spans not closed: %q", line)
			}
			if bare := span.ReplaceAllString(line, ""); strings.ContainsAny(bare, "<>\n\x1b") {
				t.Errorf("not escaped: %q", line)
			}
		}
	})
}

func ExampleHTML() {
	fmt.Println(HTML("10 %\r100 % \x1b[32mdone\x1b[0m"))
	// Output: 100 % <span class="a2">done</span>
}
