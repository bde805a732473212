// Package plots draws what people look at when they train a model: learning
// [Curves], the [ConfusionMatrix], [ROC] and [PrecisionRecall] curves,
// [Calibration], [Images] with their labels and the worst [Mistakes], the
// [Filters] of a first layer, a [Schedule], the search for [LearningRates], the
// [Distributions] of weights and gradients, the [Pairs] of a data set's features;
// and plain [Line], [Scatter], [Bar], [Box], [Histogram] and [Heatmap] charts in
// the same style.
//
// Every function returns a [Figure], which shows itself in a notebook as SVG
// and can be saved with [Figure.Save]. Its Title, labels and size are fields
// to change before that. A function whose input cannot be drawn returns a
// figure too: it shows the error in its place, and Err and Save return it. So
// a call in a notebook needs no error handling, and no mistake is lost.
//
// There is one theme (theme.go). Its background is transparent and its colours
// are of middle lightness, so that a figure reads the same on a light and on a
// dark page without knowing which it is on.
//
// The package stands on gonum/plot for axes, transforms and pictures of pixels,
// and takes plain numbers or the results of packages data and metrics. It knows
// nothing of models: package train hands it numbers.
//
// Read figure.go first, then layout.go and theme.go; each chart has a file.
// svg.go writes the SVG.
package plots
