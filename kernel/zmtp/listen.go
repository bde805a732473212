package zmtp

// listen.go: addresses, TCP and Unix sockets.

import (
	"fmt"
	"net"
	"os"
)

// listen opens a listener. A Unix socket that a killed process left behind is
// removed, but only after nobody answered on it.
func listen(network, address string) (net.Listener, error) {
	switch network {
	case "tcp":
	case "unix":
		if c, err := net.Dial(network, address); err == nil {
			c.Close()
			return nil, fmt.Errorf("zmtp: listen on %s: another process answers there", address)
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
	if err != nil {
		return nil, fmt.Errorf("zmtp: %w", err)
	}
	return l, nil
}
