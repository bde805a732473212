package zmtp

// listen.go: addresses, TCP and Unix sockets.

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
)

// ErrInUse is why an address can't be listened on that somebody else has; perhaps
// not for long: the kernel before this one may be ending.
var ErrInUse = errors.New("another process answers there")

// inUse is what Windows says (WSAEADDRINUSE) where others say EADDRINUSE.
const inUse = syscall.Errno(10048)

// listen opens a listener. A Unix socket that a killed process left behind is
// removed, but only after nobody answered on it.
func listen(network, address string) (net.Listener, error) {
	switch network {
	case "tcp":
	case "unix":
		if c, err := net.Dial(network, address); err == nil {
			c.Close()
			return nil, fmt.Errorf("zmtp: listen on %s: %w", address, ErrInUse)
		}
		if info, err := os.Lstat(address); err == nil {
			if info.Mode()&os.ModeSocket == 0 {
				return nil, fmt.Errorf("zmtp: listen on %s: there is a file that is not a socket", address)
			}
			if err := os.Remove(address); err != nil {
				return nil, fmt.Errorf("zmtp: listen on %s: %w", address, err)
			}
		}
	default:
		return nil, fmt.Errorf("zmtp: network %q: want tcp or unix", network)
	}
	l, err := net.Listen(network, address)
	if errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, inUse) {
		return nil, fmt.Errorf("zmtp: listen on %s: %w (%w)", address, ErrInUse, err)
	}
	if err != nil {
		return nil, fmt.Errorf("zmtp: %w", err)
	}
	return l, nil
}
