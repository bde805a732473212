//go:build amd64 || arm64

package parallel

// pause tells the processor that the caller waits for another one.
//
//go:noescape
func pause()
