package memory

import "testing"

// Whatever the system makes of the advice, the numbers stay.
func TestNumbersStay(t *testing.T) {
	for _, n := range []int{0, 1, large - 1, large, 3*large + 5, 1 << 21} {
		x := Floats(n)
		if len(x) != n {
			t.Fatalf("%d numbers, want %d", len(x), n)
		}
		for i := range x {
			if x[i] != 0 {
				t.Fatalf("%d numbers: number %d is %v, want 0", n, i, x[i])
			}
			x[i] = float32(i)
		}
		Advise(x)
		for i := range x {
			if x[i] != float32(i) {
				t.Fatalf("%d numbers: number %d is %v, want %v", n, i, x[i], float32(i))
			}
		}
	}
}
