package monitor

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/plots"
)

// DriftOptions says how [Drift] compares. The zero value alarms wrongly in at most one
// of twenty comparisons in which nothing has changed.
type DriftOptions struct {
	// Alpha is the share of wrong alarms, over all features together. Default 0.05.
	Alpha float64
	// MinEffect is how great an effect has to be to count as drift, besides being no
	// chance: with many rows a change that does not matter is no chance either. It is in
	// standard deviations of the reference; of categories, Cramér's V. Default 0.
	MinEffect float64
	// Categories is the greatest number of different values of a column that is taken as
	// one of categories, when all are whole numbers. Default 10.
	Categories int
}

// Drift compares data with that which a model learnt from.
type Drift struct {
	opts      DriftOptions
	names     []string
	reference [][]float64 // of each feature, sorted, without what is missing
	missing   []int
	rows      int
}

// NewDrift returns what compares with a reference: the training part, mostly.
func NewDrift(reference *data.Dataset, opts DriftOptions) (*Drift, error) {
	if reference == nil {
		return nil, errors.New("monitor: NewDrift: the reference is nil")
	}
	if err := reference.Check(); err != nil {
		return nil, fmt.Errorf("monitor: NewDrift: %w", err)
	}
	if reference.Len() < 2 {
		return nil, fmt.Errorf("monitor: NewDrift: want a reference of at least 2 rows, got %d", reference.Len())
	}
	if opts.Alpha == 0 {
		opts.Alpha = .05
	}
	if opts.Categories == 0 {
		opts.Categories = 10
	}
	if !(opts.Alpha > 0 && opts.Alpha < 1) || !(opts.MinEffect >= 0) || opts.Categories < 0 {
		return nil, fmt.Errorf("monitor: NewDrift: want an Alpha between 0 and 1, a MinEffect of at least 0 and Categories of at least 0, got %v, %v and %d", opts.Alpha, opts.MinEffect, opts.Categories)
	}
	d := &Drift{opts: opts, rows: reference.Len()}
	for j := range reference.Features() {
		name := fmt.Sprintf("x%d", j)
		if j < len(reference.FeatureNames) {
			name = reference.FeatureNames[j]
		}
		v := known(reference, j)
		if len(v) == 0 {
			return nil, fmt.Errorf("monitor: NewDrift: the column %q has no finite values", name)
		}
		d.names, d.reference, d.missing = append(d.names, name), append(d.reference, v), append(d.missing, reference.Len()-len(v))
	}
	return d, nil
}

// MustNewDrift is [NewDrift], but panics on an error.
func MustNewDrift(reference *data.Dataset, opts DriftOptions) *Drift {
	d, err := NewDrift(reference, opts)
	if err != nil {
		panic(err)
	}
	return d
}

// known returns the finite numbers of a column, sorted.
func known(d *data.Dataset, j int) []float64 {
	v := slices.DeleteFunc(d.X.Column(j), func(x float64) bool { return x-x != 0 })
	slices.Sort(v)
	return v
}

// FeatureDrift is how one feature has changed.
type FeatureDrift struct {
	Name string
	// Test is "Kolmogorov-Smirnov" for numbers, "chi-squared" for categories.
	Test      string
	Statistic float64
	// P is the probability of such a statistic when nothing has changed, Adjusted the
	// same with regard to all features that are tested (Holm 1979).
	P, Adjusted float64
	// Effect is how far the feature has moved: the Wasserstein distance in standard
	// deviations of the reference; of categories Cramér's V, from 0 to 1.
	Effect float64
	// PSI is the population stability index over the tenths of the reference, or over
	// the categories. It grows with chance alone when rows are few: no alarm hangs on it.
	PSI float64
	// MissingBefore and Missing are the shares of missing and infinite values.
	MissingBefore, Missing float64
	// Drifted says that the change is no chance, and great enough.
	Drifted bool
}

// DriftReport is what [Drift.Compare] found. It shows itself as a table, the greatest
// effect first.
type DriftReport struct {
	// Rows that were compared, with so many of the reference.
	Rows, Reference int
	// Features in the order of the columns.
	Features []FeatureDrift
	// Alarm says that a feature has drifted.
	Alarm bool
}

// Compare tests each feature of new data, of which labels need not be known.
func (d *Drift) Compare(now *data.Dataset) (*DriftReport, error) {
	if now == nil {
		return nil, errors.New("monitor: Compare: the data set is nil")
	}
	if err := now.Check(); err != nil {
		return nil, fmt.Errorf("monitor: Compare: %w", err)
	}
	if now.Features() != len(d.names) || now.Len() == 0 {
		return nil, fmt.Errorf("monitor: Compare: want rows of %d features, got %d of %d", len(d.names), now.Len(), now.Features())
	}
	r := &DriftReport{Rows: now.Len(), Reference: d.rows}
	var p []float64
	for j := range d.names {
		f := d.feature(j, now)
		r.Features, p = append(r.Features, f), append(p, f.P)
	}
	for j, adjusted := range holm(p) {
		f := &r.Features[j]
		f.Adjusted = adjusted
		f.Drifted = adjusted < d.opts.Alpha && f.Effect >= d.opts.MinEffect
		r.Alarm = r.Alarm || f.Drifted
	}
	return r, nil
}

// MustCompare is [Drift.Compare], but panics on an error.
func (d *Drift) MustCompare(now *data.Dataset) *DriftReport {
	r, err := d.Compare(now)
	if err != nil {
		panic(err)
	}
	return r
}

func (d *Drift) feature(j int, now *data.Dataset) FeatureDrift {
	before, v := d.reference[j], known(now, j)
	f := FeatureDrift{Name: d.names[j], MissingBefore: float64(d.missing[j]) / float64(d.rows), Missing: float64(now.Len()-len(v)) / float64(now.Len())}
	if len(v) == 0 { // nothing is there any more: nothing could be less alike
		f.Test, f.Statistic, f.Effect = "missing", 1, math.Inf(1)
		return f
	}
	if categories, few := d.categories(before, v); few {
		a, b := counts(before, categories), counts(v, categories)
		f.Test = "chi-squared"
		f.Statistic, f.P, f.Effect = chiSquared(a, b)
		f.PSI = stability(a, b)
		return f
	}
	f.Test = "Kolmogorov-Smirnov"
	f.Statistic, f.P = kolmogorovSmirnov(before, v)
	f.Effect = wasserstein(before, v)
	if s := deviation(before); s > 0 {
		f.Effect /= s
	}
	edges := make([]float64, 0, 9)
	for k := 1; k < 10; k++ {
		edges = append(edges, before[k*len(before)/10])
	}
	f.PSI = stability(binned(before, edges), binned(v, edges))
	return f
}

// categories returns the different values of both samples, when they are few whole
// numbers.
func (d *Drift) categories(a, b []float64) ([]float64, bool) {
	all := slices.Concat(slices.Compact(slices.Clone(a)), slices.Compact(slices.Clone(b)))
	slices.Sort(all)
	all = slices.Compact(all)
	whole := !slices.ContainsFunc(all, func(v float64) bool { return v != math.Trunc(v) })
	return all, whole && len(all) <= d.opts.Categories
}

func counts(v, categories []float64) []float64 {
	out := make([]float64, len(categories))
	for _, x := range v {
		k, _ := slices.BinarySearch(categories, x)
		out[k]++
	}
	return out
}

func binned(v, edges []float64) []float64 {
	out := make([]float64, len(edges)+1)
	for _, x := range v {
		k, _ := slices.BinarySearch(edges, x)
		for k < len(edges) && edges[k] <= x {
			k++
		}
		out[k]++
	}
	return out
}

func deviation(v []float64) float64 {
	var mean, squares float64
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		squares += (x - mean) * (x - mean) / float64(len(v))
	}
	return math.Sqrt(squares)
}

// Drifted returns the names of the features that have drifted.
func (r *DriftReport) Drifted() []string {
	var out []string
	for _, f := range r.Features {
		if f.Drifted {
			out = append(out, f.Name)
		}
	}
	return out
}

// String says what has drifted.
func (r *DriftReport) String() string {
	names := r.Drifted()
	if len(names) == 0 {
		return fmt.Sprintf("%d rows: none of %d features has drifted", r.Rows, len(r.Features))
	}
	return fmt.Sprintf("%d rows: %d of %d features have drifted: %s", r.Rows, len(names), len(r.Features), strings.Join(names, ", "))
}

// ranked returns the features, the greatest effect first.
func (r *DriftReport) ranked() []FeatureDrift {
	out := slices.Clone(r.Features)
	slices.SortStableFunc(out, func(a, b FeatureDrift) int { return cmp.Compare(b.Effect, a.Effect) })
	return out
}

// Table returns a line for each feature, the greatest effect first.
func (r *DriftReport) Table() display.Table {
	t := display.Table{Columns: []string{"feature", "effect", "p", "adjusted p", "PSI", "missing", "drift"}, RowHead: true}
	for _, f := range r.ranked() {
		drift := ""
		if f.Drifted {
			drift = "yes"
		}
		t.Rows = append(t.Rows, []string{f.Name, fmt.Sprintf("%.3f", f.Effect), fmt.Sprintf("%.2g", f.P), fmt.Sprintf("%.2g", f.Adjusted), fmt.Sprintf("%.3f", f.PSI), fmt.Sprintf("%.3g %%", 100*f.Missing), drift})
	}
	return t
}

// Display implements [display.Displayer].
func (r *DriftReport) Display() display.Bundle {
	t := r.Table()
	t.Note = r.String()
	return t.Display()
}

// Figure draws the eight greatest effects; of a feature that is missing altogether
// there is none to draw.
func (r *DriftReport) Figure() *plots.Figure {
	list := r.ranked()
	var names []string
	var effects []float64
	for _, f := range list[:min(len(list), 8)] {
		names, effects = append(names, f.Name), append(effects, f.Effect)
	}
	f := plots.Bar(names, effects)
	f.YLabel, f.Width = "effect", 720
	return f
}
