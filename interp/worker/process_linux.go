// Numbers of Linux.

package worker

import "golang.org/x/sys/unix"

// waitingBytes asks how much a pipe has to read (FIONREAD).
const waitingBytes = unix.TIOCINQ

// atomicWrite is what a pipe takes in one piece: PIPE_BUF of <linux/limits.h>.
const atomicWrite = 4096
