package metrics

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
)

// ClassificationReport is everything at once about the predictions of a
// classifier. It shows itself as a table.
type ClassificationReport struct {
	Accuracy float64
	LogLoss  float64
	// Scores are precision, recall and F1 by class, and their averages.
	Scores *ClassScores
	// AUC is the area under the ROC curve of each class against the rest.
	AUC []float64
	// MacroAUC and WeightedAUC are the means of AUC.
	MacroAUC, WeightedAUC float64
	// Confusion says which class was taken for which.
	Confusion *Confusion
	// Warnings say what is undefined, and why.
	Warnings []string
}

// Classification measures predictions: y are the labels, p the probabilities
// (examples, classes), or (examples, 1) for the second of two classes. The
// predicted class is the most probable one.
func Classification(y []int, p *data.Tensor, classes []string) (*ClassificationReport, error) {
	loss, err := LogLoss(y, p, classes)
	if err != nil {
		return nil, asked(err, "LogLoss")
	}
	curves, err := ROC(y, p, classes)
	if err != nil {
		return nil, asked(err, "ROC")
	}
	predicted := Predicted(p)
	m, err := ConfusionMatrix(y, predicted, classes)
	if err != nil {
		return nil, asked(err, "ConfusionMatrix")
	}
	r := &ClassificationReport{LogLoss: loss, Scores: m.PerClass(), MacroAUC: curves.Macro, WeightedAUC: curves.Weighted, Confusion: m}
	r.Accuracy = r.Scores.Micro.Recall
	for _, c := range curves.Each {
		r.AUC = append(r.AUC, c.AUC)
	}
	r.Warnings = append(append(r.Warnings, r.Scores.Warnings...), curves.Warnings...)
	return r, nil
}

// MustClassification is [Classification], but panics on an error.
func MustClassification(y []int, p *data.Tensor, classes []string) *ClassificationReport {
	return must(Classification(y, p, classes))
}

// asked names in an error what the caller asked for, in the place of what that
// called.
func asked(err error, called string) error {
	return &renamed{strings.Replace(err.Error(), "metrics: "+called+":", "metrics: Classification:", 1), err}
}

type renamed struct {
	text  string
	cause error
}

func (e *renamed) Error() string { return e.text }
func (e *renamed) Unwrap() error { return e.cause }

// Table returns the report as a table: a row per class, then the averages.
func (r *ClassificationReport) Table() display.Table {
	t := display.Table{
		Columns: []string{"class", "precision", "recall", "F1", "AUC", "examples"},
		RowHead: true,
		Caption: fmt.Sprintf("Accuracy %s · log loss %s · AUC %s", score(r.Accuracy), score(r.LogLoss), score(r.MacroAUC)),
		Note:    strings.Join(r.Warnings, " "),
	}
	add := func(name string, s Scores, auc float64) {
		t.Rows = append(t.Rows, []string{name, score(s.Precision), score(s.Recall), score(s.F1), score(auc), strconv.Itoa(s.Support)})
	}
	for c, s := range r.Scores.Each {
		add(r.Scores.Classes[c], s, r.AUC[c])
	}
	add("macro average", r.Scores.Macro, r.MacroAUC)
	add("weighted average", r.Scores.Weighted, r.WeightedAUC)
	return t
}

// Display shows the report as a table.
func (r *ClassificationReport) Display() display.Bundle { return r.Table().Display() }

// String returns the report as text.
func (r *ClassificationReport) String() string { return r.Table().String() }

// score writes a score with three decimals; what is undefined as a dash.
func score(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return strconv.FormatFloat(v, 'f', 3, 64)
}

// Table returns the scores of each class and their averages.
func (s *ClassScores) Table() display.Table {
	t := display.Table{Columns: []string{"class", "precision", "recall", "F1", "examples"}, RowHead: true, Note: strings.Join(s.Warnings, " ")}
	add := func(name string, s Scores) {
		t.Rows = append(t.Rows, []string{name, score(s.Precision), score(s.Recall), score(s.F1), strconv.Itoa(s.Support)})
	}
	for c, each := range s.Each {
		add(s.Classes[c], each)
	}
	add("macro average", s.Macro)
	add("weighted average", s.Weighted)
	add("micro average", s.Micro)
	return t
}

// Display shows the scores as a table.
func (s *ClassScores) Display() display.Bundle { return s.Table().Display() }

// Table returns the counts, true classes in rows and predicted ones in columns.
func (m *Confusion) Table() display.Table {
	t := display.Table{Columns: append([]string{"true \\ predicted"}, m.Classes...), RowHead: true}
	for c, row := range m.Counts {
		cells := []string{className(m.Classes, c)}
		for _, n := range row {
			cells = append(cells, strconv.Itoa(n))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// Display shows the counts as a table.
func (m *Confusion) Display() display.Bundle { return m.Table().Display() }

// Table returns the area under each curve.
func (c *Curves) Table() display.Table {
	t := display.Table{Columns: []string{"class", "AUC"}, RowHead: true, Note: strings.Join(c.Warnings, " ")}
	for _, curve := range c.Each {
		t.Rows = append(t.Rows, []string{curve.Class, score(curve.AUC)})
	}
	t.Rows = append(t.Rows, []string{"macro average", score(c.Macro)}, []string{"weighted average", score(c.Weighted)})
	return t
}

// Display shows the area under each curve as a table.
func (c *Curves) Display() display.Bundle { return c.Table().Display() }
