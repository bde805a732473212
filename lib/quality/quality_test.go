package quality_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/quality"
)

// spoilt is a table with one of everything.
func spoilt() *data.Dataset {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	d := &data.Dataset{
		X: data.Zeros(40, 5), Y: make([]int, 40), Classes: []string{"often", "seldom", "never"},
		FeatureNames: []string{"number", "same", "height", "price", "clean"},
	}
	for i := range 40 {
		row := d.X.Row(i)
		row[0], row[1], row[2], row[3], row[4] = float32(i+100), 7, float32(i%20)/2, float32(10+i%13), float32(i%11)
	}
	d.X.Set(nan, 3, 2)
	d.X.Set(inf, 4, 2)
	d.X.Set(9000, 5, 3)
	for i := range 4 {
		d.Y[10*i] = 1
	}
	copy(d.X.Row(21), d.X.Row(20)) // rows 20 and 21 are the same, their labels are not
	copy(d.X.Row(33), d.X.Row(32))
	return d
}

func TestInspect(t *testing.T) {
	r := quality.MustInspect(spoilt())
	by := map[string]quality.Column{}
	for _, c := range r.Columns {
		by[c.Name] = c
	}
	if by["same"].Distinct != 1 || by["height"].Missing != 1 || by["height"].Infinite != 1 || by["price"].Outliers != 1 || by["clean"].Outliers != 0 {
		t.Errorf("the columns are %+v", r.Columns)
	}
	if fmt.Sprint(r.Duplicates, r.Conflicts, r.ClassCounts) != "[[20 21] [32 33]] [[20 21]] [36 4 0]" {
		t.Errorf("duplicates %v, conflicts %v, classes %v", r.Duplicates, r.Conflicts, r.ClassCounts)
	}
	for _, want := range []string{
		"2 rows have the same features as others with another label: rows 20 = 21.", "Infinite values: height (1).", "Missing values: height (2.5 %).",
		"Columns that never vary: same.", "4 rows are there more than once: rows 20 = 21, 32 = 33.", "Some classes never occur: never.", "Values far out: price (1).",
	} {
		if !slices.ContainsFunc(r.Findings, func(f string) bool { return strings.HasPrefix(f, want) }) {
			t.Errorf("the findings lack %q:\n%s", want, r)
		}
	}
	if by["number"].Identifier {
		t.Error("numbers that come twice number nothing")
	}
	whole := spoilt().Subset([]int{0, 1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14})
	if r := quality.MustInspect(whole); !r.Columns[0].Identifier || !strings.Contains(r.String(), "number the rows, and teach nothing: number") {
		t.Errorf("the column that numbers the rows is not found: %s", r)
	}
}

// TestKnownSets: iris has one pair of rows that are the same (101 and 142, counted from
// 0), as everybody knows of it; the breast cancer data none.
func TestKnownSets(t *testing.T) {
	if r := quality.MustInspect(datasets.Iris()); fmt.Sprint(r.Duplicates) != "[[101 142]]" || len(r.Conflicts) != 0 {
		t.Errorf("iris: %v", r.Duplicates)
	}
	if r := quality.MustInspect(datasets.BreastCancer()); len(r.Duplicates) != 0 {
		t.Errorf("breast cancer: %v", r.Duplicates)
	}
	if r := quality.MustInspect(datasets.Digits()); len(r.Columns) != 0 || len(r.Duplicates) != 0 {
		t.Errorf("digits: %v", r)
	}
}

type reference struct {
	Y, Issues []int
	P         []float32
	Classes   int
	Scores    []float64
	Wilson    [][4]float64
}

func readReference(t *testing.T) reference {
	t.Helper()
	b, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var r reference
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestLabelErrors compares with cleanlab 2.9 (testdata/cleanlab_reference.py).
func TestLabelErrors(t *testing.T) {
	r := readReference(t)
	found := quality.MustLabelErrors(r.Y, data.MustNew([]int{len(r.Y), r.Classes}, r.P), []string{"a", "b", "c", "d"})
	rows := found.Rows()
	if !slices.IsSortedFunc(rows, func(a, b int) int { return int(math.Copysign(1, found.Scores[a]-found.Scores[b])) }) {
		t.Errorf("the worst are not first: %v", rows)
	}
	slices.Sort(rows)
	if !slices.Equal(rows, r.Issues) {
		t.Errorf("found %v, want %v", rows, r.Issues)
	}
	for i, want := range r.Scores {
		if math.Abs(found.Scores[i]-want) > 1e-6 {
			t.Errorf("the score of row %d is %v, want %v", i, found.Scores[i], want)
		}
	}
}

func TestGroups(t *testing.T) {
	// Of the first group half is selected and everything right; of the second a
	// quarter is selected, and half of the positive rows are missed.
	var y, predicted, group []int
	add := func(g, truth, says, n int) {
		for range n {
			y, predicted, group = append(y, truth), append(predicted, says), append(group, g)
		}
	}
	add(0, 1, 1, 50)
	add(0, 0, 0, 50)
	add(1, 1, 1, 25)
	add(1, 1, 0, 25)
	add(1, 0, 0, 50)
	r := quality.MustGroups(y, predicted, 1, group, []string{"first", "second"})
	a, b := r.Groups[0], r.Groups[1]
	if a.Selected != .5 || b.Selected != .25 || r.Disparity != .5 || b.TruePositives != .5 || r.Opportunity != .5 || r.Odds != .5 || b.Accuracy != .75 || b.FalsePositives != 0 {
		t.Errorf("got %+v", r)
	}
	if len(r.Warnings) != 2 || !strings.Contains(r.Warnings[0], "errs more for the group second") || !strings.Contains(r.Warnings[1], "0.50 times as often") {
		t.Errorf("the warnings are %q", r.Warnings)
	}
	for _, w := range readReference(t).Wilson { // scipy's
		k, n := int(w[0]), int(w[1])
		y, predicted, group := make([]int, n), make([]int, n), make([]int, n)
		for i := range k {
			y[i], predicted[i] = 1, 1
		}
		for i := k; i < n; i++ {
			y[i] = 1
		}
		g := quality.MustGroups(y, predicted, 1, group, []string{"a", "none"}).Groups[0]
		if math.Abs(g.Low-w[2]) > 1e-9 || math.Abs(g.High-w[3]) > 1e-9 {
			t.Errorf("%d of %d: %v to %v, want %v", k, n, g.Low, g.High, w[2:])
		}
	}
}

func TestMistakes(t *testing.T) {
	p := data.MustFromRows([][]float32{{.5, .5}})
	two := []string{"a", "b"}
	first := func(_ any, err error) error { return err }
	for _, c := range []struct {
		err  error
		want string
	}{
		{first(quality.Inspect(nil)), "the data set is nil"},
		{first(quality.Inspect(datasets.Iris().Subset(nil))), "no examples"},
		{first(quality.Inspect(&data.Dataset{X: data.Zeros(2, 1), Y: []int{5, 5}})), "Y"},
		{first(quality.LabelErrors([]int{0}, nil, two)), "the probabilities are nil"},
		{first(quality.LabelErrors(nil, p, two)), "no examples"},
		{first(quality.LabelErrors([]int{0, 1}, p, two)), "want probabilities (2, 2)"},
		{first(quality.LabelErrors([]int{2}, p, two)), "label 0 is 2"},
		{first(quality.LabelErrors([]int{0}, data.MustFromRows([][]float32{{2, -1}}), two)), "the probability of class 0 of example 0 is 2"},
		{first(quality.Groups([]int{1}, nil, 1, nil, two)), "got 1, 0 and 0"},
		{first(quality.Groups([]int{1}, []int{1}, 1, []int{2}, two)), "row 0 is of group 2"},
		{first(quality.Groups([]int{1}, []int{1}, 1, []int{0}, two[:1])), "at least two groups"},
		{first(quality.Corrections{999: 0}.Apply(datasets.Iris())), "row 999 to class 0"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) || !strings.HasPrefix(c.err.Error(), "quality: ") {
			t.Errorf("got %v, want %q", c.err, c.want)
		}
	}
}
