package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/kernel/client"
	"github.com/gorgolab/gorgo/kernel/wire"
)

// A contestant is a kernel to measure, in its own language.
type contestant struct {
	name     string
	argv     []string
	warm     string // a cell that computes 1 + 1
	print    string // a cell that prints 10,000 lines
	forever  string // a cell that does not end
	complete string // text to complete
}

// contestants are gorgo and, where the environment of the client tests is,
// ipykernel.
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
	if python := os.Getenv("GORGO_PYTHON"); python != "" {
		list = append(list, contestant{
			name:     "ipykernel",
			argv:     []string{python, "-m", "ipykernel_launcher", "-f", "{connection_file}"},
			warm:     "1 + 1",
			print:    "for i in range(10000):\n    print('line', i)",
			forever:  "display(1)\nwhile True:\n    pass",
			complete: "str.lo",
		})
	} else {
		b.Log("ipykernel is not measured: run this with make bench, which makes its environment")
	}
	return list
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
	reply, err := k.Execute(b.Context(), code, client.ExecuteOptions{}, on)
	if err != nil {
		b.Fatal(err)
	}
	if reply.Status != wire.StatusOK {
		b.Fatalf("%s: %s: %s", c.name, reply.EName, reply.EValue)
	}
}

// side measures the contestants in turns, so that a machine whose speed drifts
// is fair to both, and reports medians, the 99th percentile and the ratio.
func side(b *testing.B, list []contestant, measure func(c contestant, i int) time.Duration) {
	times := make([][]time.Duration, len(list))
	for b.Loop() {
		for i, c := range list {
			times[i] = append(times[i], measure(c, i))
		}
	}
	medians := make([]float64, len(list))
	for i, c := range list {
		slices.Sort(times[i])
		at := func(q float64) float64 {
			return float64(times[i][int(q*float64(len(times[i])-1))].Microseconds()) / 1000
		}
		medians[i] = at(0.5)
		b.ReportMetric(medians[i], c.name+"-p50-ms")
		if len(times[i]) >= 100 {
			b.ReportMetric(at(0.99), c.name+"-p99-ms")
		}
	}
	if len(list) > 1 {
		b.ReportMetric(medians[0]/medians[1], "ratio")
	}
	b.ReportMetric(0, "ns/op") // of both together: says nothing
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
	side(b, contestants(b), func(c contestant, _ int) time.Duration {
		start := time.Now()
		k, err := client.Launch(b.Context(), c.argv, measuredKernel)
		d := time.Since(start)
		if err != nil {
			b.Fatal(err)
		}
		k.Close()
		return d
	})
}

// BenchmarkWarmCell is the time from the request of 1 + 1 to idle.
func BenchmarkWarmCell(b *testing.B) {
	list := contestants(b)
	kernels := running(b, list)
	side(b, list, func(c contestant, i int) time.Duration {
		start := time.Now()
		c.execute(b, kernels[i], c.warm, nil)
		return time.Since(start)
	})
}

// BenchmarkPrint10000 is the time of a cell that prints 10,000 lines, until the
// last one has been read.
func BenchmarkPrint10000(b *testing.B) {
	list := contestants(b)
	kernels := running(b, list)
	side(b, list, func(c contestant, i int) time.Duration {
		bytes := 0
		start := time.Now()
		c.execute(b, kernels[i], c.print, func(m wire.Message) {
			if s, ok := m.Content.(*wire.Stream); ok {
				bytes += len(s.Text)
			}
		})
		d := time.Since(start)
		if want := len("line ")*10000 + 48890; bytes != want {
			b.Fatal(fmt.Errorf("%s: %d bytes arrived, want %d", c.name, bytes, want))
		}
		return d
	})
}

// BenchmarkComplete is the time of a completion, after the first one.
func BenchmarkComplete(b *testing.B) {
	list := contestants(b)
	kernels := running(b, list)
	complete := func(c contestant, i int) time.Duration {
		start := time.Now()
		r, err := kernels[i].Complete(b.Context(), c.complete, len(c.complete))
		d := time.Since(start)
		if err != nil {
			b.Fatal(err)
		}
		if len(r.Matches) == 0 {
			b.Fatalf("%s: nothing completes %s", c.name, c.complete)
		}
		return d
	}
	for i, c := range list {
		complete(c, i)
	}
	side(b, list, complete)
}

// BenchmarkInterrupt is the time from an interrupt of an endless loop to the
// cell's reply.
func BenchmarkInterrupt(b *testing.B) {
	list := contestants(b)
	kernels := running(b, list)
	side(b, list, func(c contestant, i int) time.Duration {
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
		start := time.Now()
		if err := kernels[i].Interrupt(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := <-done; err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	})
}
