package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Exit statuses, the same for every command.
const (
	exitOK          = 0
	exitFailed      = 1   // what was asked for was done and failed: a cell, a check
	exitUsage       = 2   // it could not be done: arguments, a file that is missing or broken
	exitInterrupted = 130 // Ctrl-C
)

// A command is one word after "gorgo".
type command struct {
	name   string
	args   string // what follows the name, for the usage line
	short  string // one line for the list
	long   string // the text of "gorgo help NAME", without usage line and flags
	hidden bool   // started by other programs, not by people

	// setup declares the flags and returns what runs once they are parsed; the
	// arguments that are no flags come in order.
	setup func(fs *flag.FlagSet) func(io stdio, args []string) int
}

type stdio struct {
	in       io.Reader
	out, err io.Writer
}

// commands in the order of the help text.
var commands = []*command{
	runCommand, installCommand, uninstallCommand, doctorCommand, versionCommand, kernelCommand, workerCommand,
}

func main() {
	os.Exit(dispatch(stdio{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]))
}

func dispatch(io stdio, args []string) int {
	if len(args) == 0 {
		usage(io.err)
		return exitUsage
	}
	name, args := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		return help(io, args)
	case "-version", "--version":
		name = versionCommand.name
	}
	c := lookup(name)
	if c == nil {
		fmt.Fprintf(io.err, "gorgo: there is no command %q%s\nRun \"gorgo help\" for the list.\n", name, suggest(name))
		return exitUsage
	}
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	fs.SetOutput(io.err)
	fs.Usage = func() {
		fmt.Fprintf(fs.Output(), "usage: gorgo %s\nRun \"gorgo help %s\" for more.\n", c.usage(), c.name)
	}
	run := c.setup(fs)
	rest, err := parse(fs, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	}
	return run(io, rest)
}

// parse allows flags after other arguments; "--" ends them, and stays as the
// first of what follows, so that a command can tell.
func parse(fs *flag.FlagSet, args []string) (rest []string, err error) {
	var tail []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, tail = args[:i], args[i:]
	}
	for len(args) > 0 {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		args = fs.Args()
		if len(args) > 0 {
			rest, args = append(rest, args[0]), args[1:]
		}
	}
	return append(rest, tail...), nil
}

func lookup(name string) *command {
	for _, c := range commands {
		if c.name == name {
			return c
		}
	}
	return nil
}

// suggest names the command that begins alike, if there is one.
func suggest(name string) string {
	for _, c := range commands {
		if !c.hidden && name != "" && (strings.HasPrefix(c.name, name) || strings.HasPrefix(name, c.name)) {
			return fmt.Sprintf(": did you mean %q?", c.name)
		}
	}
	return ""
}
