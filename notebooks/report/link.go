// Links and pictures in Markdown.

package report

import (
	"encoding/base64"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

// maxPicture is the size of a file that a report takes in.
const maxPicture = 20 << 20

// links makes pictures part of the report and finds the headings that links mean.
func (m *markdown) links(d *document) {
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image:
			if src, ok := m.picture(string(n.Destination), d.attachments); ok {
				n.Destination = []byte(src)
			}
		case *ast.Link:
			if fragment, ok := strings.CutPrefix(string(n.Destination), "#"); ok {
				n.Destination = []byte("#" + m.ids.find(fragment))
			}
		}
		return ast.WalkContinue, nil
	})
}

// picture is an attachment of the cell or a file beside the notebook, as a data
// URL.
func (m *markdown) picture(src string, attachments map[string]nbformat.Object) (string, bool) {
	if decoded, err := url.PathUnescape(src); err == nil {
		src = decoded
	}
	if name, ok := strings.CutPrefix(src, "attachment:"); ok {
		for mime, data := range attachments[name] {
			text, _ := data.(string)
			if mime == "image/svg+xml" {
				return svgSource(text)
			}
			if source, ok := imageSource(mime, text); ok {
				return source, true
			}
		}
		return "", false
	}
	name := path.Clean(src)
	if m.files == nil || !fs.ValidPath(name) {
		return "", false
	}
	if info, err := fs.Stat(m.files, name); err != nil || info.Size() > maxPicture || !info.Mode().IsRegular() {
		return "", false
	}
	data, err := fs.ReadFile(m.files, name)
	if err != nil {
		return "", false
	}
	if path.Ext(name) == ".svg" {
		return svgSource(string(data))
	}
	return imageSource(http.DetectContentType(data), base64.StdEncoding.EncodeToString(data))
}

// find is the heading's identifier that a fragment means: the same, or the same
// but for case and punctuation (GitHub and JupyterLab differ there).
func (h *headingIDs) find(fragment string) string {
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	if h.taken[fragment] {
		return fragment
	}
	best := ""
	for id := range h.taken {
		if core(id) == core(fragment) && (best == "" || id < best) {
			best = id
		}
	}
	if best != "" {
		return best
	}
	return fragment
}

func core(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
