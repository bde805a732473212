//go:build unix && !linux

// The number of a request that golang.org/x/sys does not have.

package worker

// waitingBytes asks how much a pipe has to read: FIONREAD, _IOR('f', 127, int)
// of <sys/filio.h>, the same on macOS and the BSDs.
const waitingBytes = 0x4004667f
