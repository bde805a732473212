package data

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/display"
)

func ExampleDataset_Head() {
	flowers := &Dataset{
		X:            MustFromRows([][]float32{{5.1, 3.5}, {7, 3.2}, {6.3, 3.3}}),
		Y:            []int{0, 1, 2},
		Classes:      []string{"setosa", "versicolor", "virginica"},
		FeatureNames: []string{"length", "width"},
	}
	table := flowers.Head(2)
	fmt.Println(table.Columns[1:])
	for _, row := range table.Rows {
		fmt.Println(row)
	}
	fmt.Println(table.Note)
	// Output:
	// [length width class]
	// [0 5.1 3.5 setosa]
	// [1 7 3.2 versicolor]
	// 3 examples, 2 features, 3 classes
}

func TestHead(t *testing.T) {
	wide := &Dataset{X: counting(2, 20), Targets: counting(2, 2)}
	got := wide.Head(100)
	want := [][]string{
		{"0", "0", "1", "2", "3", "4", "…", "15", "16", "17", "18", "19", "0", "1"},
		{"1", "20", "21", "22", "23", "24", "…", "35", "36", "37", "38", "39", "2", "3"},
	}
	if len(got.Rows) != 2 || !slices.Equal(got.Rows[0], want[0]) || !slices.Equal(got.Rows[1], want[1]) {
		t.Errorf("got %v, want %v", got.Rows, want)
	}
	if wantColumns := []string{"", "x0", "x1", "x2", "x3", "x4", "…", "x15", "x16", "x17", "x18", "x19", "target 0", "target 1"}; !slices.Equal(got.Columns, wantColumns) {
		t.Errorf("got columns %q, want %q", got.Columns, wantColumns)
	}
	ten := (&Dataset{X: counting(1, 10), Targets: counting(1, 1)}).Head(1)
	if slices.Contains(ten.Columns, "…") || ten.Columns[11] != "target" {
		t.Errorf("ten features need no gap: %q", ten.Columns)
	}
	if rows := wide.Head(-1).Rows; len(rows) != 0 {
		t.Errorf("Head(-1) has rows %v", rows)
	}
}

func TestDescribe(t *testing.T) {
	nan := float32(math.NaN())
	d := &Dataset{X: MustFromRows([][]float32{{1, 7}, {2, nan}, {3, 7}, {10, 7}, {4, nan}}), FeatureNames: []string{"a", "b"}}
	got := d.Describe().Rows
	// Computed by hand: mean 4, squares 9+4+1+36+0 over 5.
	want := [][]string{
		{"a", "5", "0", "4", "3.162", "1", "2", "3", "4", "10"},
		{"b", "3", "2", "7", "0", "7", "7", "7", "7", "7"},
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("row %d: got %q, want %q", i, got[i], want[i])
		}
	}
	images := &Dataset{X: counting(3, 4), Image: &ImageShape{Height: 2, Width: 2}}
	if rows := images.Describe().Rows; len(rows) != 1 || rows[0][0] != "pixels" || rows[0][1] != "12" {
		t.Errorf("images: got %q", rows)
	}
	empty := &Dataset{X: MustFromRows([][]float32{{nan}})}
	if rows := empty.Describe().Rows; rows[0][3] != "NaN" || rows[0][1] != "0" {
		t.Errorf("without values: got %q", rows)
	}
}

func TestClassTable(t *testing.T) {
	rows := toy(20).ClassTable().Rows
	if want := []string{"c", "2", "10.0 %"}; len(rows) != 3 || !slices.Equal(rows[2], want) {
		t.Errorf("got %q, want the last to be %q", rows, want)
	}
	if rows := toy(0).ClassTable().Rows; rows[0][2] != "–" {
		t.Errorf("no examples: got %q", rows)
	}
}

func TestDatasetsShowThemselves(t *testing.T) {
	d := toy(8)
	d.Source = Source{Citation: "A. Author (2020): Toys.", Licence: "CC0"}
	text := fmt.Sprint(display.Of(d).Data[display.MIMEText])
	for _, want := range []string{"toy", "number", "8 examples", "A. Author", "CC0"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	if _, ok := display.Of(d).Data[display.MIMEHTML]; !ok {
		t.Error("no HTML")
	}
	for name, table := range map[string]display.Table{"Head": (&Dataset{}).Head(3), "Describe": (&Dataset{}).Describe(), "ClassTable": (&Dataset{}).ClassTable()} {
		if !strings.Contains(table.Caption, "has no X") {
			t.Errorf("%s of an unsound data set says %q", name, table.Caption)
		}
	}
	if got := display.Of(counting(2)).Data[display.MIMEText]; got != "Tensor (2)\n[0 1]" {
		t.Errorf("a tensor shows as %q", got)
	}
}
