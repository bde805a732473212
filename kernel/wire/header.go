package wire

// header.go: the header that every message has, and that every answer repeats
// as its parent.

import (
	"encoding/json"
	"maps"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Header identifies a message. Fields that the protocol does not define are
// kept in Extra, because an answer must repeat its parent's header unchanged.
type Header struct {
	MsgID    string                     // unique for ever
	MsgType  Type                       // what the content is
	Session  string                     // one run of the sender
	Username string                     // who runs the sender
	Date     string                     // when it was made, ISO 8601; clients refuse a message without it
	Version  string                     // protocol version of the sender
	Extra    map[string]json.RawMessage // everything else, nil when there is nothing else
}

// known are Header's own JSON names.
type known struct {
	MsgID    string `json:"msg_id"`
	MsgType  Type   `json:"msg_type"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"`
	Version  string `json:"version"`
}

var knownNames = []string{"msg_id", "msg_type", "session", "username", "date", "version"}

// IsZero reports whether the header says nothing: a message without a parent
// has such a parent header.
func (h Header) IsZero() bool {
	return h.MsgID == "" && h.MsgType == "" && h.Session == "" && h.Username == "" &&
		h.Date == "" && h.Version == "" && len(h.Extra) == 0
}

// MarshalJSON writes the header, or {} for one that says nothing.
func (h Header) MarshalJSON() ([]byte, error) {
	if h.IsZero() {
		return []byte("{}"), nil
	}
	k := known{h.MsgID, h.MsgType, h.Session, h.Username, h.Date, h.Version}
	if len(h.Extra) == 0 {
		return json.Marshal(k)
	}
	all := make(map[string]any, len(h.Extra)+len(knownNames))
	for name, v := range h.Extra {
		all[name] = v
	}
	for i, v := range []string{k.MsgID, string(k.MsgType), k.Session, k.Username, k.Date, k.Version} {
		all[knownNames[i]] = v
	}
	return json.Marshal(all)
}

// UnmarshalJSON reads a header; a field that is missing stays empty.
func (h *Header) UnmarshalJSON(data []byte) error {
	var k known
	if err := json.Unmarshal(data, &k); err != nil {
		return err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	*h = Header{MsgID: k.MsgID, MsgType: k.MsgType, Session: k.Session, Username: k.Username, Date: k.Date, Version: k.Version}
	// Go matches names without regard to case; what differs only in case is
	// somebody's own field and must not be repeated beside ours.
	maps.DeleteFunc(all, func(name string, _ json.RawMessage) bool { return isKnownFold(name) })
	if len(all) > 0 {
		h.Extra = all
	}
	return nil
}

// Session makes headers: one for each run of a kernel or of a client.
type Session struct {
	ID       string
	Username string
}

// NewSession returns a session with a fresh ID.
func NewSession(username string) Session {
	return Session{ID: uuid.NewString(), Username: username}
}

// Header returns the header of a new message of type t.
func (s Session) Header(t Type) Header {
	return Header{
		MsgID:    uuid.NewString(),
		MsgType:  t,
		Session:  s.ID,
		Username: s.Username,
		Date:     time.Now().UTC().Format("2006-01-02T15:04:05.000000Z"),
		Version:  Version,
	}
}

func isKnownFold(name string) bool {
	for _, k := range knownNames {
		if strings.EqualFold(k, name) {
			return true
		}
	}
	return false
}
