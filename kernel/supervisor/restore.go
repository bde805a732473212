// Winning back what a process took with it.

package supervisor

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
)

// Restore is the cell that runs again, in their order, the cells that defined
// names which were lost with their process.
//
// It is answered here, since the process that ran them is gone. The cells keep
// their numbers; what they print and show was shown before, and is dropped. One
// that ended its process is left out, as it is by itself: it gave no answer.
const Restore = "%restore"

// ran is a cell that gave the session something.
type ran struct {
	number  int
	code    string
	defined []string
	setting bool // it imports, or sets something that its process had
}

// settings are cells without names of their own that others build on: imports, and
// magics that change the process.
var settings = regexp.MustCompile(`(?m)^[ \t]*(import\b|%(require|cd|env)\b)`)

// renewal is a cell that begins the session anew.
var renewal = regexp.MustCompile(`(?m)^[ \t]*%reset\b`)

// remember notes a cell that has run. s.mu is held.
func (s *Supervisor) remember(req *frame.Execute, done *frame.ExecuteDone) {
	if renewal.MatchString(req.Code) {
		s.ran, s.missed = nil, nil
	}
	setting := settings.MatchString(req.Code)
	if len(done.Defined) > 0 || setting {
		s.ran = append(s.ran, ran{req.Number, req.Code, slices.Clone(done.Defined), setting})
	}
}

// restore runs the cells again that defined what is missing.
func (s *Supervisor) restore(ctx context.Context, out Output) (frame.ExecuteDone, error) {
	s.mu.Lock()
	var again []ran
	for _, c := range s.ran {
		if c.setting || slices.ContainsFunc(c.defined, func(n string) bool { return s.missed[n] }) {
			again = append(again, c)
		}
	}
	missing := len(s.missed)
	s.mu.Unlock()
	if missing == 0 {
		return s.restored("Nothing is missing."), nil
	}
	var failures []string
	for _, c := range again {
		req := &frame.Request{Execute: &frame.Execute{Code: c.code, Number: c.number}}
		answer, failed, err := s.perform(ctx, c.number, req, muted{out})
		if err != nil {
			return frame.ExecuteDone{}, err
		}
		if failed != nil {
			s.forget(c)
			failed.Traceback = append(failed.Traceback, fmt.Sprintf("%s stopped at cell[%d], which it leaves out from now on.", Restore, c.number))
			return frame.ExecuteDone{Error: failed}, nil
		}
		done := s.finished(answer.ExecuteDone)
		if done.Error == nil {
			continue
		}
		if done.Error.Name == interrupted {
			return done, nil
		}
		failures = append(failures, fmt.Sprintf("cell[%d] failed: %s: %s", c.number, done.Error.Name, done.Error.Value))
	}
	numbers := make([]string, len(again))
	for i, c := range again {
		numbers[i] = fmt.Sprint(c.number)
	}
	text := "Ran again: cell " + strings.Join(numbers, ", ") + "."
	if len(numbers) == 0 {
		text = "No cell is known that defines what is missing."
	}
	s.mu.Lock()
	if left := s.missed.sorted(); len(left) > 0 {
		failures = append(failures, "Still missing: "+strings.Join(left, ", ")+".")
	}
	s.mu.Unlock()
	return s.restored(strings.Join(append([]string{text}, failures...), "\n")), nil
}

// forget leaves a cell out of what is restored from now on.
func (s *Supervisor) forget(c ran) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ran = slices.DeleteFunc(s.ran, func(x ran) bool { return x.number == c.number && x.code == c.code })
}

func (s *Supervisor) restored(text string) frame.ExecuteDone {
	s.mu.Lock()
	defer s.mu.Unlock()
	return frame.ExecuteDone{
		Result: &display.Bundle{Data: map[string]any{display.MIMEText: text}},
		Names:  slices.Clone(s.names),
	}
}

// muted takes what a cell says for the second time.
type muted struct{ Output }

func (muted) Stream(string, string)                {}
func (muted) Display(display.Bundle, string, bool) {}
func (muted) Clear(bool)                           {}
