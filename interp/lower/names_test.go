package lower_test

import (
	"regexp"
	"testing"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// made are the names that members of package rt get which are made for a type, a
// function or a variable. A number follows.
var made = regexp.MustCompile(`^(To|Z|T|Recv|Recv1_|Send|Show|F|[GSBDML]_)\d`)

// A name that the runtime has for all programs must not become that of a member
// made for one of many types: rt.C64 made complex numbers until type 64 came.
func TestMadeNamesAreFree(t *testing.T) {
	for name := range runtime.New(runtime.Options{}).Symbols() {
		if made.MatchString(name) {
			t.Errorf("rt.%s may be made for something else in a large session", name)
		}
	}
}
