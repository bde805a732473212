package frame

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const nonce = "0123456789abcdef0123456789abcdef"

// split is what a Splitter makes of chunks: texts as they are, markers as
// <number>.
func split(chunks ...[]byte) string {
	s := NewSplitter(nonce)
	var out bytes.Buffer
	for _, c := range chunks {
		s.Split(c, func(b []byte) { out.Write(b) }, func(seq int64) { fmt.Fprintf(&out, "<%d>", seq) })
	}
	out.Write(s.Rest())
	return out.String()
}

func TestMarkerSize(t *testing.T) {
	if got := len(Marker(NewNonce(), 1<<62)); got != MarkerSize {
		t.Errorf("a marker has %d bytes, MarkerSize says %d", got, MarkerSize)
	}
	if a, b := NewNonce(), NewNonce(); a == b {
		t.Errorf("two nonces are equal: %s", a)
	}
}

func TestSplitter(t *testing.T) {
	m := func(seq int64) string { return string(Marker(nonce, seq)) }
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"text", "hello\n", "hello\n"},
		{"a marker", m(1), "<1>"},
		{"between texts", "a" + m(7) + "b", "a<7>b"},
		{"one after the other", m(1) + m(2) + "x" + m(300), "<1><2>x<300>"},
		{"the beginning of one", "a\x00m0123", "a\x00m0123"},
		{"zero bytes", "\x00\x00" + m(5) + "\x00", "\x00\x00<5>\x00"},
		{"of another worker", string(Marker(strings.Repeat("f", nonceSize), 5)), string(Marker(strings.Repeat("f", nonceSize), 5))},
		{"no number", lead(nonce) + "000000000000000x" + m(2), lead(nonce) + "000000000000000x<2>"},
		{"a marker begun twice", lead(nonce) + m(2), lead(nonce) + "<2>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// In one piece, in pieces of every size, and cut at every place.
			if got := split([]byte(tt.in)); got != tt.want {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			for n := 1; n < len(tt.in); n++ {
				var chunks [][]byte
				for b := []byte(tt.in); len(b) > 0; b = b[min(n, len(b)):] {
					chunks = append(chunks, b[:min(n, len(b))])
				}
				if got := split(chunks...); got != tt.want {
					t.Fatalf("in pieces of %d: got %q, want %q", n, got, tt.want)
				}
				if got := split([]byte(tt.in[:n]), []byte(tt.in[n:])); got != tt.want {
					t.Fatalf("cut at %d: got %q, want %q", n, got, tt.want)
				}
			}
		})
	}
}

// FuzzSplitter: how a stream is cut into reads changes nothing, and what is no
// marker comes out as it went in.
func FuzzSplitter(f *testing.F) {
	f.Add([]byte("text"), 2)
	f.Add(append([]byte("a"), Marker(nonce, 3)...), 5)
	f.Add([]byte("\x00m0123456789abcdef0123456789abcdef00"), 1)
	f.Fuzz(func(t *testing.T, b []byte, n int) {
		n = min(max(n, 0), len(b))
		want := split(b)
		if got := split(b[:n], b[n:]); got != want {
			t.Fatalf("cut at %d: got %q, want %q", n, got, want)
		}
		if !bytes.Contains(b, []byte(lead(nonce))) && !reflect.DeepEqual([]byte(want), append([]byte{}, b...)) {
			t.Fatalf("got %q, want %q", want, b)
		}
	})
}
