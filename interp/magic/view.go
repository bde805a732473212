// This file says what stands where in a cell that is being typed.

package magic

import "strings"

// View is a cell as seen from a place in it: the Go there, or a magic's name.
type View struct {
	// Code is the Go that the place belongs to, with spaces for all else, so that
	// offsets are those of the cell.
	Code string
	// IsName tells that the place is in the name of a magic, which is from Start
	// to End.
	IsName     bool
	Start, End int

	directive *Directive // the magic whose line it is, nil in Go
	isGo      bool       // the place is in Go that the magic takes
}

// View returns what stands at a byte offset of a cell.
func (r *Runner) View(text string, offset int) View {
	cell := Parse(text, r.known)
	for _, d := range cell.Directives {
		line, next := lineOf(text, d.Line)
		if d.Name == command {
			next = max(next, d.end)
		}
		// The end of the last line belongs to it.
		if offset < line || offset > next || offset == next && strings.HasSuffix(text[:next], "\n") {
			continue
		}
		if d.question {
			if d.Name == "doc" {
				return View{Code: d.only(text), directive: &d, isGo: true}
			}
			return View{Code: blank(text), directive: &d}
		}
		start := line + strings.IndexAny(text[line:], "%!") + 1
		if d.Whole {
			start++
		}
		end := start + len(d.Name)
		if d.Name == command {
			return View{Code: blank(text), directive: &d}
		}
		if start <= offset && offset <= end {
			return View{Code: blank(text), IsName: true, Start: start, End: end, directive: &d}
		}
		if m := find(d.Name); m != nil && (m.code || m.name == "doc") {
			return View{Code: d.only(text), directive: &d, isGo: true}
		}
		return View{Code: blank(text), directive: &d}
	}
	return View{Code: cell.Code}
}

// lineOf returns where a line begins that counts from 1, and where the next one
// does.
func lineOf(text string, number int) (start, next int) {
	for range number {
		start = next
		_, next = lineAt(text, start)
	}
	return start, next
}

func blank(text string) string {
	b := []byte(text)
	wipe(b)
	return string(b)
}

// Rest returns the Go of a cell below its magics; wanted tells that the last
// magic works on it and that there is none yet, or that a command goes on.
func (r *Runner) Rest(text string) (code string, wanted bool) {
	cell := Parse(text, r.known)
	if n := len(cell.Directives); n > 0 && !cell.HasGo {
		d := cell.Directives[n-1]
		m := find(d.Name)
		wanted = m != nil && m.code && d.Arg == "" || d.Name == command && strings.HasSuffix(d.Arg, "\\")
	}
	return cell.Code, wanted
}
