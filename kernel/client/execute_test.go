package client

import (
	"encoding/json"
	"testing"
)

// TestExecuteRequest: every field of a request has the type that the protocol
// gives it, and none is null, which some kernels never answer.
func TestExecuteRequest(t *testing.T) {
	data, err := json.Marshal(ExecuteOptions{}.request("1 + 1"))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"code":"1 + 1","silent":false,"store_history":true,"user_expressions":{},"allow_stdin":false,"stop_on_error":false}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
}
