package features_test

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/features"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
)

// penguins is a table with a hole, and a category.
func penguins() *data.Dataset {
	hole := float32(math.NaN())
	return &data.Dataset{
		X:            data.MustFromRows([][]float32{{39, 0}, {hole, 1}, {41, 1}, {46, 2}}),
		FeatureNames: []string{"bill", "island"},
		Y:            []int{0, 0, 0, 1}, Classes: []string{"Adelie", "Gentoo"},
	}
}

func ExampleFit() {
	pipeline, learn, err := features.Fit([]features.Step{
		features.Impute{Columns: []string{"bill"}, With: features.Median},
		features.OneHot{Columns: []string{"island"}},
		features.MinMax{Columns: []string{"bill"}},
	}, penguins())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(learn.FeatureNames)
	fmt.Printf("%.2f\n", learn.X.Row(1))

	test := &data.Dataset{X: data.MustFromRows([][]float32{{53, 2}}), FeatureNames: []string{"bill", "island"}}
	fmt.Println(pipeline.MustTransform(test).X.Row(0))
	// Output:
	// [bill island=0 island=1 island=2]
	// [0.29 0.00 1.00 0.00]
	// [2 0 0 1]
}

// The steps learn anew within each fold.
func ExamplePrepare() {
	result := train.MustCrossValidate(datasets.BreastCancer(), train.CrossValidation{
		Build: func(fold int) (*nn.Model, error) {
			return nn.Sequential([]nn.Layer{nn.Dense{Units: 2, Activation: nn.Softmax}}, nn.Options{Input: []int{8}, Seed: fold})
		},
		Prepare: features.Prepare([]features.Step{features.Standardize{}, features.PCA{Components: 8}}),
		Folds:   data.FoldOptions{Stratify: true},
		Options: train.Options{Epochs: 20, Optimizer: optim.Adam{LearningRate: 0.02}, Quiet: true},
	})
	accuracy, _ := result.Mean("accuracy")
	fmt.Println(accuracy > 0.95)
	// Output: true
}

// show prints what a step makes of the penguins.
func show(s features.Step) {
	_, learn := features.MustFit([]features.Step{s}, penguins())
	fmt.Println(learn.FeatureNames)
	for i := range learn.Len() {
		fmt.Printf("%.2f\n", learn.X.Row(i))
	}
}

func ExampleImpute() {
	show(features.Impute{Indicator: true})
	// Output:
	// [bill island bill missing]
	// [39.00 0.00 0.00]
	// [42.00 1.00 1.00]
	// [41.00 1.00 0.00]
	// [46.00 2.00 0.00]
}

// The filling of a hole, by what the training part has.
func ExampleFilling() {
	for _, with := range []features.Filling{features.Mean, features.Median, features.MostFrequent} {
		_, learn := features.MustFit([]features.Step{features.Impute{With: with}}, penguins())
		fmt.Println(learn.X.At(1, 0))
	}
	// Output:
	// 42
	// 41
	// 39
}

func ExampleOneHot() {
	show(features.OneHot{Columns: []string{"island"}})
	// Output:
	// [bill island=0 island=1 island=2]
	// [39.00 1.00 0.00 0.00]
	// [NaN 0.00 1.00 0.00]
	// [41.00 0.00 1.00 0.00]
	// [46.00 0.00 0.00 1.00]
}

func ExampleOrdinal() {
	show(features.Ordinal{Columns: []string{"island"}})
	// Output:
	// [bill island]
	// [39.00 0.00]
	// [NaN 1.00]
	// [41.00 1.00]
	// [46.00 2.00]
}

func ExampleTargetEncode() {
	fitted, _, err := features.TargetEncode{Columns: []string{"island"}, Smooth: 1, Folds: 2}.Fit(&data.Dataset{
		X: data.MustFromRows([][]float32{{0}, {0}, {1}, {1}}), FeatureNames: []string{"island"},
		Y: []int{0, 0, 1, 1}, Classes: []string{"no", "yes"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	test, err := fitted.Transform(&data.Dataset{X: data.MustFromRows([][]float32{{0}, {1}, {7}})})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f\n", test.X.Data) // (2·0 + 0.5)/3, (2·1 + 0.5)/3, and the mean of all
	// Output: [0.17 0.83 0.50]
}

func ExampleStandardize() {
	show(features.Standardize{})
	// Output:
	// [bill island]
	// [-1.02 -1.41]
	// [NaN 0.00]
	// [-0.34 0.00]
	// [1.36 1.41]
}

func ExampleMinMax() {
	show(features.MinMax{})
	// Output:
	// [bill island]
	// [0.00 0.00]
	// [NaN 0.50]
	// [0.29 0.50]
	// [1.00 1.00]
}

func ExampleRobust() {
	show(features.Robust{Columns: []string{"bill"}})
	// Output:
	// [bill island]
	// [-0.57 0.00]
	// [NaN 1.00]
	// [0.00 1.00]
	// [1.43 2.00]
}

func ExampleBin() {
	show(features.Bin{Columns: []string{"bill"}, Bins: 2})
	// Output:
	// [bill island]
	// [0.00 0.00]
	// [NaN 1.00]
	// [0.00 1.00]
	// [1.00 2.00]
}

func ExamplePolynomial() {
	show(features.Polynomial{})
	// Output:
	// [bill island bill·bill bill·island island·island]
	// [39.00 0.00 1521.00 0.00 0.00]
	// [NaN 1.00 NaN NaN 1.00]
	// [41.00 1.00 1681.00 41.00 1.00]
	// [46.00 2.00 2116.00 92.00 4.00]
}

// Two columns that say the same need one direction only.
func ExamplePCA() {
	_, learn := features.MustFit([]features.Step{features.PCA{}}, &data.Dataset{X: data.MustFromRows([][]float32{{1, 2}, {2, 4}, {3, 6}})})
	fmt.Printf("%v %.3f\n", learn.FeatureNames, learn.X.Data)
	// Output: [pc1] [-2.236 0.000 2.236]
}

// constant is a step of one's own: it adds a column of ones.
type constant struct{}

func (constant) Fit(d *data.Dataset) (features.Fitted, *data.Dataset, error) {
	after, err := constant{}.Transform(d)
	return constant{}, after, err
}

func (constant) Transform(d *data.Dataset) (*data.Dataset, error) {
	x := data.Zeros(d.Len(), d.Features()+1)
	for i := range d.Len() {
		copy(x.Row(i), append(append([]float32{}, d.X.Row(i)...), 1))
	}
	return d.WithX(x)
}

func ExampleStep() {
	_, learn := features.MustFit([]features.Step{constant{}}, penguins())
	fmt.Println(learn.X.Row(3))
	// Output: [46 2 1]
}

// What a step has learnt changes any data set.
func ExampleFitted() {
	fitted, _, err := features.Bin{Bins: 2}.Fit(&data.Dataset{X: data.MustFromRows([][]float32{{0}, {10}})})
	if err != nil {
		fmt.Println(err)
		return
	}
	test, err := fitted.Transform(&data.Dataset{X: data.MustFromRows([][]float32{{-3}, {4}, {6}, {99}})})
	fmt.Println(test.X.Data, err)
	// Output: [0 0 1 1] <nil>
}
