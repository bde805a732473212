// The archive of a group: a zip file with the same bytes whenever the entries
// are the same.

package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
)

// maxSize is the largest file that the repository takes.
const maxSize = 3 << 20

type archive struct{ entries map[string][]byte }

func (a *archive) add(name string, data []byte) {
	if a.entries == nil {
		a.entries = map[string][]byte{}
	}
	a.entries[name] = data
}

// bytes are the archive, whose comment is the Go release that it was made with:
// go1.26, without the patch.
func (a *archive) bytes(g group) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, name := range slices.Sorted(maps.Keys(a.entries)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(a.entries[name]); err != nil {
			return nil, err
		}
	}
	if err := w.SetComment(release(runtime.Version())); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if b.Len() > maxSize {
		return nil, fmt.Errorf("its archive has %d bytes, more than %d: split the group in gen/list.go", b.Len(), maxSize)
	}
	return b.Bytes(), nil
}

// release is a Go version without the patch: go1.26 for go1.26.8.
func release(version string) string {
	version, _, _ = strings.Cut(version, " ")
	if parts := strings.Split(version, "."); len(parts) > 2 {
		version = strings.Join(parts[:2], ".")
	}
	return version
}
