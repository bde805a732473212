// Package features makes the columns that a model learns from of those that a table
// has: missing values are filled in, categories become numbers, numbers are scaled,
// binned, multiplied, or brought to fewer dimensions.
//
//	steps := []features.Step{
//		features.Impute{With: features.Median},
//		features.OneHot{Columns: []string{"island"}},
//		features.Standardize{},
//	}
//	pipeline, learn, err := features.Fit(steps, training)
//	test, err = pipeline.Transform(test)
//
// What a step learns it learns from the training part alone: a mean, the categories,
// the directions of greatest variance. Nothing of the test part leaks in, and none of
// a label into its own row: [TargetEncode] gives each training row what the others
// say. [Prepare] does the same within each fold of a cross-validation.
//
// A data set holds numbers, and so do categories here: whole numbers, as 0, 1, 2 for
// three islands; NaN is a missing value. What a step does not name in Columns it
// leaves as it is.
//
// Definitions are scikit-learn's, against which the tests compare. A step of your own
// is a type with one method; package featurestest checks it.
//
// Read step.go first; each step has a file.
package features
