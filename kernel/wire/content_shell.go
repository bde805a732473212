package wire

// content_shell.go: requests and replies of the shell channel.

import (
	"encoding/json"
	"fmt"
)

// The values of a reply's status.
const (
	StatusOK      = "ok"
	StatusError   = "error"
	StatusAborted = "aborted" // not run, because something queued before it failed
)

// Outcome is what every reply says about its request. The error fields are
// empty unless Status is StatusError.
type Outcome struct {
	Status    string   `json:"status"`
	EName     string   `json:"ename,omitempty"`
	EValue    string   `json:"evalue,omitempty"`
	Traceback []string `json:"traceback,omitempty"`
}

// OK is the outcome of a request that went well.
func OK() Outcome { return Outcome{Status: StatusOK} }

// Failed is the outcome of a request that failed without a traceback.
func Failed(name, value string) Outcome {
	return Outcome{Status: StatusError, EName: name, EValue: value, Traceback: []string{name + ": " + value}}
}

// ExecuteRequest asks for code to run. Decode gives the protocol's defaults to
// fields that a client leaves out.
type ExecuteRequest struct {
	Code            string            `json:"code"`
	Silent          bool              `json:"silent"`           // no broadcast, no history, no count; default false
	StoreHistory    bool              `json:"store_history"`    // default true
	UserExpressions map[string]string `json:"user_expressions"` // name → expression, evaluated after the code
	AllowStdin      bool              `json:"allow_stdin"`      // the client answers input requests; default true
	StopOnError     bool              `json:"stop_on_error"`    // abort what is queued when this fails; default true
}

// UnmarshalJSON applies the protocol's defaults before it reads.
func (r *ExecuteRequest) UnmarshalJSON(data []byte) error {
	type plain ExecuteRequest
	p := plain{StoreHistory: true, AllowStdin: true, StopOnError: true}
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	*r = ExecuteRequest(p)
	return nil
}

// ExecuteReply ends an execution.
type ExecuteReply struct {
	Outcome
	ExecutionCount  int                       `json:"execution_count"`
	UserExpressions map[string]UserExpression `json:"user_expressions"`
	Payload         []map[string]any          `json:"payload"`
}

// UserExpression is the value of one user expression, or why it has none.
type UserExpression struct {
	Outcome
	Data     map[string]any `json:"data,omitzero"`
	Metadata map[string]any `json:"metadata,omitzero"`
}

// InspectRequest asks about what stands at the cursor.
type InspectRequest struct {
	Code        string `json:"code"`
	CursorPos   int    `json:"cursor_pos"`   // in Unicode code points
	DetailLevel int    `json:"detail_level"` // 0: signature and documentation; 1: source too
}

// InspectReply describes it.
type InspectReply struct {
	Outcome
	Found    bool           `json:"found"`
	Data     map[string]any `json:"data"`
	Metadata map[string]any `json:"metadata"`
}

// CompleteRequest asks how the code at the cursor may go on.
type CompleteRequest struct {
	Code      string `json:"code"`
	CursorPos int    `json:"cursor_pos"` // in Unicode code points
}

// CompleteReply lists the matches, each of which replaces the code between the
// two positions.
type CompleteReply struct {
	Outcome
	Matches     []string       `json:"matches"`
	CursorStart int            `json:"cursor_start"` // in Unicode code points
	CursorEnd   int            `json:"cursor_end"`
	Metadata    map[string]any `json:"metadata"`
}

// The ways of a history request.
const (
	HistoryRange  = "range"
	HistoryTail   = "tail"
	HistorySearch = "search"
)

// HistoryRequest asks for code that ran before.
type HistoryRequest struct {
	Output     bool   `json:"output"`
	Raw        bool   `json:"raw"`
	AccessType string `json:"hist_access_type"`  // HistoryRange, HistoryTail or HistorySearch
	Session    int    `json:"session,omitempty"` // range: 0 is this session, negative counts back
	Start      int    `json:"start,omitempty"`   // range: first line
	Stop       int    `json:"stop,omitempty"`    // range: line after the last; 0: to the end
	N          int    `json:"n,omitempty"`       // tail, search: the last n
	Pattern    string `json:"pattern,omitempty"` // search: glob with * and ?
	Unique     bool   `json:"unique,omitempty"`  // search: each code once
}

// HistoryReply lists what was found, oldest first.
type HistoryReply struct {
	Outcome
	History []HistoryEntry `json:"history"`
}

// HistoryEntry is one line of history, an array in JSON:
// [session, line, input] or [session, line, [input, output]].
type HistoryEntry struct {
	Session    int
	Line       int
	Input      string
	WithOutput bool    // written with the output
	Output     *string // nil: there was none
}

// MarshalJSON writes the array.
func (e HistoryEntry) MarshalJSON() ([]byte, error) {
	if e.WithOutput {
		return json.Marshal([]any{e.Session, e.Line, []any{e.Input, e.Output}})
	}
	return json.Marshal([]any{e.Session, e.Line, e.Input})
}

// UnmarshalJSON reads either form of the array.
func (e *HistoryEntry) UnmarshalJSON(data []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil {
		return err
	}
	if len(parts) != 3 {
		return fmt.Errorf("history entry has %d elements, want 3: session, line, input", len(parts))
	}
	*e = HistoryEntry{}
	if err := json.Unmarshal(parts[0], &e.Session); err != nil {
		return err
	}
	if err := json.Unmarshal(parts[1], &e.Line); err != nil {
		return err
	}
	if json.Unmarshal(parts[2], &e.Input) == nil {
		return nil
	}
	var pair []*string
	if err := json.Unmarshal(parts[2], &pair); err != nil {
		return err
	}
	if len(pair) != 2 || pair[0] == nil {
		return fmt.Errorf("history entry with output has %d elements, want 2: input, output", len(pair))
	}
	e.Input, e.Output, e.WithOutput = *pair[0], pair[1], true
	return nil
}

// IsCompleteRequest asks whether a console should run the code or wait.
type IsCompleteRequest struct {
	Code string `json:"code"`
}

// The statuses of an is_complete reply.
const (
	Complete   = "complete"
	Incomplete = "incomplete"
	Invalid    = "invalid"
	Uncertain  = "unknown"
)

// IsCompleteReply answers; Indent is for the next line when it is incomplete.
type IsCompleteReply struct {
	Status string `json:"status"`
	Indent string `json:"indent,omitempty"`
}

// ConnectRequest asks for the ports; clients of today know them already.
type ConnectRequest struct{}

// ConnectReply lists them.
type ConnectReply struct {
	Outcome
	ShellPort   int `json:"shell_port"`
	IOPubPort   int `json:"iopub_port"`
	StdinPort   int `json:"stdin_port"`
	HBPort      int `json:"hb_port"`
	ControlPort int `json:"control_port"`
}
