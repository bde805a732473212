package quality

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
)

// LabelIssue is a label that is probably wrong.
type LabelIssue struct {
	// Row in the data set.
	Row int
	// Given is the label that it has, Suggested the class that the model is most sure
	// of.
	Given, Suggested int
	// Score is the probability that the model gives to the label: the less, the worse.
	Score float64
}

// LabelIssues is what [LabelErrors] found. It shows itself as a table, the worst
// first.
type LabelIssues struct {
	Classes []string
	// Issues from the worst.
	Issues []LabelIssue
	// Scores of all rows.
	Scores []float64
	// Joint[g][t] is the number of rows with the label g that are, with confidence, of
	// class t.
	Joint [][]int
}

// LabelErrors finds labels that are probably wrong. p are the probabilities (examples,
// classes) of a model that did not learn from the rows that it judges, as in the test
// parts of a cross-validation.
//
// A row is of a class with confidence when the probability of that class is at least
// the mean that the class has in its own rows; where that is another class than its
// label, and the most probable one is, too, the label is suspect (Northcutt, Jiang,
// Chuang, Confident Learning, JAIR 2021, as cleanlab has it).
func LabelErrors(y []int, p *data.Tensor, classes []string) (*LabelIssues, error) {
	k := len(classes)
	switch {
	case p == nil:
		return nil, errors.New("quality: LabelErrors: the probabilities are nil: predict them with a model that did not see the rows")
	case p.Check() != nil:
		return nil, fmt.Errorf("quality: LabelErrors: %w", p.Check())
	case len(y) == 0:
		return nil, errors.New("quality: LabelErrors: there are no examples")
	case k < 2 || p.Rows() != len(y) || p.Width() != k:
		return nil, fmt.Errorf("quality: LabelErrors: want probabilities (%d, %d), one row for each label and one column for each of at least two classes, got (%d, %d)", len(y), k, p.Rows(), p.Width())
	}
	for i, c := range y {
		if c < 0 || c >= k {
			return nil, fmt.Errorf("quality: LabelErrors: label %d is %d, but there are %d classes: labels are indices into the classes", i, c, k)
		}
	}
	for i, v := range p.Data {
		if !(v >= 0 && v <= 1) {
			return nil, fmt.Errorf("quality: LabelErrors: the probability of class %d of example %d is %v: want numbers from 0 to 1", i%k, i/k, v)
		}
	}
	out := &LabelIssues{Classes: classes, Joint: make([][]int, k)}
	thresholds := selfConfidence(y, p, k)
	for g := range out.Joint {
		out.Joint[g] = make([]int, k)
	}
	for i, given := range y {
		row := p.Row(i)
		out.Scores = append(out.Scores, float64(row[given]))
		confident, most := -1, 0
		for c, v := range row {
			if float64(v) >= thresholds[c]-1e-6 && (confident < 0 || v > row[confident]) {
				confident = c
			}
			if v > row[most] {
				most = c
			}
		}
		if confident < 0 {
			continue
		}
		out.Joint[given][confident]++
		if confident != given && most != given {
			out.Issues = append(out.Issues, LabelIssue{i, given, most, float64(row[given])})
		}
	}
	slices.SortStableFunc(out.Issues, func(a, b LabelIssue) int {
		switch {
		case a.Score < b.Score:
			return -1
		case a.Score > b.Score:
			return 1
		}
		return 0
	})
	return out, nil
}

// MustLabelErrors is [LabelErrors], but panics on an error.
func MustLabelErrors(y []int, p *data.Tensor, classes []string) *LabelIssues {
	l, err := LabelErrors(y, p, classes)
	if err != nil {
		panic(err)
	}
	return l
}

// selfConfidence is the mean probability of each class in the rows labelled so; a class
// that no row has is never reached.
func selfConfidence(y []int, p *data.Tensor, k int) []float64 {
	sums, counts := make([]float64, k), make([]float64, k)
	for i, c := range y {
		sums[c] += float64(p.Row(i)[c])
		counts[c]++
	}
	for c := range sums {
		sums[c] /= counts[c]
		if counts[c] == 0 {
			sums[c] = math.Inf(1)
		}
	}
	return sums
}

// Rows returns the rows of the issues, from the worst.
func (l *LabelIssues) Rows() []int {
	out := make([]int, len(l.Issues))
	for i, issue := range l.Issues {
		out[i] = issue.Row
	}
	return out
}

// Without returns a data set without the suspect rows.
func (l *LabelIssues) Without(d *data.Dataset) *data.Dataset {
	suspect := map[int]bool{}
	for _, issue := range l.Issues {
		suspect[issue.Row] = true
	}
	var keep []int
	for i := range d.Len() {
		if !suspect[i] {
			keep = append(keep, i)
		}
	}
	return d.Subset(keep)
}

// String says how many labels are suspect.
func (l *LabelIssues) String() string {
	return fmt.Sprintf("%d of %d labels are suspect", len(l.Issues), len(l.Scores))
}

// Table returns all issues, from the worst.
func (l *LabelIssues) Table() display.Table { return l.table(len(l.Issues)) }

func (l *LabelIssues) table(n int) display.Table {
	t := display.Table{Columns: []string{"row", "label", "suggested", "score"}, Align: []display.Align{display.Right, display.Left, display.Left, display.Right}}
	for _, issue := range l.Issues[:min(n, len(l.Issues))] {
		t.Rows = append(t.Rows, []string{fmt.Sprint(issue.Row), l.Classes[issue.Given], l.Classes[issue.Suggested], fmt.Sprintf("%.4f", issue.Score)})
	}
	return t
}

// Display implements [display.Displayer]: the ten worst.
func (l *LabelIssues) Display() display.Bundle {
	t := l.table(10)
	t.Note = l.String()
	return t.Display()
}

// Corrections are labels that somebody has looked at: the right class by row.
type Corrections map[int]int

// Apply returns a data set with the labels corrected. It fails for a row or a class
// that there is not.
func (c Corrections) Apply(d *data.Dataset) (*data.Dataset, error) {
	out := *d
	out.Y = slices.Clone(d.Y)
	for row, class := range c {
		if row < 0 || row >= len(d.Y) || class < 0 || class >= len(d.Classes) {
			return nil, fmt.Errorf("quality: Corrections: row %d to class %d: there are %d labels and %d classes", row, class, len(d.Y), len(d.Classes))
		}
		out.Y[row] = class
	}
	return &out, nil
}

// MustApply is [Corrections.Apply], but panics on an error.
func (c Corrections) MustApply(d *data.Dataset) *data.Dataset {
	out, err := c.Apply(d)
	if err != nil {
		panic(err)
	}
	return out
}
