// Package ops holds the operators of which layers and losses are made, fused
// where it pays: [Dense] is matrix product, bias and activation in one pass,
// [CrossEntropy] is softmax and logarithm in one, [LSTM] all steps of a
// sequence. Each is a function that puts itself and its gradient into a graph:
//
//	y, err := ops.Conv2D(b, `Conv2D "c1"`, ops.ReLU, ops.Window{Same: true}, 1, x, w, bias)
//
// A layer of package nn calls it with the graph's builder, the name that errors
// begin with, its options, and nodes; nil stands for an input that is not there
// (a bias, a mask). What is wrong with shapes is an error of that call; what is
// wrong with numbers (a class that does not exist) is one of the run. Gradients
// are derived for the inputs that depend on a parameter.
//
// Images are (batch, channels, height, width), sequences (batch, steps,
// features). Inside, images have their channels last, so operators on images
// belong right behind each other (image.go says why); a max pool or an activation
// behind a convolution, and an activation behind a dense product, become part of
// it.
//
// The package knows shapes and buffers, not layers, parameters or models
// (package nn does), and gorgonia only as the graph. Every operator has a
// gradient that a finite-difference test here has checked.
//
// One operator a file; read dense.go first, then window.go, image.go and conv.go
// with conv_forward.go, conv_backward.go and winograd.go, and recurrent.go before
// lstm.go, gru.go and simplernn.go.
package ops
