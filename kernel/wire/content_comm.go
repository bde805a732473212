package wire

// content_comm.go: comms, the two-way channels of widgets.

import "encoding/json"

// CommOpen opens a comm at the other side.
type CommOpen struct {
	CommID       string          `json:"comm_id"`
	TargetName   string          `json:"target_name"`
	TargetModule string          `json:"target_module,omitempty"`
	Data         json.RawMessage `json:"data"`
}

// CommMsg is a message on a comm.
type CommMsg struct {
	CommID string          `json:"comm_id"`
	Data   json.RawMessage `json:"data"`
}

// CommClose closes a comm.
type CommClose struct {
	CommID string          `json:"comm_id"`
	Data   json.RawMessage `json:"data"`
}

// CommInfoRequest asks which comms are open.
type CommInfoRequest struct {
	TargetName string `json:"target_name,omitempty"` // empty: all targets
}

// CommInfoReply lists them by ID.
type CommInfoReply struct {
	Outcome
	Comms map[string]CommInfo `json:"comms"`
}

// CommInfo is one open comm.
type CommInfo struct {
	TargetName string `json:"target_name"`
}
