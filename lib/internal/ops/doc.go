// Package ops holds the operators of which layers and losses are made, fused
// where it pays: [Dense] is matrix product, bias and activation in one pass,
// [CrossEntropy] is softmax and logarithm in one. Each is a function that puts
// itself and its gradient into a graph.
//
// It knows shapes and buffers, not layers, parameters or models (package nn
// does), and gorgonia only as the graph. Every operator has a gradient that a
// finite-difference test here has checked.
//
// One operator a file; read dense.go first.
package ops
