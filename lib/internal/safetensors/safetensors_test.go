package safetensors

import (
	"bytes"
	"encoding/binary"
	"math"
	"reflect"
	"strings"
	"testing"
)

// spec is the example that the format's specification draws: header length,
// header, numbers; written by hand.
func spec(header string, body []byte) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), body...)
}

var two = []byte{0, 0, 128, 63, 0, 0, 0, 192} // 1, -2

func TestReadWhatOthersWrite(t *testing.T) {
	b := spec(`{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}  `, two)
	got, err := Read(b)
	if err != nil {
		t.Fatal(err)
	}
	want := &File{Metadata: map[string]string{"format": "pt"}, Tensors: []Tensor{{"a", []int{}, []float32{1}}, {"b", []int{1, 1}, []float32{-2}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWriteAsTheFormatSays(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, File{Metadata: map[string]string{"k": "v"}, Tensors: []Tensor{{"x", []int{2}, []float32{1, -2}}}}); err != nil {
		t.Fatal(err)
	}
	header := `{"__metadata__":{"k":"v"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`
	header += strings.Repeat(" ", (8-len(header)%8)%8)
	if want := spec(header, two); !bytes.Equal(b.Bytes(), want) {
		t.Errorf("got %q, want %q", b.Bytes(), want)
	}
}

func TestReadRefuses(t *testing.T) {
	entry := func(s string) []byte { return spec(`{"a":`+s+`}`, two) }
	for name, b := range map[string][]byte{
		"nothing":             nil,
		"a picture":           []byte("\x89PNG\r\n\x1a\n0000"),
		"cut header":          spec(`{"a":1}`, nil)[:12],
		"huge header":         binary.LittleEndian.AppendUint64(nil, math.MaxUint64),
		"no object":           spec(`[]`, nil),
		"cut numbers":         entry(`{"dtype":"F32","shape":[3],"data_offsets":[0,12]}`),
		"spare numbers":       entry(`{"dtype":"F32","shape":[1],"data_offsets":[0,4]}`),
		"a hole":              entry(`{"dtype":"F32","shape":[1],"data_offsets":[4,8]}`),
		"wrong length":        entry(`{"dtype":"F32","shape":[3],"data_offsets":[0,8]}`),
		"backwards":           entry(`{"dtype":"F32","shape":[2],"data_offsets":[8,0]}`),
		"negative":            entry(`{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}`),
		"shape overflow":      entry(`{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,8]}`),
		"another type":        entry(`{"dtype":"I32","shape":[2],"data_offsets":[0,8]}`),
		"twice the same":      spec(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, two),
		"overlap":             spec(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, two),
		"more after header":   spec(`{}{}`, nil),
		"metadata no strings": spec(`{"__metadata__":{"a":1}}`, nil),
	} {
		if f, err := Read(b); err == nil {
			t.Errorf("%s: no error, got %+v", name, f)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	for name, f := range map[string]File{
		"same name":    {Tensors: []Tensor{{"a", []int{1}, []float32{1}}, {"a", []int{1}, []float32{1}}}},
		"reserved":     {Tensors: []Tensor{{"__metadata__", []int{1}, []float32{1}}}},
		"wrong length": {Tensors: []Tensor{{"a", []int{2}, []float32{1}}}},
	} {
		if err := Write(&bytes.Buffer{}, f); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// FuzzRead asks that Read never panics, and that what it accepts survives a
// round trip.
func FuzzRead(f *testing.F) {
	f.Add(spec(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, two))
	f.Add(spec(`{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]}}`, two[:4]))
	f.Add(spec(`{}`, nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Read(b)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := Write(&out, *file); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := Read(out.Bytes())
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if len(again.Tensors) != len(file.Tensors) || !reflect.DeepEqual(again.Metadata, file.Metadata) {
			t.Fatalf("%d tensors became %d", len(file.Tensors), len(again.Tensors))
		}
	})
}
