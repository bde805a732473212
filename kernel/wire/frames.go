package wire

// frames.go: a multipart message, cut into its parts and put together again.
// Nothing here looks inside a part.

import (
	"bytes"
	"fmt"
)

// delimiter ends the routing identities of a message.
const delimiter = "<IDS|MSG>"

// Parts is a multipart message whose JSON parts are still bytes. A proxy that
// only forwards can stop here: parts keep every field, known or not.
type Parts struct {
	Identities [][]byte // routing frames before the delimiter
	Signature  []byte   // hexadecimal HMAC-SHA256, empty when messages are not signed
	Header     []byte
	Parent     []byte
	Metadata   []byte
	Content    []byte
	Buffers    [][]byte // raw binary frames after the content
}

// Split cuts the frames of a multipart message into its parts, which share
// memory with the frames. It fails when the delimiter or a part is missing.
func Split(frames [][]byte) (Parts, error) {
	for i, f := range frames {
		if string(f) != delimiter {
			continue
		}
		rest := frames[i+1:]
		if len(rest) < 5 {
			return Parts{}, fmt.Errorf("wire: message has %d frames after %s, want at least 5: signature, header, parent header, metadata, content", len(rest), delimiter)
		}
		return Parts{
			Identities: frames[:i:i],
			Signature:  rest[0],
			Header:     rest[1],
			Parent:     rest[2],
			Metadata:   rest[3],
			Content:    rest[4],
			Buffers:    rest[5:],
		}, nil
	}
	return Parts{}, fmt.Errorf("wire: no %s among the %d frames of a message", delimiter, len(frames))
}

// Frames puts the parts together: the inverse of Split.
func (p Parts) Frames() [][]byte {
	frames := make([][]byte, 0, len(p.Identities)+6+len(p.Buffers))
	frames = append(frames, p.Identities...)
	frames = append(frames, []byte(delimiter), p.Signature, p.Header, p.Parent, p.Metadata, p.Content)
	return append(frames, p.Buffers...)
}

// signed returns the four parts that a signature covers, in order.
func (p Parts) signed() [4][]byte {
	return [4][]byte{p.Header, p.Parent, p.Metadata, p.Content}
}

// empty reports whether a JSON part says nothing: no bytes, {} or null.
func empty(part []byte) bool {
	part = bytes.TrimSpace(part)
	return len(part) == 0 || string(part) == "{}" || string(part) == "null"
}
