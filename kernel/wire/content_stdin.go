package wire

// content_stdin.go: the kernel asks the person.

// InputRequest asks for a line of text.
type InputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password"` // do not show what is typed
}

// InputReply is the line.
type InputReply struct {
	Value  string `json:"value"`
	Status string `json:"status,omitempty"` // StatusOK when empty
}
