package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/gorgolab/gorgo/interp/worker"
	"github.com/gorgolab/gorgo/kernel"
	"github.com/gorgolab/gorgo/kernel/history"
	"github.com/gorgolab/gorgo/kernel/supervisor"
)

var kernelCommand = &command{
	name:   "kernel",
	args:   "-f CONNECTION_FILE",
	short:  "be a Jupyter kernel",
	long:   "Kernel serves the Jupyter protocol on the ports of a connection file. Jupyter clients start it; people need not.",
	hidden: true,
	setup: func(fs *flag.FlagSet) func(stdio, []string) int {
		file := fs.String("f", "", "the connection `FILE` that the client wrote")
		return func(io stdio, _ []string) int {
			// Jupyter's own clients hand their arguments on, such as the file
			// of "jupyter run".
			if *file == "" {
				fmt.Fprintln(io.err, "gorgo kernel: want -f CONNECTION_FILE, as a Jupyter client gives it; to start one, run gorgo install and JupyterLab")
				return exitUsage
			}
			if err := serve(*file); err != nil {
				fmt.Fprintf(io.err, "gorgo kernel: %v\n", err)
				return exitFailed
			}
			return exitOK
		}
	},
}

// serve runs a kernel until a client shuts it down.
func serve(connectionFile string) error {
	s, err := supervisor.Start(supervisor.Options{})
	if err != nil {
		return err
	}
	return kernel.Serve(context.Background(), kernel.Options{
		ConnectionFile: connectionFile, Interpreter: s, Version: version, History: history.Open(nil),
	})
}

var workerCommand = &command{
	name:   "worker",
	short:  "run cells for a kernel",
	long:   "Worker runs the cells of one kernel, which starts it.",
	hidden: true,
	setup: func(fs *flag.FlagSet) func(stdio, []string) int {
		return func(_ stdio, args []string) int { return worker.Main(args) }
	},
}
