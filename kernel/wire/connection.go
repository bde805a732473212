package wire

// connection.go: the connection file, from which a kernel learns where to
// listen and its clients where to call, and with which key both sign.

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
)

// The transports that a connection file may name.
const (
	TCP = "tcp"
	IPC = "ipc" // Unix sockets; a port is then the end of a file's name
)

// Connection is the content of a connection file.
type Connection struct {
	Transport       string `json:"transport"`
	IP              string `json:"ip"` // for IPC, what the socket files' names begin with
	ShellPort       int    `json:"shell_port"`
	IOPubPort       int    `json:"iopub_port"`
	StdinPort       int    `json:"stdin_port"`
	ControlPort     int    `json:"control_port"`
	HBPort          int    `json:"hb_port"`
	Key             string `json:"key"`
	SignatureScheme string `json:"signature_scheme"`
	KernelName      string `json:"kernel_name,omitempty"`
}

// Endpoint is where a socket listens: a network and an address as package net
// has them.
type Endpoint struct {
	Network string // "tcp" or "unix"
	Address string
}

// String returns the endpoint as ZeroMQ writes it.
func (e Endpoint) String() string {
	if e.Network == "unix" {
		return "ipc://" + e.Address
	}
	return e.Network + "://" + e.Address
}

// Endpoint returns where the socket with this port listens.
func (c Connection) Endpoint(port int) Endpoint {
	if c.Transport == IPC {
		return Endpoint{"unix", c.IP + "-" + strconv.Itoa(port)}
	}
	return Endpoint{"tcp", net.JoinHostPort(c.IP, strconv.Itoa(port))}
}

// Check reports everything that is wrong with c, or nil.
func (c Connection) Check() error {
	var errs []error
	if c.Transport != TCP && c.Transport != IPC {
		errs = append(errs, fmt.Errorf("transport %q: want %q or %q", c.Transport, TCP, IPC))
	}
	if c.IP == "" {
		errs = append(errs, errors.New("ip is missing"))
	}
	if c.SignatureScheme != Scheme && !(c.SignatureScheme == "" && c.Key == "") {
		errs = append(errs, fmt.Errorf("signature_scheme %q: want %q", c.SignatureScheme, Scheme))
	}
	seen := map[int]string{}
	for _, p := range []struct {
		name string
		port int
	}{
		{"shell_port", c.ShellPort}, {"iopub_port", c.IOPubPort}, {"stdin_port", c.StdinPort},
		{"control_port", c.ControlPort}, {"hb_port", c.HBPort},
	} {
		switch {
		case p.port <= 0 || p.port > 65535:
			errs = append(errs, fmt.Errorf("%s is %d: want 1 to 65535", p.name, p.port))
		case seen[p.port] != "":
			errs = append(errs, fmt.Errorf("%s is %d, and so is %s", p.name, p.port, seen[p.port]))
		default:
			seen[p.port] = p.name
		}
	}
	return errors.Join(errs...)
}

// ParseConnection reads and checks the content of a connection file. A missing
// transport is TCP, a missing signature scheme is Scheme.
func ParseConnection(data []byte) (Connection, error) {
	c := Connection{Transport: TCP, SignatureScheme: Scheme}
	if err := json.Unmarshal(data, &c); err != nil {
		return Connection{}, err
	}
	return c, c.Check()
}

// ReadConnection reads a connection file.
func ReadConnection(path string) (Connection, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Connection{}, fmt.Errorf("wire: connection file: %w", err)
	}
	c, err := ParseConnection(data)
	if err != nil {
		return Connection{}, fmt.Errorf("wire: connection file %s: %w", path, err)
	}
	return c, nil
}

// WriteConnection writes a connection file that only its owner may read: it
// holds the key.
func WriteConnection(path string, c Connection) error {
	if err := c.Check(); err != nil {
		return fmt.Errorf("wire: connection file %s: %w", path, err)
	}
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return fmt.Errorf("wire: connection file %s: %w", path, err)
	}
	// Through a file of its own, so that nobody reads a half, and an older
	// file's wider permissions do not stay.
	f, err := os.CreateTemp(filepath.Dir(path), ".connection-*") // 0600
	if err != nil {
		return fmt.Errorf("wire: connection file %s: %w", path, err)
	}
	_, err = f.Write(append(data, '\n'))
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("wire: connection file %s: %w", path, err)
	}
	return nil
}
