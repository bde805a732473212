// The bytes.

package frame

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
)

// MaxSize is the largest frame, in bytes. A display larger than that is refused
// where it is made, with an error that says so.
const MaxSize = 256 << 20

// ErrTooLarge is why a frame was not written or read.
var ErrTooLarge = errors.New("larger than a frame may be")

// A frame is four bytes of length, most significant first, and that many bytes
// of JSON.
const header = 4

// Write writes one frame, a Request or a Response.
func Write[T Request | Response](w io.Writer, m *T) error {
	buf, err := Encode(m)
	if err != nil {
		return err
	}
	_, err = w.Write(buf)
	return err
}

// Encode returns the bytes of one frame.
func Encode[T Request | Response](m *T) ([]byte, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("frame: %w", err)
	}
	if len(body) > MaxSize {
		return nil, fmt.Errorf("frame: %d bytes are %w (%d)", len(body), ErrTooLarge, MaxSize)
	}
	return append(binary.BigEndian.AppendUint32(make([]byte, 0, header+len(body)), uint32(len(body))), body...), nil
}

// Read reads one frame. It returns io.EOF at the end of the stream between two
// frames, and io.ErrUnexpectedEOF inside one.
func Read[T Request | Response](r io.Reader) (*T, error) {
	var head [header]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > MaxSize {
		return nil, fmt.Errorf("frame: %d bytes are %w (%d)", size, ErrTooLarge, MaxSize)
	}
	// The memory grows with what really comes, not with what the header claims.
	body, err := io.ReadAll(io.LimitReader(r, int64(size)))
	if err != nil {
		return nil, err
	}
	if len(body) < int(size) {
		return nil, io.ErrUnexpectedEOF
	}
	m := new(T)
	if err := json.Unmarshal(body, m); err != nil {
		return nil, fmt.Errorf("frame: not a message: %w", err)
	}
	if n := set(m); n != 1 {
		return nil, fmt.Errorf("frame: %d messages in one envelope, want one", n)
	}
	return m, nil
}

// set counts the messages in an envelope: its pointer fields that are not nil.
func set(envelope any) int {
	v := reflect.ValueOf(envelope).Elem()
	n := 0
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Pointer && !f.IsNil() {
			n++
		}
	}
	return n
}

// A Writer writes frames from many goroutines.
type Writer[T Request | Response] struct {
	mu sync.Mutex
	w  io.Writer
}

// NewWriter returns a Writer on w.
func NewWriter[T Request | Response](w io.Writer) *Writer[T] { return &Writer[T]{w: w} }

// Write writes one frame.
func (w *Writer[T]) Write(m *T) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return Write(w.w, m)
}
