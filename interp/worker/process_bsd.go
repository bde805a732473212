//go:build unix && !linux

// Numbers that golang.org/x/sys does not have.

package worker

// waitingBytes asks how much a pipe has to read: FIONREAD, _IOR('f', 127, int)
// of <sys/filio.h>, the same on macOS and the BSDs.
const waitingBytes = 0x4004667f

// atomicWrite is what a pipe takes in one piece: _POSIX_PIPE_BUF, the least that
// a system may have.
const atomicWrite = 512
