package frame

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"testing"
)

// fill gives every field of a message a value; JSON numbers come back as
// float64, so the free values of bundles are strings.
func fill(v reflect.Value, r *rand.Rand) {
	switch x := v.Addr().Interface().(type) {
	case *json.RawMessage:
		*x = json.RawMessage(`{"n":1}`)
		return
	case *[]byte:
		*x = []byte{0, 1, 2, 255}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), r)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), r)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, r)
		fill(value, r)
		v.SetMapIndex(key, value)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), r)
		}
	case reflect.Interface:
		v.Set(reflect.ValueOf("free\x00 text ü"))
	case reflect.String:
		v.SetString(string(rune('a' + r.IntN(26))))
	case reflect.Int, reflect.Int64:
		v.SetInt(r.Int64N(1000) + 1)
	case reflect.Bool:
		v.SetBool(true)
	}
}

// roundTrips sends each message of an envelope through the codec: every value
// comes back, and no part of its bytes reads as a frame.
func roundTrips[T Request | Response](t *testing.T) {
	typ := reflect.TypeFor[T]()
	r := rand.New(rand.NewPCG(1, 2))
	for i := range typ.NumField() {
		if typ.Field(i).Type.Kind() != reflect.Pointer {
			continue
		}
		t.Run(typ.Field(i).Name, func(t *testing.T) {
			m := new(T)
			v := reflect.ValueOf(m).Elem()
			v.FieldByName("ID").SetInt(7)
			fill(v.Field(i), r)
			var b bytes.Buffer
			if err := Write(&b, m); err != nil {
				t.Fatal(err)
			}
			data := b.Bytes()
			got, err := Read[T](bytes.NewReader(data))
			if err != nil || !reflect.DeepEqual(got, m) {
				t.Fatalf("got %+v, %v\nwant %+v", got, err, m)
			}
			for n := range len(data) {
				if _, err := Read[T](bytes.NewReader(data[:n])); err == nil {
					t.Fatalf("the first %d of %d bytes read as a frame", n, len(data))
				}
			}
		})
	}
}

func TestRequests(t *testing.T)  { roundTrips[Request](t) }
func TestResponses(t *testing.T) { roundTrips[Response](t) }

func TestBadFrames(t *testing.T) {
	frame := func(body string) []byte {
		return append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)
	}
	for _, tt := range []struct {
		name string
		in   []byte
		want error // nil: any
	}{
		{"nothing", nil, io.EOF},
		{"half a header", []byte{0, 0}, io.ErrUnexpectedEOF},
		{"too large", []byte{0xff, 0xff, 0xff, 0xff}, ErrTooLarge},
		{"shorter than it claims", []byte{0x0f, 0, 0, 0, '{'}, io.ErrUnexpectedEOF},
		{"not JSON", frame("x"), nil},
		{"no message", frame("{}"), nil},
		{"two messages", frame(`{"interrupt":{},"shutdown":{}}`), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read[Request](bytes.NewReader(tt.in))
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, m := range []*Response{{Ready: &Ready{Version: 1}}, {ID: 3, Seq: 4, Clear: &Clear{Wait: true}}} {
		var b bytes.Buffer
		if err := Write(&b, m); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Read[Response](bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, m); err != nil {
			t.Fatalf("what was read can't be written: %v", err)
		}
	})
}
