// Package metrics measures how good predictions are: [Accuracy],
// [PerClass] (precision, recall and F1 of each class, and their averages),
// [ConfusionMatrix], [ROC] curves with their areas, [LogLoss], and all of them
// together as [Classification].
//
// Labels are indices into the classes; probabilities are a tensor (examples,
// classes). Definitions, ties and edge cases are those of scikit-learn 1.9,
// against which the tests compare. One thing differs on purpose: what is
// undefined because a class never occurs is NaN and comes with a warning; it
// is not reported as 0 and then averaged in.
//
// It does not draw (package plots does) and does not know how predictions came
// about. Package train calls it for what it reports after each epoch.
//
// Read input.go for what is accepted, then confusion.go, on which perclass.go
// stands, roc.go, logloss.go, and report.go, which brings all together.
package metrics
