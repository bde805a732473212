package wire

// content_info.go: what a kernel says about itself, and the control channel.

import "encoding/json"

// KernelInfoRequest asks who the kernel is; it is the first message of a client.
type KernelInfoRequest struct{}

// KernelInfoReply answers it.
type KernelInfoReply struct {
	Outcome
	ProtocolVersion       string       `json:"protocol_version"`
	Implementation        string       `json:"implementation"`
	ImplementationVersion string       `json:"implementation_version"`
	LanguageInfo          LanguageInfo `json:"language_info"`
	Banner                string       `json:"banner"`
	HelpLinks             []HelpLink   `json:"help_links"`
	SupportedFeatures     []string     `json:"supported_features"` // "debugger", Subshells
}

// Subshells is the feature of kernels that run cells beside one another.
const Subshells = "kernel subshells"

// LanguageInfo tells front ends how to treat the code.
type LanguageInfo struct {
	Name              string `json:"name"`
	Version           string `json:"version"`
	Mimetype          string `json:"mimetype"`
	FileExtension     string `json:"file_extension"`
	PygmentsLexer     string `json:"pygments_lexer,omitempty"`
	CodemirrorMode    any    `json:"codemirror_mode,omitempty"` // a name, or an object with options
	NbconvertExporter string `json:"nbconvert_exporter,omitempty"`
}

// HelpLink is an entry of the front end's help menu.
type HelpLink struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// ShutdownRequest ends the kernel.
type ShutdownRequest struct {
	Restart bool `json:"restart"` // another kernel follows on the same connection file
}

// ShutdownReply confirms it, on the channel and on iopub.
type ShutdownReply struct {
	Outcome
	Restart bool `json:"restart"`
}

// InterruptRequest interrupts the running cell.
type InterruptRequest struct{}

// InterruptReply confirms that the interrupt was delivered.
type InterruptReply struct{ Outcome }

// DebugRequest is a request of the Debug Adapter Protocol.
type DebugRequest struct{ Raw json.RawMessage }

// DebugReply is a response of the Debug Adapter Protocol.
type DebugReply struct{ Raw json.RawMessage }

// DebugEvent is an event of the Debug Adapter Protocol.
type DebugEvent struct{ Raw json.RawMessage }

// MarshalJSON writes the object as it is.
func (d DebugRequest) MarshalJSON() ([]byte, error) { return Unknown(d).MarshalJSON() }

// UnmarshalJSON keeps the object as it is.
func (d *DebugRequest) UnmarshalJSON(b []byte) error { d.Raw = append(d.Raw[:0:0], b...); return nil }

// MarshalJSON writes the object as it is.
func (d DebugReply) MarshalJSON() ([]byte, error) { return Unknown(d).MarshalJSON() }

// UnmarshalJSON keeps the object as it is.
func (d *DebugReply) UnmarshalJSON(b []byte) error { d.Raw = append(d.Raw[:0:0], b...); return nil }

// MarshalJSON writes the object as it is.
func (d DebugEvent) MarshalJSON() ([]byte, error) { return Unknown(d).MarshalJSON() }

// UnmarshalJSON keeps the object as it is.
func (d *DebugEvent) UnmarshalJSON(b []byte) error { d.Raw = append(d.Raw[:0:0], b...); return nil }

// CreateSubshellRequest asks for a further thread of execution.
type CreateSubshellRequest struct{}

// CreateSubshellReply names it.
type CreateSubshellReply struct {
	Outcome
	SubshellID string `json:"subshell_id,omitempty"`
}

// DeleteSubshellRequest ends a subshell.
type DeleteSubshellRequest struct {
	SubshellID string `json:"subshell_id"`
}

// DeleteSubshellReply confirms it.
type DeleteSubshellReply struct{ Outcome }

// ListSubshellRequest asks which subshells there are.
type ListSubshellRequest struct{}

// ListSubshellReply lists them.
type ListSubshellReply struct {
	Outcome
	SubshellID []string `json:"subshell_id"`
}
