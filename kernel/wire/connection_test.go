package wire

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func valid() Connection {
	return Connection{Transport: TCP, IP: "127.0.0.1", ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5,
		Key: "k", SignatureScheme: Scheme, KernelName: "gorgo"}
}

func TestConnectionFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "connection.json")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WriteConnection(path, valid()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("mode is %o: others may read the key", got)
	}
	got, err := ReadConnection(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, valid()) {
		t.Errorf("got %+v, want %+v", got, valid())
	}
}

func TestConnectionErrors(t *testing.T) {
	for name, c := range map[string]struct {
		json string
		want []string
	}{
		"junk":      {`{`, []string{"unexpected end"}},
		"all wrong": {`{"transport":"udp","signature_scheme":"md5"}`, []string{`transport "udp"`, "ip is missing", `signature_scheme "md5"`, "shell_port is 0", "hb_port is 0"}},
		"same port": {`{"ip":"::1","shell_port":1,"iopub_port":1,"stdin_port":2,"control_port":3,"hb_port":4}`, []string{"iopub_port is 1, and so is shell_port"}},
	} {
		_, err := ParseConnection([]byte(c.json))
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want %q", name, err, want)
			}
		}
	}
}

func TestEndpoint(t *testing.T) {
	c := valid()
	if got := c.Endpoint(5).String(); got != "tcp://127.0.0.1:5" {
		t.Error(got)
	}
	c.IP = "::1"
	if got := c.Endpoint(5).Address; got != "[::1]:5" {
		t.Error(got)
	}
	c.Transport, c.IP = IPC, "/run/kernel"
	if got := c.Endpoint(5).String(); got != "ipc:///run/kernel-5" {
		t.Error(got)
	}
}
