//go:build unix

package sgemm

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/lib/internal/parallel"
)

// BenchmarkGemm prints GFLOP/s of the fastest of many products, and what share
// that is of the peak: on a machine with other work the mean says more about that
// work. The peak is the kernel on numbers in the first-level cache, on as many
// processors: nearly all that their multiply-add units can do.
func BenchmarkGemm(b *testing.B) {
	for _, kern := range everyKernel() {
		peak := 0.
		b.Run(kern.name+"/peak", func(b *testing.B) {
			processors := runtime.GOMAXPROCS(0)
			const times = 200
			fastest(b, 2*times*processors*kern.mr*kern.nr*64, &peak, func() {
				parallel.For(processors, func(int) {
					x, y, z := make([]float32, 14*64), make([]float32, 64*32), make([]float32, 14*32)
					t := tile{a: &x[0], b: &y[0], c: &z[0], rowStep: 64 * 4, colStep: 4, k: 64, segments: 1, bStep: uintptr(kern.nr) * 4, cStep: uintptr(kern.nr) * 4, rows: kern.mr, cols: kern.nr, mask: 1<<32 - 1}
					for range times {
						kern.run(&t)
					}
				})
			})
		})
		for _, size := range [][3]int{{128, 784, 512}, {512, 512, 512}, {1024, 1024, 1024}, {2048, 2048, 2048}, {43264, 288, 64}, {64, 128, 512}, {64, 512, 128}, {128, 512, 256}, {64, 9216, 128}, {64, 128, 9216}, {9216, 64, 128}, {784, 128, 512}, {128, 256, 512}, {1, 784, 512}, {1, 512, 256}} {
			m, k, n := size[0], size[1], size[2]
			for _, trans := range []string{"", "A", "B"} {
				b.Run(fmt.Sprintf("%s/%dx%dx%d%s", kern.name, m, k, n, trans), func(b *testing.B) {
					use(b, kern)
					r := rand.New(rand.NewPCG(1, 2))
					x, y := Matrix{Data: random(r, m, k, false).Data, Stride: k}, Matrix{Data: random(r, k, n, false).Data, Stride: n}
					if trans == "A" {
						x.Stride, x.Transposed = m, true
					}
					if trans == "B" {
						y.Stride, y.Transposed = k, true
					}
					z := Matrix{Data: make([]float32, m*n), Stride: n}
					speed := 0.
					fastest(b, 2*m*n*k, &speed, func() { Gemm(m, n, k, x, y, z, false) })
					if peak > 0 {
						b.ReportMetric(100*speed/peak, "%peak")
					}
				})
			}
		}
	}
}

// fastest prints the speed of the fastest run, by processor time where a run is
// long enough for that to be measured.
func fastest(b *testing.B, flop int, speed *float64, f func()) {
	best := time.Duration(1 << 62)
	f() // which may allocate
	for b.Loop() {
		start, used := time.Now(), processorTime()
		f()
		took := time.Since(start)
		if took > 2*time.Millisecond && runtime.GOMAXPROCS(0) == 1 {
			took = processorTime() - used
		}
		best = min(best, took)
	}
	*speed = float64(flop) / float64(best.Nanoseconds())
	b.ReportMetric(*speed, "GFLOP/s")
	b.ReportMetric(0, "ns/op")
}

// processorTime is what the process has used.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
