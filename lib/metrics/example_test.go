package metrics_test

// Five animals, one of the cats is taken for a dog: what every metric makes of it.

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
)

var (
	animals   = []string{"cat", "dog"}
	truth     = []int{0, 0, 0, 1, 1}
	predicted = []int{0, 0, 1, 1, 1}
	certainty = data.MustFromRows([][]float32{{.9, .1}, {.8, .2}, {.4, .6}, {.3, .7}, {.2, .8}})
)

func ExampleAccuracy() {
	fmt.Println(metrics.MustAccuracy(truth, predicted))
	fmt.Println(metrics.Accuracy(nil, nil))
	// Output:
	// 0.8
	// 0 metrics: Accuracy: there are no examples to measure
}

// The mean of two thirds of the cats and all dogs.
func ExampleBalancedAccuracy() {
	fmt.Printf("%.4f\n", metrics.MustBalancedAccuracy(truth, predicted, animals))
	// Output: 0.8333
}

func ExampleConfusionMatrix() {
	m := metrics.MustConfusionMatrix(truth, predicted, animals)
	fmt.Println(m.Counts)
	fmt.Printf("%.2f\n", m.Normalize(metrics.ByTrue))
	// Output:
	// [[2 1] [0 2]]
	// [[0.67 0.33] [0.00 1.00]]
}

// Shares of the true classes, of the predicted ones, and of all examples.
func ExampleNormalization() {
	m := metrics.MustConfusionMatrix(truth, predicted, animals)
	for _, by := range []metrics.Normalization{metrics.ByTrue, metrics.ByPredicted, metrics.ByAll} {
		fmt.Printf("%s %.2f\n", by, m.Normalize(by))
	}
	// Output:
	// share of the true class [[0.67 0.33] [0.00 1.00]]
	// share of the predicted class [[1.00 0.33] [0.00 0.67]]
	// share of all examples [[0.40 0.20] [0.00 0.40]]
}

// The recall counts twice as much as the precision.
func ExampleFBeta() {
	s := metrics.MustFBeta(truth, predicted, animals, 2)
	fmt.Printf("%.4f\n", s.Each)
	// Output: [0.7143 0.9091]
}

// Scores of a class: two of three taken for dogs are dogs, and both dogs are found.
func ExampleScores() {
	dog := metrics.MustPerClass(truth, predicted, animals).Each[1]
	fmt.Printf("%.2f %.2f %.2f %d\n", dog.Precision, dog.Recall, dog.F1, dog.Support)
	// Output: 0.67 1.00 0.80 2
}

func ExampleMatthews() {
	fmt.Printf("%.4f\n", metrics.MustMatthews(truth, predicted, animals))
	// Output: 0.6667
}

// Of grades a mistake counts the more, the further off it is.
func ExampleKappa() {
	grades := []string{"poor", "fair", "good"}
	y, p := []int{0, 1, 2, 2}, []int{0, 1, 2, 0}
	for _, by := range []metrics.Disagreement{metrics.Nominal, metrics.LinearKappa, metrics.QuadraticKappa} {
		fmt.Printf("%.4f\n", metrics.MustKappa(y, p, grades, by))
	}
	// Output:
	// 0.6364
	// 0.5000
	// 0.3846
}

func ExampleTopKAccuracy() {
	p := data.MustFromRows([][]float32{{.5, .3, .2}, {.5, .3, .2}, {.5, .3, .2}})
	y, classes := []int{0, 1, 2}, []string{"a", "b", "c"}
	fmt.Printf("%.2f %.2f\n", metrics.MustTopKAccuracy(y, p, classes, 1), metrics.MustTopKAccuracy(y, p, classes, 2))
	// Output: 0.33 0.67
}

// −(log .9 + log .8 + log .4 + log .7 + log .8)/5
func ExampleLogLoss() {
	fmt.Printf("%.4f\n", metrics.MustLogLoss(truth, certainty, animals))
	// Output: 0.3649
}

// The mean of .1², .2², .6², .3² and .2², as scikit-learn has it for two classes.
func ExampleBrier() {
	fmt.Printf("%.4f\n", metrics.MustBrier(truth, certainty, animals))
	// Output: 0.1080
}

func ExampleBinaryROC() {
	c := metrics.MustBinaryROC([]bool{false, false, true, true}, []float32{.1, .4, .35, .8})
	fmt.Println(c.AUC, c.Thresholds)
	// Output: 0.75 [+Inf 0.800000011920929 0.4000000059604645 0.3499999940395355 0.10000000149011612]
}

// The examples of scikit-learn's documentation of precision_recall_curve and
// average_precision_score.
func ExampleBinaryPrecisionRecall() {
	c := metrics.MustBinaryPrecisionRecall([]bool{false, false, true, true}, []float32{.1, .4, .35, .8})
	fmt.Printf("%.2f %.2f %.2f\n", c.Precision, c.Recall, c.AveragePrecision)
	// Output: [0.50 0.67 0.50 1.00 1.00] [1.00 1.00 0.50 0.50 0.00] 0.83
}

func ExamplePrecisionRecall() {
	c := metrics.MustPrecisionRecall(truth, certainty, animals)
	fmt.Println(c.Each[1].Class, c.Each[1].AveragePrecision)
	// Output: dog 1
}

// Each pair of classes by itself: no probability tells b and c apart.
func ExampleOneVsOne() {
	p := data.MustFromRows([][]float32{{.8, .1, .1}, {.2, .4, .4}, {.2, .4, .4}})
	pairs := metrics.MustOneVsOne([]int{0, 1, 2}, p, []string{"a", "b", "c"})
	fmt.Println(pairs.Area[0][1], pairs.Area[1][2])
	// Output: 1 0.5
}

// Whoever says 0.8 four times should be right in three to four cases; here it is
// half.
func ExampleCalibration() {
	c := metrics.MustCalibration([]bool{true, true, false, false}, []float32{.8, .8, .8, .8}, metrics.CalibrationOptions{})
	fmt.Printf("said %.2f, came true %.2f, error %.2f\n", c.Predicted, c.Observed, c.Error)
	// Output: said [0.80], came true [0.50], error 0.30
}

func ExampleTopCalibration() {
	c := metrics.MustTopCalibration(truth, certainty, animals, metrics.CalibrationOptions{Bins: 1})
	fmt.Printf("said %.2f, came true %.2f\n", c.Predicted, c.Observed)
	// Output: said [0.76], came true [0.80]
}

// Errors of 1, 0 and 2.
func ExampleMSE() {
	y, p := data.MustFromRows([][]float32{{1}, {2}, {3}}), data.MustFromRows([][]float32{{2}, {2}, {5}})
	fmt.Printf("MSE %.4f, RMSE %.4f, MAE %.4f, R² %.4f\n", metrics.MustMSE(y, p), metrics.MustRMSE(y, p), metrics.MustMAE(y, p), metrics.MustR2(y, p))
	// Output: MSE 1.6667, RMSE 1.2910, MAE 1.0000, R² -1.5000
}

// Meters measure batch after batch; their value is that of all together.
func ExampleMeter() {
	for _, m := range []metrics.Meter{
		metrics.AccuracyMeter(animals), metrics.BalancedAccuracyMeter(animals), metrics.MacroF1Meter(animals),
		metrics.PrecisionMeter(animals, 1), metrics.RecallMeter(animals, 0),
		metrics.AUCMeter(animals), metrics.LogLossMeter(animals), metrics.BrierMeter(animals), metrics.TopKAccuracyMeter(animals, 2),
	} {
		for _, part := range [][2]int{{0, 2}, {2, 5}} {
			from, to := part[0], part[1]
			if err := m.Add(metrics.MeterBatch{Y: truth[from:to], Predicted: predicted[from:to], Output: certainty.Slice(from, to)}); err != nil {
				fmt.Println(err)
			}
		}
		fmt.Printf("%s %.4f\n", m.Name(), m.Value())
	}
	// Output:
	// accuracy 0.8000
	// balanced_accuracy 0.8333
	// macro_f1 0.8000
	// precision 0.6667
	// recall 0.6667
	// auc 1.0000
	// log_loss 0.3649
	// brier 0.1080
	// top_2_accuracy 1.0000
}

// Of numbers, not classes.
func ExampleMeterBatch() {
	for _, m := range []metrics.Meter{metrics.MSEMeter(), metrics.RMSEMeter(), metrics.MAEMeter(), metrics.R2Meter()} {
		batch := metrics.MeterBatch{Targets: data.MustFromRows([][]float32{{1}, {2}, {3}}), Output: data.MustFromRows([][]float32{{2}, {2}, {5}})}
		if err := m.Add(batch); err != nil {
			fmt.Println(err)
		}
		fmt.Printf("%s %.4f\n", m.Name(), m.Value())
	}
	// Output:
	// mse 1.6667
	// rmse 1.2910
	// mae 1.0000
	// r2 -1.5000
}

// Whatever follows from a confusion matrix.
func ExampleLabelMeter() {
	m := metrics.LabelMeter("matthews", animals, func(c *metrics.Confusion) float64 { return c.Matthews() })
	_ = m.Add(metrics.MeterBatch{Y: truth, Predicted: predicted})
	fmt.Printf("%.4f\n", m.Value())
	// Output: 0.6667
}

// A meter of your own: the share of dogs among the predictions.
func ExampleFuncMeter() {
	var dogs, all float64
	m := metrics.FuncMeter{Title: "dogs",
		Begin: func() { dogs, all = 0, 0 },
		Measure: func(b metrics.MeterBatch) error {
			for _, class := range b.Predicted {
				dogs, all = dogs+float64(class), all+1
			}
			return nil
		},
		Result: func() float64 { return dogs / all },
	}
	m.Reset()
	_ = m.Add(metrics.MeterBatch{Y: truth, Predicted: predicted})
	fmt.Println(m.Name(), m.Value())
	// Output: dogs 0.6
}
