//go:build !amd64 && !arm64

package sgemm

import "github.com/gorgolab/gorgo/lib/internal/cpu"

// forLevel returns the kernel of a level.
func forLevel(l cpu.Level) (kernel, bool) { return generic, l == cpu.Generic }

func (k *kernel) run(t *tile) { runGeneric(t) }

// copyRows is there for kernels that have a way of their own to copy.
func (k *kernel) copyRows(dst, src []float32, rows int, dstStride, srcStride, cols, width int) bool {
	return false
}
