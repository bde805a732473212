package metrics

// Properties that hold for whole lists of metrics, and what each says about
// input it cannot use.

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
)

// ofLabels are the metrics that compare labels with predicted labels.
var ofLabels = []struct {
	name    string
	compute func(y, predicted []int, classes []string) (float64, error)
	// symmetric: labels and predictions may change places.
	symmetric bool
	// twin: what it equals when they do, if it is not symmetric.
	twin string
}{
	{"accuracy", func(y, p []int, _ []string) (float64, error) { return Accuracy(y, p) }, true, ""},
	{"balanced accuracy", BalancedAccuracy, false, ""},
	{"macro F2", func(y, p []int, classes []string) (float64, error) {
		f, err := FBeta(y, p, classes, 2)
		if err != nil {
			return 0, err
		}
		return f.Macro, nil
	}, false, "macro F1/2"},
	{"macro F1/2", func(y, p []int, classes []string) (float64, error) {
		f, err := FBeta(y, p, classes, .5)
		if err != nil {
			return 0, err
		}
		return f.Macro, nil
	}, false, "macro F2"},
	{"macro precision", average(func(s *ClassScores) float64 { return s.Macro.Precision }), false, "macro recall"},
	{"macro recall", average(func(s *ClassScores) float64 { return s.Macro.Recall }), false, "macro precision"},
	{"macro F1", average(func(s *ClassScores) float64 { return s.Macro.F1 }), true, ""},
	{"micro precision", average(func(s *ClassScores) float64 { return s.Micro.Precision }), true, ""},
	{"micro recall", average(func(s *ClassScores) float64 { return s.Micro.Recall }), true, ""},
	{"micro F1", average(func(s *ClassScores) float64 { return s.Micro.F1 }), true, ""},
	{"weighted recall", average(func(s *ClassScores) float64 { return s.Weighted.Recall }), true, ""}, // the accuracy
	{"weighted precision", average(func(s *ClassScores) float64 { return s.Weighted.Precision }), false, ""},
	{"weighted F1", average(func(s *ClassScores) float64 { return s.Weighted.F1 }), false, ""},
}

func average(of func(*ClassScores) float64) func(y, p []int, classes []string) (float64, error) {
	return func(y, p []int, classes []string) (float64, error) {
		s, err := PerClass(y, p, classes)
		if err != nil {
			return 0, err
		}
		return of(s), nil
	}
}

// ofScores are the metrics that compare labels with scores.
var ofScores = []struct {
	name    string
	compute func(y []int, p *data.Tensor, classes []string) (float64, error)
	best    float64
	// ranking: only the order of the scores within a class counts.
	ranking bool
}{
	{"macro AUC", area(func(c *Curves) float64 { return c.Macro }), 1, true},
	{"weighted AUC", area(func(c *Curves) float64 { return c.Weighted }), 1, true},
	{"log loss", LogLoss, -math.Log1p(-0x1p-23), false},
	{"Brier", Brier, 0, false},
	{"top-2 accuracy", func(y []int, p *data.Tensor, classes []string) (float64, error) {
		return TopKAccuracy(y, p, classes, 2)
	}, 1, true},
	{"macro AUC of pairs", func(y []int, p *data.Tensor, classes []string) (float64, error) {
		a, err := OneVsOne(y, p, classes)
		if err != nil {
			return 0, err
		}
		return a.Macro, nil
	}, 1, true},
	{"macro average precision", func(y []int, p *data.Tensor, classes []string) (float64, error) {
		c, err := PrecisionRecall(y, p, classes)
		if err != nil {
			return 0, err
		}
		return c.Macro, nil
	}, 1, true},
}

func area(of func(*Curves) float64) func(y []int, p *data.Tensor, classes []string) (float64, error) {
	return func(y []int, p *data.Tensor, classes []string) (float64, error) {
		c, err := ROC(y, p, classes)
		if err != nil {
			return 0, err
		}
		return of(c), nil
	}
}

// randomCase returns n labels, predictions that are mostly right, and
// probabilities.
func randomCase(seed uint64, n, k int) (y, predicted []int, p *data.Tensor) {
	random := rand.New(rand.NewPCG(seed, 0))
	p = data.Zeros(n, k)
	for i := range n {
		c := random.IntN(k)
		row, sum := p.Row(i), float32(0)
		for j := range row {
			row[j] = random.Float32()
		}
		row[c] += .4
		for _, v := range row {
			sum += v
		}
		for j := range row {
			row[j] /= sum
		}
		y = append(y, c)
	}
	return y, p.ArgMax(), p
}

func TestLabelMetricProperties(t *testing.T) {
	byName := map[string]func([]int, []int, []string) (float64, error){}
	for _, m := range ofLabels {
		byName[m.name] = m.compute
	}
	const n, k = 200, 4
	classes := letters(k)
	y, predicted, _ := randomCase(1, n, k)
	permutation := rand.New(rand.NewPCG(2, 0)).Perm(n)
	other := []int{2, 0, 3, 1} // new numbers for the classes
	for _, m := range ofLabels {
		t.Run(m.name, func(t *testing.T) {
			value := func(y, predicted []int, classes []string) float64 {
				v, err := m.compute(y, predicted, classes)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			v := value(y, predicted, classes)
			if !(v > 0.25 && v < 1) {
				t.Errorf("%v on predictions that are mostly right", v)
			}
			if got := value(y, y, classes); got != 1 {
				t.Errorf("perfect predictions score %v", got)
			}
			if got := value([]int{0, 1}, []int{1, 0}, letters(2)); got != 0 {
				t.Errorf("only mistakes score %v", got)
			}
			if got := value(pick(y, permutation), pick(predicted, permutation), classes); !same(got, v, 1e-12) {
				t.Errorf("the order of the examples changes %v to %v", v, got)
			}
			if got := value(pick(other, y), pick(other, predicted), classes); !same(got, v, 1e-12) {
				t.Errorf("the numbers of the classes change %v to %v", v, got)
			}
			if got := value(append(y, y...), append(predicted, predicted...), classes); !same(got, v, 1e-12) {
				t.Errorf("taking every example twice changes %v to %v", v, got)
			}
			swapped := value(predicted, y, classes)
			if same(swapped, v, 1e-12) != m.symmetric {
				t.Errorf("%v, and %v with labels and predictions swapped; symmetric should be %v", v, swapped, m.symmetric)
			}
			if m.twin != "" {
				if want, err := byName[m.twin](y, predicted, classes); err != nil || !same(swapped, want, 1e-12) {
					t.Errorf("swapped it is %v, want %s: %v", swapped, m.twin, want)
				}
			}
		})
	}
}

func TestScoreMetricProperties(t *testing.T) {
	const n, k = 150, 3
	classes := letters(k)
	y, _, p := randomCase(3, n, k)
	permutation := rand.New(rand.NewPCG(4, 0)).Perm(n)
	for _, m := range ofScores {
		t.Run(m.name, func(t *testing.T) {
			value := func(y []int, p *data.Tensor) float64 {
				v, err := m.compute(y, p, classes)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			v := value(y, p)
			if got := value(pick(y, permutation), p.Gather(permutation)); !same(got, v, 1e-12) {
				t.Errorf("the order of the examples changes %v to %v", v, got)
			}
			certain := data.Zeros(n, k)
			for i, c := range y {
				certain.Set(1, i, c)
			}
			if got := value(y, certain); !same(got, m.best, 1e-9) {
				t.Errorf("perfect predictions score %v, want %v", got, m.best)
			}
			squared := p.Clone()
			for i, v := range squared.Data {
				squared.Data[i] = v * v
			}
			if got := value(y, squared); same(got, v, 1e-12) != m.ranking {
				t.Errorf("%v, and %v with all probabilities squared; ranking should be %v", v, got, m.ranking)
			}
		})
	}
}

func TestAUCCountsPairs(t *testing.T) {
	// The area is the share of pairs in which the positive one scores higher,
	// ties half: another way to the same number.
	random := rand.New(rand.NewPCG(5, 0))
	positive, score := make([]bool, 80), make([]float32, 80)
	for i := range positive {
		positive[i], score[i] = random.IntN(3) == 0, float32(random.IntN(12))
	}
	var won, pairs float64
	for i := range positive {
		for j := range positive {
			if positive[i] && !positive[j] {
				pairs++
				switch {
				case score[i] > score[j]:
					won++
				case score[i] == score[j]:
					won += .5
				}
			}
		}
	}
	if got := MustBinaryROC(positive, score).AUC; !same(got, won/pairs, 1e-12) {
		t.Errorf("the area is %v, of the pairs %v are won", got, won/pairs)
	}
}

func TestOneColumnIsTheSecondClass(t *testing.T) {
	y := []int{0, 1, 1, 0}
	one := data.MustNew([]int{4, 1}, []float32{.25, .75, .5, .125})
	two := data.MustFromRows([][]float32{{.75, .25}, {.25, .75}, {.5, .5}, {.875, .125}})
	for _, m := range ofScores {
		a, errA := m.compute(y, one, letters(2))
		b, errB := m.compute(y, two, letters(2))
		if errA != nil || errB != nil || a != b {
			t.Errorf("%s: %v with one column, %v with two (%v, %v)", m.name, a, b, errA, errB)
		}
	}
	if got := Predicted(one); !slices.Equal(got, []int{0, 1, 1, 0}) {
		t.Errorf("Predicted gives %v", got)
	}
}

func TestAbsentClassesWarn(t *testing.T) {
	s := MustPerClass([]int{0, 0, 2}, []int{0, 1, 1}, letters(3))
	want := []string{
		"Class b never occurs: its recall is undefined.",
		"Class c was never predicted: its precision is undefined.",
	}
	if !slices.Equal(s.Warnings, want) {
		t.Errorf("got warnings %q, want %q", s.Warnings, want)
	}
	c := MustROC([]int{0, 0}, data.Zeros(2, 2), letters(2))
	want = []string{"Every example is of class a: its ROC curve is undefined.", "Class b never occurs: its ROC curve is undefined."}
	if !slices.Equal(c.Warnings, want) || !math.IsNaN(c.Macro) {
		t.Errorf("got warnings %q and %v, want %q and NaN", c.Warnings, c.Macro, want)
	}
}

func TestErrors(t *testing.T) {
	nan := float32(math.NaN())
	for _, m := range ofLabels {
		for _, c := range []struct {
			y, predicted []int
			want         string
		}{
			{nil, nil, "there are no examples"},
			{[]int{0, 1}, []int{0}, "got 1 predictions and 2 labels"},
			{[]int{0, -1}, []int{0, 0}, "label 1 is class -1"},
			{[]int{0, 0}, []int{-3, 0}, "prediction 0 is class -3"},
			{[]int{0, 5}, []int{0, 0}, "label 1 is class 5, but there are 2 classes"},
		} {
			if m.name == "accuracy" && strings.Contains(c.want, "class 5") {
				continue // accuracy needs no list of classes
			}
			if _, err := m.compute(c.y, c.predicted, letters(2)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: got %v, want %q", m.name, err, c.want)
			}
		}
	}
	for _, m := range ofScores {
		for _, c := range []struct {
			y    []int
			p    *data.Tensor
			want string
		}{
			{[]int{}, data.Zeros(0, 2), "there are no examples"},
			{[]int{0}, nil, "the probabilities are nil"},
			{[]int{0, 1}, data.Zeros(2, 3), "want probabilities of shape (2, 2)"},
			{[]int{0, 1}, data.Zeros(3, 2), "want probabilities of shape (2, 2)"},
			{[]int{0, 2}, data.Zeros(2, 2), "label 1 is class 2"},
			{[]int{0, 1}, &data.Tensor{Shape: []int{2, 2}}, "(2, 2) has 4 places"},
			{[]int{0, 1}, data.MustNew([]int{2, 2}, []float32{0, 1, 1, nan}), "example 1 hold a NaN: the model has diverged"},
		} {
			if _, err := m.compute(c.y, c.p, letters(2)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: got %v, want %q", m.name, err, c.want)
			}
		}
	}
	if _, err := LogLoss([]int{0}, data.MustNew([]int{1, 2}, []float32{3, -1}), letters(2)); err == nil || !strings.Contains(err.Error(), "after softmax") {
		t.Errorf("log loss of scores: %v", err)
	}
	if _, err := BinaryROC([]bool{true}, nil); err == nil {
		t.Error("BinaryROC of lists of different length: no error")
	}
	if _, err := BinaryROC([]bool{true}, []float32{nan}); err == nil || !strings.Contains(err.Error(), "score 0 is NaN") {
		t.Errorf("BinaryROC of NaN: %v", err)
	}
	if _, err := Accuracy(nil, nil); !errors.Is(err, ErrEmpty) {
		t.Errorf("no examples: %v is not ErrEmpty", err)
	}
}

func TestNormalizationsAreNamed(t *testing.T) {
	for n, want := range map[Normalization]string{ByTrue: "share of the true class", ByPredicted: "share of the predicted class", ByAll: "share of all examples", 9: "Normalization(9)"} {
		if got := n.String(); got != want {
			t.Errorf("%d is named %q, want %q", int(n), got, want)
		}
	}
}

func ExampleROC() {
	y := []int{0, 0, 1, 1}
	p := data.MustNew([]int{4, 1}, []float32{0.1, 0.4, 0.35, 0.8}) // of class "spam"
	spam := MustROC(y, p, []string{"ham", "spam"}).Each[1]
	fmt.Println("FPR", spam.FPR)
	fmt.Println("TPR", spam.TPR)
	fmt.Println("AUC", spam.AUC)
	// Output:
	// FPR [0 0 0.5 0.5 1]
	// TPR [0 0.5 0.5 1 1]
	// AUC 0.75
}

func ExamplePerClass() {
	s := MustPerClass([]int{0, 1, 2, 0, 1, 2}, []int{0, 2, 1, 0, 0, 1}, []string{"a", "b", "c"})
	fmt.Printf("%.3f\n", s.Each[0].Precision)
	fmt.Printf("%.3f\n", s.Macro.F1)
	// Output:
	// 0.667
	// 0.267
}

// pick returns values[i] for every i in at.
func pick(values, at []int) []int {
	out := make([]int, len(at))
	for k, i := range at {
		out[k] = values[i]
	}
	return out
}
