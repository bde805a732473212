package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/kernel/client"
	"github.com/gorgolab/gorgo/kernel/wire"
)

// The kernel beside others, as make bench runs it. Each benchmark measures the
// contestants in turns and reports, in ms or MB, medians, the 99th percentiles of
// what is quick, and gorgo's median as a part of each other one's.

// A contestant is a kernel to measure, in its own language.
type contestant struct {
	name     string
	argv     []string
	warm     string // a cell that computes 1 + 1
	print    string // a cell that prints 10,000 lines; "" if they do not all arrive
	forever  string // a cell that shows something and does not end; "" if it can't be interrupted
	complete string // text to complete
}

// contestants are gorgo and, where the environment of the client tests is,
// ipykernel and xeus-python.
func contestants(b *testing.B) []contestant {
	b.Helper()
	gorgo, err := program()
	if err != nil {
		b.Fatal(err)
	}
	list := []contestant{{
		name:     "gorgo",
		argv:     []string{gorgo, "kernel", "-f", "{connection_file}"},
		warm:     "1 + 1",
		print:    "for i := range 10000 {\n\tfmt.Println(\"line\", i)\n}",
		forever:  "display.Show(1)\nfor {\n}",
		complete: "strings.To",
	}}
	python := os.Getenv("GORGO_PYTHON")
	if python == "" {
		b.Log("nothing is measured beside gorgo: run this with make bench, which makes the others' environment")
		return list
	}
	ipykernel := contestant{
		name:     "ipykernel",
		argv:     []string{python, "-m", "ipykernel_launcher", "-f", "{connection_file}"},
		warm:     "1 + 1",
		print:    "for i in range(10000):\n    print('line', i)",
		forever:  "display(1)\nwhile True:\n    pass",
		complete: "str.lo",
	}
	xeus := ipykernel
	xeus.name, xeus.argv = "xeus-python", []string{python, "-m", "xpython_launcher", "-f", "{connection_file}"}
	// An interrupt does not end a loop of release 0.19, and it prints a message a line,
	// of which its socket drops what a client has no room for.
	xeus.forever, xeus.print = "", ""
	list = append(list, ipykernel)
	if err := exec.Command(python, "-c", "import xpython_launcher").Run(); err != nil {
		b.Log("xeus-python is not measured: it is not in the environment; make bench installs it where there is a wheel")
		return list
	}
	return append(list, xeus)
}

// able are the contestants that have a cell for what is measured.
func able(b *testing.B, why string, cell func(contestant) string) []contestant {
	return slices.DeleteFunc(contestants(b), func(c contestant) bool {
		if cell(c) == "" {
			b.Logf("%s is not measured: %s", c.name, why)
		}
		return cell(c) == ""
	})
}

// measuredKernel leaves the history of whoever measures alone.
var measuredKernel = client.LaunchOptions{Transport: wire.TCP, Env: []string{"GORGO_HISTORY=off"}}

func (c contestant) launch(b *testing.B) *client.Kernel {
	b.Helper()
	k, err := client.Launch(b.Context(), c.argv, measuredKernel)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { k.Close() })
	return k
}

func (c contestant) execute(b *testing.B, k *client.Kernel, code string, on func(wire.Message)) {
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	reply, err := k.Execute(ctx, code, client.ExecuteOptions{}, on)
	if err != nil {
		b.Fatalf("%s: %v", c.name, err)
	}
	if reply.Status != wire.StatusOK {
		b.Fatalf("%s: %s: %s", c.name, reply.EName, reply.EValue)
	}
}

// side measures the contestants in turns, so that a machine whose speed drifts
// is fair to all. What measure returns is in unit.
func side(b *testing.B, unit string, list []contestant, measure func(c contestant, i int) float64) {
	values := make([][]float64, len(list))
	for b.Loop() {
		for i, c := range list {
			values[i] = append(values[i], measure(c, i))
		}
	}
	medians := make([]float64, len(list))
	for i, c := range list {
		slices.Sort(values[i])
		at := func(q float64) float64 { return values[i][int(q*float64(len(values[i])-1))] }
		medians[i] = at(0.5)
		b.ReportMetric(medians[i], c.name+"-p50-"+unit)
		if len(values[i]) >= 100 {
			b.ReportMetric(at(0.99), c.name+"-p99-"+unit)
		}
	}
	for i, c := range list[1:] {
		b.ReportMetric(medians[0]/medians[i+1], "of-"+c.name)
	}
	b.ReportMetric(0, "ns/op") // of all together: says nothing
}

// milliseconds is the time that f takes.
func milliseconds(f func()) float64 {
	start := time.Now()
	f()
	return float64(time.Since(start).Microseconds()) / 1000
}

// running launches all contestants and runs a first cell.
func running(b *testing.B, list []contestant) []*client.Kernel {
	kernels := make([]*client.Kernel, len(list))
	for i, c := range list {
		kernels[i] = c.launch(b)
		c.execute(b, kernels[i], c.warm, nil)
	}
	return kernels
}

// BenchmarkStart is the time from starting the process to kernel_info_reply.
func BenchmarkStart(b *testing.B) {
	side(b, "ms", contestants(b), func(c contestant, _ int) float64 {
		var k *client.Kernel
		var err error
		took := milliseconds(func() { k, err = client.Launch(b.Context(), c.argv, measuredKernel) })
		if err != nil {
			b.Fatal(err)
		}
		k.Close()
		return took
	})
}

// BenchmarkFirstCell is the time from starting the process to the end of its first
// cell.
func BenchmarkFirstCell(b *testing.B) {
	side(b, "ms", contestants(b), func(c contestant, _ int) float64 {
		var k *client.Kernel
		var err error
		took := milliseconds(func() {
			if k, err = client.Launch(b.Context(), c.argv, measuredKernel); err == nil {
				c.execute(b, k, c.warm, nil)
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		k.Close()
		return took
	})
}

// BenchmarkWarmCell is the time from the request of 1 + 1 to idle.
func BenchmarkWarmCell(b *testing.B) {
	list := contestants(b)
	kernels := running(b, list)
	side(b, "ms", list, func(c contestant, i int) float64 {
		return milliseconds(func() { c.execute(b, kernels[i], c.warm, nil) })
	})
}

// BenchmarkPrint10000 is the time of a cell that prints 10,000 lines, until the
// last one has been read.
func BenchmarkPrint10000(b *testing.B) {
	list := able(b, "some of its lines are lost", func(c contestant) string { return c.print })
	kernels := running(b, list)
	side(b, "ms", list, func(c contestant, i int) float64 {
		bytes := 0
		took := milliseconds(func() {
			c.execute(b, kernels[i], c.print, func(m wire.Message) {
				if s, ok := m.Content.(*wire.Stream); ok {
					bytes += len(s.Text)
				}
			})
		})
		if want := len("line ")*10000 + 48890; bytes != want {
			b.Fatalf("%s: %d bytes arrived, want %d", c.name, bytes, want)
		}
		return took
	})
}

// completes asks for a completion and returns how long that took, in ms.
func (c contestant) completes(b *testing.B, k *client.Kernel) float64 {
	var r wire.CompleteReply
	var err error
	took := milliseconds(func() { r, err = k.Complete(b.Context(), c.complete, len(c.complete)) })
	if err != nil {
		b.Fatal(err)
	}
	if len(r.Matches) == 0 {
		b.Fatalf("%s: nothing completes %s", c.name, c.complete)
	}
	return took
}

// BenchmarkFirstComplete is the time of a kernel's first completion.
func BenchmarkFirstComplete(b *testing.B) {
	side(b, "ms", contestants(b), func(c contestant, _ int) float64 {
		k, err := client.Launch(b.Context(), c.argv, measuredKernel)
		if err != nil {
			b.Fatal(err)
		}
		defer k.Close()
		return c.completes(b, k)
	})
}

// BenchmarkComplete is the time of a completion, after the first one.
func BenchmarkComplete(b *testing.B) {
	list := contestants(b)
	kernels := running(b, list)
	for i, c := range list {
		c.completes(b, kernels[i])
	}
	side(b, "ms", list, func(c contestant, i int) float64 { return c.completes(b, kernels[i]) })
}

// BenchmarkInterrupt is the time from an interrupt of an endless loop to the
// cell's reply.
func BenchmarkInterrupt(b *testing.B) {
	list := able(b, "an interrupt does not end its loop", func(c contestant) string { return c.forever })
	kernels := running(b, list)
	side(b, "ms", list, func(c contestant, i int) float64 {
		runs := make(chan struct{})
		done := make(chan error, 1)
		go func() {
			reply, err := kernels[i].Execute(context.WithoutCancel(b.Context()), c.forever, client.ExecuteOptions{}, func(m wire.Message) {
				if _, ok := m.Content.(*wire.DisplayData); ok {
					close(runs)
				}
			})
			if err == nil && reply.Status != wire.StatusError {
				err = fmt.Errorf("%s: the loop ended by itself", c.name)
			}
			done <- err
		}()
		<-runs
		return milliseconds(func() {
			if err := kernels[i].Interrupt(b.Context()); err != nil {
				b.Fatal(err)
			}
			if err := <-done; err != nil {
				b.Fatal(err)
			}
		})
	})
}

// BenchmarkIdle is no time but what a kernel with all its processes takes of the
// memory after a first cell, in MB: what several processes share counts in part.
func BenchmarkIdle(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("it looks into /proc")
	}
	side(b, "MB", contestants(b), func(c contestant, _ int) float64 {
		k, err := client.Launch(b.Context(), c.argv, measuredKernel)
		if err != nil {
			b.Fatal(err)
		}
		defer k.Close()
		c.execute(b, k, c.warm, nil)
		total := 0.0
		for _, pid := range descendants(b, os.Getpid()) {
			total += proportional(b, pid)
		}
		return total
	})
}

// descendants are the processes that a process started, and those that they did.
func descendants(b *testing.B, pid int) []int {
	b.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		b.Fatal(err)
	}
	children := map[int][]int{}
	for _, name := range stats {
		data, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		var state string
		var parent int
		_, rest, _ := strings.Cut(string(data), ") ")
		if _, err := fmt.Sscan(rest, &state, &parent); err != nil {
			b.Fatalf("%s: %v", name, err)
		}
		child, err := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if err != nil {
			b.Fatal(err)
		}
		children[parent] = append(children[parent], child)
	}
	var all []int
	for next := children[pid]; len(next) > 0; {
		child := next[0]
		all = append(all, child)
		next = append(next[1:], children[child]...)
	}
	return all
}

// proportional is a process's proportional set size in MB.
func proportional(b *testing.B, pid int) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0 // it has ended
	}
	for l := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(l, "Pss:"); ok {
			var kilobytes float64
			if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
				b.Fatal(err)
			}
			return kilobytes / 1024
		}
	}
	b.Fatalf("process %d has no Pss", pid)
	return 0
}
