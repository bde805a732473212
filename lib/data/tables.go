package data

// The tables by which people get to know a data set.

import (
	"fmt"
	"strconv"

	"github.com/gorgolab/gorgo/display"
)

// More features than this are not all shown by Head: those at both ends are.
const shownFeatures = 10

// Head returns the first n examples as a table: some of their features, and
// their class or targets. Of many features the first and the last are shown.
func (d *Dataset) Head(n int) display.Table {
	if err := d.Check(); err != nil {
		return display.Table{Caption: err.Error()}
	}
	columns, gap := d.shownColumns()
	t := display.Table{Columns: []string{""}, RowHead: true, Align: []display.Align{display.Right}}
	for k, j := range columns {
		if k == gap {
			t.Columns, t.Align = append(t.Columns, "…"), append(t.Align, display.Center)
		}
		t.Columns, t.Align = append(t.Columns, d.featureName(j)), append(t.Align, display.Right)
	}
	if d.Y != nil {
		t.Columns, t.Align = append(t.Columns, "class"), append(t.Align, display.Left)
	}
	if d.Targets != nil {
		for k := range d.Targets.Width() {
			t.Columns, t.Align = append(t.Columns, targetName(k, d.Targets.Width())), append(t.Align, display.Right)
		}
	}
	for i := range min(max(n, 0), d.Len()) {
		row := []string{strconv.Itoa(i)}
		for k, j := range columns {
			if k == gap {
				row = append(row, "…")
			}
			row = append(row, formatNumber(float64(d.X.Row(i)[j])))
		}
		if d.Y != nil {
			row = append(row, d.Classes[d.Y[i]])
		}
		if d.Targets != nil {
			for _, v := range d.Targets.Row(i) {
				row = append(row, formatNumber(float64(v)))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	t.Note = d.size()
	return t
}

// shownColumns returns the features to show, and at which of them some before
// are left out; -1 when none are.
func (d *Dataset) shownColumns() (columns []int, gap int) {
	gap = -1
	for j := range d.Features() {
		if d.Features() > shownFeatures && j >= shownFeatures/2 && j < d.Features()-shownFeatures/2 {
			gap = len(columns)
			continue
		}
		columns = append(columns, j)
	}
	return columns, gap
}

func targetName(k, of int) string {
	if of == 1 {
		return "target"
	}
	return "target " + strconv.Itoa(k)
}

// size says how large the data set is.
func (d *Dataset) size() string {
	s := fmt.Sprintf("%d examples, %d features", d.Len(), d.Features())
	if d.Classes != nil {
		s += fmt.Sprintf(", %d classes", len(d.Classes))
	}
	return s
}

// Describe returns the statistics of each feature: how many values there are
// and how many are missing (NaN), mean, standard deviation (of the
// population), least, quartiles and greatest. Of images, whose pixels share
// one unit, it describes all pixels together.
func (d *Dataset) Describe() display.Table {
	if err := d.Check(); err != nil {
		return display.Table{Caption: err.Error()}
	}
	t := display.Table{
		Columns: []string{"feature", "values", "missing", "mean", "deviation", "min", "25 %", "median", "75 %", "max"},
		RowHead: true,
		Note:    d.size(),
	}
	add := func(name string, s statistics) {
		row := []string{name, strconv.Itoa(s.count), strconv.Itoa(s.missing)}
		for _, v := range []float64{s.mean, s.deviation, s.min, s.q1, s.median, s.q3, s.max} {
			row = append(row, formatNumber(v))
		}
		t.Rows = append(t.Rows, row)
	}
	if d.Image != nil {
		add("pixels", describe(d.X.Data))
		return t
	}
	for j := range d.Features() {
		add(d.featureName(j), describe(d.X.column(j)))
	}
	return t
}

// ClassTable returns the number and the share of the examples of each class.
func (d *Dataset) ClassTable() display.Table {
	if err := d.Check(); err != nil {
		return display.Table{Caption: err.Error()}
	}
	t := display.Table{Columns: []string{"class", "examples", "share"}, RowHead: true, Note: d.size()}
	for c, n := range d.ClassCounts() {
		share := "–"
		if d.Len() > 0 {
			share = fmt.Sprintf("%.1f %%", 100*float64(n)/float64(d.Len()))
		}
		t.Rows = append(t.Rows, []string{d.Classes[c], strconv.Itoa(n), share})
	}
	return t
}

// Display shows what the data set holds, with its first rows. Its source stands
// below: a licence wants to be named.
func (d *Dataset) Display() display.Bundle {
	t := d.Head(5)
	if d.Name != "" && t.Caption == "" {
		t.Caption = d.Name
	}
	if d.Source.Citation != "" {
		t.Note += ". Source: " + d.Source.Citation
	}
	if d.Source.Licence != "" {
		t.Note += " " + d.Source.Licence
	}
	return t.Display()
}

// Display shows the tensor as text.
func (t *Tensor) Display() display.Bundle {
	return display.Bundle{Data: map[string]any{display.MIMEText: t.String()}}
}
