package metrics

// Metrics that are measured batch after batch, without keeping all
// predictions.

import (
	"errors"
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
)

// Meter measures batch after batch. Its value is that of all batches since the
// last Reset together, not a mean of the values of batches: an F1 of batches
// that were averaged is no F1.
//
// A meter of your own is a type with these methods, or a [FuncMeter].
type Meter interface {
	// Name in histories and logs, such as "f1".
	Name() string
	// Reset forgets all batches.
	Reset()
	// Add measures a batch. It keeps nothing of the batch's memory.
	Add(b MeterBatch) error
	// Value of the batches so far; NaN when it is undefined.
	Value() float64
}

// MeterBatch is a batch with what was predicted for it.
type MeterBatch struct {
	// Y holds the classes, Targets the numbers that were to be predicted; one
	// of them is nil.
	Y       []int
	Targets *data.Tensor
	// Predicted holds the predicted classes; nil without classes.
	Predicted []int
	// Output is what the model returned: probabilities, where it ends in a
	// softmax or sigmoid.
	Output *data.Tensor
	// Weights of the examples; nil weighs all alike.
	Weights Weights
}

// FuncMeter is a meter made of functions, for one of your own without a type.
type FuncMeter struct {
	// Title is the meter's name. Required.
	Title string
	// Begin forgets all batches, Measure takes one more, Result is the value.
	// All are required.
	Begin   func()
	Measure func(b MeterBatch) error
	Result  func() float64
}

var _ Meter = FuncMeter{}

// Name implements [Meter].
func (m FuncMeter) Name() string { return m.Title }

// Reset implements [Meter].
func (m FuncMeter) Reset() { m.Begin() }

// Add implements [Meter].
func (m FuncMeter) Add(b MeterBatch) error { return m.Measure(b) }

// Value implements [Meter].
func (m FuncMeter) Value() float64 { return m.Result() }

// AccuracyMeter measures the accuracy.
func AccuracyMeter(classes []string) Meter {
	return LabelMeter("accuracy", classes, (*Confusion).Accuracy)
}

// BalancedAccuracyMeter measures the balanced accuracy.
func BalancedAccuracyMeter(classes []string) Meter {
	return LabelMeter("balanced_accuracy", classes, (*Confusion).BalancedAccuracy)
}

// MacroF1Meter measures the mean of the F1 of all classes.
func MacroF1Meter(classes []string) Meter {
	return LabelMeter("macro_f1", classes, func(m *Confusion) float64 { return m.PerClass().Macro.F1 })
}

// PrecisionMeter measures the precision of a class.
func PrecisionMeter(classes []string, class int) Meter {
	return LabelMeter("precision", classes, func(m *Confusion) float64 { return m.PerClass().Each[class].Precision })
}

// RecallMeter measures the recall of a class.
func RecallMeter(classes []string, class int) Meter {
	return LabelMeter("recall", classes, func(m *Confusion) float64 { return m.PerClass().Each[class].Recall })
}

// F1Meter measures the F1 of a class.
func F1Meter(classes []string, class int) Meter {
	return LabelMeter("f1", classes, func(m *Confusion) float64 { return m.PerClass().Each[class].F1 })
}

// LabelMeter measures whatever follows from the confusion matrix of all
// batches.
func LabelMeter(name string, classes []string, of func(m *Confusion) float64) Meter {
	m := &labelMeter{name: name, classes: classes, of: of}
	m.Reset()
	return m
}

type labelMeter struct {
	name    string
	classes []string
	of      func(*Confusion) float64
	m       *Confusion
}

func (m *labelMeter) Name() string { return m.name }
func (m *labelMeter) Reset()       { m.m = newConfusion(m.classes, true) }

func (m *labelMeter) Add(b MeterBatch) error {
	if err := checkLabels(m.name, b.Y, b.Predicted, len(m.classes)); err != nil {
		return err
	}
	if err := b.Weights.each(m.name, len(b.Y)); err != nil {
		return err
	}
	m.m.add(b.Y, b.Predicted, b.Weights)
	return nil
}

func (m *labelMeter) Value() float64 { return m.of(m.m) }

// TopKAccuracyMeter measures [TopKAccuracy].
func TopKAccuracyMeter(classes []string, k int) Meter {
	return &meanMeter{name: fmt.Sprintf("top_%d_accuracy", k), classes: classes, of: func(p []float32, c int) float64 { return indicator(rank(p, c) < k) }}
}

// LogLossMeter measures [LogLoss]. The model's output must be probabilities.
func LogLossMeter(classes []string) Meter {
	return &meanMeter{name: "log_loss", classes: classes, probabilities: true, of: logLoss}
}

// BrierMeter measures [Brier]. The model's output must be probabilities.
func BrierMeter(classes []string) Meter {
	return &meanMeter{name: "brier", classes: classes, probabilities: true, of: brier}
}

// meanMeter is the mean of a number of each example.
type meanMeter struct {
	name          string
	classes       []string
	probabilities bool
	of            func(p []float32, c int) float64
	sum, weight   float64
}

func (m *meanMeter) Name() string { return m.name }
func (m *meanMeter) Reset()       { m.sum, m.weight = 0, 0 }

func (m *meanMeter) Add(b MeterBatch) error {
	p, err := checkScores(m.name, b.Y, b.Output, len(m.classes))
	if m.probabilities && err == nil {
		p, err = Weights(nil).probabilities(m.name, b.Y, b.Output, m.classes)
	}
	if err := errors.Join(err, b.Weights.each(m.name, len(b.Y))); err != nil {
		return err
	}
	for i, c := range b.Y {
		m.sum += b.Weights.at(i) * m.of(p.Row(i), c)
		m.weight += b.Weights.at(i)
	}
	return nil
}

func (m *meanMeter) Value() float64 { return ratio(m.sum, m.weight) }

// AUCMeter measures the mean of the areas under the [ROC] curves of all
// classes. It keeps the scores, classes × examples numbers: an area is a matter
// of all pairs of examples.
func AUCMeter(classes []string) Meter { return &aucMeter{classes: classes} }

type aucMeter struct {
	classes []string
	y       []int
	p       []float32
	w       Weights
}

func (m *aucMeter) Name() string { return "auc" }
func (m *aucMeter) Reset()       { m.y, m.p, m.w = m.y[:0], m.p[:0], m.w[:0] }

func (m *aucMeter) Add(b MeterBatch) error {
	p, err := checkScores(m.Name(), b.Y, b.Output, len(m.classes))
	if err := errors.Join(err, b.Weights.each(m.Name(), len(b.Y))); err != nil {
		return err
	}
	m.y, m.p = append(m.y, b.Y...), append(m.p, p.Data...)
	for i := range b.Y {
		m.w = append(m.w, b.Weights.at(i))
	}
	return nil
}

func (m *aucMeter) Value() float64 {
	curves, err := m.w.ROC(m.y, &data.Tensor{Shape: []int{len(m.y), len(m.classes)}, Data: m.p}, m.classes)
	if err != nil {
		return math.NaN() // nothing was added
	}
	return curves.Macro
}

// MSEMeter measures the mean squared error.
func MSEMeter() Meter {
	return regressionMeter("mse", func(r *RegressionReport) float64 { return r.MSE })
}

// RMSEMeter measures the root of the mean squared error.
func RMSEMeter() Meter {
	return regressionMeter("rmse", func(r *RegressionReport) float64 { return r.RMSE })
}

// MAEMeter measures the mean absolute error.
func MAEMeter() Meter {
	return regressionMeter("mae", func(r *RegressionReport) float64 { return r.MAE })
}

// R2Meter measures the coefficient of determination.
func R2Meter() Meter { return regressionMeter("r2", func(r *RegressionReport) float64 { return r.R2 }) }

func regressionMeter(name string, of func(*RegressionReport) float64) Meter {
	var sums *regressionSums
	return FuncMeter{
		Title: name,
		Begin: func() { sums = nil },
		Measure: func(b MeterBatch) error {
			if err := checkNumbers(name, b.Targets, b.Output); err != nil {
				return err
			}
			if err := b.Weights.each(name, b.Targets.Rows()); err != nil {
				return err
			}
			if sums == nil {
				sums = newRegressionSums(b.Targets.Width())
			}
			if len(sums.output) != b.Targets.Width() {
				return fmt.Errorf("metrics: %s: the batches before have %d outputs, this one has %d", name, len(sums.output), b.Targets.Width())
			}
			sums.add(b.Targets, b.Output, b.Weights)
			return nil
		},
		Result: func() float64 {
			if sums == nil {
				return math.NaN()
			}
			return of(sums.report())
		},
	}
}
