package kernel

import (
	"testing"
	"unicode/utf8"

	"github.com/gorgolab/gorgo/interp/frame"
)

func cellOf(code string) frame.Execute { return frame.Execute{Code: code} }

func TestCursor(t *testing.T) {
	const s = "aé世🙂z"
	for n, want := range []int{0, 1, 3, 6, 10, 11, 11} {
		if got := byteOffset(s, n); got != want {
			t.Errorf("byteOffset(%d) = %d, want %d", n, got, want)
		}
		if got := codePoints(s, want); got != min(n, 5) {
			t.Errorf("codePoints(%d) = %d, want %d", want, got, min(n, 5))
		}
	}
	if byteOffset(s, -3) != 0 || codePoints(s, -3) != 0 || codePoints(s, 99) != 5 {
		t.Error("beyond the ends")
	}
}

func TestPartial(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0}, {"a", 0}, {"é", 0}, {"a\xc3", 1}, {"a\xe4", 1}, {"a\xe4\xb8", 2}, {"a世", 0},
		{"a\xf0\x9f\x99", 3}, {"\xf0", 1}, {"🙂", 0}, {"\x80\x80\x80\x80", 0}, {"\xff", 0},
	} {
		if got := partial([]byte(c.text)); got != c.want {
			t.Errorf("partial(%q) = %d, want %d", c.text, got, c.want)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("aé世🙂", 3)
	f.Add("\xff\xfe", 1)
	f.Fuzz(func(t *testing.T, s string, n int) {
		at := byteOffset(s, n)
		if at < 0 || at > len(s) {
			t.Fatalf("offset %d in %d bytes", at, len(s))
		}
		if utf8.ValidString(s) && n >= 0 && n <= utf8.RuneCountInString(s) && codePoints(s, at) != n {
			t.Fatalf("code point %d is at byte %d, which is code point %d", n, at, codePoints(s, at))
		}
	})
}
