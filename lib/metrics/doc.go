// Package metrics measures how good predictions are:
//
//   - labels: [Accuracy], [BalancedAccuracy], [PerClass] (precision, recall and
//     F1 of each class, and their averages), [FBeta], [ConfusionMatrix],
//     [Matthews], [Kappa];
//   - scores: [ROC] curves with their areas, [OneVsOne], [PrecisionRecall],
//     [TopKAccuracy];
//   - probabilities: [LogLoss], [Brier], [Calibration], [TopCalibration];
//   - numbers: [Regression], [MSE], [RMSE], [MAE], [R2];
//
// and those of labels and probabilities together as [Classification]. Each
// takes the weights of examples ([Weights]); [Bootstrap] says how sure a value
// is; a [Meter] measures batch after batch.
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
// Read input.go and weights.go for what is accepted, then confusion.go, on
// which accuracy.go, perclass.go and agreement.go stand, roc.go, on which
// onevsone.go and precisionrecall.go do, and report.go, which brings all
// together. meter.go and bootstrap.go stand on all of them. Package metricstest
// checks meters.
package metrics
