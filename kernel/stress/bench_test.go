//go:build unix

package stress

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/kernel/client"
	"github.com/gorgolab/gorgo/kernel/wire"
)

// percentiles reports the median and the 99th percentile of f, in ms.
func percentiles(b *testing.B, f func()) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		f()
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	ms := func(p int) float64 { return float64(took[(len(took)-1)*p/100].Microseconds()) / 1000 }
	b.ReportMetric(ms(50), "ms-p50")
	b.ReportMetric(ms(99), "ms-p99")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkStart is from the start of the process to its first kernel_info_reply.
func BenchmarkStart(b *testing.B) {
	percentiles(b, func() {
		k, err := client.Launch(context.Background(), program(), client.LaunchOptions{Env: []string{"GORGO_HISTORY=off"}})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		_ = k.Close()
		b.StartTimer()
	})
}

// BenchmarkFirstCell is from the start of the process to the end of its first
// cell.
func BenchmarkFirstCell(b *testing.B) {
	percentiles(b, func() {
		k, err := client.Launch(context.Background(), program(), client.LaunchOptions{Env: []string{"GORGO_HISTORY=off"}})
		if err != nil {
			b.Fatal(err)
		}
		run(b, k, "1 + 1")
		b.StopTimer()
		_ = k.Close()
		b.StartTimer()
	})
}

// BenchmarkCell is a warm cell, from the request to the idle.
func BenchmarkCell(b *testing.B) {
	k := launch(b)
	run(b, k, "1 + 1")
	percentiles(b, func() { run(b, k, "1 + 1") })
}

// BenchmarkPrint is a cell that prints 10,000 lines.
func BenchmarkPrint(b *testing.B) {
	k := launch(b)
	run(b, k, "fmt.Println(1)")
	messages := 0
	percentiles(b, func() {
		_, err := k.Execute(context.Background(), "for i := range 10000 {\n\tfmt.Println(\"line\", i)\n}", client.ExecuteOptions{}, func(m wire.Message) {
			if _, ok := m.Content.(*wire.Stream); ok {
				messages++
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	})
	b.ReportMetric(float64(messages)/float64(b.N), "messages")
}

// BenchmarkInterrupt is from an interrupt of an endless loop to the cell's reply.
func BenchmarkInterrupt(b *testing.B) {
	k := launch(b)
	var took []time.Duration
	for b.Loop() {
		var once sync.Once
		var began time.Time
		reply, err := k.Execute(context.Background(), "fmt.Println(\"on\")\nfor {\n}", client.ExecuteOptions{}, func(m wire.Message) {
			if _, ok := m.Content.(*wire.Stream); ok {
				once.Do(func() {
					began = time.Now()
					go func() { _ = k.Interrupt(context.Background()) }()
				})
			}
		})
		if err != nil || reply.EName != "Interrupted" {
			b.Fatal(reply, err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(took[(len(took)-1)*99/100].Microseconds())/1000, "ms-p99")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkIdle is no time but memory after a first cell: what kernel and worker
// have for themselves, and both with their share of the program's file.
func BenchmarkIdle(b *testing.B) {
	k := launch(b)
	pid := kernelPID(b, k)
	var w int
	if _, err := fmt.Sscan(run(b, k, "os.Getpid()"), &w); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
	}
	b.ReportMetric(float64(memory(b, pid, "RssAnon")), "MB-kernel")
	b.ReportMetric(float64(memory(b, w, "RssAnon")), "MB-worker")
	b.ReportMetric(float64(share(b, pid)+share(b, w)), "MB-both")
	b.ReportMetric(0, "ns/op")
}
