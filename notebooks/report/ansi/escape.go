// Escape sequences, as ECMA-48 has them.

package ansi

import (
	"strconv"
	"strings"
)

const escape = 0x1b

// escape obeys the sequence that s begins with and returns its length.
func (sc *screen) escape(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	switch s[1] {
	case '[':
		return sc.control(s)
	case ']', 'P', '_', '^', 'X': // strings, such as a window's title or a link's address
		for i := 2; i < len(s); i++ {
			if s[i] == '\a' {
				return i + 1
			}
			if s[i] == escape && i+1 < len(s) && s[i+1] == '\\' {
				return i + 2
			}
			if s[i] == '\n' { // never ended: don't swallow the rest
				return i
			}
		}
		return len(s)
	}
	// Two characters, or more with intermediate ones.
	i := 1
	for i < len(s) && 0x20 <= s[i] && s[i] <= 0x2f {
		i++
	}
	if i < len(s) && 0x30 <= s[i] && s[i] <= 0x7e {
		i++
	}
	return i
}

// control obeys ESC [ parameters letter.
func (sc *screen) control(s string) int {
	i := 2
	for i < len(s) && 0x20 <= s[i] && s[i] <= 0x3f {
		i++
	}
	if i == len(s) || s[i] < 0x40 || s[i] > 0x7e {
		return i
	}
	params := s[2:i]
	first := func(otherwise int) int {
		p, _, _ := strings.Cut(params, ";")
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 {
			return otherwise
		}
		return min(n, maxMove)
	}
	switch s[i] {
	case 'm':
		sc.style.set(params)
	case 'K':
		sc.erase(first(0))
	case 'A':
		sc.move(-first(1), 0)
	case 'B':
		sc.move(first(1), 0)
	case 'C':
		sc.move(0, first(1))
	case 'D':
		sc.move(0, -first(1))
	case 'F':
		sc.move(-first(1), -sc.col)
	case 'G':
		sc.move(0, max(first(1), 1)-1-sc.col)
	}
	return i + 1
}
