package memory

// large is the number of numbers from which on large pages are worth asking for.
const large = 1 << 16

// Floats returns n zeros.
func Floats(n int) []float32 {
	x := make([]float32, n)
	Advise(x)
	return x
}

// Advise asks for large pages under x, which must be on Go's heap.
func Advise(x []float32) {
	if len(x) >= large {
		advise(x)
	}
}
