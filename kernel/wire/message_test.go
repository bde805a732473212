package wire

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

func ExampleSession_Reply() {
	kernel, client := NewSession("kernel"), NewSession("ada")
	request := client.New(Header{}, &KernelInfoRequest{})
	reply := kernel.Reply(request, &KernelInfoReply{Outcome: OK(), ProtocolVersion: Version})

	signer := NewSigner("the connection file's key")
	frames, _ := Encode(reply, signer)
	got, _ := Decode(frames, signer)
	fmt.Println(got.Header.MsgType, got.Parent.MsgType, got.Parent.MsgID == request.Header.MsgID)
	fmt.Println(got.Content.(*KernelInfoReply).ProtocolVersion)
	// Output:
	// kernel_info_reply kernel_info_request true
	// 5.5
}

func frames(header, parent, metadata, content string) [][]byte {
	return [][]byte{[]byte("peer"), []byte(delimiter), nil, []byte(header), []byte(parent), []byte(metadata), []byte(content)}
}

const plainHeader = `{"msg_id":"1","msg_type":"execute_request","session":"s","username":"u","date":"2026-01-01T00:00:00Z","version":"5.5"}`

// The signature is the one of RFC 2104 over the four parts, computed here with
// OpenSSL: printf '{}{}{}{}' | openssl dgst -sha256 -hmac key
func TestSignatureKnown(t *testing.T) {
	p := Parts{Header: []byte("{}"), Parent: []byte("{}"), Metadata: []byte("{}"), Content: []byte("{}")}
	const want = "ca767b02c5bc061ed184a9a029e7f93a7f2f7ed4e8fe74120fc1212f0b008fa3"
	if got := string(NewSigner("key").Sign(p)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSignature(t *testing.T) {
	m := random(rand.New(rand.NewPCG(3, 3)), byType[TypeStream])
	good, err := Encode(m, NewSigner("key"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(good, Signer{}); err != nil {
		t.Errorf("without a key: %v", err)
	}
	if _, err := Decode(good, NewSigner("other")); !errors.Is(err, ErrSignature) {
		t.Errorf("with another key: %v", err)
	}
	for i := 2; i <= 6; i++ { // signature and the four parts
		bad := append([][]byte(nil), good...)
		bad[i] = append(bytes.Clone(good[i]), ' ')
		if _, err := Decode(bad, NewSigner("key")); !errors.Is(err, ErrSignature) {
			t.Errorf("frame %d changed: %v", i, err)
		}
	}
	bad := append([][]byte(nil), good...)
	bad[2] = nil
	if _, err := Decode(bad, NewSigner("key")); !errors.Is(err, ErrSignature) {
		t.Errorf("no signature: %v", err)
	}
}

func TestDecodeDefaults(t *testing.T) {
	m, err := Decode(frames(plainHeader, "", "", `{"code":"1"}`), Signer{})
	if err != nil {
		t.Fatal(err)
	}
	want := &ExecuteRequest{Code: "1", StoreHistory: true, AllowStdin: true, StopOnError: true}
	if !reflect.DeepEqual(m.Content, want) {
		t.Errorf("got %+v, want %+v", m.Content, want)
	}
	if !m.Parent.IsZero() {
		t.Errorf("parent is %+v", m.Parent)
	}
}

func TestDecodeUnknownType(t *testing.T) {
	h := strings.Replace(plainHeader, "execute_request", "future_request", 1)
	m, err := Decode(frames(h, "{}", "{}", `{"a":1}`), Signer{})
	if err != nil {
		t.Fatal(err)
	}
	if u, ok := m.Content.(*Unknown); !ok || string(u.Raw) != `{"a":1}` {
		t.Errorf("content is %+v", m.Content)
	}
}

func TestDecodeErrors(t *testing.T) {
	for name, c := range map[string]struct {
		frames [][]byte
		want   string
	}{
		"no frames":     {nil, "no <IDS|MSG>"},
		"no delimiter":  {[][]byte{[]byte("a"), []byte("b")}, "no <IDS|MSG> among the 2 frames"},
		"too few":       {frames(plainHeader, "{}", "{}", "{}")[:5], "3 frames after <IDS|MSG>"},
		"header":        {frames("[]", "{}", "{}", "{}"), "header is not a JSON object"},
		"no type":       {frames("{}", "{}", "{}", "{}"), "no msg_type"},
		"parent":        {frames(plainHeader, "3", "{}", "{}"), "parent header of execute_request"},
		"metadata":      {frames(plainHeader, "{}", "[]", "{}"), "metadata of execute_request"},
		"content":       {frames(plainHeader, "{}", "{}", `{"code":1}`), "content of execute_request"},
		"unknown, junk": {frames(`{"msg_type":"x"}`, "{}", "{}", `{`), "content of x is not JSON"},
	} {
		_, err := Decode(c.frames, Signer{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

// jupyter_client refuses a message whose header has no date, and parses it as
// ISO 8601 with a time zone.
func TestHeaderDate(t *testing.T) {
	h := NewSession("u").Header(TypeStatus)
	at, err := time.Parse(time.RFC3339Nano, h.Date)
	if err != nil {
		t.Fatal(err)
	}
	if d := time.Since(at); d < 0 || d > time.Minute {
		t.Errorf("date %s is %s ago", h.Date, d)
	}
}

func FuzzDecode(f *testing.F) {
	r := rand.New(rand.NewPCG(4, 4))
	sep := []byte{0xff}
	for _, e := range Table {
		if fr, err := Encode(random(r, e), Signer{}); err == nil {
			f.Add(bytes.Join(fr, sep))
		}
	}
	f.Add(bytes.Join(frames("", "", "", ""), sep))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Decode(bytes.Split(data, sep), Signer{})
		if err != nil {
			return
		}
		again, err := Encode(m, Signer{})
		if err != nil {
			t.Fatalf("decoded, but cannot be encoded: %v", err)
		}
		m2, err := Decode(again, Signer{})
		if err != nil {
			t.Fatalf("encoded, but cannot be decoded: %v", err)
		}
		if m2.Header.MsgType != m.Header.MsgType {
			t.Fatalf("type %q became %q", m.Header.MsgType, m2.Header.MsgType)
		}
		once, _ := Encode(m2, Signer{})
		if !reflect.DeepEqual(once, again) {
			t.Fatalf("encoding is not stable:\n%q\n%q", again, once)
		}
	})
}

// TestDeepJSON: what is nested without end is refused, in any part, and costs no
// more than its bytes.
func TestDeepJSON(t *testing.T) {
	deep := bytes.Repeat([]byte("["), 1<<20)
	deeper := append(bytes.Repeat([]byte(`{"a":`), 1<<18), deep...)
	frames, err := Encode(NewSession("client").New(Header{}, &ExecuteRequest{Code: "x"}), Signer{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range frames {
		for _, part := range [][]byte{deep, deeper} {
			bad := append([][]byte(nil), frames...)
			bad[i] = part
			if i >= 2 { // after the delimiter and the signature
				if _, err := Decode(bad, Signer{}); err == nil {
					t.Errorf("frame %d was accepted", i)
				}
			}
		}
	}
}
