package kernel

// cursor.go: the protocol counts code points, Go counts bytes.

import "unicode/utf8"

// byteOffset returns where the nth code point of s begins, within s.
func byteOffset(s string, n int) int {
	if n <= 0 {
		return 0
	}
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// codePoints returns how many code points begin before the byte at offset.
func codePoints(s string, offset int) int {
	return utf8.RuneCountInString(s[:min(max(offset, 0), len(s))])
}
