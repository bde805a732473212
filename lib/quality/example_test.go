package quality_test

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/quality"
)

func ExampleInspect() {
	d := &data.Dataset{
		X:            data.MustFromRows([][]float32{{1, 5}, {float32(math.NaN()), 5}, {2, 5}, {2, 5}}),
		FeatureNames: []string{"height", "version"}, Y: []int{0, 0, 1, 0}, Classes: []string{"no", "yes"},
	}
	fmt.Println(quality.MustInspect(d))
	// Output:
	// 2 rows have the same features as others with another label: rows 2 = 3.
	// Missing values: height (25 %).
	// Columns that never vary: version.
	// 2 rows are there more than once: rows 2 = 3. In both parts of a split they flatter what is measured.
	// The class yes is rare: 1 of 4 rows, the most frequent has 3. Weigh the classes, and do not go by the accuracy.
}

// What was found in a column of the irises.
func ExampleColumn() {
	r := quality.MustInspect(datasets.Iris())
	fmt.Printf("%+v\n", r.Columns[0])
	// Output: {Name:sepal length (cm) Missing:0 Infinite:0 Distinct:35 Outliers:0 Identifier:false}
}

// The third row is labelled a cat, and the model is sure of a dog.
func ExampleLabelErrors() {
	p := data.MustFromRows([][]float32{{.9, .1}, {.8, .2}, {.1, .9}, {.2, .8}, {.1, .9}})
	found := quality.MustLabelErrors([]int{0, 0, 0, 1, 1}, p, []string{"cat", "dog"})
	fmt.Println(found)
	fmt.Printf("%+v\n", found.Issues)
	// Output:
	// 1 of 5 labels are suspect
	// [{Row:2 Given:0 Suggested:1 Score:0.10000000149011612}]
}

// Who has looked at the suspect rows says what is right.
func ExampleCorrections() {
	d := datasets.Iris()
	fixed := quality.Corrections{0: 2, 7: 1}.MustApply(d)
	fmt.Println(d.Y[0], fixed.Y[0], fixed.Y[7])
	// Output: 0 2 1
}

// Two of four applicants of the town get the loan, one of four of the country.
func ExampleGroups() {
	y := []int{1, 1, 0, 0, 1, 1, 0, 0}
	predicted := []int{1, 1, 0, 0, 1, 0, 0, 0}
	r := quality.MustGroups(y, predicted, 1, []int{0, 0, 0, 0, 1, 1, 1, 1}, []string{"town", "country"})
	fmt.Println(r.Disparity, r.Opportunity)
	// Output: 0.5 0.5
}

func ExampleGroup() {
	r := quality.MustGroups([]int{1, 0, 1}, []int{1, 0, 0}, 1, []int{0, 0, 1}, []string{"a", "b"})
	for _, g := range r.Groups {
		fmt.Println(g.Name, g.Rows, g.Accuracy)
	}
	// Output:
	// a 2 1
	// b 1 0
}

func ExampleLabelIssue() {
	issue := quality.LabelIssue{Row: 3, Given: 0, Suggested: 1, Score: 0.05}
	fmt.Printf("row %d: %d should be %d\n", issue.Row, issue.Given, issue.Suggested)
	// Output: row 3: 0 should be 1
}
