package guard

import "testing"

func TestFloatsCanBeWritten(t *testing.T) {
	for _, n := range []int{0, 1, 1023, 1024, 1025} {
		x := Floats(t, n)
		if len(x) != n {
			t.Errorf("asked for %d numbers, got %d", n, len(x))
		}
		for i := range x {
			x[i] = float32(i)
		}
	}
}
