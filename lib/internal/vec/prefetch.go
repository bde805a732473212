package vec

// Prefetch asks the processor to bring numbers into its cache that will be
// needed soon. Nothing depends on whether it does.
func Prefetch(x []float32) {
	if len(x) > 0 {
		active.prefetch(x)
	}
}
