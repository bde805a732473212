// Package quality says what is wrong with data before a model learns it:
//
//   - [Inspect] looks at a table: missing and infinite values, columns that never vary
//     or only number the rows, values far out, rows that are there twice, alike rows
//     with different labels, classes that are rare.
//   - [LabelErrors] finds labels that are probably wrong, by what a model that did not
//     see them says; [Corrections] bring them right.
//   - [Groups] compares how a model does for different groups of people or things:
//     whom it favours, for whom it errs more.
//
// It changes nothing by itself, and does not fill in or encode (package features
// does).
//
// Read report.go first; labels.go and groups.go stand by themselves.
package quality
