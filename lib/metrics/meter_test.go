package metrics

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
)

// TestMetersEqualTheWhole: batch after batch is the same as all at once.
func TestMetersEqualTheWhole(t *testing.T) {
	const n, k = 100, 3
	classes := letters(k)
	y, predicted, p := randomCase(21, n, k)
	w := make(Weights, n)
	targets := data.Zeros(n, k)
	for i := range w {
		w[i] = float64(i % 5)
		targets.Set(1, i, y[i])
	}
	scores := w.MustPerClass(y, predicted, classes)
	regression := w.MustRegression(targets, p)
	for _, c := range []struct {
		meter Meter
		name  string
		want  float64
	}{
		{AccuracyMeter(classes), "accuracy", w.MustAccuracy(y, predicted)},
		{BalancedAccuracyMeter(classes), "balanced_accuracy", w.MustBalancedAccuracy(y, predicted, classes)},
		{MacroF1Meter(classes), "macro_f1", scores.Macro.F1},
		{PrecisionMeter(classes, 1), "precision", scores.Each[1].Precision},
		{RecallMeter(classes, 2), "recall", scores.Each[2].Recall},
		{F1Meter(classes, 0), "f1", scores.Each[0].F1},
		{LabelMeter("kappa", classes, func(m *Confusion) float64 { return m.Kappa(Nominal) }), "kappa", w.MustKappa(y, predicted, classes, Nominal)},
		{TopKAccuracyMeter(classes, 2), "top_2_accuracy", w.MustTopKAccuracy(y, p, classes, 2)},
		{LogLossMeter(classes), "log_loss", w.MustLogLoss(y, p, classes)},
		{BrierMeter(classes), "brier", w.MustBrier(y, p, classes)},
		{AUCMeter(classes), "auc", w.MustROC(y, p, classes).Macro},
		{MSEMeter(), "mse", regression.MSE},
		{RMSEMeter(), "rmse", regression.RMSE},
		{MAEMeter(), "mae", regression.MAE},
		{R2Meter(), "r2", regression.R2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.meter.Name() != c.name {
				t.Errorf("it is named %q", c.meter.Name())
			}
			for range 2 { // a Reset forgets
				c.meter.Reset()
				if v := c.meter.Value(); !math.IsNaN(v) {
					t.Errorf("without a batch it is %v, want NaN", v)
				}
				for from := 0; from < n; from += 32 {
					to := min(n, from+32)
					b := MeterBatch{Y: y[from:to], Predicted: predicted[from:to], Output: p.Slice(from, to), Targets: targets.Slice(from, to), Weights: w[from:to]}
					if err := c.meter.Add(b); err != nil {
						t.Fatal(err)
					}
				}
				if v := c.meter.Value(); !same(v, c.want, 1e-9) {
					t.Errorf("it is %v, want %v", v, c.want)
				}
			}
			err := c.meter.Add(MeterBatch{Y: []int{0}, Predicted: []int{1, 1}, Output: data.Zeros(1, 7)})
			if err == nil || !strings.Contains(err.Error(), c.name) {
				t.Errorf("a batch that does not fit: %v, want an error that names the meter", err)
			}
		})
	}
}

func ExampleF1Meter() {
	f1 := F1Meter([]string{"ham", "spam"}, 1)
	_ = f1.Add(MeterBatch{Y: []int{1, 1}, Predicted: []int{1, 0}})
	_ = f1.Add(MeterBatch{Y: []int{0, 0}, Predicted: []int{0, 0}})
	fmt.Printf("%.3f\n", f1.Value())
	// Output: 0.667
}

func ExampleWeights() {
	y, predicted := []int{0, 0, 1}, []int{0, 1, 1}
	fmt.Printf("%.3f\n", MustAccuracy(y, predicted))
	fmt.Printf("%.3f\n", Weights{1, 2, 1}.MustAccuracy(y, predicted))
	// Output:
	// 0.667
	// 0.500
}

func ExampleBootstrap() {
	y, predicted := make([]int, 100), make([]int, 100)
	for i := range 20 {
		predicted[i] = 1 // 20 mistakes
	}
	fmt.Println(MustBootstrap(100, func(rows []int) (float64, error) {
		return Accuracy(Pick(y, rows), Pick(predicted, rows))
	}, BootstrapOptions{Seed: 1}))
	// Output: 0.800 (95 %: 0.720 to 0.880)
}

func ExampleRegression() {
	y := data.MustFromRows([][]float32{{3}, {-0.5}, {2}, {7}})
	p := data.MustFromRows([][]float32{{2.5}, {0}, {2}, {8}})
	fmt.Println(MustRegression(y, p))
	// Output: MSE 0.375  RMSE 0.6124  MAE 0.5  R² 0.949  (4 examples)
}
