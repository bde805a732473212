// Alphabets: bold, blackboard bold, script and the others are characters of
// Unicode's block of mathematical letters.

package mathml

import (
	"html"
	"strings"
	"unicode"
)

// An alphabet is what \mathbf and the like switch to. The zero value is the usual:
// single letters slant.
type alphabet int

const (
	usual alphabet = iota
	upright
	bold
	italic
	boldItalic
	doubleStruck
	script
	fraktur
	sansSerif
	monospace
)

// starts are the code points of A, a and 0 in Unicode's block; 0: there is none.
var starts = map[alphabet][3]rune{
	bold:         {0x1D400, 0x1D41A, 0x1D7CE},
	italic:       {0x1D434, 0x1D44E, 0},
	boldItalic:   {0x1D468, 0x1D482, 0x1D7CE},
	doubleStruck: {0x1D538, 0x1D552, 0x1D7D8},
	script:       {0x1D49C, 0x1D4B6, 0},
	fraktur:      {0x1D504, 0x1D51E, 0},
	sansSerif:    {0x1D5A0, 0x1D5BA, 0x1D7E2},
	monospace:    {0x1D670, 0x1D68A, 0x1D7F6},
}

// elsewhere are the letters that had a place before the block was made, and are
// holes in it.
var elsewhere = map[rune]rune{
	0x1D455: 'ℎ', 0x1D49D: 'ℬ', 0x1D4A0: 'ℰ', 0x1D4A1: 'ℱ', 0x1D4A3: 'ℋ', 0x1D4A4: 'ℐ', 0x1D4A7: 'ℒ', 0x1D4A8: 'ℳ', 0x1D4AD: 'ℛ',
	0x1D4BA: 'ℯ', 0x1D4BC: 'ℊ', 0x1D4C4: 'ℴ', 0x1D506: 'ℭ', 0x1D50B: 'ℌ', 0x1D50C: 'ℑ', 0x1D515: 'ℜ', 0x1D51D: 'ℨ',
	0x1D53A: 'ℂ', 0x1D53F: 'ℍ', 0x1D545: 'ℕ', 0x1D547: 'ℙ', 0x1D548: 'ℚ', 0x1D549: 'ℝ', 0x1D551: 'ℤ',
}

// greekBold are the places of bold Α and α, and of their slanted forms.
var greekBold = map[alphabet][2]rune{bold: {0x1D6A8, 0x1D6C2}, boldItalic: {0x1D71C, 0x1D736}}

func (a alphabet) letter(r rune) rune {
	if g, ok := greekBold[a]; ok {
		switch {
		case 'Α' <= r && r <= 'Ω':
			return g[0] + r - 'Α'
		case 'α' <= r && r <= 'ω':
			return g[1] + r - 'α'
		}
	}
	s, ok := starts[a]
	if !ok {
		return r
	}
	out := rune(0)
	switch {
	case 'A' <= r && r <= 'Z':
		out = s[0] + r - 'A'
	case 'a' <= r && r <= 'z':
		out = s[1] + r - 'a'
	case '0' <= r && r <= '9' && s[2] != 0:
		out = s[2] + r - '0'
	default:
		return r
	}
	if e, ok := elsewhere[out]; ok {
		return e
	}
	return out
}

// letters is a text in the alphabet, escaped.
func (a alphabet) letters(s string) string { return html.EscapeString(strings.Map(a.letter, s)) }

// identifier is a letter or a name in the alphabet.
func (a alphabet) identifier(s string) node {
	switch {
	case a == upright && len([]rune(s)) == 1:
		return element("mi", `mathvariant="normal"`, html.EscapeString(s))
	case a == usual && len([]rune(s)) == 1 && unicode.IsUpper([]rune(s)[0]) && unicode.Is(unicode.Greek, []rune(s)[0]):
		return element("mi", `mathvariant="normal"`, s) // as TeX has it
	}
	return element("mi", "", a.letters(s))
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
