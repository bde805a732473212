package monitor_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/monitor"
)

// Wine that is stronger than that which a model learnt from.
func ExampleNewDrift() {
	drift := monitor.MustNewDrift(datasets.Wine(), monitor.DriftOptions{})
	now := datasets.Wine()
	for i := range now.Len() {
		now.X.Set(now.X.At(i, 0)+0.5, i, 0)
	}
	r := drift.MustCompare(now)
	fmt.Println(r)
	fmt.Println(drift.MustCompare(datasets.Wine()))
	// Output:
	// 178 rows: 1 of 13 features have drifted: alcohol
	// 178 rows: none of 13 features has drifted
}

// What has become of one feature.
func ExampleFeatureDrift() {
	r := monitor.MustNewDrift(datasets.Iris(), monitor.DriftOptions{}).MustCompare(datasets.Iris())
	f := r.Features[0]
	fmt.Println(f.Name, f.Test, f.P, f.Effect, f.Drifted)
	// Output: sepal length (cm) Kolmogorov-Smirnov 1 0 false
}

func ExampleDriftReport() {
	r := monitor.MustNewDrift(datasets.Iris(), monitor.DriftOptions{}).MustCompare(datasets.Iris())
	fmt.Println(r.Alarm, r.Drifted(), r.Figure())
	// Output: false [] Figure: bar chart of 4 values
}

// Of a hundred answers nineteen of twenty were right in the test; now it is half.
func ExampleNewPerformance() {
	p := monitor.MustNewPerformance(monitor.PerformanceOptions{Baseline: 0.95, Window: 100})
	for range 50 {
		p.MustAdd([]int{0, 1}, []int{0, 0})
	}
	fmt.Println(p)
	fmt.Println(p.Alarm())
	// Output:
	// 100 answers, of the last 100 0.500 right (0.387 to 0.613): alarm
	// true the accuracy of the last 100 answers is 0.500 (0.387 to 0.613), it was 0.950
}

func ExampleWindow() {
	p := monitor.MustNewPerformance(monitor.PerformanceOptions{Baseline: 0.9, Window: 4})
	p.MustAdd([]int{0, 0, 0, 0, 0}, []int{0, 0, 0, 1, 0})
	for _, w := range p.Windows() {
		fmt.Println(w.From, w.To, w.Accuracy, w.Alarm)
	}
	// Output: 0 4 0.75 false
}

// What people say is kept, and becomes data to learn from.
func ExampleOpenFeedback() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	f := monitor.MustOpenFeedback(filepath.Join(dir, "feedback.jsonl"))
	defer f.MustClose()
	f.MustAdd(monitor.Answer{X: []float32{5.1, 3.5, 1.4, 0.2}, Predicted: 1, Label: 0})
	f.MustAdd(monitor.Answer{X: []float32{6.7, 3.0, 5.2, 2.3}, Predicted: 1, Label: 2})
	fmt.Println(f.New(), "new;", f.MustDataset(datasets.Iris().Classes).Y)
	f.MustMarkUsed() // after a training
	fmt.Println(f.New(), "new")
	// Output:
	// 2 new; [0 2]
	// 0 new
}

func ExampleAnswer() {
	a := monitor.Answer{X: []float32{1, 2}, Predicted: 0, Label: 1}
	fmt.Println("right:", a.Predicted == a.Label)
	// Output: right: false
}

func ExampleTrigger_Decide() {
	p := monitor.MustNewPerformance(monitor.PerformanceOptions{Baseline: 0.95, Window: 100})
	for range 50 {
		p.MustAdd([]int{0, 1}, []int{0, 0})
	}
	fmt.Println(monitor.Trigger{}.Decide(nil, p, nil))
	fmt.Println(monitor.Trigger{MinFeedback: 200}.Decide(nil, p, nil))
	fmt.Println(monitor.Trigger{}.Decide(nil, nil, nil))
	// Output:
	// time to train again: the accuracy of the last 100 answers is 0.500 (0.387 to 0.613), it was 0.950
	// a reason to train again (the accuracy of the last 100 answers is 0.500 (0.387 to 0.613), it was 0.950), but 0 new answers, 200 are needed
	// no reason to train again
}
