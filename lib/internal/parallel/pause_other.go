//go:build !amd64 && !arm64

package parallel

// pause does nothing where Go has no instruction for it.
func pause() {}
