package cpu

// detected returns the levels of this processor: Go itself needs NEON on arm64.
func detected() []Level { return []Level{NEON} }
