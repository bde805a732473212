//go:build amd64 || arm64

package rtype

import "unsafe"

const (
	stubsSupported = true
	stubCount      = 32768
	stubSize       = 32 // bytes of code
)

// stubTable is the address of the first stub.
//
//go:noescape
func stubTable() unsafe.Pointer
