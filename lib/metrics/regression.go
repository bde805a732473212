package metrics

import (
	"fmt"
	"math"
	"slices"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
)

// RegressionReport is everything at once about predicted numbers. With several
// outputs each number is the mean over them.
type RegressionReport struct {
	// MSE is the mean of (y − predicted)².
	MSE float64
	// RMSE is its root, in the units of y; with several outputs, the mean of
	// their roots.
	RMSE float64
	// MAE is the mean of |y − predicted|.
	MAE float64
	// R2 is the coefficient of determination, 1 − Σ(y − predicted)²/Σ(y − ȳ)²:
	// 1 is perfect, 0 as good as the mean. When y is the same everywhere it is
	// NaN, or −Inf when the predictions are wrong besides (scikit-learn has 1
	// and 0 there, unless force_finite is off). NaN for less than two examples.
	R2 float64
	// Examples that were measured.
	Examples int
}

// Regression measures predicted numbers. Both are (examples, outputs), or
// (examples) for one output.
func Regression(y, predicted *data.Tensor) (*RegressionReport, error) {
	return Weights(nil).Regression(y, predicted)
}

// MustRegression is [Regression], but panics on an error.
func MustRegression(y, predicted *data.Tensor) *RegressionReport {
	return must(Regression(y, predicted))
}

// Regression is [Regression] of weighted examples.
func (w Weights) Regression(y, predicted *data.Tensor) (*RegressionReport, error) {
	if err := checkNumbers("Regression", y, predicted); err != nil {
		return nil, err
	}
	if err := w.check("Regression", y.Rows()); err != nil {
		return nil, err
	}
	sums := newRegressionSums(y.Width())
	sums.add(y, predicted, w)
	return sums.report(), nil
}

// MustRegression is [Weights.Regression], but panics on an error.
func (w Weights) MustRegression(y, predicted *data.Tensor) *RegressionReport {
	return must(w.Regression(y, predicted))
}

// checkNumbers reports numbers that cannot be compared.
func checkNumbers(metric string, y, predicted *data.Tensor) error {
	if y == nil || predicted == nil {
		return fmt.Errorf("metrics: %s: want targets and predictions, got nil", metric)
	}
	for _, t := range []*data.Tensor{y, predicted} {
		if err := t.Check(); err != nil {
			return fmt.Errorf("metrics: %s: %w", metric, err)
		}
	}
	if y.Rows() != predicted.Rows() || y.Width() != predicted.Width() {
		return fmt.Errorf("metrics: %s: want predictions of the shape of the targets, got %s and %s", metric, shape(predicted), shape(y))
	}
	if len(y.Data) == 0 {
		return fmt.Errorf("metrics: %s: %w", metric, ErrEmpty)
	}
	for what, t := range map[string]*data.Tensor{"target": y, "prediction": predicted} {
		if i := slices.IndexFunc(t.Data, func(v float32) bool { return v-v != 0 }); i >= 0 {
			return fmt.Errorf("metrics: %s: the %s of example %d is %v: want finite numbers", metric, what, i/t.Width(), t.Data[i])
		}
	}
	return nil
}

// regressionSums are what the scores of a regression follow from. The mean and
// the spread of y are updated example by example (West, Updating Mean and
// Variance Estimates: An Improved Method, 1979), so that a large mean does not
// swallow a small spread.
type regressionSums struct {
	examples int
	weight   float64
	output   []outputSums
}

type outputSums struct{ squares, absolute, mean, spread float64 }

func newRegressionSums(outputs int) *regressionSums {
	return &regressionSums{output: make([]outputSums, outputs)}
}

func (s *regressionSums) add(y, predicted *data.Tensor, w Weights) {
	for i := range y.Rows() {
		weight := w.at(i)
		s.examples++
		if weight == 0 {
			continue
		}
		s.weight += weight
		for j := range s.output {
			o, v := &s.output[j], float64(y.Row(i)[j])
			d := v - float64(predicted.Row(i)[j])
			o.squares += weight * d * d
			o.absolute += weight * math.Abs(d)
			off := v - o.mean
			o.mean += off * weight / s.weight
			o.spread += weight * off * (v - o.mean)
		}
	}
}

func (s *regressionSums) report() *RegressionReport {
	r := &RegressionReport{Examples: s.examples}
	n := float64(len(s.output))
	for _, o := range s.output {
		mse := o.squares / s.weight
		r.MSE += mse / n
		r.RMSE += math.Sqrt(mse) / n
		r.MAE += o.absolute / s.weight / n
		r.R2 += (1 - o.squares/o.spread) / n
	}
	if s.examples < 2 {
		r.R2 = math.NaN()
	}
	return r
}

// Table returns the numbers as a table.
func (r *RegressionReport) Table() display.Table {
	return display.Table{
		Columns: []string{"MSE", "RMSE", "MAE", "R²", "examples"},
		Rows:    [][]string{{fmt.Sprintf("%.4g", r.MSE), fmt.Sprintf("%.4g", r.RMSE), fmt.Sprintf("%.4g", r.MAE), score(r.R2), fmt.Sprint(r.Examples)}},
	}
}

// Display shows the numbers as a table.
func (r *RegressionReport) Display() display.Bundle { return r.Table().Display() }

// String returns the numbers in one line.
func (r *RegressionReport) String() string {
	return fmt.Sprintf("MSE %.4g  RMSE %.4g  MAE %.4g  R² %s  (%d examples)", r.MSE, r.RMSE, r.MAE, score(r.R2), r.Examples)
}

// MSE returns the mean squared error, that of [Regression].
func MSE(y, predicted *data.Tensor) (float64, error) {
	return ofRegression(y, predicted, func(r *RegressionReport) float64 { return r.MSE })
}

// MustMSE is [MSE], but panics on an error.
func MustMSE(y, predicted *data.Tensor) float64 { return must(MSE(y, predicted)) }

// RMSE returns the root of the mean squared error, that of [Regression].
func RMSE(y, predicted *data.Tensor) (float64, error) {
	return ofRegression(y, predicted, func(r *RegressionReport) float64 { return r.RMSE })
}

// MustRMSE is [RMSE], but panics on an error.
func MustRMSE(y, predicted *data.Tensor) float64 { return must(RMSE(y, predicted)) }

// MAE returns the mean absolute error, that of [Regression].
func MAE(y, predicted *data.Tensor) (float64, error) {
	return ofRegression(y, predicted, func(r *RegressionReport) float64 { return r.MAE })
}

// MustMAE is [MAE], but panics on an error.
func MustMAE(y, predicted *data.Tensor) float64 { return must(MAE(y, predicted)) }

// R2 returns the coefficient of determination, that of [Regression].
func R2(y, predicted *data.Tensor) (float64, error) {
	return ofRegression(y, predicted, func(r *RegressionReport) float64 { return r.R2 })
}

// MustR2 is [R2], but panics on an error.
func MustR2(y, predicted *data.Tensor) float64 { return must(R2(y, predicted)) }

func ofRegression(y, predicted *data.Tensor, of func(*RegressionReport) float64) (float64, error) {
	r, err := Regression(y, predicted)
	if err != nil {
		return 0, err
	}
	return of(r), nil
}
