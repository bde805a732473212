package client

// launch.go: a kernel process of our own, and the connection file for it.

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// LaunchOptions say how to start a kernel process. The zero value will do.
type LaunchOptions struct {
	// Dir is the working directory; default: that of this process.
	Dir string
	// Env is added to the environment of this process.
	Env []string
	// Stdout and Stderr receive what the process itself prints, which is not
	// what cells print; default: kept for the error message if it dies.
	Stdout, Stderr io.Writer
	// Transport is wire.IPC or wire.TCP; default: IPC, which only this user can
	// reach and which has no ports to run out of; TCP on Windows.
	Transport string
	// Start is how long the kernel may take until it answers; default 60 s.
	Start time.Duration
	// Connect is for the connection to the process.
	Connect ConnectOptions
}

// maxSocketPath is how long the path of a Unix socket may be on every system.
const maxSocketPath = 90

// Launch writes a connection file that only this user may read, starts argv,
// in which {connection_file} stands for its path, and waits until the kernel
// answers. The process ends when ctx does, or by Shutdown or Close.
func Launch(ctx context.Context, argv []string, opts LaunchOptions) (*Kernel, error) {
	if len(argv) == 0 {
		return nil, errors.New("client: no program to launch: argv is empty")
	}
	if opts.Start == 0 {
		opts.Start = 60 * time.Second
	}
	dir, err := os.MkdirTemp("", "gorgo-")
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	conn, err := newConnection(opts.Transport, dir)
	if err == nil {
		err = wire.WriteConnection(filepath.Join(dir, "connection.json"), conn)
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	p, err := startProcess(argv, filepath.Join(dir, "connection.json"), opts)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	p.cleanup = func() { os.RemoveAll(dir) }

	starting, cancel := context.WithTimeoutCause(ctx, opts.Start, fmt.Errorf("%s did not answer within %s", argv[0], opts.Start))
	defer cancel()
	k, err := connect(starting, conn, opts.Connect, p)
	if err != nil {
		p.kill()
		<-p.done
		return nil, p.explain(err)
	}
	k.stopWatching = context.AfterFunc(ctx, func() { p.kill() })
	return k, nil
}

// newConnection makes up a connection: free ports or sockets in dir, a key.
func newConnection(transport, dir string) (wire.Connection, error) {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	c := wire.Connection{Transport: transport, Key: hex.EncodeToString(key), SignatureScheme: wire.Scheme}
	socket := filepath.Join(dir, "kernel")
	if c.Transport == "" {
		c.Transport = wire.IPC
		if runtime.GOOS == "windows" || len(socket) > maxSocketPath {
			c.Transport = wire.TCP
		}
	}
	ports := []*int{&c.ShellPort, &c.IOPubPort, &c.StdinPort, &c.ControlPort, &c.HBPort}
	if c.Transport == wire.IPC {
		c.IP = socket
		for i, p := range ports {
			*p = i + 1
		}
		return c, nil
	}
	c.IP = "127.0.0.1"
	for _, p := range ports {
		// Held until all are known, so that all differ.
		l, err := net.Listen("tcp", net.JoinHostPort(c.IP, "0"))
		if err != nil {
			return c, fmt.Errorf("client: no free port: %w", err)
		}
		defer l.Close()
		*p = l.Addr().(*net.TCPAddr).Port
	}
	return c, nil
}

// process is a kernel process that we started.
type process struct {
	cmd     *exec.Cmd
	name    string
	output  *tail         // what it printed last
	done    chan struct{} // closed when it has ended
	err     error         // how it ended, set before done is closed
	cleanup func()
}

func startProcess(argv []string, file string, opts LaunchOptions) (*process, error) {
	args := make([]string, len(argv))
	for i, a := range argv {
		args[i] = strings.ReplaceAll(a, "{connection_file}", file)
	}
	p := &process{name: argv[0], output: &tail{}, done: make(chan struct{})}
	p.cmd = exec.Command(args[0], args[1:]...)
	p.cmd.Dir = opts.Dir
	// The kernel ends when this process dies without saying goodbye.
	p.cmd.Env = append(append(os.Environ(), "JPY_PARENT_PID="+strconv.Itoa(os.Getpid())), opts.Env...)
	p.cmd.Stdout, p.cmd.Stderr = io.Writer(p.output), io.Writer(p.output)
	if opts.Stdout != nil {
		p.cmd.Stdout = opts.Stdout
	}
	if opts.Stderr != nil {
		p.cmd.Stderr = io.MultiWriter(opts.Stderr, p.output)
	}
	p.cmd.SysProcAttr = apart()
	// Grandchildren may hold the pipes open; they are not waited for.
	p.cmd.WaitDelay = 500 * time.Millisecond
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("client: start kernel: %w", err)
	}
	go func() {
		p.err = p.cmd.Wait()
		if p.cleanup != nil {
			p.cleanup()
		}
		close(p.done)
	}()
	return p, nil
}

func (p *process) kill() { p.cmd.Process.Kill() }

// explain adds to err what the process said and how it ended.
func (p *process) explain(err error) error {
	last := strings.TrimSpace(p.output.String())
	if last != "" {
		last = "; its last words:\n" + last
	}
	return fmt.Errorf("client: kernel %s: %w (process: %v)%s", p.name, err, p.cmd.ProcessState, last)
}
