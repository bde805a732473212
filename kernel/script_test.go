package kernel

// The language of the conformance suite's scripts.
//
//	# …                     a comment
//	> CHANNEL TYPE JSON     send a request
//	>NAME …                 and call it NAME
//	>NAME@SUB …             for the subshell whose ID is $SUB
//	< CHANNEL TYPE JSON     the next message on the channel, an answer to the
//	                        latest request, has at least this content
//	<NAME …                 an answer to that request
//	& metadata JSON         the message of the line before has this metadata
//	& buffers HEX …         and these attachments
//	together                the answers up to the next end come in any order, but
//	end                     those to one request in theirs; <NAME? may be missing
//	subscribe TOPIC         connect to iopub once more, for one topic or for all
//	release                 let a cell that waits go on
//	released                wait for what a goroutine does after release
//	ends                    the kernel ends
//
// A string "$NAME" in what is expected takes the first value that it meets, and
// stands for that from then on; "…TEXT…" is any string in which TEXT stands. Colours
// are left out. <- is a message that answers nothing. A text that was printed may
// come in pieces. Every message that comes is one of the protocol:
// an ID of its own, the kernel's session, a date, the version. A script that
// leaves a message unread fails.

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// step is a line of a script.
type step struct {
	where    string
	verb     string // ">", "<", or a word
	name     string // of the request
	maybe    bool   // it may be missing
	subshell string
	channel  wire.Channel
	kind     wire.Type
	content  string
	metadata string
	buffers  [][]byte
	steps    []step // of together
}

// parseScript reads a script.
func parseScript(t *testing.T, file string) []step {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all, group []step
	grouped := false
	for i, line := range strings.Split(string(data), "\n") {
		where := fmt.Sprintf("%s:%d", filepath.Base(file), i+1)
		line = strings.TrimSpace(line)
		list := &all
		if grouped {
			list = &group
		}
		switch word, rest, _ := strings.Cut(line, " "); {
		case line == "" || line[0] == '#':
		case line == "together":
			grouped, group = true, nil
		case line == "end" && grouped:
			grouped = false
			all = append(all, step{where: where, verb: "together", steps: group})
		case line == "release" || line == "released" || line == "ends":
			*list = append(*list, step{where: where, verb: line})
		case word == "subscribe":
			*list = append(*list, step{where: where, verb: word, name: rest})
		case word == "&" && len(*list) > 0:
			last := &(*list)[len(*list)-1]
			what, value, _ := strings.Cut(rest, " ")
			switch what {
			case "metadata":
				last.metadata = value
			case "buffers":
				for _, h := range strings.Fields(value) {
					b, err := hex.DecodeString(h)
					if err != nil {
						t.Fatalf("%s: %v", where, err)
					}
					last.buffers = append(last.buffers, b)
				}
			default:
				t.Fatalf("%s: want & metadata or & buffers", where)
			}
		case line[0] == '<' || line[0] == '>':
			s := step{where: where, verb: line[:1]}
			s.name, s.subshell, _ = strings.Cut(word[1:], "@")
			s.name, s.maybe = strings.CutSuffix(s.name, "?")
			field := strings.SplitN(rest, " ", 3)
			if len(field) != 3 {
				t.Fatalf("%s: want: %s CHANNEL TYPE JSON", where, word)
			}
			s.channel, s.kind, s.content = wire.Channel(field[0]), wire.Type(field[1]), field[2]
			*list = append(*list, s)
		default:
			t.Fatalf("%s: what is %q?", where, line)
		}
	}
	return all
}

// player plays a script to a kernel.
type player struct {
	*testing.T
	peer    peer
	gate    gate
	session wire.Session
	sent    map[string]string // name → msg_id
	bound   map[string]any    // of $NAME
	ids     map[string]bool   // of messages that came
	kernel  string            // its session
}

// gate is where cells of an interpreter wait.
type gate interface {
	release(*testing.T)
	released(*testing.T)
}

// play runs one script.
func play(t *testing.T, file string, p peer, g gate) {
	pl := &player{T: t, peer: p, gate: g, session: wire.NewSession("client"), sent: map[string]string{}, bound: map[string]any{}, ids: map[string]bool{}}
	for _, s := range parseScript(t, file) {
		pl.step(s)
		if s.verb == "ends" {
			return
		}
	}
	// Nothing may be left: a last question's messages come next everywhere.
	last := pl.session.New(wire.Header{}, &wire.KernelInfoRequest{})
	p.send(t, wire.Shell, last)
	for _, c := range []wire.Channel{wire.Shell, wire.IOPub} {
		if m := p.next(t, c); m.Parent.MsgID != last.Header.MsgID {
			t.Errorf("%s: left unread on %s: %s", filepath.Base(file), c, describe(m))
		}
	}
}

func (p *player) step(s step) {
	switch s.verb {
	case ">":
		p.send(s)
	case "<":
		m := p.next(s.channel)
		p.rest(s, m)
		if why := p.mismatch(s, m); why != "" {
			p.Fatalf("%s: %s:\n got %s\nwant %s %s", s.where, why, describe(m), s.kind, s.content)
		}
	case "together":
		p.together(s.steps)
	case "subscribe":
		p.peer.subscribe(p.T, s.name)
	case "ends":
		p.peer.ends(p.T)
	case "release":
		p.gate.release(p.T)
	case "released":
		p.gate.released(p.T)
	}
}

// rest adds to a text that was printed what comes of it in further messages.
func (p *player) rest(s step, m *wire.Message) {
	got, ok := m.Content.(*wire.Stream)
	var want struct{ Text string }
	if !ok || s.kind != wire.TypeStream || json.Unmarshal([]byte(s.content), &want) != nil {
		return
	}
	for got.Text != want.Text && strings.HasPrefix(want.Text, got.Text) {
		next := p.next(s.channel)
		more, ok := next.Content.(*wire.Stream)
		if !ok || more.Name != got.Name || next.Parent.MsgID != m.Parent.MsgID {
			p.Fatalf("%s: after %s: got %s", s.where, describe(m), describe(next))
		}
		got.Text += more.Text
	}
}

func (p *player) send(s step) {
	m := &wire.Message{Header: p.session.Header(s.kind), Content: &wire.Unknown{Raw: p.replaced(s.content)}, Buffers: s.buffers}
	if s.metadata != "" {
		if err := json.Unmarshal([]byte(s.metadata), &m.Metadata); err != nil {
			p.Fatalf("%s: %v", s.where, err)
		}
	}
	if s.subshell != "" {
		m.Header.Extra = map[string]json.RawMessage{"subshell_id": p.replaced(fmt.Sprintf("%q", "$"+s.subshell))}
	}
	p.sent[""], p.sent[s.name] = m.Header.MsgID, m.Header.MsgID
	p.peer.send(p.T, s.channel, m)
}

// together takes as many messages as there are steps; each must be what comes
// next of those to its request.
func (p *player) together(steps []step) {
	for _, c := range []wire.Channel{wire.Shell, wire.Control, wire.Stdin, wire.IOPub} {
		var left []step
		for _, s := range steps {
			if s.channel == c {
				left = append(left, s)
			}
		}
		for slices.ContainsFunc(left, func(s step) bool { return !s.maybe }) {
			m := p.next(c)
			of := func(s step) bool { return p.sent[s.name] == m.Parent.MsgID }
			i := slices.IndexFunc(left, of)
			for i >= 0 && left[i].maybe && p.mismatch(left[i], m) != "" {
				left = slices.Delete(left, i, i+1)
				i = slices.IndexFunc(left, of)
			}
			if i < 0 {
				p.Fatalf("%s: not expected: %s", left[0].where, describe(m))
			}
			if why := p.mismatch(left[i], m); why != "" {
				p.Fatalf("%s: %s:\n got %s\nwant %s %s", left[i].where, why, describe(m), left[i].kind, left[i].content)
			}
			left = slices.Delete(left, i, i+1)
		}
	}
}

// next takes a message, which must be one of the protocol.
func (p *player) next(c wire.Channel) *wire.Message {
	m := p.peer.next(p.T, c)
	h := m.Header
	if p.kernel == "" {
		p.kernel = h.Session
	}
	_, err := time.Parse(time.RFC3339Nano, h.Date)
	if h.MsgID == "" || p.ids[h.MsgID] || h.Session == "" || h.Session != p.kernel || h.Version != wire.Version || err != nil {
		p.Errorf("%s has the header %+v", describe(m), h)
	}
	p.ids[h.MsgID] = true
	return m
}

// mismatch tells in what way a message is not the one that was expected.
func (p *player) mismatch(s step, m *wire.Message) string {
	content, err := json.Marshal(m.Content)
	if err != nil {
		p.Fatal(err)
	}
	metadata, err := json.Marshal(m.Metadata)
	if err != nil {
		p.Fatal(err)
	}
	switch {
	case m.Header.MsgType != s.kind || !p.covers(s.where, content, s.content):
		return "another message"
	case m.Parent.MsgID != p.sent[s.name] && s.name != "-" || s.name == "-" && m.Parent.MsgID != "":
		return "it answers another request"
	case s.metadata != "" && !p.covers(s.where, metadata, s.metadata):
		return "its metadata is " + string(metadata)
	case s.buffers != nil && !reflect.DeepEqual(m.Buffers, s.buffers):
		return fmt.Sprintf("its attachments are %x", m.Buffers)
	}
	return ""
}

func describe(m *wire.Message) string {
	content, err := json.Marshal(m.Content)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s %s", m.Header.MsgType, content)
}

// covers reports whether got has everything that want has; in objects got may
// have more.
func (p *player) covers(where string, got []byte, want string) bool {
	var g, w any
	if err := json.Unmarshal(got, &g); err != nil {
		p.Fatal(err)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		p.Fatalf("%s: %v", where, err)
	}
	return p.within(g, w)
}

func (p *player) within(got, want any) bool {
	switch want := want.(type) {
	case string:
		if part, ok := strings.CutPrefix(want, "…"); ok {
			s, ok := got.(string)
			return ok && strings.Contains(colours.ReplaceAllString(s, ""), strings.TrimSuffix(part, "…"))
		}
		if name, ok := strings.CutPrefix(want, "$"); ok {
			if _, ok := p.bound[name]; !ok {
				p.bound[name] = got
			}
			return reflect.DeepEqual(got, p.bound[name])
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(want) {
			return false
		}
		for i := range want {
			if !p.within(g[i], want[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return false
		}
		for key, value := range want {
			have, ok := g[key]
			if !ok || !p.within(have, value) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(got, want)
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// replaced is JSON with the values of the strings "$NAME" that are bound.
func (p *player) replaced(text string) json.RawMessage {
	for name, value := range p.bound {
		b, err := json.Marshal(value)
		if err != nil {
			p.Fatal(err)
		}
		text = strings.ReplaceAll(text, fmt.Sprintf("%q", "$"+name), string(b))
	}
	return json.RawMessage(text)
}
