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

// number reads null as NaN.
type number float64

func (n *number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

type expected struct {
	Name      string
	Y         []int
	P         [][]float32
	Accuracy  number
	Each      [][]number // precision, recall, F1, support
	Macro     []number   // precision, recall, F1
	Weighted  []number
	Micro     []number
	Confusion [][]int

	ByTrue      [][]number `json:"by_true"`
	ByPredicted [][]number `json:"by_predicted"`
	ByAll       [][]number `json:"by_all"`

	Curves []struct {
		FPR, TPR, Thresholds []number
		AUC                  number
	}
	AUCMacro    number `json:"auc_macro"`
	AUCWeighted number `json:"auc_weighted"`
	LogLoss     number `json:"log_loss"`
}

func readExpected(t *testing.T) []expected {
	t.Helper()
	file, err := os.ReadFile("testdata/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []expected
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

func TestAgainstScikitLearn(t *testing.T) {
	for _, c := range readExpected(t) {
		t.Run(c.Name, func(t *testing.T) {
			p := data.MustFromRows(c.P)
			classes := letters(p.Width())
			predicted := Predicted(p)
			is := func(what string, got float64, want number) {
				t.Helper()
				if !same(got, float64(want), 1e-9) {
					t.Errorf("%s is %v, want %v", what, got, want)
				}
			}
			are := func(what string, got []float64, want []number) {
				t.Helper()
				if len(got) != len(want) {
					t.Errorf("%s: got %d numbers, want %d: %v, want %v", what, len(got), len(want), got, want)
					return
				}
				for i := range got {
					is(what, got[i], want[i])
				}
			}

			is("accuracy", MustAccuracy(c.Y, predicted), c.Accuracy)
			is("log loss", MustLogLoss(c.Y, p, classes), c.LogLoss)

			m := MustConfusionMatrix(c.Y, predicted, classes)
			for row := range c.Confusion {
				for column, want := range c.Confusion[row] {
					if m.Counts[row][column] != want {
						t.Errorf("confusion[%d][%d] is %d, want %d", row, column, m.Counts[row][column], want)
					}
				}
				are("by true", m.Normalize(ByTrue)[row], c.ByTrue[row])
				are("by predicted", m.Normalize(ByPredicted)[row], c.ByPredicted[row])
				are("by all", m.Normalize(ByAll)[row], c.ByAll[row])
			}

			s := MustPerClass(c.Y, predicted, classes)
			for k, want := range c.Each {
				are("class "+classes[k], append(three(s.Each[k]), float64(s.Each[k].Support)), want)
			}
			are("macro", three(s.Macro), c.Macro)
			are("weighted", three(s.Weighted), c.Weighted)
			are("micro", three(s.Micro), c.Micro)

			curves := MustROC(c.Y, p, classes)
			for k, want := range c.Curves {
				got := curves.Each[k]
				if !math.IsInf(got.Thresholds[0], 1) {
					t.Errorf("the first threshold of class %s is %v, want +Inf", classes[k], got.Thresholds[0])
				}
				are("FPR", got.FPR, want.FPR)
				are("TPR", got.TPR, want.TPR)
				are("thresholds", got.Thresholds[1:], want.Thresholds)
				is("AUC of class "+classes[k], got.AUC, want.AUC)
			}
			is("macro AUC", curves.Macro, c.AUCMacro)
			is("weighted AUC", curves.Weighted, c.AUCWeighted)
		})
	}
}

func three(s Scores) []float64 { return []float64{s.Precision, s.Recall, s.F1} }

// same compares up to a relative error; NaN is the same as NaN.
func same(a, b, tolerance float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= tolerance*max(1, math.Abs(b))
}
