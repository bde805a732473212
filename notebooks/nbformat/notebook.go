package nbformat

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Version of the format that Write writes.
const (
	Major = 4
	Minor = 5
)

// Object is a JSON object as it was read. Numbers are json.Number, so that they
// are written with the digits they were read with.
type Object map[string]any

// A Notebook is a document: cells in order, and metadata.
type Notebook struct {
	Cells    []*Cell
	Metadata Object // kernelspec, language_info, title, authors, …
	Extra    Object // top-level fields that the format does not have

	// ReadMajor and ReadMinor are the version that was read, before the upgrade;
	// 0.0 for a document made here.
	ReadMajor, ReadMinor int
}

// CellType says what a cell's source is.
type CellType string

// The cell types of nbformat 4.
const (
	Code     CellType = "code"
	Markdown CellType = "markdown"
	Raw      CellType = "raw"
)

// A Cell is one unit of a notebook.
type Cell struct {
	ID          string // unique in its notebook: 1 to 64 of a-z A-Z 0-9 - _
	Type        CellType
	Source      string
	Metadata    Object            // tags, name, collapsed, …
	Attachments map[string]Object // markdown and raw cells: file name → MIME bundle

	// Code cells only.
	ExecutionCount *int
	Outputs        []*Output

	Extra Object // fields that the format does not have
}

// OutputType says which fields of an Output count.
type OutputType string

// The output types of nbformat 4.
const (
	Stream        OutputType = "stream"         // Name, Text
	DisplayData   OutputType = "display_data"   // Data, Metadata
	ExecuteResult OutputType = "execute_result" // Data, Metadata, ExecutionCount
	ErrorOutput   OutputType = "error"          // EName, EValue, Traceback
)

// An Output is something that a code cell printed, showed, returned or failed
// with.
type Output struct {
	Type OutputType

	Name string // stream: "stdout" or "stderr"
	Text string // stream

	Data           Object // MIME type → string (text; base64 for binary types) or, for JSON types, any value
	Metadata       Object
	ExecutionCount *int

	EName, EValue string
	Traceback     []string // lines, with ANSI colours

	Extra Object // fields that the format does not have
}

// New returns an empty notebook for a language and kernel.
func New(kernelName, displayName, language string) *Notebook {
	return &Notebook{Metadata: Object{"kernelspec": map[string]any{
		"name": kernelName, "display_name": displayName, "language": language,
	}}}
}

// Add appends a cell and gives it an identity.
func (nb *Notebook) Add(t CellType, source string) *Cell {
	c := &Cell{Type: t, Source: source, Metadata: Object{}}
	nb.Insert(len(nb.Cells), c)
	return c
}

// Insert puts c before the cell at index at and gives it an identity when it
// has none.
func (nb *Notebook) Insert(at int, c *Cell) {
	nb.Cells = slices.Insert(nb.Cells, at, c)
	if c.Metadata == nil {
		c.Metadata = Object{}
	}
	if c.ID == "" {
		nb.ensureIDs()
	}
}

// Language is the language of the code cells as the metadata has it, "" when it
// does not say.
func (nb *Notebook) Language() string {
	for _, key := range []string{"kernelspec", "language_info"} {
		m, _ := nb.Metadata[key].(map[string]any)
		for _, field := range []string{"language", "name"} {
			if key == "kernelspec" && field == "name" {
				continue
			}
			if s, ok := m[field].(string); ok && s != "" {
				return s
			}
		}
	}
	return ""
}

// Title is the title in the metadata, else the text of the first heading in a
// markdown cell, else "".
func (nb *Notebook) Title() string {
	if s, ok := nb.Metadata["title"].(string); ok && s != "" {
		return s
	}
	for _, c := range nb.Cells {
		if c.Type != Markdown {
			continue
		}
		for line := range strings.Lines(c.Source) {
			if h, ok := strings.CutPrefix(strings.TrimSpace(line), "# "); ok {
				return strings.TrimSpace(h)
			}
		}
	}
	return ""
}

// Tags are the cell's tags (metadata.tags).
func (c *Cell) Tags() []string {
	list, _ := c.Metadata["tags"].([]any)
	var tags []string
	for _, v := range list {
		if s, ok := v.(string); ok {
			tags = append(tags, s)
		}
	}
	return tags
}

// HasTag tells whether the cell carries a tag.
func (c *Cell) HasTag(tag string) bool { return slices.Contains(c.Tags(), tag) }

// AddTag adds a tag that the cell lacks.
func (c *Cell) AddTag(tag string) {
	if c.HasTag(tag) {
		return
	}
	list, _ := c.Metadata["tags"].([]any)
	if c.Metadata == nil {
		c.Metadata = Object{}
	}
	c.Metadata["tags"] = append(slices.Clone(list), tag)
}

// Failed tells whether one of the cell's outputs is an error.
func (c *Cell) Failed() bool {
	return slices.ContainsFunc(c.Outputs, func(o *Output) bool { return o.Type == ErrorOutput })
}

// ensureIDs gives an identity to cells without one, or with one that is taken.
// It depends on place and source alone, so that an upgrade is reproducible.
func (nb *Notebook) ensureIDs() {
	taken := map[string]bool{}
	for _, c := range nb.Cells {
		if validID(c.ID) && !taken[c.ID] {
			taken[c.ID] = true
		} else {
			c.ID = ""
		}
	}
	for i, c := range nb.Cells {
		for n := 0; c.ID == ""; n++ {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %s %s", i, n, c.Type, c.Source))
			if id := hex.EncodeToString(sum[:4]); !taken[id] {
				c.ID, taken[id] = id, true
			}
		}
	}
}

func validID(id string) bool {
	if len(id) < 1 || len(id) > 64 {
		return false
	}
	return !strings.ContainsFunc(id, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_')
	})
}
