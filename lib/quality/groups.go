package quality

import (
	"errors"
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/display"
)

// Group is how a model does for one group.
type Group struct {
	Name string
	// Rows in the group.
	Rows int
	// Selected is the share of its rows that the model takes as positive.
	Selected float64
	// Accuracy is the share of its rows that are right, Low and High the 95 %
	// confidence interval of it (Wilson 1927).
	Accuracy, Low, High float64
	// TruePositives is the share of its positive rows that are found, FalsePositives
	// that of its negative rows that are taken as positive. NaN without such rows.
	TruePositives, FalsePositives float64
}

// GroupReport compares groups. It shows itself as a table.
type GroupReport struct {
	Groups []Group
	// Disparity is the least share selected divided by the greatest: 1 is parity, and
	// less than 0.8 is taken as a sign of discrimination by the four-fifths rule of
	// the US EEOC (1978). NaN when nothing is selected.
	Disparity float64
	// Opportunity is the greatest difference of TruePositives, Odds the greater of
	// that and the greatest difference of FalsePositives (Hardt, Price, Srebro,
	// Equality of Opportunity in Supervised Learning, NeurIPS 2016). NaN when it is
	// undefined for a group.
	Opportunity, Odds float64
	// Warnings name groups that do worse than all others by more than chance, and
	// groups that are too small to say.
	Warnings []string
}

// Groups compares how a model does for groups: y are the classes, predicted what the
// model says, positive the class that is good to get (a loan, a job), group the group
// of each row, an index into names.
func Groups(y, predicted []int, positive int, group []int, names []string) (*GroupReport, error) {
	if len(y) == 0 || len(y) != len(predicted) || len(y) != len(group) {
		return nil, fmt.Errorf("quality: Groups: want as many labels, predictions and groups, and at least one, got %d, %d and %d", len(y), len(predicted), len(group))
	}
	if len(names) < 2 {
		return nil, errors.New("quality: Groups: want the names of at least two groups")
	}
	counts := make([]groupCount, len(names))
	for i, g := range group {
		if g < 0 || g >= len(names) {
			return nil, fmt.Errorf("quality: Groups: row %d is of group %d, but there are %d: groups are indices into the names", i, g, len(names))
		}
		counts[g].add(y[i] == positive, predicted[i] == positive, y[i] == predicted[i])
	}
	r := &GroupReport{Disparity: math.NaN()}
	var all groupCount
	for g, c := range counts {
		r.Groups = append(r.Groups, c.group(names[g]))
		all.merge(c)
	}
	r.compare(counts, all)
	return r, nil
}

// MustGroups is [Groups], but panics on an error.
func MustGroups(y, predicted []int, positive int, group []int, names []string) *GroupReport {
	r, err := Groups(y, predicted, positive, group, names)
	if err != nil {
		panic(err)
	}
	return r
}

type groupCount struct{ rows, right, selected, positive, found, negative, false int }

func (c *groupCount) add(positive, selected, right bool) {
	c.rows++
	if right {
		c.right++
	}
	if selected {
		c.selected++
	}
	switch {
	case positive && selected:
		c.found++
	case selected:
		c.false++
	}
	if positive {
		c.positive++
	} else {
		c.negative++
	}
}

func (c *groupCount) merge(o groupCount) {
	c.rows, c.right = c.rows+o.rows, c.right+o.right
}

func share(n, of int) float64 { return float64(n) / float64(of) } // NaN of none

func (c groupCount) group(name string) Group {
	low, high := wilson(c.right, c.rows)
	return Group{name, c.rows, share(c.selected, c.rows), share(c.right, c.rows), low, high, share(c.found, c.positive), share(c.false, c.negative)}
}

// wilson returns the 95 % score interval of a share.
func wilson(k, n int) (low, high float64) {
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	const z = 1.959963984540054
	p, m := share(k, n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return middle - half, middle + half
}

func (r *GroupReport) compare(counts []groupCount, all groupCount) {
	spread := func(of func(g Group) float64) (least, greatest float64) {
		least, greatest = math.Inf(1), math.Inf(-1)
		for _, g := range r.Groups {
			if g.Rows == 0 {
				continue
			}
			least, greatest = math.Min(least, of(g)), math.Max(greatest, of(g)) // NaN stays
		}
		return least, greatest
	}
	if least, greatest := spread(func(g Group) float64 { return g.Selected }); greatest > 0 {
		r.Disparity = least / greatest
	}
	least, greatest := spread(func(g Group) float64 { return g.TruePositives })
	r.Opportunity = greatest - least
	least, greatest = spread(func(g Group) float64 { return g.FalsePositives })
	r.Odds = math.Max(r.Opportunity, greatest-least)
	for i, g := range r.Groups {
		if g.Rows < 30 {
			r.Warnings = append(r.Warnings, fmt.Sprintf("The group %s has %d rows: too few to say much.", g.Name, g.Rows))
			continue
		}
		if rest := all.rows - counts[i].rows; rest > 0 && g.High < share(all.right-counts[i].right, rest) {
			r.Warnings = append(r.Warnings, fmt.Sprintf("The model errs more for the group %s: accuracy %.3f (%.3f to %.3f), for all others %.3f.", g.Name, g.Accuracy, g.Low, g.High, share(all.right-counts[i].right, rest)))
		}
	}
	if r.Disparity < .8 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("The least favoured group is selected %.2f times as often as the most favoured one.", r.Disparity))
	}
}

// Table returns a line for each group.
func (r *GroupReport) Table() display.Table {
	t := display.Table{Columns: []string{"group", "rows", "selected", "accuracy", "95 % interval", "found", "false alarms"}, RowHead: true}
	for _, g := range r.Groups {
		t.Rows = append(t.Rows, []string{g.Name, fmt.Sprint(g.Rows), number(g.Selected), number(g.Accuracy), number(g.Low) + " to " + number(g.High), number(g.TruePositives), number(g.FalsePositives)})
	}
	return t
}

func number(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.3f", v)
}

// Display implements [display.Displayer].
func (r *GroupReport) Display() display.Bundle {
	t := r.Table()
	t.Note = fmt.Sprintf("Disparity %s, difference of opportunity %s, of odds %s.", number(r.Disparity), number(r.Opportunity), number(r.Odds))
	for _, w := range r.Warnings {
		t.Note += " " + w
	}
	return t.Display()
}
