// The help texts. doc.go repeats them for readers of the source; a test keeps
// the two equal.

package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

const overview = `Gorgo runs Go notebooks: a Jupyter kernel with deep learning built in.

Usage:

	gorgo COMMAND [ARGUMENTS]

Commands:

`

func usage(w io.Writer) {
	fmt.Fprint(w, overview)
	for _, c := range commands {
		if !c.hidden {
			fmt.Fprintf(w, "\t%-11s %s\n", c.name, c.short)
		}
	}
	fmt.Fprint(w, "\nRun \"gorgo help COMMAND\" for what a command does and its flags.\n")
}

func (c *command) usage() string {
	return strings.TrimSpace(c.name + " " + c.args)
}

func help(io stdio, args []string) int {
	if len(args) == 0 {
		usage(io.out)
		return exitOK
	}
	c := lookup(args[0])
	if c == nil || len(args) > 1 {
		fmt.Fprintf(io.err, "gorgo: no help for %q\nRun \"gorgo help\" for the list of commands.\n", strings.Join(args, " "))
		return exitUsage
	}
	c.help(io.out)
	return exitOK
}

func (c *command) help(w io.Writer) {
	fmt.Fprintf(w, "usage: gorgo %s\n\n%s\n", c.usage(), strings.TrimSpace(c.long))
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.setup(fs)
	first := true
	fs.VisitAll(func(f *flag.Flag) {
		if first {
			fmt.Fprint(w, "\nFlags:\n\n")
			first = false
		}
		value, text := flag.UnquoteUsage(f)
		dash := "-"
		if len(f.Name) > 1 {
			dash = "--"
		}
		name := strings.TrimSpace(dash + f.Name + " " + value)
		fmt.Fprintf(w, "\t%-20s %s\n", name, strings.ReplaceAll(text, "\n", "\n\t"+strings.Repeat(" ", 21)))
	})
}
