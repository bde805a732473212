// The messages.

package frame

import (
	"encoding/json"

	"github.com/gorgolab/gorgo/display"
)

// Version of the protocol. It changes with every change of a message.
const Version = 4

// A Request goes from the kernel to the worker. Exactly one field is set, ID
// apart.
type Request struct {
	ID int64 `json:"id,omitempty"` // of the exchange; the answer has it too

	Execute    *Execute    `json:"execute,omitempty"`
	Interrupt  *Interrupt  `json:"interrupt,omitempty"`
	Complete   *Complete   `json:"complete,omitempty"`
	Inspect    *Inspect    `json:"inspect,omitempty"`
	IsComplete *IsComplete `json:"is_complete,omitempty"`
	InputReply *InputReply `json:"input_reply,omitempty"`
	Comm       *CommEvent  `json:"comm,omitempty"`
	CommInfo   *CommInfo   `json:"comm_info,omitempty"`
	Shutdown   *Shutdown   `json:"shutdown,omitempty"`
}

// A Response goes from the worker to the kernel. Exactly one field is set, ID,
// Seq and Run apart.
type Response struct {
	ID int64 `json:"id,omitempty"` // of the request that it belongs to; 0 for Ready

	// Seq numbers the responses that must keep their place among what the cell
	// prints; 0 for others. Before such a response the worker writes the marker
	// of the same number into its standard output and standard error.
	Seq int64 `json:"seq,omitempty"`

	// Run is the ID of the execution whose goroutine shows, clears or asks
	// something; 0 when it is not known.
	Run int64 `json:"run,omitempty"`

	Ready        *Ready        `json:"ready,omitempty"`
	Interrupted  *Interrupted  `json:"interrupted,omitempty"`
	Display      *Display      `json:"display,omitempty"`
	Clear        *Clear        `json:"clear,omitempty"`
	InputRequest *InputRequest `json:"input_request,omitempty"`
	ExecuteDone  *ExecuteDone  `json:"execute_done,omitempty"`
	Completion   *Completion   `json:"completion,omitempty"`
	Inspection   *Inspection   `json:"inspection,omitempty"`
	Completeness *Completeness `json:"completeness,omitempty"`
	Comm         *CommEvent    `json:"comm,omitempty"`
	CommDone     *CommDone     `json:"comm_done,omitempty"`
	CommsOpen    *CommsOpen    `json:"comms_open,omitempty"`
}

// Execute runs a cell. Its answer is ExecuteDone.
type Execute struct {
	Code   string `json:"code"`
	Number int    `json:"number"` // the cell's execution count, which positions name
	// Expressions are evaluated after the cell, if it ran; they define nothing.
	Expressions map[string]string `json:"expressions,omitempty"`
	AllowInput  bool              `json:"allow_input,omitempty"` // the client answers input requests
	// Beside says that the cell runs beside others, in a subshell. Other cells
	// run one after the other: the next is sent when one has ended.
	Beside bool `json:"beside,omitempty"`
	// Parent is the ID of the client's message, for widgets that catch output.
	Parent string `json:"parent,omitempty"`
}

// Interrupt ends all cells that run, or what they do just now. Its answer is
// Interrupted, at once.
type Interrupt struct{}

// Complete asks how the code may go on at the cursor. Its answer is Completion.
type Complete struct {
	Code   string `json:"code"`
	Cursor int    `json:"cursor"` // byte offset
}

// Inspect asks what stands at the cursor. Its answer is Inspection.
type Inspect struct {
	Code   string `json:"code"`
	Cursor int    `json:"cursor"` // byte offset
	Detail int    `json:"detail"` // 0: signature and documentation; 1: source too
}

// IsComplete asks whether the code can run as it is. Its answer is Completeness.
type IsComplete struct {
	Code string `json:"code"`
}

// InputReply is the person's answer to an InputRequest.
type InputReply struct {
	Text  string `json:"text"`
	Error string `json:"error,omitempty"` // why there is none
}

// Shutdown ends the worker. It has no answer: the stream ends.
type Shutdown struct{}

// Ready is the worker's first message.
type Ready struct {
	Version int `json:"version"`
	PID     int `json:"pid"`
}

// Interrupted says what an interrupt did.
type Interrupted struct {
	// Consumed: a computation that can end early took it (display.Interruptible),
	// and the cell goes on with what that has. Otherwise the cell itself ends.
	Consumed bool `json:"consumed,omitempty"`
}

// Display shows something. With a DisplayID it can be updated.
type Display struct {
	Bundle    display.Bundle `json:"bundle"`
	DisplayID string         `json:"display_id,omitempty"`
	Update    bool           `json:"update,omitempty"`
}

// Clear clears what the cell showed; with Wait, once something new comes.
type Clear struct {
	Wait bool `json:"wait,omitempty"`
}

// InputRequest asks the person for a line. The kernel answers with InputReply.
type InputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password,omitempty"`
}

// ExecuteDone ends an execution.
type ExecuteDone struct {
	Error       *Failure             `json:"error,omitempty"`  // nil: the cell ran
	Result      *display.Bundle      `json:"result,omitempty"` // nil: nothing to show
	Page        bool                 `json:"page,omitempty"`   // Result answers a question such as fmt.Println?, for a pager
	Expressions map[string]Evaluated `json:"expressions,omitempty"`
	Defined     []string             `json:"defined,omitempty"` // names that the cell gave the session
	Imported    []string             `json:"imported,omitempty"`
	Names       []string             `json:"names,omitempty"` // all names that the session has now
}

// Evaluated is the value of an expression, or why it has none.
type Evaluated struct {
	Error  *Failure       `json:"error,omitempty"`
	Result display.Bundle `json:"result"`
}

// Failure is an error as Jupyter shows it.
type Failure struct {
	Name      string   `json:"name"`
	Value     string   `json:"value"`
	Traceback []string `json:"traceback,omitempty"` // lines with ANSI colours
}

// Completion lists what may stand between the byte offsets Start and End.
type Completion struct {
	Matches []Match `json:"matches,omitempty"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
}

// Match is one way to go on.
type Match struct {
	Text      string `json:"text"`
	Type      string `json:"type,omitempty"`      // function, variable, type, …
	Signature string `json:"signature,omitempty"` // as a declaration would have it
}

// Inspection describes what stands at the cursor.
type Inspection struct {
	Found  bool           `json:"found"`
	Bundle display.Bundle `json:"bundle"`
}

// Completeness says whether code can run, and how the next line is indented if
// it goes on.
type Completeness struct {
	Status string `json:"status"` // complete, incomplete, invalid or unknown: Jupyter's words
	Indent string `json:"indent,omitempty"`
}

// The kinds of a comm event.
const (
	CommOpen  = "open"
	CommMsg   = "msg"
	CommClose = "close"
)

// CommEvent is an event of a comm, the two-way channel between a front end and
// the code of cells. One that comes from a front end is answered by CommDone,
// once the user's code that it calls has ended.
type CommEvent struct {
	Kind     string          `json:"kind"` // CommOpen, CommMsg or CommClose
	ID       string          `json:"id"`   // of the comm
	Target   string          `json:"target,omitempty"`
	Data     json.RawMessage `json:"data,omitempty"`
	Metadata json.RawMessage `json:"metadata,omitempty"`
	Buffers  [][]byte        `json:"buffers,omitempty"`
	// Of events from a front end: the ID of its message, and the number of the
	// last cell, which errors name.
	Parent string `json:"parent,omitempty"`
	Number int    `json:"number,omitempty"`
}

// CommDone ends the handling of a comm event.
type CommDone struct {
	Unknown bool     `json:"unknown,omitempty"` // there is no such target, or no such comm
	Error   *Failure `json:"error,omitempty"`
}

// CommInfo asks which comms are open. Its answer is CommsOpen.
type CommInfo struct{}

// CommsOpen says which comms are open: their targets by ID.
type CommsOpen struct {
	Targets map[string]string `json:"targets,omitempty"`
}
