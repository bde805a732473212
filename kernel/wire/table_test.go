package wire

// The suites here range over Table: a type that is added there is tested here.

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// fill sets v to a random value of its type.
func fill(r *rand.Rand, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *json.RawMessage:
		*x = json.RawMessage(fmt.Sprintf(`{"n":%d}`, r.IntN(100)))
		return
	case *HistoryEntry:
		*x = HistoryEntry{Session: r.IntN(9), Line: r.IntN(99), Input: word(r)}
		if r.IntN(2) == 0 {
			out := word(r)
			x.WithOutput, x.Output = true, &out
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	case reflect.String:
		v.SetString(word(r))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(int64(r.IntN(1 << 30)))
	case reflect.Slice:
		s := reflect.MakeSlice(v.Type(), 1+r.IntN(3), 4)
		for i := range s.Len() {
			fill(r, s.Index(i))
		}
		v.Set(s)
	case reflect.Map:
		m := reflect.MakeMap(v.Type())
		for range 1 + r.IntN(3) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(r, key)
			fill(r, value)
			m.SetMapIndex(key, value)
		}
		v.Set(m)
	case reflect.Interface:
		v.Set(reflect.ValueOf([]any{word(r), r.Float64(), map[string]any{"k": word(r)}}[r.IntN(3)]))
	default:
		panic(fmt.Sprintf("no random value for %s", v.Type()))
	}
}

func word(r *rand.Rand) string {
	letters := []rune("abcß世🙂\"\\\n<&")
	var b strings.Builder
	for range 1 + r.IntN(8) {
		b.WriteRune(letters[r.IntN(len(letters))])
	}
	return b.String()
}

func random(r *rand.Rand, e Entry) *Message {
	content := e.New()
	fill(r, reflect.ValueOf(content).Elem())
	s := NewSession(word(r))
	m := s.New(s.Header(TypeExecuteRequest), content)
	m.Identities = [][]byte{[]byte(word(r))}
	m.Metadata = map[string]any{word(r): word(r)}
	m.Parent.Extra = map[string]json.RawMessage{"subshell_id": json.RawMessage(`null`)}
	if r.IntN(2) == 0 {
		m.Buffers = [][]byte{{0, 1, 2}, {}}
	}
	return m
}

func TestRoundTrip(t *testing.T) {
	signer := NewSigner("secret")
	for _, e := range Table {
		t.Run(string(e.Type), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, uint64(len(e.Type))))
			for range 50 {
				m := random(r, e)
				frames, err := Encode(m, signer)
				if err != nil {
					t.Fatal(err)
				}
				got, err := Decode(frames, signer)
				if err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(got, m) {
					t.Fatalf("came back different:\n got %+v\nwant %+v", got.Content, m.Content)
				}
			}
		})
	}
}

// No part of a message is a message: fewer frames fail, and so does every
// prefix of a JSON part.
func TestPrefix(t *testing.T) {
	for _, e := range Table {
		t.Run(string(e.Type), func(t *testing.T) {
			m := random(rand.New(rand.NewPCG(2, 2)), e)
			m.Buffers = nil
			frames, err := Encode(m, Signer{})
			if err != nil {
				t.Fatal(err)
			}
			for n := range frames {
				if _, err := Decode(frames[:n], Signer{}); err == nil {
					t.Errorf("%d of %d frames were a message", n, len(frames))
				}
			}
			for i := 3; i < len(frames); i++ { // header, parent, metadata, content
				for n := 1; n < len(frames[i]); n++ { // an empty part means {}
					cut := append([][]byte(nil), frames...)
					cut[i] = frames[i][:n]
					if _, err := Decode(cut, Signer{}); err == nil {
						t.Errorf("frame %d cut to %q was accepted", i, cut[i])
					}
				}
			}
		})
	}
}

func TestTable(t *testing.T) {
	seen := map[Type]bool{}
	contents := map[reflect.Type]bool{}
	for _, e := range Table {
		content := reflect.TypeOf(e.New())
		if seen[e.Type] || contents[content] {
			t.Errorf("%s: in the table twice (type or content %s)", e.Type, content)
		}
		seen[e.Type], contents[content] = true, true
		if len(e.Channels) == 0 || e.Direction == 0 {
			t.Errorf("%s: no channel or no direction", e.Type)
		}
		base, isRequest := strings.CutSuffix(string(e.Type), "_request")
		if want := Type(base + "_reply"); isRequest && e.Reply != want || !isRequest && e.Reply != "" {
			t.Errorf("%s: reply is %q", e.Type, e.Reply)
		}
		if e.Reply == "" {
			continue
		}
		reply, ok := Lookup(e.Reply)
		if !ok {
			t.Errorf("%s: its reply %s is not in the table", e.Type, e.Reply)
			continue
		}
		if reply.Direction == e.Direction {
			t.Errorf("%s and %s travel the same way", e.Type, e.Reply)
		}
		if !reflect.DeepEqual(reply.Channels, e.Channels) {
			t.Errorf("%s travels on %v, its reply on %v", e.Type, e.Channels, reply.Channels)
		}
	}
}
