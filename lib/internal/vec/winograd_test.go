package vec

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestWinograd convolves one tile by way of the transforms, at the end of
// memory, and compares with the convolution; and it checks that the gradient's
// transform is the transposed of the output's.
func TestWinograd(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 1))
		for n := 1; n < 40; n++ {
			pixel := n + r.IntN(3)
			rows := slabs(t, r, 4, 3*pixel+n)
			plane := n + r.IntN(3)
			v, m := slabs(t, r, 1, 15*plane+n)[0], slabs(t, r, 1, 15*plane+n)[0]
			WinogradInput(v, rows[0], rows[1], rows[2], rows[3], n, pixel, plane)
			kernel := slabs(t, r, 9, n)
			for c := range n {
				// G g Gᵀ
				g := [4][3]float64{{1, 0, 0}, {.5, .5, .5}, {.5, -.5, .5}, {0, 0, 1}}
				for i := range 4 {
					for j := range 4 {
						u := 0.
						for a := range 3 {
							for b := range 3 {
								u += g[i][a] * g[j][b] * float64(kernel[3*a+b][c])
							}
						}
						m[(4*i+j)*plane+c] = v[(4*i+j)*plane+c] * float32(u)
					}
				}
			}
			outPixel := n + r.IntN(3)
			out, bias := slabs(t, r, 2, outPixel+n), slabs(t, r, 1, n)[0]
			for _, floor := range []float32{float32(math.Inf(-1)), 0} {
				WinogradOutput(out[0], out[1], m, bias, n, outPixel, plane, floor)
				for c := range n {
					for y := range 2 {
						for x := range 2 {
							want := float64(bias[c])
							for a := range 3 {
								for b := range 3 {
									want += float64(rows[y+a][(x+b)*pixel+c]) * float64(kernel[3*a+b][c])
								}
							}
							want = max(want, float64(floor))
							if got := float64(out[y][x*outPixel+c]); math.Abs(got-want) > 2e-5*(1+math.Abs(want)) {
								t.Fatalf("%d channels: result (%d, %d) of %d is %v, want %v", n, y, x, c, got, want)
							}
						}
					}
				}
			}

			dy, zero := slabs(t, r, 2, outPixel+n), make([]float32, n)
			back := slabs(t, r, 1, 15*plane+n)[0]
			WinogradGradient(back, dy[0], dy[1], n, outPixel, plane)
			WinogradOutput(out[0], out[1], m, zero, n, outPixel, plane, float32(math.Inf(-1)))
			for c := range n {
				var here, there float64
				for p := range 16 {
					here += float64(m[p*plane+c]) * float64(back[p*plane+c])
				}
				for y := range 2 {
					for x := range 2 {
						there += float64(out[y][x*outPixel+c]) * float64(dy[y][x*outPixel+c])
					}
				}
				if math.Abs(here-there) > 1e-4*(1+math.Abs(here)) {
					t.Fatalf("%d channels: ⟨m, A dY Aᵀ⟩ = %v, ⟨Aᵀ m A, dY⟩ = %v", n, here, there)
				}
			}
		}
	})
}
