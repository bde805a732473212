package metrics_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/metrics/metricstest"
)

// TestMetersEqualTheWhole: batch after batch is the same as all at once.
func TestMetersEqualTheWhole(t *testing.T) {
	const n, k = 100, 3
	classes := []string{"a", "b", "c"}
	random := rand.New(rand.NewPCG(21, 0))
	y, p := make([]int, n), data.Zeros(n, k)
	for i := range y {
		y[i] = random.IntN(k)
		row, sum := p.Row(i), float32(0)
		for j := range row {
			row[j] = random.Float32()
			if j == y[i] {
				row[j] += .4
			}
			sum += row[j]
		}
		for j := range row {
			row[j] /= sum
		}
	}
	predicted := metrics.Predicted(p)
	w := make(metrics.Weights, n)
	targets := data.Zeros(n, k)
	for i := range w {
		w[i] = float64(i % 5)
		targets.Set(1, i, y[i])
	}
	whole := metrics.MeterBatch{Y: y, Predicted: predicted, Output: p, Targets: targets, Weights: w}
	scores := w.MustPerClass(y, predicted, classes)
	regression := w.MustRegression(targets, p)
	for _, c := range []struct {
		meter metrics.Meter
		name  string
		want  float64
	}{
		{metrics.AccuracyMeter(classes), "accuracy", w.MustAccuracy(y, predicted)},
		{metrics.BalancedAccuracyMeter(classes), "balanced_accuracy", w.MustBalancedAccuracy(y, predicted, classes)},
		{metrics.MacroF1Meter(classes), "macro_f1", scores.Macro.F1},
		{metrics.PrecisionMeter(classes, 1), "precision", scores.Each[1].Precision},
		{metrics.RecallMeter(classes, 2), "recall", scores.Each[2].Recall},
		{metrics.F1Meter(classes, 0), "f1", scores.Each[0].F1},
		{metrics.LabelMeter("kappa", classes, func(m *metrics.Confusion) float64 { return m.Kappa(metrics.Nominal) }), "kappa", w.MustKappa(y, predicted, classes, metrics.Nominal)},
		{metrics.TopKAccuracyMeter(classes, 2), "top_2_accuracy", w.MustTopKAccuracy(y, p, classes, 2)},
		{metrics.LogLossMeter(classes), "log_loss", w.MustLogLoss(y, p, classes)},
		{metrics.BrierMeter(classes), "brier", w.MustBrier(y, p, classes)},
		{metrics.AUCMeter(classes), "auc", w.MustROC(y, p, classes).Macro},
		{metrics.MSEMeter(), "mse", regression.MSE},
		{metrics.RMSEMeter(), "rmse", regression.RMSE},
		{metrics.MAEMeter(), "mae", regression.MAE},
		{metrics.R2Meter(), "r2", regression.R2},
	} {
		metricstest.Run(t, metricstest.Case{Meter: c.meter, Name: c.name, Want: c.want, Whole: whole})
	}
}

func ExampleF1Meter() {
	f1 := metrics.F1Meter([]string{"ham", "spam"}, 1)
	_ = f1.Add(metrics.MeterBatch{Y: []int{1, 1}, Predicted: []int{1, 0}})
	_ = f1.Add(metrics.MeterBatch{Y: []int{0, 0}, Predicted: []int{0, 0}})
	fmt.Printf("%.3f\n", f1.Value())
	// Output: 0.667
}

func ExampleWeights() {
	y, predicted := []int{0, 0, 1}, []int{0, 1, 1}
	fmt.Printf("%.3f\n", metrics.MustAccuracy(y, predicted))
	fmt.Printf("%.3f\n", metrics.Weights{1, 2, 1}.MustAccuracy(y, predicted))
	// Output:
	// 0.667
	// 0.500
}

func ExampleBootstrap() {
	y, predicted := make([]int, 100), make([]int, 100)
	for i := range 20 {
		predicted[i] = 1 // 20 mistakes
	}
	fmt.Println(metrics.MustBootstrap(100, func(rows []int) (float64, error) {
		return metrics.Accuracy(metrics.Pick(y, rows), metrics.Pick(predicted, rows))
	}, metrics.BootstrapOptions{Seed: 1}))
	// Output: 0.800 (95 %: 0.720 to 0.880)
}

func ExampleRegression() {
	y := data.MustFromRows([][]float32{{3}, {-0.5}, {2}, {7}})
	p := data.MustFromRows([][]float32{{2.5}, {0}, {2}, {8}})
	fmt.Println(metrics.MustRegression(y, p))
	// Output: MSE 0.375  RMSE 0.6124  MAE 0.5  R² 0.949  (4 examples)
}
