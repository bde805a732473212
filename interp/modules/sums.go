// This file checks what modules contain: against go.sum, or else against the
// checksum database.

package modules

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/note"
)

// sums knows the hashes of modules.
type sums struct {
	env  Env
	file func() map[module.Version][]string // those of go.sum
	good map[module.Version]string          // those that have been checked

	once   sync.Once
	client *sumdb.Client
	ops    *sumOps
	err    error
}

// SumError is a module whose content is not what it should be, or of which
// nobody says what it should be.
type SumError struct {
	Module module.Version
	Reason string
}

func (e *SumError) Error() string { return fmt.Sprintf("%s: %s", e.Module, e.Reason) }

// parseSums reads a go.sum file; lines that are none are left out.
func parseSums(b []byte) map[module.Version][]string {
	known := map[module.Version][]string{}
	for line := range bytes.Lines(b) {
		if f := strings.Fields(string(line)); len(f) == 3 {
			m := module.Version{Path: f[0], Version: f[1]}
			known[m] = append(known[m], f[2])
		}
	}
	return known
}

// check compares the hash of a module, or of its go.mod file where the version
// ends in /go.mod, with what is known.
func (s *sums) check(ctx context.Context, m module.Version, hash string) error {
	if s.good[m] == hash {
		return nil
	}
	known := s.file()[m]
	from := "go.sum"
	if len(known) == 0 && !s.env.trusted(m.Path) {
		var err error
		if known, err = s.ask(ctx, m); err != nil {
			return err
		}
		from = "the checksum database"
	}
	for _, k := range known {
		if strings.HasPrefix(k, "h1:") && k != hash {
			return &SumError{m, fmt.Sprintf("SECURITY ERROR: its content has the checksum %s, but %s has %s", hash, from, k)}
		}
	}
	s.good[m] = hash
	return nil
}

// ask looks a module up in the checksum database.
func (s *sums) ask(ctx context.Context, m module.Version) ([]string, error) {
	s.once.Do(s.start)
	if s.err != nil {
		return nil, s.err
	}
	s.ops.set(ctx)
	lines, err := s.client.Lookup(m.Path, m.Version)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		what := strings.TrimSuffix(m.Version, "/go.mod")
		if errors.Is(err, sumdb.ErrSecurity) || s.ops.broken() != "" {
			return nil, &SumError{m, "SECURITY ERROR: the checksum database contradicts itself: " + s.ops.broken()}
		}
		return nil, &SumError{m, fmt.Sprintf("cannot be verified: no go.sum has %s@%s, and the checksum database does not answer (%v); GONOSUMDB=%s trusts it unseen", m.Path, what, err, m.Path)}
	}
	var hashes []string
	for _, line := range lines {
		if f := strings.Fields(line); len(f) == 3 && f[0] == m.Path && f[1] == m.Version {
			hashes = append(hashes, f[2])
		}
	}
	if len(hashes) == 0 {
		return nil, &SumError{m, "cannot be verified: the checksum database does not know it"}
	}
	return hashes, nil
}

// start makes the database's client.
func (s *sums) start() {
	// GOSUMDB is a name, or name+hash+key, optionally followed by a URL.
	f := strings.Fields(s.env.SumDB)
	if len(f) == 0 {
		s.err = errors.New("GOSUMDB names no checksum database, and no Go installation was found that does: set it, or write go.sum by `go mod tidy`")
		return
	}
	if len(f) > 2 {
		s.err = fmt.Errorf("GOSUMDB: want a name, a key, or a key and a URL, got %q", s.env.SumDB)
		return
	}
	key := f[0]
	name, _, ok := strings.Cut(key, "+")
	if !ok {
		key += sumDBKey
		_, err := note.NewVerifier(key)
		ok = err == nil
	}
	if !ok {
		s.err = fmt.Errorf("GOSUMDB: the key of %s is not known: write name+hash+key", key)
		return
	}
	url := "https://" + name
	if len(f) == 2 {
		url = strings.TrimSuffix(f[1], "/")
	}
	s.ops = &sumOps{env: s.env, key: key, name: name, url: url, own: len(f) == 2, tree: map[string][]byte{}}
	s.client = sumdb.NewClient(s.ops)
}

// sumOps is what the database's client needs of the world.
type sumOps struct {
	env       Env
	key, name string
	url       string
	own       bool // the URL was given: proxies are not asked

	mu   sync.Mutex
	ctx  context.Context
	base string // where the database answers, once that is known
	bad  string
	tree map[string][]byte // the newest trees, where they cannot be kept in files
}

func (o *sumOps) set(ctx context.Context) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ctx = ctx
}

func (o *sumOps) broken() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.bad
}

// where finds out who answers for the database: a proxy that says it does, or
// the database itself.
func (o *sumOps) where() (context.Context, string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.base == "" {
		o.base = o.url
		if !o.own {
			for _, p := range o.env.proxies() {
				if _, err := get(o.ctx, p.base+"/sumdb/"+o.name+"/supported"); err == nil {
					o.base = p.base + "/sumdb/" + o.name
					break
				}
			}
		}
	}
	return o.ctx, o.base
}

// ReadRemote implements sumdb.ClientOps, as the methods below do.
func (o *sumOps) ReadRemote(path string) ([]byte, error) {
	ctx, base := o.where()
	return get(ctx, base+path)
}

// ReadConfig reads the key, or the newest tree that was seen.
func (o *sumOps) ReadConfig(file string) ([]byte, error) {
	if file == "key" {
		return []byte(o.key), nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if b, ok := o.tree[file]; ok {
		return b, nil
	}
	b, err := os.ReadFile(filepath.Join(o.env.Config, filepath.FromSlash(file)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// WriteConfig notes a newer tree.
func (o *sumOps) WriteConfig(file string, old, b []byte) error {
	now, err := o.ReadConfig(file)
	if err == nil && !bytes.Equal(now, old) {
		return sumdb.ErrWriteConflict
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if keep(filepath.Join(o.env.Config, filepath.FromSlash(file)), b) != nil {
		o.tree[file] = b
	}
	return nil
}

// ReadCache reads a part of the tree.
func (o *sumOps) ReadCache(file string) ([]byte, error) { return os.ReadFile(o.cached(file)) }

// WriteCache keeps a part of the tree.
func (o *sumOps) WriteCache(file string, b []byte) { _ = keep(o.cached(file), b) }

func (o *sumOps) cached(file string) string {
	return filepath.Join(o.env.Cache, "cache", "download", "sumdb", filepath.FromSlash(file))
}

// Log has nobody to tell.
func (o *sumOps) Log(string) {}

// SecurityError notes that the database was caught lying.
func (o *sumOps) SecurityError(msg string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.bad = msg
}
