// Package graph stands between the training library and gorgonia: operators
// made of Go functions ([Op]) inside gorgonia's expression graph, and a
// [Program] that runs such a graph.
//
// gorgonia keeps the expressions, infers shapes and derives the gradients;
// this package adds what gorgonia does not have: operators that own their
// buffers and are never merged with another one, panics that become errors
// which name the layer, cancellation, and a run that allocates nothing of its
// own. The layers of package nn use it through package ops; a user's layer uses
// gorgonia's own operators, which a Program runs just as well.
//
// It holds no operators itself (package ops does) and no parameters (package
// nn does). Read op.go first, then builder.go and program.go.
package graph
