// The processors that have none: SelfTest says so.

//go:build !amd64 && !arm64

package rtype

import "unsafe"

const (
	stubsSupported = false
	stubCount      = 1
	stubSize       = 1
)

func stubTable() unsafe.Pointer { return nil }
