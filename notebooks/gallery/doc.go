// Package gallery holds the notebooks that gorgo ships, to be read, run and
// changed. There is no code here but the test, which compiles and runs every
// notebook as a Go program: so they cannot drift from the libraries they show.
//
// quickstart.ipynb is the first one to read: a data set, a model, its training
// and its evaluation in five minutes. widgets.ipynb shows controls that call
// functions.
package gallery
