package data_test

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
)

// small is a data set of six examples.
func small() *data.Dataset {
	return &data.Dataset{
		Name:    "small",
		X:       data.MustFromRows([][]float32{{0, 10}, {1, 20}, {2, 30}, {3, 40}, {4, 50}, {5, 60}}),
		Y:       []int{0, 0, 0, 1, 1, 1},
		Classes: []string{"low", "high"},
	}
}

func ExampleDataset() {
	d := &data.Dataset{
		X:            data.MustFromRows([][]float32{{5.1, 3.5}, {6.2, 2.9}}),
		Y:            []int{0, 1},
		Classes:      []string{"setosa", "versicolor"},
		FeatureNames: []string{"sepal length", "sepal width"},
	}
	fmt.Println(d.Len(), "examples of", d.Features(), "features;", d.Check())
	d.Y[1] = 2
	fmt.Println(d.Check())
	// Output:
	// 2 examples of 2 features; <nil>
	// data: data set: Y[1] is 2, but there are 2 classes: labels are indices into Classes, counted from 0
}

func ExampleDataset_Batches() {
	batches := small().MustBatches(data.BatchOptions{Size: 4})
	for batches.Next() {
		b := batches.Batch()
		fmt.Println(b.X.Shape, b.Y, b.Rows)
	}
	// Output:
	// [4 2] [0 0 0 1] [0 1 2 3]
	// [2 2] [1 1] [4 5]
}

// The rows are dealt out anew in every epoch, and the same again for the same
// epoch.
func ExampleBatches_Batch() {
	batches := small().MustBatches(data.BatchOptions{Size: 6, Shuffle: true, Seed: 1})
	var orders [][]int
	for _, epoch := range []int{0, 1, 0} {
		batches.Start(epoch)
		for batches.Next() {
			orders = append(orders, append([]int(nil), batches.Batch().Rows...))
		}
	}
	fmt.Println(fmt.Sprint(orders[0]) == fmt.Sprint(orders[1]), fmt.Sprint(orders[0]) == fmt.Sprint(orders[2]))
	// Output: false true
}

func ExampleDataset_Folds() {
	for _, f := range small().MustFolds(data.FoldOptions{Folds: 3, Stratify: true, Seed: 1}) {
		fmt.Println(len(f.Train), "to learn from,", len(f.Test), "to measure on")
	}
	// Output:
	// 4 to learn from, 2 to measure on
	// 4 to learn from, 2 to measure on
	// 4 to learn from, 2 to measure on
}

func ExampleFitMinMax() {
	s := data.MustFitMinMax(small())
	fmt.Println(small().MustScale(s).X.Column(1))
	// Output: [0 0.20000000298023224 0.4000000059604645 0.6000000238418579 0.800000011920929 1]
}

// What was scaled comes back.
func ExampleScaler() {
	d := small()
	for _, s := range []data.Scaler{data.MustFitStandard(d), data.MustFitMinMax(d)} {
		scaled, err := s.Transform(d.X)
		if err != nil {
			fmt.Println(err)
			return
		}
		back, err := s.Inverse(scaled)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.1f %.1f\n", scaled.Row(5), back.Row(5))
	}
	// Output:
	// [1.5 1.5] [5.0 60.0]
	// [1.0 1.0] [5.0 60.0]
}

// A row of twelve numbers as an image of 2 × 2 pixels of three colours.
func ExampleImageShape() {
	d := &data.Dataset{X: data.Zeros(1, 12), Image: &data.ImageShape{Height: 2, Width: 2, Channels: 3}}
	fmt.Println(d.Check())
	d.Image.Width = 3
	fmt.Println(d.Check() != nil)
	// Output:
	// <nil>
	// true
}

func ExampleSource() {
	d := &data.Dataset{X: data.Zeros(1, 2), Source: data.Source{Description: "measured in the garden", Licence: "CC0"}}
	fmt.Println(d.Source.Description, d.Source.Licence)
	// Output: measured in the garden CC0
}

func ExampleZeros() {
	t := data.Zeros(2, 3)
	t.Set(7, 1, 2)
	fmt.Println(t.Row(0), t.Row(1), t.At(1, 2))
	// Output: [0 0 0] [0 0 7] 7
}

func ExampleNew() {
	t, err := data.New([]int{2, 2}, []float32{1, 2, 3, 4})
	fmt.Println(t.Row(1), err)
	_, err = data.New([]int{2, 2}, []float32{1, 2, 3})
	fmt.Println(err)
	// Output:
	// [3 4] <nil>
	// data: New: shape (2, 2) has 4 places, got 3 values
}
