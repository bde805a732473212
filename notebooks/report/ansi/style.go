// Colours and weights, set by ESC [ … m.

package ansi

import (
	"fmt"
	"strconv"
	"strings"
)

// A color is 0 for none, 1 to 16 for the terminal's own, or rgb | exact.
type color int32

const exact color = 1 << 24

type style struct {
	fg, bg                                          color
	bold, faint, italic, underline, strike, reverse bool
}

// set obeys parameters such as "1;31" or "38;2;255;0;0".
func (st *style) set(params string) {
	fields := strings.FieldsFunc(params, func(r rune) bool { return r == ';' || r == ':' })
	if len(fields) == 0 {
		*st = style{}
		return
	}
	codes := make([]int, len(fields))
	for i, f := range fields {
		codes[i], _ = strconv.Atoi(f)
	}
	for len(codes) > 0 {
		n := 1
		switch c := codes[0]; {
		case c == 0:
			*st = style{}
		case c == 1:
			st.bold = true
		case c == 2:
			st.faint = true
		case c == 3:
			st.italic = true
		case c == 4:
			st.underline = true
		case c == 7:
			st.reverse = true
		case c == 9:
			st.strike = true
		case c == 22:
			st.bold, st.faint = false, false
		case c == 23:
			st.italic = false
		case c == 24:
			st.underline = false
		case c == 27:
			st.reverse = false
		case c == 29:
			st.strike = false
		case 30 <= c && c <= 37:
			st.fg = color(c - 30 + 1)
		case 40 <= c && c <= 47:
			st.bg = color(c - 40 + 1)
		case 90 <= c && c <= 97:
			st.fg = color(c - 90 + 9)
		case 100 <= c && c <= 107:
			st.bg = color(c - 100 + 9)
		case c == 38:
			st.fg, n = extended(codes)
		case c == 48:
			st.bg, n = extended(codes)
		case c == 39:
			st.fg = 0
		case c == 49:
			st.bg = 0
		}
		codes = codes[n:]
	}
}

// extended reads 38;5;n or 38;2;r;g;b and says how many codes it took.
func extended(codes []int) (color, int) {
	switch {
	case len(codes) >= 3 && codes[1] == 5:
		return palette(codes[2]), 3
	case len(codes) >= 5 && codes[1] == 2:
		return rgb(codes[2], codes[3], codes[4]), 5
	}
	return 0, len(codes)
}

func rgb(r, g, b int) color { return exact | color(r&255)<<16 | color(g&255)<<8 | color(b&255) }

// palette is a colour of xterm's 256: 16 named ones, a cube of 6×6×6, 24 greys.
func palette(n int) color {
	switch n &= 255; {
	case n < 16:
		return color(n + 1)
	case n < 232:
		level := func(i int) int {
			if i == 0 {
				return 0
			}
			return 55 + 40*i
		}
		n -= 16
		return rgb(level(n/36), level(n/6%6), level(n%6))
	}
	grey := 8 + 10*(n-232)
	return rgb(grey, grey, grey)
}

// tag opens the span of a style; empty for the usual one.
func (st style) tag() string {
	fg, bg := st.fg, st.bg
	var classes, rules []string
	if st.reverse {
		if fg, bg = bg, fg; fg == 0 && bg == 0 {
			classes = append(classes, "ar")
		}
	}
	for _, flag := range []struct {
		on   bool
		name string
	}{{st.bold, "ab"}, {st.faint, "af"}, {st.italic, "ai"}, {st.underline, "au"}, {st.strike, "as"}} {
		if flag.on {
			classes = append(classes, flag.name)
		}
	}
	for _, c := range []struct {
		color            color
		prefix, property string
	}{{fg, "a", "color"}, {bg, "g", "background-color"}} {
		switch {
		case c.color&exact != 0:
			rules = append(rules, fmt.Sprintf("%s:#%06x", c.property, c.color&^exact))
		case c.color != 0:
			classes = append(classes, c.prefix+strconv.Itoa(int(c.color-1)))
		}
	}
	if len(classes) == 0 && len(rules) == 0 {
		return ""
	}
	tag := "<span"
	if len(classes) > 0 {
		tag += ` class="` + strings.Join(classes, " ") + `"`
	}
	if len(rules) > 0 {
		tag += ` style="` + strings.Join(rules, ";") + `"`
	}
	return tag + ">"
}
