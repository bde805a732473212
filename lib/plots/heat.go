package plots

// The colours of heat maps. Their cells are opaque and their numbers stand on
// the cells, so they can be read on any page; the light set is used unless the
// reader prefers a dark one.

import (
	"fmt"
	"image/color"
	"math"
	"strings"
)

const (
	heatLevels = 11
	heatClass  = "gorgo-heat"
)

var (
	heatLight = ramp(color.NRGBA{0xed, 0xf1, 0xf7, 0xff}, color.NRGBA{0x9f, 0xc5, 0xec, 0xff}, color.NRGBA{0x2f, 0x7e, 0xd0, 0xff}, color.NRGBA{0x0b, 0x3d, 0x80, 0xff})
	heatDark  = ramp(color.NRGBA{0x1d, 0x25, 0x31, 0xff}, color.NRGBA{0x1f, 0x4a, 0x80, 0xff}, color.NRGBA{0x35, 0x8a, 0xdd, 0xff}, color.NRGBA{0xa9, 0xd6, 0xff, 0xff})
	heatStyle = makeHeatStyle()
)

// heatLevel returns the level of a share from 0 to 1. Only 0 itself has the
// lowest, so that a single mistake among many can be seen.
func heatLevel(share float64) int {
	if !(share > 0) {
		return 0
	}
	return clamp(int(math.Round(share*(heatLevels-1))), 1, heatLevels-1)
}

// heatFill and heatText are the colours of a cell and of a number on it; a
// faint number is one that says nothing, such as a 0.
func heatFill(level int) color.Color {
	return classed{heatLight[level], fmt.Sprintf("%s-%d", heatClass, level)}
}

func heatText(level int, faint bool) color.Color {
	if faint {
		return classed{mix(heatLight[level], textOn(heatLight[level]), 0.45), heatClass + "-faint"}
	}
	return classed{textOn(heatLight[level]), fmt.Sprintf("%s-text-%d", heatClass, level)}
}

// makeHeatStyle returns the style sheet with the dark set.
func makeHeatStyle() string {
	var b strings.Builder
	b.WriteString("<style>@media (prefers-color-scheme:dark){")
	for level, c := range heatDark {
		fmt.Fprintf(&b, ".%s-%d{fill:%s}.%[1]s-text-%[2]d{fill:%[4]s}", heatClass, level, hex(c), hex(textOn(c)))
	}
	fmt.Fprintf(&b, ".%s-faint{fill:%s}}</style>\n", heatClass, hex(mix(heatDark[0], textOn(heatDark[0]), 0.45)))
	return b.String()
}

// ramp mixes the levels between the given colours.
func ramp(stops ...color.NRGBA) [heatLevels]color.NRGBA {
	var out [heatLevels]color.NRGBA
	for i := range out {
		at := float64(i) / (heatLevels - 1) * float64(len(stops)-1)
		k := min(int(at), len(stops)-2)
		out[i] = mix(stops[k], stops[k+1], at-float64(k))
	}
	return out
}

// mix goes from a to b as share goes from 0 to 1.
func mix(a, b color.NRGBA, share float64) color.NRGBA {
	f := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*share)) }
	return color.NRGBA{f(a.R, b.R), f(a.G, b.G), f(a.B, b.B), 0xff}
}

// textOn returns black or white: what is easier to read on the colour.
func textOn(c color.NRGBA) color.NRGBA {
	dark, light := color.NRGBA{0, 0, 0, 0xff}, color.NRGBA{0xff, 0xff, 0xff, 0xff}
	if contrast(c, dark) > contrast(c, light) {
		return dark
	}
	return light
}

// contrast is the contrast ratio of WCAG 2: from 1 to 21; text wants 4.5,
// large text and drawings 3.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG 2.
func luminance(c color.NRGBA) float64 {
	f := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*f(c.R) + 0.7152*f(c.G) + 0.0722*f(c.B)
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
