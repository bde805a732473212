package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gorgolab/gorgo/lib/internal/cpu"
	"github.com/gorgolab/gorgo/lib/internal/guard"
)

// each runs a test for every implementation.
func each(t *testing.T, f func(t *testing.T)) {
	for _, impl := range tables(cpu.Available()[0]) {
		t.Run(impl.name, func(t *testing.T) {
			old := active
			active = impl
			t.Cleanup(func() { active = old })
			f(t)
		})
	}
}

// ulps is the distance of got from want in units in the last place of want as a
// float32, the smallest normal one's for smaller numbers.
func ulps(got float32, want float64) float64 {
	nearest := float32(want)
	if got == nearest || got != got && want != want {
		return 0
	}
	if math.IsInf(float64(got), 0) || math.IsInf(float64(nearest), 0) || got != got || want != want {
		return math.Inf(1)
	}
	_, e := math.Frexp(want)
	return math.Abs(float64(got)-want) / math.Ldexp(1, max(e, -125)-24)
}

// TestFunctions compares with float64, over the whole range: the bounds are
// those of the package's documentation.
func TestFunctions(t *testing.T) {
	inf := float32(math.Inf(1))
	special := []float32{0, float32(math.Copysign(0, -1)), 1e-45, -1e-45, 1e-38, 1, -1, 88.72, 88.73, 89, 100, -87, -88, -103, -104, -200, 3e38, -3e38, inf, -inf, float32(math.NaN()), .625, -.625, .6249999}
	for _, c := range []struct {
		name  string
		run   func(dst, x []float32)
		exact func(float64) float64
		bound float64
	}{
		{"exp", Exp, math.Exp, 2},
		{"sigmoid", Sigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, 3},
		{"tanh", Tanh, math.Tanh, 3},
		{"relu", ReLU, func(x float64) float64 {
			if x < 0 {
				return 0
			}
			return x
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T) {
				r := rand.New(rand.NewPCG(1, 2))
				x := slices.Clone(special)
				for range 200_000 {
					x = append(x, float32(r.NormFloat64()*math.Pow(10, 4*r.Float64()-2)))
				}
				y := make([]float32, len(x))
				c.run(y, x)
				worst, at := 0., float32(0)
				for i, v := range x {
					want := c.exact(float64(v))
					if c.name == "sigmoid" && v < -87 && y[i] >= 0 && y[i] < 0x1p-125 {
						continue // e⁻ˣ overflows where the result is subnormal
					}
					if u := ulps(y[i], want); u > worst {
						worst, at = u, v
					}
				}
				t.Logf("at most %.2f ulp, at %v", worst, at)
				if worst > c.bound {
					t.Errorf("off by %.2f ulp at %v, want at most %v", worst, at, c.bound)
				}
			})
		})
	}
}

// elementwise lists the functions of slices of one length: what they read, what
// they change, and the definition for one place in float64.
var elementwise = []struct {
	name    string
	reads   int
	changes int
	run     func(in, out [][]float32)
	exact   func(in, out []float64)
}{
	{"exp", 1, 1, func(in, out [][]float32) { Exp(out[0], in[0]) }, func(in, out []float64) { out[0] = math.Exp(in[0]) }},
	{"sigmoid", 1, 1, func(in, out [][]float32) { Sigmoid(out[0], in[0]) }, func(in, out []float64) { out[0] = 1 / (1 + math.Exp(-in[0])) }},
	{"tanh", 1, 1, func(in, out [][]float32) { Tanh(out[0], in[0]) }, func(in, out []float64) { out[0] = math.Tanh(in[0]) }},
	{"relu", 1, 1, func(in, out [][]float32) { ReLU(out[0], in[0]) }, func(in, out []float64) { out[0] = math.Max(in[0], 0) }},
	{"reluBackward", 2, 1, func(in, out [][]float32) { ReLUBackward(out[0], in[0], in[1]) }, func(in, out []float64) {
		out[0] = 0
		if in[1] > 0 {
			out[0] = in[0]
		}
	}},
	{"sigmoidBackward", 2, 1, func(in, out [][]float32) { SigmoidBackward(out[0], in[0], in[1]) }, func(in, out []float64) { out[0] = in[0] * in[1] * (1 - in[1]) }},
	{"tanhBackward", 2, 1, func(in, out [][]float32) { TanhBackward(out[0], in[0], in[1]) }, func(in, out []float64) { out[0] = in[0] * (1 - in[1]*in[1]) }},
	{"silu", 1, 1, func(in, out [][]float32) { SiLU(out[0], in[0]) }, func(in, out []float64) { out[0], _ = silu(in[0]) }},
	{"siluBackward", 2, 1, func(in, out [][]float32) { SiLUBackward(out[0], in[0], in[1]) }, func(in, out []float64) {
		_, d := silu(in[1])
		out[0] = in[0] * d
	}},
	{"gelu", 1, 1, func(in, out [][]float32) { GELU(out[0], in[0]) }, func(in, out []float64) { out[0], _ = gelu(in[0]) }},
	{"geluBackward", 2, 1, func(in, out [][]float32) { GELUBackward(out[0], in[0], in[1]) }, func(in, out []float64) {
		_, d := gelu(in[1])
		out[0] = in[0] * d
	}},
	{"geluTanh", 1, 1, func(in, out [][]float32) { GELUTanh(out[0], in[0]) }, func(in, out []float64) { out[0], _ = geluByTanh(in[0]) }},
	{"geluTanhBackward", 2, 1, func(in, out [][]float32) { GELUTanhBackward(out[0], in[0], in[1]) }, func(in, out []float64) {
		_, d := geluByTanh(in[1])
		out[0] = in[0] * d
	}},
	{"add", 1, 1, func(in, out [][]float32) { Add(out[0], in[0]) }, func(in, out []float64) { out[0] += in[0] }},
	{"multiply", 1, 1, func(in, out [][]float32) { Multiply(out[0], in[0]) }, func(in, out []float64) { out[0] *= in[0] }},
	{"multiplyAdd", 2, 1, func(in, out [][]float32) { MultiplyAdd(out[0], in[0], in[1]) }, func(in, out []float64) { out[0] += in[0] * in[1] }},
	{"scale", 0, 1, func(_, out [][]float32) { Scale(out[0], .3) }, func(_, out []float64) { out[0] *= float64(float32(.3)) }},
	{"scaleAdd", 1, 1, func(in, out [][]float32) { ScaleAdd(out[0], in[0], .3) }, func(in, out []float64) { out[0] += float64(float32(.3)) * in[0] }},
	{"affine", 1, 1, func(in, out [][]float32) { Affine(out[0], in[0], .5, .25, 2) }, func(in, out []float64) { out[0] = (in[0]-.5)*.25 + 2 }},
	{"descend", 1, 1, func(in, out [][]float32) { Descend(out[0], in[0], .25) }, func(in, out []float64) { out[0] -= .25 * in[0] }},
	{"moments", 2, 2, func(in, out [][]float32) { Moments(out[0], out[1], in[0], in[1]) }, func(in, out []float64) {
		out[0] += in[0] - in[1]
		out[1] += (in[0] - in[1]) * (in[0] - in[1])
	}},
	{"centeredDot", 3, 2, func(in, out [][]float32) { CenteredDot(out[0], out[1], in[0], in[1], in[2]) }, func(in, out []float64) {
		out[0] += in[0]
		out[1] += in[0] * (in[1] - in[2])
	}},
	{"normalize", 4, 1, func(in, out [][]float32) { Normalize(out[0], in[0], in[1], in[2], in[3]) }, func(in, out []float64) {
		out[0] = (in[0]-in[1])*in[2] + in[3]
	}},
	{"normalizeBackward", 6, 1, func(in, out [][]float32) { NormalizeBackward(out[0], in[0], in[1], in[2], in[3], in[4], in[5]) }, func(in, out []float64) {
		out[0] = in[0]*in[3] + (in[1]-in[2])*in[4] + in[5]
	}},
	{"maxStep", 1, 2, func(in, out [][]float32) { MaxStep(out[0], out[1], in[0], 7) }, func(in, out []float64) {
		if in[0] > out[0] {
			out[0], out[1] = in[0], 7
		}
	}},
	{"maxStepBackward", 1, 1, func(in, out [][]float32) {
		where := make([]float32, len(in[0]))
		for i, v := range in[0] {
			if v > 0 {
				where[i] = 3
			}
		}
		MaxStepBackward(out[0], in[0], where, 3)
	}, func(in, out []float64) { out[0] += math.Max(in[0], 0) }},
	{"momentum", 1, 2, func(in, out [][]float32) { Momentum(out[0], in[0], out[1], .25, .5, false) }, func(in, out []float64) {
		out[1] = .5*out[1] + in[0]
		out[0] -= .25 * out[1]
	}},
	{"nesterov", 1, 2, func(in, out [][]float32) { Momentum(out[0], in[0], out[1], .25, .5, true) }, func(in, out []float64) {
		out[1] = .5*out[1] + in[0]
		out[0] -= .25 * (in[0] + .5*out[1])
	}},
	{"adam", 1, 3, func(in, out [][]float32) {
		ReLU(out[2], out[2]) // a mean of squares
		Adam(out[0], in[0], out[1], out[2], AdamStep{Beta1: .5, Beta2: .75, Rate: .125, Correction: 2, Epsilon: .5})
	}, func(in, out []float64) {
		out[1] = .5*out[1] + .5*in[0]
		out[2] = .75*math.Max(out[2], 0) + .25*in[0]*in[0]
		out[0] -= .125 * out[1] / (math.Sqrt(2*out[2]) + .5)
	}},
}

// The functions whose gradient needs x, and their derivatives.

func silu(x float64) (y, d float64) {
	s := 1 / (1 + math.Exp(-x))
	return x * s, s * (1 + x*(1-s))
}

func gelu(x float64) (y, d float64) {
	phi := .5 * math.Erfc(-x/math.Sqrt2)
	return x * phi, phi + x*math.Exp(-x*x/2)/math.Sqrt(2*math.Pi)
}

func geluByTanh(x float64) (y, d float64) {
	k := math.Sqrt(2 / math.Pi)
	t := math.Tanh(k * (x + .044715*x*x*x))
	return x * (1 + t) / 2, (1+t)/2 + x*(1-t*t)/2*k*(1+3*.044715*x*x)
}

// TestFunctionsOfX: over a wide range within an absolute error of 1e-6 times
// the size of x, and right at its ends.
func TestFunctionsOfX(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name     string
		forward  func(dst, x []float32)
		backward func(dst, dy, x []float32)
		exact    func(x float64) (y, d float64)
	}{{"silu", SiLU, SiLUBackward, silu}, {"gelu", GELU, GELUBackward, gelu}, {"geluTanh", GELUTanh, GELUTanhBackward, geluByTanh}} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T) {
				var x []float32
				for v := -30.; v <= 30; v += 1. / 64 {
					x = append(x, float32(v))
				}
				x = append(x, 1e10, -1e10, float32(math.NaN()))
				y, d, ones := make([]float32, len(x)), make([]float32, len(x)), slices.Repeat([]float32{1}, len(x))
				c.forward(y, x)
				c.backward(d, ones, x)
				for i, v := range x {
					wantY, wantD := c.exact(float64(v))
					if v > 1e9 {
						wantY, wantD = float64(v), 1
					} else if v < -1e9 {
						wantY, wantD = 0, 0
					}
					for _, p := range [][2]float64{{float64(y[i]), wantY}, {float64(d[i]), wantD}} {
						if math.IsNaN(p[0]) != math.IsNaN(p[1]) || math.Abs(p[0]-p[1]) > 1e-6*math.Min(inf, 1+math.Abs(float64(v))) {
							t.Fatalf("at %v: %v, want %v", v, p[0], p[1])
						}
					}
				}
			})
		})
	}
}

// TestElementwise runs every function on slices of every length up to a few
// vectors, at the end of memory, and compares with the definition. A number must
// not depend on its place, so every part must come out as in the whole.
func TestElementwise(t *testing.T) {
	for _, c := range elementwise {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T) {
				const most = 67
				r := rand.New(rand.NewPCG(3, 4))
				in, out, whole := slabs(t, r, c.reads, most), slabs(t, r, c.changes, most), [][]float32{}
				start := make([][]float32, c.changes)
				for i, x := range out {
					start[i] = slices.Clone(x)
				}
				for n := most; n >= 0; n-- {
					// The last n numbers: the slice always ends where memory ends.
					part := func(xs [][]float32) [][]float32 {
						var p [][]float32
						for _, x := range xs {
							p = append(p, x[most-n:])
						}
						return p
					}
					for i, x := range out {
						copy(x, start[i])
					}
					c.run(part(in), part(out))
					if n == most {
						for i := range most {
							want, given := at(start, i), at(in, i)
							c.exact(given, want)
							for j, v := range want {
								if got := out[j][i]; math.Abs(float64(got)-v) > 1e-6*(1+math.Abs(v)) {
									t.Fatalf("place %d: %v, want %v", i, got, v)
								}
							}
						}
						for _, x := range out {
							whole = append(whole, slices.Clone(x))
						}
					}
					for j, x := range out {
						if !slices.Equal(x[:most-n], start[j][:most-n]) {
							t.Fatalf("with %d numbers, wrote before the first", n)
						}
						if !slices.Equal(x[most-n:], whole[j][most-n:]) {
							t.Fatalf("the last %d of %d numbers come out differently alone", n, most)
						}
					}
				}
			})
		})
	}
}

// slabs returns some slices of random numbers at the end of memory.
func slabs(t *testing.T, r *rand.Rand, count, n int) [][]float32 {
	var out [][]float32
	for range count {
		x := guard.Floats(t, n)
		for i := range x {
			x[i] = float32(r.NormFloat64())
		}
		out = append(out, x)
	}
	return out
}

// at returns number i of each.
func at(xs [][]float32, i int) []float64 {
	var out []float64
	for _, x := range xs {
		out = append(out, float64(x[i]))
	}
	return out
}

func TestSums(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		for n := range 100 {
			xs := slabs(t, r, 2, n)
			x, y := xs[0], xs[1]
			var sum, squares, from, dot float64
			top := math.Inf(-1)
			for i, v := range x {
				v := float64(v)
				sum += v
				squares += v * v
				d := float64(x[i] - .5)
				from += d * d
				dot += v * float64(y[i])
				top = math.Max(top, v)
			}
			for _, c := range []struct {
				name      string
				got, want float64
			}{
				{"Sum", Sum(x), sum}, {"SumSquares", SumSquares(x), squares}, {"SumSquaresFrom", SumSquaresFrom(x, .5), from},
				{"Dot", Dot(x, y), dot}, {"Max", float64(Max(x)), top},
			} {
				if c.got != c.want && math.Abs(c.got-c.want) > 1e-12*(1+math.Abs(c.want)) {
					t.Errorf("%s of %d numbers: %v, want %v", c.name, n, c.got, c.want)
				}
			}
		}
	})
}

func TestSoftmax(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(7, 8))
		for n := 1; n < 70; n++ {
			x := slabs(t, r, 1, n)[0]
			for i := range x {
				x[i] = x[i]*10 + 300 // e³⁰⁰ overflows
			}
			exact := make([]float64, n)
			var sum float64
			for i, v := range x {
				exact[i] = math.Exp(float64(v) - 300)
				sum += exact[i]
			}
			Softmax(x, x)
			for i, v := range x {
				if math.Abs(float64(v)-exact[i]/sum) > 1e-6 {
					t.Fatalf("%d numbers, place %d: %v, want %v", n, i, v, exact[i]/sum)
				}
			}
		}
	})
}

// TestLSTM compares with the formulas, the backward one also with differences.
func TestLSTM(t *testing.T) {
	sigma := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(9, 10))
		for n := range 40 {
			z, d := slabs(t, r, 1, 4*n)[0], slabs(t, r, 1, 4*n)[0]
			rows := slabs(t, r, 6, n)
			c0, c, h, q, dh, dc := rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]
			before, dcBefore := slices.Clone(z), slices.Clone(dc)
			forward := func(z [4]float64, c0 float64) (h, c float64) {
				c = sigma(z[1])*c0 + sigma(z[0])*math.Tanh(z[2])
				return sigma(z[3]) * math.Tanh(c), c
			}
			LSTM(z, c0, c, h, q)
			LSTMBackward(d, z, dh, dc, c0, q)
			for j := range n {
				var zj [4]float64
				for k := range zj {
					zj[k] = float64(before[k*n+j])
				}
				wantH, wantC := forward(zj, float64(c0[j]))
				if math.Abs(wantH-float64(h[j])) > 1e-6 || math.Abs(wantC-float64(c[j])) > 1e-6 {
					t.Fatalf("%d units, unit %d: h %v, c %v, want %v, %v", n, j, h[j], c[j], wantH, wantC)
				}
				slope := func(x *float64, c0 *float64) float64 {
					const e = 1e-5
					v := *x
					*x = v + e
					h1, c1 := forward(zj, *c0)
					*x = v - e
					h2, c2 := forward(zj, *c0)
					*x = v
					return (float64(dh[j])*(h1-h2) + float64(dcBefore[j])*(c1-c2)) / (2 * e)
				}
				cell := float64(c0[j])
				for k := range zj {
					if want := slope(&zj[k], &cell); math.Abs(want-float64(d[k*n+j])) > 1e-5 {
						t.Fatalf("%d units, unit %d, gate %d: gradient %v, want %v", n, j, k, d[k*n+j], want)
					}
				}
				if want := slope(&cell, &cell); math.Abs(want-float64(dc[j])) > 1e-5 {
					t.Fatalf("%d units, unit %d: gradient of c %v, want %v", n, j, dc[j], want)
				}
			}
		}
	})
}

// TestGRU compares with the formulas, the backward one with differences.
func TestGRU(t *testing.T) {
	sigma := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(13, 14))
		for n := range 40 {
			long, rows := slabs(t, r, 4, 3*n), slabs(t, r, 4, n)
			z, rec, dx, d := long[0], long[1], long[2], long[3]
			h0, h, dh, carry := rows[0], rows[1], rows[2], rows[3]
			before := slices.Clone(z)
			forward := func(z, rec [3]float64, h0 float64) float64 {
				r, u := sigma(z[0]+rec[0]), sigma(z[1]+rec[1])
				return (1-u)*math.Tanh(z[2]+r*rec[2]) + u*h0
			}
			GRU(z, rec, h0, h)
			GRUBackward(dx, d, z, rec[2*n:], h0, dh, carry)
			for j := range n {
				var zj, recj [3]float64
				for k := range zj {
					zj[k], recj[k] = float64(before[k*n+j]), float64(rec[k*n+j])
				}
				state := float64(h0[j])
				if want := forward(zj, recj, state); math.Abs(want-float64(h[j])) > 1e-6 {
					t.Fatalf("%d units, unit %d: h %v, want %v", n, j, h[j], want)
				}
				slope := func(x *float64) float64 {
					const e = 1e-5
					v := *x
					*x = v + e
					up := forward(zj, recj, state)
					*x = v - e
					down := forward(zj, recj, state)
					*x = v
					return float64(dh[j]) * (up - down) / (2 * e)
				}
				for k := range zj {
					if want := slope(&zj[k]); math.Abs(want-float64(dx[k*n+j])) > 1e-5 {
						t.Fatalf("%d units, unit %d, gate %d: gradient %v, want %v", n, j, k, dx[k*n+j], want)
					}
					if want := slope(&recj[k]); math.Abs(want-float64(d[k*n+j])) > 1e-5 {
						t.Fatalf("%d units, unit %d, gate %d: gradient for the state %v, want %v", n, j, k, d[k*n+j], want)
					}
				}
				if want := slope(&state); math.Abs(want-float64(carry[j])) > 1e-5 {
					t.Fatalf("%d units, unit %d: carry %v, want %v", n, j, carry[j], want)
				}
			}
		}
	})
}

func TestTranspose(t *testing.T) {
	each(t, func(t *testing.T) {
		for _, c := range [][2]int{{1, 1}, {8, 8}, {8, 16}, {16, 8}, {9, 17}, {7, 30}, {24, 5}, {31, 33}} {
			rows, cols := c[0], c[1]
			src, dst := guard.Floats(t, rows*(cols+1)-1), guard.Floats(t, cols*(rows+2)-2)
			for i := range src {
				src[i] = float32(i)
			}
			for i := range dst {
				dst[i] = -1
			}
			Transpose(dst, rows+2, src, cols+1, rows, cols)
			for i := range dst {
				j, k := i/(rows+2), i%(rows+2)
				want := float32(-1)
				if k < rows {
					want = src[k*(cols+1)+j]
				}
				if dst[i] != want {
					t.Fatalf("%d × %d: row %d, column %d is %v, want %v", rows, cols, j, k, dst[i], want)
				}
			}
		}
	})
}

// TestAdamLetsAveragesDieOut: without a gradient m falls by a tenth a step, and
// must not stay among numbers below the normal range, which slow a processor
// down. The functions leave the processor's mode as they found it.
func TestAdamLetsAveragesDieOut(t *testing.T) {
	each(t, func(t *testing.T) {
		if active.name == "generic" {
			t.Skip("plain Go cannot set the processor's mode")
		}
		w, g, m, v := make([]float32, 37), make([]float32, 37), slices.Repeat([]float32{1}, 37), slices.Repeat([]float32{1}, 37)
		for range 1000 {
			Adam(w, g, m, v, AdamStep{Beta1: .9, Beta2: .9, Rate: 1e-3, Correction: 1, Epsilon: 1e-8})
		}
		for i := range m {
			if m[i] != 0 || v[i] != 0 {
				t.Fatalf("after 1000 steps without a gradient m is %v, v is %v, want 0", m[i], v[i])
			}
		}
		if small := float32(math.SmallestNonzeroFloat32) * (m[0] + 3); small != 3*math.SmallestNonzeroFloat32 {
			t.Errorf("the processor still flushes to zero: 3 times the smallest number is %v", small)
		}
	})
}

func TestMaxStepKeepsNaN(t *testing.T) {
	each(t, func(t *testing.T) {
		nan := float32(math.NaN())
		for n := 1; n < 20; n++ {
			dst, where := make([]float32, n), make([]float32, n)
			for k, v := range []float32{1, nan, 5} {
				x := slices.Repeat([]float32{v}, n)
				MaxStep(dst, where, x, float32(k))
			}
			for i := range dst {
				if dst[i] == dst[i] || where[i] != 1 {
					t.Fatalf("greatest of 0, 1, NaN, 5 is %v from %v, want NaN from 1", dst[i], where[i])
				}
			}
		}
	})
}

func TestShortDestinationsPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic for a destination that is too short")
		}
	}()
	Exp(make([]float32, 3), make([]float32, 4)[:4:4])
}

func BenchmarkFunctions(b *testing.B) {
	for _, impl := range tables(cpu.Available()[0]) {
		for _, c := range elementwise {
			b.Run(fmt.Sprintf("%s/%s", c.name, impl.name), func(b *testing.B) {
				old := active
				active = impl
				defer func() { active = old }()
				const n = 4096
				in, out := make([][]float32, c.reads), make([][]float32, c.changes)
				for _, xs := range [][][]float32{in, out} {
					for i := range xs {
						xs[i] = make([]float32, n)
						for j := range xs[i] {
							xs[i][j] = float32(j%13)/13 + .1
						}
					}
				}
				for b.Loop() {
					c.run(in, out)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/number")
			})
		}
	}
}

func TestSoftmaxLogIsSoftmaxAndLogSumExp(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, x := range [][]float32{{0}, {1, 2, 3}, {-1000, 1000, 999}, {-inf, 0, 1}, {-inf, -inf}, {inf, 1}, {nan, 1}, {1, 2, nan}, make([]float32, 1000)} {
		p := make([]float32, len(x))
		log, want := SoftmaxLog(p, x), LogSumExp(x)
		if math.Abs(log-want) > 1e-6*(1+math.Abs(want)) || math.IsNaN(log) != math.IsNaN(want) || math.IsInf(log, 0) && log != want {
			t.Errorf("%v: logarithm %v, want %v", x, log, want)
		}
		for i, v := range x {
			want := math.Exp(float64(v) - want)
			if got := float64(p[i]); math.Abs(got-want) > 1e-6 || math.IsNaN(got) != math.IsNaN(want) {
				t.Errorf("%v: softmax[%d] = %v, want %v", x, i, got, want)
			}
		}
	}
}

// TestAdamDividesByRoots over all that a mean of squares may be. A root and a
// quotient that are rounded are off by an ulp, 2⁻²³, each at most; an estimated
// root by one more.
func TestAdamDividesByRoots(t *testing.T) {
	each(t, func(t *testing.T) {
		for _, square := range []float64{0, 2e-38, 1e-30, 3e-16, 1e-8, .7, 1, 2, 3, 1e10, 1e30, 3e38, math.Inf(1)} {
			w, g, m, v := make([]float32, 19), make([]float32, 19), slices.Repeat([]float32{3}, 19), slices.Repeat([]float32{float32(square)}, 19)
			Adam(w, g, m, v, AdamStep{Beta1: 1, Beta2: 1, Rate: .5, Correction: 1, Epsilon: 1e-8})
			want := -.5 * 3 / (math.Sqrt(float64(float32(square))) + float64(float32(1e-8)))
			for i := range w {
				if got := float64(w[i]); !(math.Abs(got-want) <= 4*0x1p-23*math.Abs(want)) || v[i] != float32(square) {
					t.Fatalf("mean of squares %v: a step of %v, want %v", square, got, want)
				}
			}
		}
		nan := float32(math.NaN())
		w, v := []float32{0}, []float32{nan}
		Adam(w, []float32{0}, []float32{1}, v, AdamStep{Beta1: 1, Beta2: 1, Rate: .5, Correction: 1, Epsilon: 1e-8})
		if w[0] == w[0] {
			t.Errorf("mean of squares NaN: a step of %v, want NaN", w[0])
		}
	})
}
