package wire

// content_iopub.go: what the kernel tells all its clients.

// The names of the standard streams.
const (
	Stdout = "stdout"
	Stderr = "stderr"
)

// Stream is text that was printed.
type Stream struct {
	Name string `json:"name"` // Stdout or Stderr
	Text string `json:"text"`
}

// Transient holds what is not saved with a notebook.
type Transient struct {
	DisplayID string `json:"display_id,omitempty"` // a later update names it
}

// DisplayData is something to show: MIME type → text, base64 or JSON value.
type DisplayData struct {
	Data      map[string]any `json:"data"`
	Metadata  map[string]any `json:"metadata"`
	Transient Transient      `json:"transient"`
}

// UpdateDisplayData replaces what was shown under the same display ID.
type UpdateDisplayData DisplayData

// ExecuteInput repeats the code that begins to run.
type ExecuteInput struct {
	Code           string `json:"code"`
	ExecutionCount int    `json:"execution_count"`
}

// ExecuteResult is the value of a cell.
type ExecuteResult struct {
	ExecutionCount int            `json:"execution_count"`
	Data           map[string]any `json:"data"`
	Metadata       map[string]any `json:"metadata"`
	Transient      Transient      `json:"transient"`
}

// Error is the failure of a cell; traceback lines may carry ANSI colours.
type Error struct {
	EName     string   `json:"ename"`
	EValue    string   `json:"evalue"`
	Traceback []string `json:"traceback"`
}

// The states of the kernel.
const (
	Starting = "starting"
	Busy     = "busy"
	Idle     = "idle"
)

// Status says what the kernel does; every request lies between busy and idle.
type Status struct {
	ExecutionState string `json:"execution_state"`
}

// ClearOutput clears the output of the cell.
type ClearOutput struct {
	Wait bool `json:"wait"` // only when the next output comes, so that nothing flickers
}

// IOPubWelcome tells a client that its subscription has arrived: from now on
// it misses nothing.
type IOPubWelcome struct {
	Subscription string `json:"subscription"`
}
