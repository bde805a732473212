package train

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/internal/safetensors"
)

// Store is a part of a checkpoint: numbers as tensors, everything else as JSON,
// both by name. Each callback has one of its own.
type Store struct {
	prefix  string
	text    map[string]string
	tensors map[string]*data.Tensor
}

func newStore() *Store {
	return &Store{text: map[string]string{}, tensors: map[string]*data.Tensor{}}
}

// part returns the part of the store whose names begin with a word and a slash.
func (s *Store) part(name string) *Store {
	out := *s
	out.prefix += name + "/"
	return &out
}

// Set puts a value under a name. encoding/json must be able to write it: it has
// no NaN and no infinity; [Number] has.
func (s *Store) Set(name string, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("train: checkpoint: %s: %w", s.prefix+name, err)
	}
	s.text[s.prefix+name] = string(b)
	return nil
}

// Get reads what Set put under a name into a pointer. It fails when there is
// nothing.
func (s *Store) Get(name string, value any) error {
	text, ok := s.text[s.prefix+name]
	if !ok {
		return fmt.Errorf("train: the checkpoint has no %s: it was written by another program or version", s.prefix+name)
	}
	if err := json.Unmarshal([]byte(text), value); err != nil {
		return fmt.Errorf("train: checkpoint: %s: %w", s.prefix+name, err)
	}
	return nil
}

// SetTensors puts a list of tensors under a name. They are not copied.
func (s *Store) SetTensors(name string, list []*data.Tensor) error {
	if err := s.Set(name+".length", len(list)); err != nil {
		return err
	}
	for i, t := range list {
		if t == nil || t.Check() != nil {
			return fmt.Errorf("train: checkpoint: %s: tensor %d is not sound", s.prefix+name, i)
		}
		full := fmt.Sprintf("%s%s.%d", s.prefix, name, i)
		s.tensors[full] = t
	}
	return nil
}

// Tensors returns what SetTensors put under a name. It fails when there is
// nothing.
func (s *Store) Tensors(name string) ([]*data.Tensor, error) {
	var n int
	if err := s.Get(name+".length", &n); err != nil {
		return nil, err
	}
	var out []*data.Tensor
	for i := range n {
		t, ok := s.tensors[fmt.Sprintf("%s%s.%d", s.prefix, name, i)]
		if !ok {
			return nil, fmt.Errorf("train: the checkpoint has no %s%s.%d: it is damaged", s.prefix, name, i)
		}
		out = append(out, t)
	}
	return out, nil
}

// encode returns the content of a file.
func (s *Store) encode() ([]byte, error) {
	f := safetensors.File{Metadata: map[string]string{}}
	for name, text := range s.text {
		f.Metadata[name] = text
	}
	for name, t := range s.tensors {
		f.Tensors = append(f.Tensors, safetensors.Tensor{Name: name, Shape: t.Shape, Data: t.Data})
	}
	slices.SortFunc(f.Tensors, func(a, b safetensors.Tensor) int { return strings.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	if err := safetensors.Write(&out, f); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// decodeStore reads what encode returned.
func decodeStore(b []byte) (*Store, error) {
	f, err := safetensors.Read(b)
	if err != nil {
		return nil, err
	}
	s := newStore()
	for name, text := range f.Metadata {
		s.text[name] = text
	}
	for _, t := range f.Tensors {
		s.tensors[t.Name] = &data.Tensor{Shape: t.Shape, Data: t.Data}
	}
	return s, nil
}

// Number is a float64 that JSON keeps exactly, also when it is NaN or infinite.
type Number float64

// MarshalJSON implements [json.Marshaler].
func (n Number) MarshalJSON() ([]byte, error) {
	if v := float64(n); v-v != 0 {
		return json.Marshal(fmt.Sprint(v))
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON implements [json.Unmarshaler].
func (n *Number) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		var text string
		if err := json.Unmarshal(b, &text); err != nil {
			return err
		}
		var v float64
		if _, err := fmt.Sscan(text, &v); err != nil || v-v == 0 {
			return fmt.Errorf("%q is no number", text)
		}
		*n = Number(v)
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}
