// Package onnx writes neural networks in the ONNX format: nodes, constants,
// inputs and outputs, in protocol buffers.
//
// It knows the format only, no layers (package nn exports those), and does not
// read files. Field numbers are those of the specification's onnx.proto3, of
// version 9 of the intermediate representation.
//
// Read model.go first; wire.go is the encoding of protocol buffers.
package onnx
