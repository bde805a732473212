package wire

import (
	"errors"
	"fmt"
	"testing"
)

// number is a signature.
func number(i int) []byte { return fmt.Appendf(nil, "%064x", uint64(i)) }

func TestSeen(t *testing.T) {
	var s Seen
	if err := s.Check(number(-1)); err != nil {
		t.Error(err)
	}
	if err := s.Check(number(-1)); !errors.Is(err, ErrReplayed) {
		t.Errorf("got %v", err)
	}
	for range 2 {
		if err := s.Check(nil); err != nil {
			t.Errorf("without a key: %v", err)
		}
	}
	// What came within the last maxSeen messages is remembered, and memory is
	// bounded.
	for i := range 3 * maxSeen {
		if err := s.Check(number(i)); err != nil {
			t.Fatal(err)
		}
		if i >= maxSeen && i%97 == 0 && s.Check(number(i-maxSeen+1)) == nil {
			t.Fatalf("message %d was forgotten after %d", i-maxSeen+1, i)
		}
		if n := len(s.new) + len(s.old); n > 2*maxSeen {
			t.Fatalf("%d signatures are kept", n)
		}
	}
}

// TestReplay: a message that is decoded twice is refused the second time, and so
// is a copy whose signature differs in what is not signed only.
func TestReplay(t *testing.T) {
	signer := NewSigner("secret")
	frames, err := Encode(NewSession("client").New(Header{}, &KernelInfoRequest{}), signer)
	if err != nil {
		t.Fatal(err)
	}
	var seen Seen
	if _, err := DecodeOnce(frames, signer, &seen); err != nil {
		t.Fatal(err)
	}
	again := append([][]byte{[]byte("other identity")}, append(append([][]byte{}, frames...), []byte("buffer"))...)
	for _, f := range [][][]byte{frames, again} {
		if _, err := DecodeOnce(f, signer, &seen); !errors.Is(err, ErrReplayed) {
			t.Errorf("got %v", err)
		}
	}
	upper := append([][]byte{}, frames...)
	for i, f := range upper {
		if string(f) == delimiter {
			upper[i+1] = []byte(fmt.Sprintf("%X", mustHex(string(frames[i+1]))))
		}
	}
	if _, err := DecodeOnce(upper, signer, &seen); !errors.Is(err, ErrReplayed) {
		t.Errorf("in capitals: got %v", err)
	}
}

func mustHex(s string) []byte {
	var b []byte
	if _, err := fmt.Sscanf(s, "%x", &b); err != nil {
		panic(err)
	}
	return b
}
