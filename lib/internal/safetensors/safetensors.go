package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// File is the content of a safetensors file.
type File struct {
	// Metadata is text by name; may be nil.
	Metadata map[string]string
	// Tensors in the order in which their numbers lie in the file.
	Tensors []Tensor
}

// Tensor is a named block of numbers in row-major order.
type Tensor struct {
	Name  string
	Shape []int
	Data  []float32
}

const (
	// maxHeader is the greatest header that the format allows.
	maxHeader    = 100_000_000
	metadataName = "__metadata__"
)

// entry is what the header says of a tensor.
type entry struct {
	DType   string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// Write writes the file. It fails when two tensors have the same name, or when
// numbers do not fill their shape.
func Write(w io.Writer, f File) error {
	// Entries are written in the order of the tensors, which a map would lose.
	var header bytes.Buffer
	header.WriteByte('{')
	put := func(name string, v any) error {
		key, err := json.Marshal(name)
		if err != nil {
			return err
		}
		value, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if header.Len() > 1 {
			header.WriteByte(',')
		}
		header.Write(key)
		header.WriteByte(':')
		header.Write(value)
		return nil
	}
	if f.Metadata != nil {
		if err := put(metadataName, f.Metadata); err != nil {
			return err
		}
	}
	seen := map[string]bool{metadataName: true}
	var offset int64
	for _, t := range f.Tensors {
		if seen[t.Name] {
			return fmt.Errorf("safetensors: the name %q is taken", t.Name)
		}
		seen[t.Name] = true
		if n, ok := count(t.Shape); !ok || n != int64(len(t.Data)) {
			return fmt.Errorf("safetensors: tensor %q: shape %v does not hold %d numbers", t.Name, t.Shape, len(t.Data))
		}
		end := offset + 4*int64(len(t.Data))
		shape := t.Shape
		if shape == nil {
			shape = []int{} // null is not a list
		}
		if err := put(t.Name, entry{"F32", shape, [2]int64{offset, end}}); err != nil {
			return err
		}
		offset = end
	}
	header.WriteByte('}')
	for header.Len()%8 != 0 {
		header.WriteByte(' ') // the numbers begin at a multiple of 8
	}
	if err := binary.Write(w, binary.LittleEndian, uint64(header.Len())); err != nil {
		return err
	}
	if _, err := w.Write(header.Bytes()); err != nil {
		return err
	}
	for _, t := range f.Tensors {
		if err := binary.Write(w, binary.LittleEndian, t.Data); err != nil {
			return err
		}
	}
	return nil
}

// Read reads a file. Numbers of other types than float32 are an error.
func Read(b []byte) (*File, error) {
	if len(b) < 8 {
		return nil, fmt.Errorf("safetensors: want at least 8 bytes, got %d", len(b))
	}
	length := binary.LittleEndian.Uint64(b)
	if length > maxHeader || length > uint64(len(b)-8) {
		return nil, fmt.Errorf("safetensors: the header has %d bytes by its own account, the file %d in all: it is cut off, or no safetensors file", length, len(b))
	}
	header, body := b[8:8+length], b[8+length:]
	if len(header) == 0 || header[0] != '{' {
		return nil, errors.New("safetensors: the header does not begin with {: this is no safetensors file")
	}
	entries, metadata, err := readHeader(header)
	if err != nil {
		return nil, err
	}
	f := &File{Metadata: metadata}
	var offset int64
	for _, e := range entries {
		t, err := e.read(body, offset)
		if err != nil {
			return nil, fmt.Errorf("safetensors: tensor %q: %w", e.name, err)
		}
		f.Tensors = append(f.Tensors, t)
		offset = e.Offsets[1]
	}
	if offset != int64(len(body)) {
		return nil, fmt.Errorf("safetensors: the tensors fill %d bytes, the file has %d after its header", offset, len(body))
	}
	return f, nil
}

// named is an entry with its name.
type named struct {
	name string
	entry
}

// readHeader returns the entries in the order of their offsets.
func readHeader(header []byte) ([]named, map[string]string, error) {
	fields, err := object(header)
	if err != nil {
		return nil, nil, fmt.Errorf("safetensors: header: %w", err)
	}
	var entries []named
	var metadata map[string]string
	for _, f := range fields {
		if f.name == metadataName {
			if err := json.Unmarshal(f.value, &metadata); err != nil {
				return nil, nil, fmt.Errorf("safetensors: header: %s: %w", metadataName, err)
			}
			continue
		}
		e := named{name: f.name}
		if err := json.Unmarshal(f.value, &e.entry); err != nil {
			return nil, nil, fmt.Errorf("safetensors: header: tensor %q: %w", f.name, err)
		}
		entries = append(entries, e)
	}
	slices.SortStableFunc(entries, func(a, b named) int {
		return slices.Compare(a.Offsets[:], b.Offsets[:])
	})
	return entries, metadata, nil
}

// field is a member of a JSON object.
type field struct {
	name  string
	value json.RawMessage
}

// object reads a JSON object and refuses one that names a member twice, which
// encoding/json would let pass.
func object(b []byte) ([]field, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var fields []field
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		f := field{name: token.(string)} // a member begins with its name
		if seen[f.name] {
			return nil, fmt.Errorf("%q occurs twice", f.name)
		}
		seen[f.name] = true
		if err := d.Decode(&f.value); err != nil {
			return nil, err
		}
		fields = append(fields, f)
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the closing brace")
	}
	return fields, nil
}

// read returns the numbers of an entry, which must begin at offset: the format
// has no holes and no overlaps.
func (e *named) read(body []byte, offset int64) (Tensor, error) {
	if e.DType != "F32" {
		return Tensor{}, fmt.Errorf("its numbers are %s, want F32", e.DType)
	}
	n, ok := count(e.Shape)
	if !ok {
		return Tensor{}, fmt.Errorf("the shape %v makes no sense", e.Shape)
	}
	begin, end := e.Offsets[0], e.Offsets[1]
	if begin != offset || end < begin || end > int64(len(body)) || end-begin != 4*n {
		return Tensor{}, fmt.Errorf("shape %v at bytes %d to %d of %d: want %d bytes from %d on", e.Shape, begin, end, len(body), 4*n, offset)
	}
	t := Tensor{Name: e.name, Shape: e.Shape, Data: make([]float32, n)}
	for i := range t.Data {
		t.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[begin+4*int64(i):]))
	}
	return t, nil
}

// count returns the number of elements of a shape, and whether it makes sense.
func count(shape []int) (int64, bool) {
	n := int64(1)
	for _, d := range shape {
		if d < 0 || d > 0 && n > math.MaxInt64/8/int64(d) {
			return 0, false
		}
		n *= int64(d)
	}
	return n, true
}
