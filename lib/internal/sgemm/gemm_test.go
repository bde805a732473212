package sgemm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/gorgolab/gorgo/lib/internal/cpu"
	"github.com/gorgolab/gorgo/lib/internal/guard"
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
			for range 150 {
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

// TestTiles runs the kernels themselves, for every number of rows and columns,
// on memory behind which there is nothing to read or write, and with every step
// and flag: compared with sums in float64.
func TestTiles(t *testing.T) {
	for _, kern := range everyKernel() {
		t.Run(kern.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(5, 6))
			fill := func(n int) []float32 {
				x := guard.Floats(t, n)
				for i := range x {
					x[i] = float32(r.NormFloat64())
				}
				return x
			}
			for rows := 1; rows <= kern.mr; rows++ {
				for cols := 1; cols <= kern.nr; cols += 1 + r.IntN(3) {
					k, segments := 1+r.IntN(5), 1+r.IntN(3)
					col, gap := 1+r.IntN(3), r.IntN(3)
					segment := k*col + gap
					row := 1 + r.IntN(20)
					width := cols
					if !kern.masked {
						width = kern.nr // of B, which is packed then
					}
					next, jump, cStep := width+r.IntN(3), r.IntN(5), cols+r.IntN(3)
					a := fill((rows-1)*row + (segments-1)*segment + (k-1)*col + 1)
					b := fill((segments*k-1)*next + (segments-1)*jump + width)
					c, bias := fill((rows-1)*cStep+cols), fill(cols)
					before := slices.Clone(c)
					tl := tile{
						a: &a[0], b: &b[0], c: &c[0], bias: &bias[0], k: k, segments: segments,
						rowStep: uintptr(row) * size, colStep: uintptr(col) * size, segmentStep: uintptr(segment) * size,
						bStep: uintptr(next) * size, bJump: uintptr(jump) * size, cStep: uintptr(cStep) * size,
						flags: uint64(r.IntN(8)), rows: rows, cols: cols,
					}
					kern.compute(&tl)
					for i := range c {
						i, j := i/cStep, i%cStep
						want := float64(before[i*cStep+j])
						if j < cols {
							sum := 0.
							for s := range segments {
								for p := range k {
									sum += float64(a[i*row+s*segment+p*col]) * float64(b[(s*k+p)*next+s*jump+j])
								}
							}
							if tl.flags&flagAdd != 0 {
								sum += want
							}
							if tl.flags&flagBias != 0 {
								sum += float64(bias[j])
							}
							if tl.flags&flagReLU != 0 {
								sum = max(sum, 0)
							}
							want = sum
						}
						if got := float64(c[i*cStep+j]); math.Abs(got-want) > 1e-5*(1+math.Abs(want)) {
							t.Fatalf("%d × %d, %d × %d products, flags %b: C[%d, %d] = %v, want %v", rows, cols, segments, k, tl.flags, i, j, got, want)
						}
					}
				}
			}
		})
	}
}

// TestGemmStaysInBounds multiplies matrices that end where memory ends.
func TestGemmStaysInBounds(t *testing.T) {
	for _, kern := range everyKernel() {
		use(t, kern)
		r := rand.New(rand.NewPCG(7, 8))
		for range 60 {
			m, n, k := 1+r.IntN(200), 1+r.IntN(300), 1+r.IntN(400)
			end := func(rows, cols int, transposed bool) Matrix {
				if transposed {
					rows, cols = cols, rows
				}
				x := Matrix{Data: guard.Floats(t, rows*cols), Stride: cols, Transposed: transposed}
				for i := range x.Data {
					x.Data[i] = float32(r.NormFloat64())
				}
				return x
			}
			a, b, c := end(m, k, r.IntN(2) == 1), end(k, n, r.IntN(2) == 1), end(m, n, false)
			Gemm(m, n, k, a, b, c, false)
			compare(t, fmt.Sprintf("%s %d×%d×%d", kern.name, m, k, n), m, n, k, a, b, c, c, false)
			if t.Failed() {
				return
			}
		}
	}
}

// TestEpilogue: bias and ReLU come after the last block of k, and NaN stays NaN.
func TestEpilogue(t *testing.T) {
	for _, kern := range everyKernel() {
		use(t, kern)
		r := rand.New(rand.NewPCG(9, 10))
		for _, size := range [][3]int{{3, 5, 0}, {1, 1, 1}, {5, 40, 900}, {200, 70, 700}, {17, 300, 20}} {
			m, n, k := size[0], size[1], size[2]
			a, b := random(r, m, k, false), random(r, k, n, true)
			bias := make([]float32, n)
			for j := range bias {
				bias[j] = float32(r.NormFloat64()) * 20
			}
			bias[n-1] = float32(math.NaN())
			c := random(r, m, n, false)
			before := Matrix{Data: slices.Clone(c.Data), Stride: c.Stride}
			Fused(m, n, k, a, b, c, Epilogue{Add: true, Bias: bias, ReLU: true})
			for i := range m {
				for j := range n - 1 {
					sum := before.at(i, j) + float64(bias[j])
					for p := range k {
						sum += a.at(i, p) * b.at(p, j)
					}
					if got := c.at(i, j); math.Abs(got-max(sum, 0)) > 1e-3 {
						t.Fatalf("%s %v: C[%d, %d] = %v, want %v", kern.name, size, i, j, got, max(sum, 0))
					}
				}
				if got := c.at(i, n-1); !math.IsNaN(got) {
					t.Fatalf("%s %v: NaN became %v", kern.name, size, got)
				}
			}
		}
	}
}

// TestMultiply compares windows over a matrix, packed and in place, with Gemm's
// sums.
func TestMultiply(t *testing.T) {
	for _, kern := range everyKernel() {
		use(t, kern)
		r := rand.New(rand.NewPCG(11, 12))
		for range 100 {
			m, n, k, segments := 1+r.IntN(40), 1+r.IntN(80), 1+r.IntN(6), 1+r.IntN(4)
			a := Left{Row: r.IntN(4), Col: 1 + r.IntN(3), K: k, Segments: segments, Segment: r.IntN(20)}
			a.Data = guard.Floats(t, (m-1)*a.Row+(segments-1)*a.Segment+(k-1)*a.Col+1)
			stride, jump, cStride := n+r.IntN(3), r.IntN(4), n+r.IntN(3)
			data := guard.Floats(t, (segments*k-1)*stride+(segments-1)*jump+n)
			for _, x := range [][]float32{a.Data, data} {
				for i := range x {
					x[i] = float32(r.NormFloat64())
				}
			}
			rows := make([]float32, segments*k*n)
			for i := range segments * k {
				copy(rows[i*n:(i+1)*n], data[i*stride+i/k*jump:])
			}
			var buffer []float32
			for name, b := range map[string]Right{
				"packed":   Pack(make([]float32, PackedSize(segments*k, n)), Matrix{Data: rows, Stride: n}, segments*k, n),
				"in place": Columns(data, stride, k, segments, jump, n, &buffer),
			} {
				c := guard.Floats(t, (m-1)*cStride+n)
				Multiply(m, a, b, c, cStride, Epilogue{})
				for i := range m {
					for j := range n {
						sum := 0.
						for p := range segments * k {
							sum += float64(a.Data[i*a.Row+p/k*a.Segment+p%k*a.Col]) * float64(rows[p*n+j])
						}
						if got := float64(c[i*cStride+j]); math.Abs(got-sum) > 1e-4 {
							t.Fatalf("%s, %s: C[%d, %d] = %v, want %v", kern.name, name, i, j, got, sum)
						}
					}
				}
			}
		}
	}
}

func TestMultiplyRefusesShortSlices(t *testing.T) {
	ones := make([]float32, 12)
	b := Pack(make([]float32, PackedSize(3, 4)), Matrix{Data: ones, Stride: 4}, 3, 4)
	var buffer []float32
	for name, f := range map[string]func(){
		"A":       func() { Multiply(3, Left{Data: ones[:8], Row: 3, Col: 1, K: 3, Segments: 1}, b, ones, 4, Epilogue{}) },
		"C":       func() { Multiply(3, Left{Data: ones, Row: 3, Col: 1, K: 3, Segments: 1}, b, ones[:11], 4, Epilogue{}) },
		"columns": func() { Multiply(3, Left{Data: ones, Row: 3, Col: 1, K: 2, Segments: 1}, b, ones, 4, Epilogue{}) },
		"bias": func() {
			Multiply(3, Left{Data: ones, Row: 3, Col: 1, K: 3, Segments: 1}, b, ones, 4, Epilogue{Bias: ones[:3]})
		},
		"B": func() { Columns(ones[:11], 4, 3, 1, 0, 4, &buffer) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("no panic for a wrong %s", name)
				}
			}()
			f()
		}()
	}
}
