package quality

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
)

// Column is what was found in one column.
type Column struct {
	Name string
	// Missing is the number of NaN, Infinite that of infinities.
	Missing, Infinite int
	// Distinct is the number of different values.
	Distinct int
	// Outliers is the number of values further than three times the distance between
	// the quartiles away from them (Tukey, Exploratory Data Analysis, 1977: far out).
	// It is 0 for a column with at most ten different values.
	Outliers int
	// Identifier says that all values are different whole numbers, as if they numbered
	// the rows: a model learns the rows by heart with it.
	Identifier bool
}

// Report is what [Inspect] found. It shows itself as a table of the columns, with what
// is worth knowing below.
type Report struct {
	Rows    int
	Columns []Column
	// Duplicates are the rows that have the same features, in groups of at least two;
	// Conflicts are those of them whose labels differ.
	Duplicates, Conflicts [][]int
	// Classes and ClassCounts say how often each occurs; empty without classes.
	Classes     []string
	ClassCounts []int
	// Findings say in words what is worth knowing, the worst first.
	Findings []string
}

// Inspect looks at a data set. Images are looked at as rows, without their columns.
func Inspect(d *data.Dataset) (*Report, error) {
	if d == nil {
		return nil, errors.New("quality: Inspect: the data set is nil")
	}
	if err := d.Check(); err != nil {
		return nil, fmt.Errorf("quality: Inspect: %w", err)
	}
	if d.Len() == 0 {
		return nil, errors.New("quality: Inspect: the data set has no examples")
	}
	r := &Report{Rows: d.Len()}
	if d.Image == nil {
		for j := range d.Features() {
			name := fmt.Sprintf("x%d", j)
			if j < len(d.FeatureNames) {
				name = d.FeatureNames[j]
			}
			r.Columns = append(r.Columns, inspect(name, d.X.Column(j)))
		}
	}
	r.rows(d)
	if d.Y != nil {
		r.Classes, r.ClassCounts = d.Classes, d.ClassCounts()
	}
	r.find()
	return r, nil
}

// MustInspect is [Inspect], but panics on an error.
func MustInspect(d *data.Dataset) *Report {
	r, err := Inspect(d)
	if err != nil {
		panic(err)
	}
	return r
}

func inspect(name string, values []float64) Column {
	c := Column{Name: name}
	var known []float64
	whole := true
	for _, v := range values {
		switch {
		case math.IsNaN(v):
			c.Missing++
		case math.IsInf(v, 0):
			c.Infinite++
		default:
			known = append(known, v)
			whole = whole && v == math.Trunc(v)
		}
	}
	slices.Sort(known)
	c.Distinct = len(slices.Compact(slices.Clone(known)))
	c.Identifier = whole && len(known) > 10 && c.Distinct == len(values)
	if c.Distinct <= 10 {
		return c
	}
	low, high := quantile(known, .25), quantile(known, .75)
	reach := 3 * (high - low)
	for _, v := range known {
		if v < low-reach || v > high+reach {
			c.Outliers++
		}
	}
	if c.Identifier {
		c.Outliers = 0
	}
	return c
}

// quantile interpolates linearly between sorted values, as NumPy does.
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}

// rows finds rows with the same features.
func (r *Report) rows(d *data.Dataset) {
	groups := map[string][]int{}
	var key []byte
	for i := range d.Len() {
		key = key[:0]
		for _, v := range d.X.Row(i) {
			if v == 0 {
				v = 0 // −0 is 0
			}
			bits := math.Float32bits(v)
			if v != v {
				bits = 0x7fc00000 // every NaN is the same
			}
			key = append(key, byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24))
		}
		groups[string(key)] = append(groups[string(key)], i)
	}
	for _, rows := range groups {
		if len(rows) < 2 {
			continue
		}
		r.Duplicates = append(r.Duplicates, rows)
		if d.Y != nil && slices.ContainsFunc(rows, func(i int) bool { return d.Y[i] != d.Y[rows[0]] }) {
			r.Conflicts = append(r.Conflicts, rows)
		}
	}
	for _, list := range [][][]int{r.Duplicates, r.Conflicts} {
		slices.SortFunc(list, func(a, b []int) int { return a[0] - b[0] })
	}
}

// find writes the findings.
func (r *Report) find() {
	add := func(format string, args ...any) { r.Findings = append(r.Findings, fmt.Sprintf(format, args...)) }
	list := func(what string, of func(c Column) bool, text func(c Column) string) {
		var names []string
		for _, c := range r.Columns {
			if of(c) {
				names = append(names, text(c))
			}
		}
		if len(names) > 6 {
			names = append(names[:6], fmt.Sprintf("and %d more", len(names)-6))
		}
		if len(names) > 0 {
			add("%s: %s.", what, strings.Join(names, ", "))
		}
	}
	share := func(n int) string { return fmt.Sprintf("%.3g %%", 100*float64(n)/float64(r.Rows)) }
	if n := count(r.Conflicts); n > 0 {
		add("%d rows have the same features as others with another label: rows %s.", n, groups(r.Conflicts))
	}
	list("Infinite values", func(c Column) bool { return c.Infinite > 0 }, func(c Column) string { return fmt.Sprintf("%s (%d)", c.Name, c.Infinite) })
	list("Missing values", func(c Column) bool { return c.Missing > 0 }, func(c Column) string { return c.Name + " (" + share(c.Missing) + ")" })
	list("Columns that number the rows, and teach nothing", func(c Column) bool { return c.Identifier }, func(c Column) string { return c.Name })
	list("Columns that never vary", func(c Column) bool { return c.Distinct <= 1 && c.Missing < r.Rows }, func(c Column) string { return c.Name })
	if n := count(r.Duplicates); n > 0 {
		add("%d rows are there more than once: rows %s. In both parts of a split they flatter what is measured.", n, groups(r.Duplicates))
	}
	if rare, most := extremes(r.ClassCounts); most > 0 {
		if rare := r.ClassCounts[rare]; rare == 0 {
			add("Some classes never occur: %s.", strings.Join(r.absent(), ", "))
		}
		if n := r.ClassCounts[rare]; n > 0 && most >= 3*n {
			add("The class %s is rare: %d of %d rows, the most frequent has %d. Weigh the classes, and do not go by the accuracy.", r.Classes[rare], n, r.Rows, most)
		}
	}
	list("Values far out", func(c Column) bool { return c.Outliers > 0 }, func(c Column) string { return fmt.Sprintf("%s (%d)", c.Name, c.Outliers) })
}

func (r *Report) absent() []string {
	var out []string
	for c, n := range r.ClassCounts {
		if n == 0 {
			out = append(out, r.Classes[c])
		}
	}
	return out
}

// extremes returns the place of the rarest class and the count of the most frequent.
func extremes(counts []int) (rarest, most int) {
	for c, n := range counts {
		if n < counts[rarest] {
			rarest = c
		}
		most = max(most, n)
	}
	return rarest, most
}

func count(groups [][]int) int {
	n := 0
	for _, g := range groups {
		n += len(g)
	}
	return n
}

// groups names the first few groups of rows.
func groups(list [][]int) string {
	var parts []string
	for _, g := range list[:min(len(list), 4)] {
		text := make([]string, 0, 4)
		for _, i := range g[:min(len(g), 4)] {
			text = append(text, fmt.Sprint(i))
		}
		if len(g) > 4 {
			text = append(text, "…")
		}
		parts = append(parts, strings.Join(text, " = "))
	}
	if len(list) > 4 {
		parts = append(parts, "…")
	}
	return strings.Join(parts, ", ")
}

// Table returns a line for each column.
func (r *Report) Table() display.Table {
	t := display.Table{Columns: []string{"column", "missing", "infinite", "distinct", "far out", "remark"}, RowHead: true}
	for _, c := range r.Columns {
		remark := ""
		switch {
		case c.Missing == r.Rows:
			remark = "empty"
		case c.Distinct <= 1:
			remark = "never varies"
		case c.Identifier:
			remark = "numbers the rows"
		}
		t.Rows = append(t.Rows, []string{c.Name, fmt.Sprint(c.Missing), fmt.Sprint(c.Infinite), fmt.Sprint(c.Distinct), fmt.Sprint(c.Outliers), remark})
	}
	return t
}

// String returns the findings, one a line.
func (r *Report) String() string {
	if len(r.Findings) == 0 {
		return fmt.Sprintf("%d rows: nothing found.", r.Rows)
	}
	return strings.Join(r.Findings, "\n")
}

// Display implements [display.Displayer].
func (r *Report) Display() display.Bundle {
	t := r.Table()
	t.Caption = fmt.Sprintf("%d rows", r.Rows)
	t.Note = strings.ReplaceAll(r.String(), "\n", " ")
	return t.Display()
}
