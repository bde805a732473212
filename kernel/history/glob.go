package history

// glob.go: patterns with * and ?.

import "strings"

// glob reports whether the whole text matches a pattern in which * stands for
// any text and ? for any one character. An empty pattern matches everything.
func glob(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	p, t := []rune(pattern), []rune(text)
	star, mark := -1, 0 // the last *, and how much of the text it has taken
	i, j := 0, 0
	for j < len(t) {
		switch {
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == t[j]):
			i, j = i+1, j+1
		case star >= 0: // let the last * take one character more
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// sqliteGlob is a pattern for SQLite's GLOB, in which [ begins a set of
// characters.
func sqliteGlob(pattern string) string {
	if pattern == "" {
		return "*"
	}
	return strings.ReplaceAll(pattern, "[", "[[]")
}
