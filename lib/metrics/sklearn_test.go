package metrics

// Every metric against scikit-learn 1.9.0: testdata/generate.py computed what
// is expected here.

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
)

// number reads null as NaN, and "inf" as such.
type number float64

func (n *number) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "null":
		*n = number(math.NaN())
		return nil
	case `"-inf"`:
		*n = number(math.Inf(-1))
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

type expected struct {
	Classification []classificationCase
	Calibration    []struct {
		Name                string
		Positive            []bool
		P                   []float32
		Bins                int
		Quantiles           bool
		Predicted, Observed []number
		Error               number
	}
	Regression []struct {
		Name               string
		Y, Predicted       [][]float32
		Weights            []float64
		MSE, RMSE, MAE, R2 number
	}
	Bootstrap []struct {
		Name      string
		Values    []float64
		BCa       bool
		Low, High float64
	}
}

type classificationCase struct {
	Name        string
	Y           []int
	P           [][]float32
	Weights     []float64
	Plain       *scored
	WithWeights *scored `json:"with_weights"`
}

type scored struct {
	Accuracy, Balanced number
	TopK               []number   `json:"top_k"`
	Each               [][]number // precision, recall, F1, support
	Macro              []number   // precision, recall, F1
	Weighted           []number
	Micro              []number
	FBeta              []struct {
		Beta           float64
		Each, Averages []number
	} `json:"f_beta"`
	Confusion [][]float64
	Matthews  number
	Kappa     []number

	ByTrue      [][]number `json:"by_true"`
	ByPredicted [][]number `json:"by_predicted"`
	ByAll       [][]number `json:"by_all"`

	Curves []struct {
		FPR, TPR, Thresholds []number
		AUC                  number
	}
	AUCMacro        number   `json:"auc_macro"`
	AUCWeighted     number   `json:"auc_weighted"`
	OneVsOne        []number `json:"one_vs_one"`
	PrecisionRecall []struct {
		Precision, Recall, Thresholds []number
		AP                            number
	} `json:"precision_recall"`
	APMacro    number `json:"ap_macro"`
	APWeighted number `json:"ap_weighted"`
	LogLoss    number `json:"log_loss"`
	Brier      number
}

func readExpected(t *testing.T) expected {
	t.Helper()
	file, err := os.ReadFile("testdata/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases expected
	if err := json.Unmarshal(file, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

// letters names k classes.
func letters(k int) []string {
	var out []string
	for c := range k {
		out = append(out, string(rune('a'+c)))
	}
	return out
}

// comparison compares numbers with what is expected.
type comparison struct{ *testing.T }

func (t comparison) is(what string, got float64, want number) {
	t.Helper()
	if !same(got, float64(want), 1e-9) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func (t comparison) are(what string, got []float64, want []number) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %d numbers, want %d: %v, want %v", what, len(got), len(want), got, want)
		return
	}
	for i := range got {
		t.is(what, got[i], want[i])
	}
}

func TestAgainstScikitLearn(t *testing.T) {
	for _, c := range readExpected(t).Classification {
		t.Run(c.Name, func(t *testing.T) { classification(comparison{t}, c, nil, c.Plain) })
		if c.WithWeights != nil {
			t.Run(c.Name+", weighted", func(t *testing.T) { classification(comparison{t}, c, c.Weights, c.WithWeights) })
		}
	}
}

func classification(t comparison, c classificationCase, w Weights, want *scored) {
	p := data.MustFromRows(c.P)
	classes := letters(p.Width())
	predicted := Predicted(p)

	t.is("accuracy", w.MustAccuracy(c.Y, predicted), want.Accuracy)
	t.is("balanced accuracy", w.MustBalancedAccuracy(c.Y, predicted, classes), want.Balanced)
	for k, v := range want.TopK {
		t.is("top-k accuracy", w.MustTopKAccuracy(c.Y, p, classes, k+1), v)
	}
	t.is("log loss", w.MustLogLoss(c.Y, p, classes), want.LogLoss)
	t.is("Brier score", w.MustBrier(c.Y, p, classes), want.Brier)
	t.is("Matthews", w.MustMatthews(c.Y, predicted, classes), want.Matthews)
	for i, by := range []Disagreement{Nominal, LinearKappa, QuadraticKappa} {
		t.is("kappa "+string(by), w.MustKappa(c.Y, predicted, classes, by), want.Kappa[i])
	}

	m := w.MustConfusionMatrix(c.Y, predicted, classes)
	for row := range want.Confusion {
		for column, want := range want.Confusion[row] {
			t.is("confusion", m.at(row, column), number(want))
		}
		t.are("by true", m.Normalize(ByTrue)[row], want.ByTrue[row])
		t.are("by predicted", m.Normalize(ByPredicted)[row], want.ByPredicted[row])
		t.are("by all", m.Normalize(ByAll)[row], want.ByAll[row])
	}
	t.is("accuracy of the matrix", m.Accuracy(), want.Accuracy)

	s := w.MustPerClass(c.Y, predicted, classes)
	truth, _, _ := m.totals()
	for k, want := range want.Each {
		t.are("class "+classes[k], append(three(s.Each[k]), truth[k]), want)
	}
	t.are("macro", three(s.Macro), want.Macro)
	t.are("weighted", three(s.Weighted), want.Weighted)
	t.are("micro", three(s.Micro), want.Micro)
	for _, want := range want.FBeta {
		f := w.MustFBeta(c.Y, predicted, classes, want.Beta)
		t.are("F-beta", f.Each, want.Each)
		t.are("averages of F-beta", []float64{f.Macro, f.Weighted, f.Micro}, want.Averages)
	}

	curves := w.MustROC(c.Y, p, classes)
	for k, want := range want.Curves {
		got := curves.Each[k]
		if !math.IsInf(got.Thresholds[0], 1) {
			t.Errorf("the first threshold of class %s is %v, want +Inf", classes[k], got.Thresholds[0])
		}
		t.are("FPR", got.FPR, want.FPR)
		t.are("TPR", got.TPR, want.TPR)
		t.are("thresholds", got.Thresholds[1:], want.Thresholds)
		t.is("AUC of class "+classes[k], got.AUC, want.AUC)
	}
	t.is("macro AUC", curves.Macro, want.AUCMacro)
	t.is("weighted AUC", curves.Weighted, want.AUCWeighted)
	if pairs := w.MustOneVsOne(c.Y, p, classes); len(want.OneVsOne) > 0 {
		t.are("one against one", []float64{pairs.Macro, pairs.Weighted}, want.OneVsOne)
	}

	precision := w.MustPrecisionRecall(c.Y, p, classes)
	for k, want := range want.PrecisionRecall {
		got := precision.Each[k]
		t.are("precision", got.Precision, want.Precision)
		t.are("recall", got.Recall, want.Recall)
		t.are("thresholds", got.Thresholds, want.Thresholds)
		t.is("average precision of class "+classes[k], got.AveragePrecision, want.AP)
	}
	t.is("macro average precision", precision.Macro, want.APMacro)
	t.is("weighted average precision", precision.Weighted, want.APWeighted)
}

func TestCalibrationAgainstScikitLearn(t *testing.T) {
	for _, c := range readExpected(t).Calibration {
		t.Run(c.Name, func(t *testing.T) {
			got := MustCalibration(c.Positive, c.P, CalibrationOptions{Bins: c.Bins, Quantiles: c.Quantiles})
			comparison{t}.are("predicted", got.Predicted, c.Predicted)
			comparison{t}.are("observed", got.Observed, c.Observed)
			comparison{t}.is("error", got.Error, c.Error)
		})
	}
}

func TestRegressionAgainstScikitLearn(t *testing.T) {
	for _, c := range readExpected(t).Regression {
		t.Run(c.Name, func(t *testing.T) {
			y, predicted := data.MustFromRows(c.Y), data.MustFromRows(c.Predicted)
			r := Weights(c.Weights).MustRegression(y, predicted)
			comparison{t}.are("MSE, RMSE, MAE, R²", []float64{r.MSE, r.RMSE, r.MAE, r.R2}, []number{c.MSE, c.RMSE, c.MAE, c.R2})
			if c.Weights == nil {
				comparison{t}.are("alone", []float64{MustMSE(y, predicted), MustRMSE(y, predicted), MustMAE(y, predicted), MustR2(y, predicted)}, []number{c.MSE, c.RMSE, c.MAE, c.R2})
			}
		})
	}
}

// TestBootstrapAgainstSciPy: the ends of an interval from 20,000 draws vary by
// about a fortieth of its width from seed to seed.
func TestBootstrapAgainstSciPy(t *testing.T) {
	for _, c := range readExpected(t).Bootstrap {
		t.Run(c.Name, func(t *testing.T) {
			mean := func(rows []int) (float64, error) {
				var sum float64
				for _, i := range rows {
					sum += c.Values[i]
				}
				return sum / float64(len(rows)), nil
			}
			got := MustBootstrap(len(c.Values), mean, BootstrapOptions{Resamples: 20_000, BCa: c.BCa, Seed: 3})
			if width := c.High - c.Low; math.Abs(got.Low-c.Low) > width/25 || math.Abs(got.High-c.High) > width/25 {
				t.Errorf("interval %v to %v, want %v to %v", got.Low, got.High, c.Low, c.High)
			}
			if again := MustBootstrap(len(c.Values), mean, BootstrapOptions{Resamples: 20_000, BCa: c.BCa, Seed: 3}); *again != *got {
				t.Errorf("the same seed gives %v and %v", got, again)
			}
		})
	}
}

func three(s Scores) []float64 { return []float64{s.Precision, s.Recall, s.F1} }

// same compares up to a relative error; NaN is the same as NaN.
func same(a, b, tolerance float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return a == b || math.Abs(a-b) <= tolerance*max(1, math.Abs(b))
}
