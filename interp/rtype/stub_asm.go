// The processors that have stubs.

//go:build amd64 || arm64

package rtype

import "unsafe"

const (
	stubsSupported = true
	stubCount      = 65536
	stubSize       = 16 // bytes of code
)

// stubTable is the address of the first stub.
//
//go:noescape
func stubTable() unsafe.Pointer
