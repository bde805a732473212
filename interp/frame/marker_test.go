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
// <kind number>.
func split(chunks ...[]byte) string {
	s := NewSplitter(nonce)
	var out bytes.Buffer
	for _, c := range chunks {
		s.Split(c, func(b []byte) { out.Write(b) }, func(m Mark) { fmt.Fprintf(&out, "<%c%d>", m.Kind, m.Number) })
	}
	out.Write(s.Rest())
	return out.String()
}

func TestMarkerSize(t *testing.T) {
	if got := len(Mark{Place, 1 << 62}.Bytes(NewNonce())); got != MarkerSize {
		t.Errorf("a marker has %d bytes, MarkerSize says %d", got, MarkerSize)
	}
	if a, b := NewNonce(), NewNonce(); a == b {
		t.Errorf("two nonces are equal: %s", a)
	}
}

func TestSplitter(t *testing.T) {
	m := func(seq int64) string { return string(Mark{Place, seq}.Bytes(nonce)) }
	o := func(run int64) string { return string(Mark{Origin, run}.Bytes(nonce)) }
	others := string(Mark{Place, 5}.Bytes(strings.Repeat("f", nonceSize)))
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"text", "hello\n", "hello\n"},
		{"a marker", m(1), "<p1>"},
		{"between texts", "a" + m(7) + "b", "a<p7>b"},
		{"one after the other", m(1) + m(2) + "x" + m(300), "<p1><p2>x<p300>"},
		{"both kinds", o(12) + "x" + o(3) + m(4), "<o12>x<o3><p4>"},
		{"the beginning of one", "a\x000123", "a\x000123"},
		{"zero bytes", "\x00\x00" + m(5) + "\x00", "\x00\x00<p5>\x00"},
		{"of another worker", others, others},
		{"no number", lead(nonce) + "p000000000000000x" + m(2), lead(nonce) + "p000000000000000x<p2>"},
		{"no kind", lead(nonce) + "x0000000000000001" + m(2), lead(nonce) + "x0000000000000001<p2>"},
		{"a marker begun twice", lead(nonce) + m(2), lead(nonce) + "<p2>"},
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
	f.Add(append([]byte("a"), Mark{Place, 3}.Bytes(nonce)...), 5)
	f.Add([]byte("\x000123456789abcdef0123456789abcdefo00"), 1)
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
