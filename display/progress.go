package display

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// A Progress is a bar with the time that is left. In a notebook it changes in
// place, at most ten times a second, and is removed from sight by nobody: its
// last state stays. In a program it is one line at the end.
//
// Its bundle has, for programs that look on, Metadata["gorgo"] with "progress"
// (0 to 1), "label", "note" and, once it is known, "eta_seconds".
type Progress struct {
	mu    sync.Mutex
	live  *Live
	label string
	total int
	start time.Time
	state progressState
}

// NewProgress shows a bar of total steps.
func NewProgress(label string, total int) *Progress {
	p := &Progress{live: NewLive(), label: label, total: max(total, 1), start: time.Now()}
	p.Set(0, "")
	return p
}

// Set says that n steps are done; the note stands beside the bar.
func (p *Progress) Set(n int, note string) {
	p.mu.Lock()
	p.state = progressState{label: p.label, n: min(max(n, 0), p.total), total: p.total, note: note, spent: time.Since(p.start)}
	state := p.state
	p.mu.Unlock()
	p.live.Update(func() any { return state })
}

// Done shows the last state. A bar that was not filled stays as it is: the work
// ended early.
func (p *Progress) Done() {
	p.mu.Lock()
	p.state.over, p.state.spent = true, time.Since(p.start)
	state := p.state
	p.mu.Unlock()
	p.live.Update(func() any { return state })
	p.live.Done()
}

type progressState struct {
	label, note string
	n, total    int
	spent       time.Duration
	over        bool
}

func (s progressState) fraction() float64 { return float64(s.n) / float64(s.total) }

// left estimates the time that is left from the pace so far.
func (s progressState) left() (time.Duration, bool) {
	if s.n == 0 || s.over {
		return 0, false
	}
	return time.Duration(float64(s.spent) * float64(s.total-s.n) / float64(s.n)), true
}

func (s progressState) time() string {
	if s.over || s.n == s.total {
		return clock(s.spent)
	}
	if left, ok := s.left(); ok {
		return clock(left) + " left"
	}
	return ""
}

func (s progressState) Display() Bundle {
	own := map[string]any{"progress": s.fraction(), "label": s.label, "note": s.note}
	if left, ok := s.left(); ok {
		own["eta_seconds"] = left.Seconds()
	}
	percent := fmt.Sprintf("%.0f %%", 100*s.fraction())
	var parts []string
	for _, part := range []string{fmt.Sprintf("%d/%d", s.n, s.total), s.note, s.time()} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	rest := strings.Join(parts, " · ")
	text := strings.TrimSpace(fmt.Sprintf("%s %s %s", s.label, percent, rest))
	html := fmt.Sprintf(`<div style="display:flex;align-items:center;gap:.75em;font-size:.9em;font-variant-numeric:tabular-nums">`+
		`<span>%s</span>`+
		`<span style="flex:0 1 20em;height:.5em;border-radius:.25em;background:rgba(128,128,128,.25);overflow:hidden">`+
		`<span style="display:block;height:100%%;width:%.1f%%;border-radius:.25em;background:#0b7d91"></span></span>`+
		`<span style="opacity:.75">%s</span></div>`, escape(s.label), 100*s.fraction(), escape(rest))
	return Bundle{Data: map[string]any{MIMEText: text, MIMEHTML: html}, Metadata: map[string]any{"gorgo": own}}
}

// clock writes a duration the way a person reads it.
func clock(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d:%02d min", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d:%02d h", int(d.Hours()), int(d.Minutes())%60)
}
