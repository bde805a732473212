// The number of a request that Linux has and golang.org/x/sys names otherwise.

package worker

import "golang.org/x/sys/unix"

// waitingBytes asks how much a pipe has to read (FIONREAD).
const waitingBytes = unix.TIOCINQ
