package sgemm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/gorgolab/gorgo/lib/internal/cpu"
)

// random returns a matrix that reads as rows × cols, with spare numbers at the
// end of every row, and canaries in them.
func random(r *rand.Rand, rows, cols int, transposed bool) Matrix {
	if transposed {
		rows, cols = cols, rows
	}
	stride := cols + r.IntN(3)
	m := Matrix{Data: make([]float32, rows*stride), Stride: stride, Transposed: transposed}
	for i := range m.Data {
		m.Data[i] = canary
		if i%stride < cols {
			m.Data[i] = float32(r.NormFloat64())
		}
	}
	return m
}

const canary = 1e30

func (m Matrix) at(i, j int) float64 {
	if m.Transposed {
		i, j = j, i
	}
	return float64(m.Data[i*m.Stride+j])
}

func everyKernel() []kernel { return kernels(cpu.Available()[0]) }

// use makes the kernel the one in use for the rest of the test.
func use(t testing.TB, k kernel) {
	old := active
	active = k
	t.Cleanup(func() { active = old })
}

// TestGemm compares with sums in float64, over odd sizes, strides and both
// transpositions. A float32 sum of k products of normal numbers is off by at
// most about k·2⁻²⁴ times the sum of their magnitudes.
func TestGemm(t *testing.T) {
	for _, kern := range everyKernel() {
		t.Run(kern.name, func(t *testing.T) {
			use(t, kern)
			r := rand.New(rand.NewPCG(1, 2))
			for range 400 {
				m, n, k := 1+r.IntN(70), 1+r.IntN(100), 1+r.IntN(700)
				a := random(r, m, k, r.IntN(2) == 1)
				b := random(r, k, n, r.IntN(2) == 1)
				c := random(r, m, n, false)
				add := r.IntN(2) == 1
				before := Matrix{Data: slices.Clone(c.Data), Stride: c.Stride}
				Gemm(m, n, k, a, b, c, add)
				name := fmt.Sprintf("%d×%d×%d aT=%v bT=%v add=%v", m, k, n, a.Transposed, b.Transposed, add)
				compare(t, name, m, n, k, a, b, before, c, add)
				if t.Failed() {
					return
				}
			}
		})
	}
}

func compare(t *testing.T, name string, m, n, k int, a, b, before, c Matrix, add bool) {
	t.Helper()
	for i := range m {
		for j := range n {
			var sum, magnitude float64
			if add {
				sum = before.at(i, j)
			}
			for p := range k {
				v := a.at(i, p) * b.at(p, j)
				sum += v
				magnitude += math.Abs(v)
			}
			if got := c.at(i, j); math.Abs(got-sum) > (magnitude+1)*float64(k+2)*0x1p-24 {
				t.Errorf("%s: C[%d, %d] = %v, want %v", name, i, j, got, sum)
				return
			}
		}
		for j := n; j < c.Stride; j++ {
			if c.Data[i*c.Stride+j] != canary {
				t.Errorf("%s: wrote beyond row %d", name, i)
				return
			}
		}
	}
}

func TestGemmPassesOnNaNAndInf(t *testing.T) {
	for _, kern := range everyKernel() {
		use(t, kern)
		inf := float32(math.Inf(1))
		a := Matrix{Data: []float32{1, 2, float32(math.NaN()), 1, inf, 0}, Stride: 2}
		b := Matrix{Data: []float32{1, 0, 0, 1}, Stride: 2}
		c := Matrix{Data: make([]float32, 6), Stride: 2}
		Gemm(3, 2, 2, a, b, c, false)
		for i, want := range []float64{1, 2, math.NaN(), math.NaN(), math.Inf(1), math.NaN()} {
			got := float64(c.Data[i])
			if got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
				t.Errorf("%s: C[%d] = %v, want %v", kern.name, i, got, want)
			}
		}
	}
}

func TestGemmWithNothingToSum(t *testing.T) {
	c := Matrix{Data: []float32{1, 2, 3, 4}, Stride: 2}
	Gemm(2, 2, 0, Matrix{}, Matrix{}, c, true)
	if !slices.Equal(c.Data, []float32{1, 2, 3, 4}) {
		t.Errorf("adding nothing changed C to %v", c.Data)
	}
	Gemm(2, 2, 0, Matrix{}, Matrix{}, c, false)
	if !slices.Equal(c.Data, make([]float32, 4)) {
		t.Errorf("an empty sum is %v, want zeros", c.Data)
	}
}

func TestGemmRefusesShortSlices(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic for a C that is too short")
		}
	}()
	ones := Matrix{Data: make([]float32, 9), Stride: 3}
	Gemm(3, 3, 3, ones, ones, Matrix{Data: make([]float32, 8), Stride: 3}, false)
}

// TestGemmIsTheSameOnAnyNumberOfProcessors asks for equality of every bit.
func TestGemmIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, size := range [][3]int{{128, 300, 784}, {700, 20, 330}, {31, 333, 700}} {
		m, n, k := size[0], size[1], size[2]
		a, b := random(r, m, k, true), random(r, k, n, false)
		var want []float32
		for _, procs := range []int{1, 2, 5} {
			old := runtime.GOMAXPROCS(procs)
			c := Matrix{Data: make([]float32, m*n), Stride: n}
			Gemm(m, n, k, a, b, c, false)
			runtime.GOMAXPROCS(old)
			if want == nil {
				want = c.Data
			} else if !slices.Equal(c.Data, want) {
				t.Errorf("%v: other numbers with GOMAXPROCS=%d", size, procs)
			}
		}
	}
}

func BenchmarkGemm(b *testing.B) {
	for _, kern := range everyKernel() {
		for _, size := range [][3]int{{128, 512, 784}, {512, 512, 512}, {1024, 1024, 1024}, {64, 512, 128}, {43264, 64, 288}, {32, 64, 64}} {
			m, n, k := size[0], size[1], size[2]
			b.Run(fmt.Sprintf("%s/%dx%dx%d", kern.name, m, k, n), func(b *testing.B) {
				use(b, kern)
				r := rand.New(rand.NewPCG(1, 2))
				x, y := random(r, m, k, false), random(r, k, n, false)
				z := Matrix{Data: make([]float32, m*n), Stride: n}
				for b.Loop() {
					Gemm(m, n, k, x, y, z, false)
				}
				b.ReportMetric(2*float64(m*n*k)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
		}
	}
}
