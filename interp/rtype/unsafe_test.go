package rtype

import "unsafe"

func addByte(p *byte, n int) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(p), n) }
