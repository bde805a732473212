// This file makes the values of variables with go:embed lines.

package interp

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"go/ast"
	"go/types"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unsafe"
)

// embedPatterns are the patterns of the go:embed lines in a comment.
func embedPatterns(doc *ast.CommentGroup) []string {
	if doc == nil {
		return nil
	}
	var list []string
	for _, c := range doc.List {
		rest, ok := strings.CutPrefix(c.Text, "//go:embed ")
		for rest = strings.TrimSpace(rest); ok && rest != ""; rest = strings.TrimSpace(rest) {
			if quoted, err := strconv.QuotedPrefix(rest); err == nil {
				s, _ := strconv.Unquote(quoted) // it was quoted
				list, rest = append(list, s), rest[len(quoted):]
				continue
			}
			word, tail, _ := strings.Cut(rest, " ")
			list, rest = append(list, word), tail
		}
	}
	return list
}

// embeddedValue is what a variable of a type holds.
func embeddedValue(typ ast.Expr, files map[string][]byte) (any, error) {
	switch text := types.ExprString(typ); text {
	case "embed.FS":
		return embedFS(files)
	case "string", "[]byte":
		if len(files) != 1 {
			return nil, fmt.Errorf("%d files for one %s", len(files), text)
		}
		for _, b := range files {
			if text == "string" {
				return string(b), nil
			}
			return slices.Clone(b), nil
		}
	}
	return nil, errors.New("want a string, []byte or embed.FS")
}

// embeddedFile is an entry of embed.FS as Go 1.26 has it.
type embeddedFile struct {
	name string
	data string
	//lint:ignore U1000 it is part of the layout
	hash [16]byte
}

// embedFS is a file system of files, folders included. The list is sorted as
// package embed wants it: by folder, then by name.
func embedFS(files map[string][]byte) (embed.FS, error) {
	var out embed.FS
	list := []embeddedFile{}
	seen := map[string]bool{}
	for name, b := range files {
		list = append(list, embeddedFile{name: name, data: string(b)})
		for d := path.Dir(name); d != "." && !seen[d]; d = path.Dir(d) {
			seen[d] = true
			list = append(list, embeddedFile{name: d + "/"})
		}
	}
	split := func(f embeddedFile) (dir, elem string) {
		name := strings.TrimSuffix(f.name, "/")
		dir, elem = path.Split(name)
		if dir == "" {
			return ".", elem
		}
		return strings.TrimSuffix(dir, "/"), elem
	}
	slices.SortFunc(list, func(a, b embeddedFile) int {
		ad, ae := split(a)
		bd, be := split(b)
		return cmp.Or(cmp.Compare(ad, bd), cmp.Compare(ae, be))
	})
	field, ok := reflect.TypeFor[embed.FS]().FieldByName("files")
	if !ok || field.Type.Kind() != reflect.Pointer || field.Type.Elem().Kind() != reflect.Slice || !sameLayout(field.Type.Elem().Elem(), reflect.TypeFor[embeddedFile]()) {
		return out, errors.New("this version of Go keeps embedded files in another way")
	}
	*(**[]embeddedFile)(unsafe.Add(unsafe.Pointer(&out), field.Offset)) = &list
	return out, nil
}

// sameLayout tells whether two structs have the same fields.
func sameLayout(a, b reflect.Type) bool {
	if a.Kind() != reflect.Struct || a.NumField() != b.NumField() {
		return false
	}
	for i := range a.NumField() {
		if x, y := a.Field(i), b.Field(i); x.Name != y.Name || x.Type != y.Type || x.Offset != y.Offset {
			return false
		}
	}
	return true
}
