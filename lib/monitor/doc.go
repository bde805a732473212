// Package monitor watches a model at work: whether the data is still what it learnt
// from, whether it is still as often right, what people say of its answers, and when it
// is time to train it again.
//
//	drift := monitor.MustNewDrift(training, monitor.DriftOptions{})
//	report := drift.MustCompare(thisWeek)
//	performance := monitor.MustNewPerformance(monitor.PerformanceOptions{Baseline: 0.95})
//	performance.Add(labels, predicted)
//	feedback, err := monitor.OpenFeedback("feedback.jsonl")
//	decision := monitor.Trigger{MinFeedback: 200}.Decide(report, performance, feedback)
//
// A drift alarm is a test of each feature at an error rate for all of them together:
// with twenty features and nothing changed, plain tests at 5 % would cry wolf six times
// in ten.
//
// It does not train: package train does, with [Feedback.Dataset] and some of what was
// learnt before, which would be forgotten otherwise.
//
// Read drift.go, performance.go, feedback.go and trigger.go, in this order; tests.go has
// the statistics.
package monitor
