// This file lists the magics.

package magic

import (
	"context"
	"fmt"

	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/check"
)

// magic is an entry of the table.
type magic struct {
	name string
	// args is what %help shows after the name; "": the magic takes nothing.
	args string
	// does is a line about what it does.
	does string
	// code: the argument is Go, and without one the rest of the cell is.
	code bool
	run  func(ctx context.Context, c *call) (interp.Result, error)
}

// table is filled by init, since %help reads it.
var table []*magic

func init() {
	table = []*magic{
		{"time", "[CODE]", "run Go, and say how long it took", true, timeOnce},
		{"timeit", "[CODE]", "run Go many times, and say how long one time takes", true, timeit},
		{"who", "", "list the names of the session with their types and values", false, who},
		{"doc", "NAME", "show the documentation of a name: strings.Cut, a type, a function of yours", false, document},
		{"go", "[CODE]", "show what gorgo makes of Go before it runs it", true, lowered},
		{"imports", "", "list the packages that cells used without importing them", false, imports},
		{"require", "[MODULE[@VERSION]]", "add a Go module in a certain version; list those in use", false, require},
		{"restore", "", "run the cells again that defined names which were lost with their process", false, restore},
		{"reset", "", "forget all names, values and imports", false, reset},
		{"env", "[NAME[=VALUE]]", "show or set environment variables", false, env},
		{"cd", "[DIR]", "change the working directory; without DIR to your home", false, cd},
		{command, "COMMAND", "run a command of the system's shell", false, shell},
		{"help", "", "list the magics", false, help},
	}
}

// Names lists the magics that begin with a percent sign, without it.
func Names() []string {
	var names []string
	for _, m := range table {
		if m.name != command {
			names = append(names, m.name)
		}
	}
	return names
}

// unknownError is a magic that does not exist.
type unknownError struct{ msg, hint string }

func (e *unknownError) Error() string { return e.msg }

// elsewhere are magics of other kernels, and what to write here.
var elsewhere = map[string]string{
	"bash": "!command runs a command", "sh": "!command runs a command", "system": "!command runs a command", "sx": "!command runs a command",
	"pip": "%require module@version adds a Go module", "conda": "%require module@version adds a Go module", "get": "%require module@version adds a Go module",
	"whos": "did you mean %who?", "pinfo": "did you mean %doc?", "pdoc": "did you mean %doc?", "lsmagic": "did you mean %help?", "magic": "did you mean %help?", "quickref": "did you mean %help?",
	"set_env": "did you mean %env?", "pwd": "!pwd shows the working directory", "ls": "!ls lists files",
	"matplotlib": "plots need no magic here: a plot that a cell ends in is shown",
}

func unknown(d Directive) error {
	if d.Name == "" {
		return &unknownError{"a % at the start of a cell wants the name of a magic", "%help lists them"}
	}
	e := &unknownError{fmt.Sprintf("there is no magic %%%s", d.Name), "%help lists the magics"}
	if h := elsewhere[d.Name]; h != "" {
		e.hint = h
	} else if best := check.Nearest(d.Name, Names()); best != "" {
		e.hint = "did you mean %" + best + "?"
	}
	return e
}
