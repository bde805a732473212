package wire

// message.go: a whole message to frames and back.

import (
	"encoding/json"
	"fmt"
)

// Message is one Jupyter message.
type Message struct {
	Identities [][]byte       // routing frames that came before the message; an answer repeats them
	Header     Header         //
	Parent     Header         // the request this message belongs to; zero when there is none
	Metadata   map[string]any // nil is written as {}
	Content    any            // pointer to the struct of the table, or *Unknown
	Buffers    [][]byte       // binary attachments of comm messages and displays
}

// Unknown is the content of a message whose type is not in the table: it came
// from a newer client, and whoever receives it may ignore it.
type Unknown struct{ Raw json.RawMessage }

// MarshalJSON writes the content as it came.
func (u Unknown) MarshalJSON() ([]byte, error) {
	if len(u.Raw) == 0 {
		return []byte("{}"), nil
	}
	return u.Raw, nil
}

// New returns a message with a fresh header. Its type is the one that the
// table has for content, a pointer to a content struct; New panics for content
// that is not in the table, a mistake of the programmer and not of a peer.
func (s Session) New(parent Header, content any) *Message {
	t, ok := TypeOf(content)
	if !ok {
		panic(fmt.Sprintf("wire: %T is not the content of a message type: add it to the table", content))
	}
	return &Message{Header: s.Header(t), Parent: parent, Content: content}
}

// Reply returns the answer to request with the identities that route it back.
func (s Session) Reply(request *Message, content any) *Message {
	m := s.New(request.Header, content)
	m.Identities = request.Identities
	return m
}

// Encode returns the frames of m, signed.
func Encode(m *Message, s Signer) ([][]byte, error) {
	p, err := m.parts()
	if err != nil {
		return nil, err
	}
	p.Signature = s.Sign(p)
	return p.Frames(), nil
}

func (m *Message) parts() (Parts, error) {
	p := Parts{Identities: m.Identities, Buffers: m.Buffers}
	var err error
	put := func(what string, dst *[]byte, v any) {
		if err != nil {
			return
		}
		if *dst, err = json.Marshal(v); err != nil {
			err = fmt.Errorf("wire: %s of %s cannot be written as JSON: %w", what, m.Header.MsgType, err)
		}
	}
	put("header", &p.Header, m.Header)
	put("parent header", &p.Parent, m.Parent)
	metadata := m.Metadata
	if metadata == nil {
		metadata = map[string]any{}
	}
	put("metadata", &p.Metadata, metadata)
	content := m.Content
	if content == nil {
		content = struct{}{}
	}
	put("content", &p.Content, content)
	return p, err
}

// Decode checks the signature of a multipart message, and only then reads it.
// The content is a pointer to the struct that the table has for the header's
// type, *Unknown when the table has none.
func Decode(frames [][]byte, s Signer) (*Message, error) {
	return DecodeOnce(frames, s, nil)
}

// DecodeOnce is Decode for a receiver that takes each message once: one that seen
// has seen is refused.
func DecodeOnce(frames [][]byte, s Signer, seen *Seen) (*Message, error) {
	p, err := Split(frames)
	if err != nil {
		return nil, err
	}
	if err := s.Verify(p); err != nil {
		return nil, err
	}
	if seen != nil && len(s.key) > 0 {
		if err := seen.Check(p.Signature); err != nil {
			return nil, err
		}
	}
	return p.message()
}

func (p Parts) message() (*Message, error) {
	m := &Message{Identities: p.Identities}
	if len(p.Buffers) > 0 {
		m.Buffers = p.Buffers
	}
	if err := json.Unmarshal(p.Header, &m.Header); err != nil {
		return nil, fmt.Errorf("wire: header is not a JSON object as the protocol defines it: %w", err)
	}
	if m.Header.MsgType == "" {
		return nil, fmt.Errorf("wire: header has no msg_type")
	}
	if !empty(p.Parent) {
		if err := json.Unmarshal(p.Parent, &m.Parent); err != nil {
			return nil, fmt.Errorf("wire: parent header of %s: %w", m.Header.MsgType, err)
		}
	}
	if !empty(p.Metadata) {
		if err := json.Unmarshal(p.Metadata, &m.Metadata); err != nil {
			return nil, fmt.Errorf("wire: metadata of %s: %w", m.Header.MsgType, err)
		}
	}
	entry, ok := Lookup(m.Header.MsgType)
	if !ok {
		if !json.Valid(p.Content) {
			return nil, fmt.Errorf("wire: content of %s is not JSON", m.Header.MsgType)
		}
		m.Content = &Unknown{Raw: append(json.RawMessage(nil), p.Content...)}
		return m, nil
	}
	m.Content = entry.New()
	if empty(p.Content) {
		return m, nil
	}
	if err := json.Unmarshal(p.Content, m.Content); err != nil {
		return nil, fmt.Errorf("wire: content of %s: %w", m.Header.MsgType, err)
	}
	return m, nil
}
