// Package comm is the program's end of comms, Jupyter's two-way channels between
// a front end and code that runs in a kernel. Widgets are made of them (package
// display/widgets); a front end's extension may open its own.
//
// A [Comm] is opened from either side: by [Open] from here, or by a front end
// for a target that [Register] knows. Messages are JSON with binary attachments.
//
// Without a notebook there is no front end: what is sent goes nowhere, and
// nothing comes. The package knows neither the protocol's messages nor how they
// travel: interp/worker connects it with [SetTransport] and [Deliver].
//
// Read comm.go, then deliver.go.
package comm
