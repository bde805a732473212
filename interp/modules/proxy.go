// This file asks module proxies, as the module protocol has it: HTTP servers and
// folders that are laid out like one (file://…).

package modules

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/mod/module"
)

// limit is how much of an answer is read: what a module's zip file may have.
const limit = 500 << 20

// errOff is the error when the settings leave nobody to ask.
var errOff = errors.New("there is no module proxy to ask: GOPROXY is off, only direct, or neither set nor preset by a Go installation")

// errPrivate is the error for a module that no proxy may be asked for.
var errPrivate = errors.New("it is private (GONOPROXY, GOPRIVATE), and gorgo runs no version control system such as git")

// unreachable is an error of the network, as opposed to an answer.
type unreachable struct {
	where string
	err   error
}

func (e *unreachable) Error() string { return fmt.Sprintf("%s cannot be reached: %v", e.where, e.err) }
func (e *unreachable) Unwrap() error { return e.err }

// proxy is one entry of GOPROXY.
type proxy struct {
	base string
	// anyError: the next one is asked after every error, not only after "not
	// found".
	anyError bool
}

// proxies are the entries of GOPROXY that can be asked.
func (e Env) proxies() []proxy {
	var list []proxy
	rest := e.Proxy
	for rest != "" {
		i := strings.IndexAny(rest, ",|")
		entry, bar := rest, false
		if i >= 0 {
			entry, bar, rest = rest[:i], rest[i] == '|', rest[i+1:]
		} else {
			rest = ""
		}
		switch entry = strings.TrimSpace(entry); entry {
		case "", "direct":
		case "off":
			return list
		default:
			list = append(list, proxy{strings.TrimSuffix(entry, "/"), bar})
		}
	}
	return list
}

// ask gets a file of a module from the proxies: "@latest", "@v/list" and so on.
// What no proxy has is fs.ErrNotExist.
func (e Env) ask(ctx context.Context, path, file string) ([]byte, error) {
	if e.direct(path) {
		return nil, errPrivate
	}
	escaped, err := module.EscapePath(path)
	if err != nil {
		return nil, err
	}
	last := errOff
	for _, p := range e.proxies() {
		b, err := get(ctx, p.base+"/"+escaped+"/"+file)
		if err == nil {
			return b, nil
		}
		if last = err; !errors.Is(err, fs.ErrNotExist) && !p.anyError || ctx.Err() != nil {
			break
		}
	}
	return nil, last
}

// client waits long for nobody who says nothing.
var client = &http.Client{Transport: &http.Transport{
	Proxy: http.ProxyFromEnvironment, ResponseHeaderTimeout: time.Minute, TLSHandshakeTimeout: 20 * time.Second, ForceAttemptHTTP2: true,
}}

// get reads a URL.
func get(ctx context.Context, address string) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("GOPROXY: %w", err)
	}
	switch u.Scheme {
	case "file":
		name := filepath.FromSlash(u.Path)
		if runtime.GOOS == "windows" {
			name = strings.TrimPrefix(name, `\`)
		}
		return os.ReadFile(name)
	case "http", "https":
	default:
		return nil, fmt.Errorf("GOPROXY: want https, http or file before %q", address)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &unreachable{u.Host, err}
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, &unreachable{u.Host, err}
	case resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusGone:
		return nil, fmt.Errorf("%w at %s: %s", fs.ErrNotExist, u.Host, firstLine(b))
	case resp.StatusCode >= 500:
		return nil, &unreachable{u.Host, errors.New(resp.Status)}
	case resp.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s answers %s: %s", u.Host, resp.Status, firstLine(b))
	case len(b) > limit:
		return nil, fmt.Errorf("%s sends more than %d bytes", u.Host, limit)
	}
	return b, nil
}

// firstLine is the beginning of a server's explanation.
func firstLine(b []byte) string {
	s, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return s[:min(len(s), 200)]
}
