// Package safetensors reads and writes named float32 tensors in the safetensors
// format (https://huggingface.co/docs/safetensors): eight bytes with the length
// of a JSON header, the header, and the numbers, little-endian.
//
// It knows no models: package nn gives the tensors their names and puts a
// description of the network into the metadata.
//
// Whatever a file holds, [Read] returns an error or tensors that are whole: no
// offset of a header is believed before it was checked.
package safetensors
