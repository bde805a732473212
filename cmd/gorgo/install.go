package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/gorgolab/gorgo/kernel/kernelspec"
)

// place holds the flags that say which folder of kernelspecs is meant.
type place struct {
	user, sysPrefix bool
	prefix          string
}

func (p *place) flags(fs *flag.FlagSet) {
	fs.BoolVar(&p.user, "user", false, "the user's own kernelspecs (default)")
	fs.BoolVar(&p.sysPrefix, "sys-prefix", false, "those of the active Python environment")
	fs.StringVar(&p.prefix, "prefix", "", "those below `DIR`: DIR/share/jupyter/kernels")
}

func (p *place) dir() (string, error) {
	n := 0
	for _, set := range []bool{p.user, p.sysPrefix, p.prefix != ""} {
		if set {
			n++
		}
	}
	switch {
	case n > 1:
		return "", fmt.Errorf("give one of --user, --sys-prefix and --prefix")
	case p.sysPrefix:
		return kernelspec.SysPrefixDir()
	case p.prefix != "":
		return kernelspec.PrefixDir(p.prefix), nil
	}
	return kernelspec.UserDir()
}

// again is how to say the same place to another command.
func (p *place) again() string {
	switch {
	case p.sysPrefix:
		return " --sys-prefix"
	case p.prefix != "":
		return " --prefix " + p.prefix
	}
	return ""
}

var installCommand = &command{
	name:  "install",
	args:  "[--user | --sys-prefix | --prefix DIR] [--name NAME] [--display-name TEXT]",
	short: "make Jupyter clients know the kernel",
	long: `Install writes a kernelspec, so that JupyterLab, Notebook, VS Code, nbclient and
papermill offer Go. It says where it wrote it, and how to remove it.`,
	setup: func(fs *flag.FlagSet) func(stdio, []string) int {
		var p place
		var o kernelspec.Options
		p.flags(fs)
		fs.StringVar(&o.Name, "name", "gorgo", "what clients call the kernel: `NAME` on their command line")
		fs.StringVar(&o.DisplayName, "display-name", "Go (gorgo)", "what people see: `TEXT` in menus")
		return func(io stdio, args []string) int {
			if len(args) > 0 {
				fmt.Fprintf(io.err, "gorgo install: takes no arguments, got %q\n", args)
				return exitUsage
			}
			var err error
			if o.Dir, err = p.dir(); err != nil {
				fmt.Fprintf(io.err, "gorgo install: %v\n", err)
				return exitUsage
			}
			dir, err := kernelspec.Install(o)
			if err != nil {
				fmt.Fprintf(io.err, "gorgo install: %v\n", err)
				if os.IsPermission(err) {
					fmt.Fprintln(io.err, "Use --user, or --prefix with a folder you may write to.")
				}
				return exitFailed
			}
			name := ""
			if o.Name != "gorgo" {
				name = " --name " + o.Name
			}
			fmt.Fprintf(io.out, "Installed the kernel %q in %s\nStart JupyterLab and choose it, or remove it with: gorgo uninstall%s%s\n", o.DisplayName, dir, p.again(), name)
			return exitOK
		}
	},
}

var uninstallCommand = &command{
	name:  "uninstall",
	args:  "[--user | --sys-prefix | --prefix DIR] [--name NAME]",
	short: "remove what install wrote",
	long:  "Uninstall removes the kernelspec that install wrote. It leaves kernelspecs of other kernels alone.",
	setup: func(fs *flag.FlagSet) func(stdio, []string) int {
		var p place
		p.flags(fs)
		name := fs.String("name", "gorgo", "the `NAME` it was installed under")
		return func(io stdio, args []string) int {
			if len(args) > 0 {
				fmt.Fprintf(io.err, "gorgo uninstall: takes no arguments, got %q\n", args)
				return exitUsage
			}
			dir, err := p.dir()
			if err != nil {
				fmt.Fprintf(io.err, "gorgo uninstall: %v\n", err)
				return exitUsage
			}
			removed, err := kernelspec.Uninstall(dir, *name)
			if err != nil {
				fmt.Fprintf(io.err, "gorgo uninstall: %v\n", err)
				return exitFailed
			}
			fmt.Fprintf(io.out, "Removed %s\n", removed)
			return exitOK
		}
	},
}
