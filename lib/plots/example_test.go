package plots_test

// Charts say in a line of text what they show, as in a terminal; the golden files
// of this package have them as pictures.

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/plots"
)

var (
	animals   = []string{"cat", "dog"}
	truth     = []int{0, 0, 0, 1, 1}
	predicted = []int{0, 0, 1, 1, 1}
	certainty = data.MustFromRows([][]float32{{.9, .1}, {.8, .2}, {.4, .6}, {.3, .7}, {.2, .8}})
)

// A figure is changed until it is shown or saved; an error is shown in its place.
func ExampleFigure() {
	f := plots.Bar([]string{"cats", "dogs"}, []float64{3, 2}).Titled("Animals")
	f.YLabel, f.Width = "number", 320

	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	fmt.Println(f, f.Save(filepath.Join(dir, "animals.png")))
	fmt.Println(plots.Bar(nil, nil).Save(filepath.Join(dir, "nothing.svg")))
	// Output:
	// Figure: Animals (bar chart of 2 values) <nil>
	// plots: Bar: want as many names as values, and at least one, got 0 names and 0 values
}

// A list of points, by themselves numbered 0, 1, 2, …
func ExampleScatter() {
	fmt.Println(plots.Scatter([]plots.Series{
		{Name: "measured", X: []float64{1, 2, 3}, Y: []float64{1.1, 1.9, 3.2}},
		{Name: "numbered", Y: []float64{1, 2, 3}},
	}))
	// Output: Figure: scatter chart of measured, numbered
}

func ExampleBox() {
	fmt.Println(plots.Box([]string{"morning", "evening"}, [][]float64{{1, 2, 3, 9}, {2, 2, 4}}))
	// Output: Figure: box plot of 2 groups
}

func ExampleHistogram() {
	fmt.Println(plots.Histogram([]float64{1, 2, 2, 3, math.NaN()}, 3))
	// Output: Figure: histogram of 4 values
}

func ExampleHeatmap() {
	fmt.Println(plots.Heatmap([][]float64{{1, .2}, {.2, 1}}, animals, animals))
	// Output: Figure: heat map, 2 × 2
}

// A confusion matrix of labels and probabilities, and of one that was counted.
func ExampleConfusionMatrix() {
	fmt.Println(plots.ConfusionMatrix(truth, certainty, animals))
	fmt.Println(plots.Confusion(metrics.MustConfusionMatrix(truth, predicted, animals)))
	// Output:
	// Figure: confusion matrix of 2 classes, 4 of 5 predictions right
	// Figure: confusion matrix of 2 classes, 4 of 5 predictions right
}

func ExampleROC() {
	fmt.Println(plots.ROC(truth, certainty, animals))
	fmt.Println(plots.ROCCurves(metrics.MustROC(truth, certainty, animals)))
	// Output:
	// Figure: ROC curves of 2 classes, mean AUC 1.000
	// Figure: ROC curves of 2 classes, mean AUC 1.000
}

func ExamplePrecisionRecall() {
	fmt.Println(plots.PrecisionRecall(truth, certainty, animals))
	fmt.Println(plots.PrecisionRecallCurves(metrics.MustPrecisionRecall(truth, certainty, animals)))
	// Output:
	// Figure: precision-recall curves of 2 classes, mean average precision 1.000
	// Figure: precision-recall curves of 2 classes, mean average precision 1.000
}

func ExampleCalibration() {
	fmt.Println(plots.Calibration(truth, certainty, animals))
	before := metrics.MustTopCalibration(truth, certainty, animals, metrics.CalibrationOptions{})
	fmt.Println(plots.Calibrations([]string{"before"}, []*metrics.Calibrated{before}))
	// Output:
	// Figure: calibration of 1
	// Figure: calibration of 1
}

func ExampleImages() {
	d := datasets.Digits()
	fmt.Println(plots.Images(d, 12))
	always := data.Zeros(d.Len(), 10) // a model that is sure of 0
	for i := range d.Len() {
		always.Set(1, i, 0)
	}
	fmt.Println(plots.Mistakes(d, always, 6))
	// Output:
	// Figure: 12 images
	// Figure: 1619 mistakes in 1797 images, the 6 worst shown
}

// The filters of a convolution, and the weights of an image's pixels.
func ExampleFilters() {
	fmt.Println(plots.Filters(data.Zeros(8, 1, 3, 3), nil))
	fmt.Println(plots.Filters(data.Zeros(64, 16), &data.ImageShape{Height: 8, Width: 8}))
	// Output:
	// Figure: 8 filters
	// Figure: 16 filters
}

func ExampleDistributions() {
	fmt.Println(plots.Distributions([]string{"dense_1.weight"}, [][]float32{{-1, 0, 0, 1}}))
	// Output: Figure: distributions of 4 numbers in 1 lists
}

func ExamplePairs() {
	fmt.Println(plots.Pairs(datasets.Iris(), []int{0, 2}))
	// Output: Figure: pairs of 2 features, 150 examples
}

func ExampleSchedule() {
	fmt.Println(plots.Schedule([]float64{0.1, 0.1, 0.01, 0.01}, 2))
	fmt.Println(plots.LearningRates([]float64{1e-4, 1e-3, 1e-2}, []float64{2, 1, 3}, 1e-3))
	// Output:
	// Figure: learning rate over 2 epochs, from 0.1 to 0.01, at most 0.1
	// Figure: loss over learning rates from 0.0001 to 0.01, 0.001 is suggested
}

// A chart of your own that fails as those of this package do.
func ExampleFailed() {
	f := plots.Failed("Sales", errors.New("there were none"))
	fmt.Println(f.Err())
	// Output: there were none
}
