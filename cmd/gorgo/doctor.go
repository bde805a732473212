package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/sys/cpu"

	"github.com/gorgolab/gorgo/interp/rtype"
	"github.com/gorgolab/gorgo/kernel/kernelspec"
)

var doctorCommand = &command{
	name:  "doctor",
	short: "print what is needed to report a problem",
	long: `Doctor prints the versions, the kernelspecs and whether their program still
exists, the Jupyter clients on the PATH, the features of the processor that
training uses, whether ports can be opened, and whether a Go toolchain is there.
It exits with 1 when it finds something that keeps gorgo from working.`,
	setup: func(*flag.FlagSet) func(stdio, []string) int {
		return func(io stdio, args []string) int {
			if len(args) > 0 {
				fmt.Fprintf(io.err, "gorgo doctor: takes no arguments, got %q\n", args)
				return exitUsage
			}
			d := &doctor{}
			d.examine()
			w := tabwriter.NewWriter(io.out, 0, 8, 2, ' ', 0)
			for _, f := range d.findings {
				mark := " "
				if f.bad {
					mark = "!"
				}
				fmt.Fprintf(w, "%s %s\t%s\n", mark, f.what, f.is)
			}
			w.Flush()
			if d.bad > 0 {
				fmt.Fprintf(io.out, "\n%d of these (marked !) keep gorgo, or a client of it, from working.\n", d.bad)
				return exitFailed
			}
			return exitOK
		}
	},
}

type finding struct {
	what, is string
	bad      bool
}

type doctor struct {
	findings []finding
	bad      int
}

func (d *doctor) add(what, format string, args ...any) {
	d.findings = append(d.findings, finding{what: what, is: fmt.Sprintf(format, args...)})
}

func (d *doctor) fault(what, format string, args ...any) {
	d.add(what, format, args...)
	d.findings[len(d.findings)-1].bad = true
	d.bad++
}

func (d *doctor) examine() {
	d.add("gorgo", "%s", strings.TrimPrefix(versionLine(), "gorgo "))
	if exe, err := os.Executable(); err == nil {
		d.add("program", "%s", exe)
	}
	d.add("processor", "%d cores, GOMAXPROCS %d; %s", runtime.NumCPU(), runtime.GOMAXPROCS(0), features())
	if err := rtype.SelfTest(); err != nil {
		d.fault("type records", "%v", err)
	} else {
		d.add("type records", "the layout that %s is known to use", runtime.Version())
	}
	d.ports()
	d.kernelspecs()
	d.clients()
	d.toolchain()
}

// features are those that training's matrix kernels choose by.
func features() string {
	if runtime.GOARCH == "arm64" {
		return "NEON"
	}
	var list []string
	for _, f := range []struct {
		name string
		has  bool
	}{
		{"AVX2", cpu.X86.HasAVX2}, {"FMA", cpu.X86.HasFMA},
		{"AVX-512F", cpu.X86.HasAVX512F}, {"AVX-512VL", cpu.X86.HasAVX512VL}, {"AVX-512DQ", cpu.X86.HasAVX512DQ},
	} {
		if f.has {
			list = append(list, f.name)
		}
	}
	if list == nil {
		return "no vector features that gorgo uses"
	}
	return strings.Join(list, " ")
}

func (d *doctor) ports() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		d.fault("ports", "no port of 127.0.0.1 can be opened (%v): a kernel needs five", err)
		return
	}
	defer l.Close()
	c, err := net.DialTimeout("tcp", l.Addr().String(), time.Second)
	if err != nil {
		d.fault("ports", "127.0.0.1 can't be reached (%v): look at the firewall", err)
		return
	}
	c.Close()
	d.add("ports", "127.0.0.1 can be opened and reached")
}

func (d *doctor) kernelspecs() {
	ours := 0
	for _, i := range kernelspec.List() {
		program, exists := i.Program()
		what := "kernelspec " + i.Name
		switch {
		case i.Err != nil:
			d.fault(what, "%s: %v", i.Dir, i.Err)
		case !kernelspec.IsGorgo(i.Spec):
			d.add(what, "%s (another kernel: %s)", i.Dir, i.Spec.DisplayName)
		case !exists:
			d.fault(what, "%s: its program %s is gone: run gorgo install again", i.Dir, program)
		default:
			ours++
			d.add(what, "%s starts %s", i.Dir, program)
		}
	}
	if ours == 0 {
		d.add("kernelspecs", "none of gorgo: run gorgo install to use it in JupyterLab")
	}
}

// clients are found by name and asked for their version.
func (d *doctor) clients() {
	found := false
	for _, name := range []string{"jupyter-lab", "jupyter-notebook", "jupyter-console", "jupyter-nbconvert", "papermill", "code"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		found = true
		d.add("client "+name, "%s (%s)", path, firstLine(path, "--version"))
	}
	if !found {
		d.add("clients", "no Jupyter client on the PATH; gorgo run needs none")
	}
}

func (d *doctor) toolchain() {
	path, err := exec.LookPath("go")
	if err != nil {
		d.add("Go toolchain", "not found (gorgo needs none)")
		return
	}
	d.add("Go toolchain", "%s (%s)", path, strings.TrimPrefix(firstLine(path, "version"), "go version "))
}

func firstLine(program string, args ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, args...).Output()
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if err != nil || line == "" {
		return "does not say its version"
	}
	return line
}
