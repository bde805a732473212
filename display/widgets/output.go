package widgets

// output.go: a place for what code prints and shows.

import (
	"encoding/json"
	"sync"

	"github.com/gorgolab/gorgo/display/comm"
)

// Output is a place for what code prints and shows.
type Output struct {
	*Model
	capturing sync.Mutex
}

// NewOutput makes an empty one.
func NewOutput() *Output {
	k := kind{"OutputModel", "OutputView", output, outputVersion}
	return &Output{Model: newModel(k, "", map[string]any{"msg_id": "", "outputs": []json.RawMessage{}})}
}

// Capture calls f. What is printed and shown meanwhile, by f or by others that
// work for the same cell or the same event, goes here; without a notebook it
// goes where it always goes. Captures of one Output wait for one another.
func (o *Output) Capture(f func()) {
	o.capturing.Lock()
	defer o.capturing.Unlock()
	// Front ends put the output of this message here until they hear of
	// another one.
	o.set(map[string]any{"msg_id": comm.Parent()})
	defer o.set(map[string]any{"msg_id": ""})
	f()
}

// Clear removes what is there.
func (o *Output) Clear() { o.set(map[string]any{"outputs": []json.RawMessage{}}) }
