package main

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is the release; "devel" between releases.
const version = "0.1.0-devel"

var versionCommand = &command{
	name:  "version",
	short: "print the version, the commit and the Go version",
	long:  "Version prints the version of gorgo, the commit it was built from where that is known, and the version of Go that built it.",
	setup: func(*flag.FlagSet) func(stdio, []string) int {
		return func(io stdio, args []string) int {
			if len(args) > 0 {
				fmt.Fprintf(io.err, "gorgo version: takes no arguments, got %q\n", args)
				return exitUsage
			}
			fmt.Fprintln(io.out, versionLine())
			return exitOK
		}
	},
}

func versionLine() string {
	return fmt.Sprintf("gorgo %s (%s) %s %s/%s", version, commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// commit is the version control's revision that the build recorded.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "commit unknown"
	}
	revision, modified := "", ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				modified = ", modified"
			}
		}
	}
	if revision == "" {
		return "commit unknown"
	}
	return "commit " + revision[:min(12, len(revision))] + modified
}
