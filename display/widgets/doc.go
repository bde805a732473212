// Package widgets are controls in a notebook: sliders, drop-down lists, check
// boxes, text, buttons, progress bars, labels, images, HTML, boxes, tabs and
// output areas. Moving one calls a function of the cell that made it.
//
//	n := widgets.NewIntSlider(widgets.IntSliderOptions{Label: "n", Min: 1, Max: 50, Value: 10})
//	widgets.Interact(func(n int) *plot.Plot { return draw(n) }, n)
//
// Front ends are those of ipywidgets 8 (JupyterLab, Notebook, VS Code with its
// Jupyter extension): the package speaks their protocol 2.1 and uses their
// models, @jupyter-widgets/controls 2.0. A notebook that is saved with its
// widgets' state shows them as they were.
//
// A function that is called by a widget runs between two cells, or beside one
// when the front end asks for that (JupyterLab's setting "commsOverSubshells"):
// then it is to the cell what a goroutine is, and what they share they guard.
// What it prints and shows belongs to no cell: [Output] catches it.
//
// Without a notebook widgets have values, and are shown as text.
//
// It does not draw anything and knows no messages of the kernel: package
// display/comm carries what it sends.
//
// Read model.go (a widget's state at both ends), then any control, output.go and
// interact.go.
package widgets
