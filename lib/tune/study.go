package tune

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/plots"
)

// Study is what [Run] found. It shows itself as a table of the best trials.
type Study struct {
	// Space that was searched.
	Space []Param
	// Outcomes of the trials, by number.
	Outcomes []Outcome
	// Maximize says that greater values are better.
	Maximize bool
	// Interrupted is set when the person ended the study.
	Interrupted bool
}

// better reports whether a value is better than another.
func (s *Study) better(a, b float64) bool {
	if s.Maximize {
		return a > b
	}
	return a < b
}

// best returns the place of the best complete trial, the first of several; -1 when
// there is none.
func (s *Study) best() int {
	at := -1
	for i, o := range s.Outcomes {
		if o.State == Complete && (at < 0 || s.better(o.Value, s.Outcomes[at].Value)) {
			at = i
		}
	}
	return at
}

// Best returns the best trial that was completed, the first of several. It panics
// when none was, which [Run] returns an error for.
func (s *Study) Best() Outcome {
	at := s.best()
	if at < 0 {
		panic(fmt.Errorf("tune: Best: none of %d trials was completed", len(s.Outcomes)))
	}
	return s.Outcomes[at]
}

// ranked returns the outcomes from the best: complete ones, pruned ones, failed
// ones.
func (s *Study) ranked() []Outcome {
	order := map[State]int{Complete: 0, Pruned: 1, Failed: 2}
	out := slices.Clone(s.Outcomes)
	slices.SortStableFunc(out, func(a, b Outcome) int {
		switch {
		case a.State != b.State:
			return order[a.State] - order[b.State]
		case s.better(a.Value, b.Value):
			return -1
		case s.better(b.Value, a.Value):
			return 1
		}
		return 0
	})
	return out
}

// String says how many trials there were, and which was the best.
func (s *Study) String() string {
	counts := map[State]int{}
	for _, o := range s.Outcomes {
		counts[o.State]++
	}
	text := fmt.Sprintf("%d trials", len(s.Outcomes))
	if n := counts[Pruned]; n > 0 {
		text += fmt.Sprintf(", %d pruned", n)
	}
	if n := counts[Failed]; n > 0 {
		text += fmt.Sprintf(", %d failed", n)
	}
	if s.Interrupted {
		text += ", interrupted"
	}
	if at := s.best(); at >= 0 {
		o := s.Outcomes[at]
		text += fmt.Sprintf("; best %s: trial %d, %s", number(o.Value), o.Number, o.Point)
	}
	return text
}

// number writes a value with at most five digits that count.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 5, 64) }

// took writes a time with three digits or so.
func took(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return d.Round(time.Microsecond).String()
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	}
	return d.Round(10 * time.Millisecond).String()
}

// Table returns all trials, from the best.
func (s *Study) Table() display.Table { return s.table(len(s.Outcomes)) }

func (s *Study) table(rows int) display.Table {
	t := display.Table{Columns: []string{"trial", "value"}, Align: []display.Align{display.Right, display.Right}}
	for _, p := range s.Space {
		t.Columns = append(t.Columns, p.Name)
	}
	t.Columns = append(t.Columns, "state", "time")
	list := s.ranked()
	for _, o := range list[:min(rows, len(list))] {
		row := []string{strconv.Itoa(o.Number), "–"}
		if o.State != Failed {
			row[1] = number(o.Value)
		}
		for i, p := range s.Space {
			row = append(row, p.Text(o.values[i]))
		}
		state := string(o.State)
		if o.Err != "" {
			state += ": " + o.Err
		}
		t.Rows = append(t.Rows, append(row, state, took(o.Duration)))
	}
	return t
}

// Display implements [display.Displayer]: the ten best trials, in a table.
func (s *Study) Display() display.Bundle {
	t := s.table(10)
	t.Note = s.String()
	return t.Display()
}

// Progress draws the value of each trial, and the best until then.
func (s *Study) Progress() *plots.Figure {
	var all, best plots.Series
	all.Name, best.Name = "trial", "best so far"
	for _, o := range s.Outcomes {
		if o.State != Complete {
			continue
		}
		x := float64(o.Number)
		all.X, all.Y = append(all.X, x), append(all.Y, o.Value)
		top := o.Value
		if n := len(best.Y); n > 0 && s.better(best.Y[n-1], top) {
			top = best.Y[n-1]
		}
		best.X, best.Y = append(best.X, x), append(best.Y, top)
	}
	if len(all.Y) == 0 {
		return plots.Failed("Progress", fmt.Errorf("tune: Progress: none of %d trials was completed", len(s.Outcomes)))
	}
	f := plots.Scatter([]plots.Series{all, best})
	f.XLabel, f.YLabel = "trial", "value"
	return f
}

// Slice draws the value of each trial over one parameter. A choice is drawn as a box
// for each name.
func (s *Study) Slice(name string) *plots.Figure {
	at := slices.IndexFunc(s.Space, func(p Param) bool { return p.Name == name })
	if at < 0 {
		return plots.Failed("Slice", fmt.Errorf("tune: Slice: there is no parameter %q", name))
	}
	p := s.Space[at]
	if p.Of != nil {
		groups := make([][]float64, len(p.Of))
		for _, o := range s.Outcomes {
			if o.State == Complete {
				i := int(o.values[at])
				groups[i] = append(groups[i], o.Value)
			}
		}
		var names []string
		var values [][]float64
		for i, g := range groups {
			if len(g) > 0 {
				names, values = append(names, p.Of[i]), append(values, g)
			}
		}
		f := plots.Box(names, values)
		f.XLabel, f.YLabel = name, "value"
		return f
	}
	series := plots.Series{Name: "trial"}
	for _, o := range s.Outcomes {
		if o.State == Complete {
			x := o.values[at]
			if p.Log {
				x = math.Log10(x)
			}
			series.X, series.Y = append(series.X, x), append(series.Y, o.Value)
		}
	}
	f := plots.Scatter([]plots.Series{series})
	f.XLabel, f.YLabel = name, "value"
	if p.Log {
		f.XLabel = "log₁₀ of " + name
	}
	return f
}

// Parallel draws all complete trials as lines through their values of every
// parameter, up to the value of the function, by which they are coloured.
func (s *Study) Parallel() *plots.Figure {
	var axes []plots.Coordinate
	for _, p := range s.Space {
		axes = append(axes, plots.Coordinate{Name: p.Name, Log: p.Log && p.Of == nil, Labels: p.Of})
	}
	axes = append(axes, plots.Coordinate{Name: "value"})
	// The best last, so that they lie on top.
	list := s.ranked()
	slices.Reverse(list)
	for _, o := range list {
		if o.State != Complete {
			continue
		}
		for i, v := range o.values {
			axes[i].Values = append(axes[i].Values, v)
		}
		axes[len(axes)-1].Values = append(axes[len(axes)-1].Values, o.Value)
	}
	return plots.ParallelCoordinates(axes, s.Maximize)
}
