// What the published schema of version 4.5 demands of a document beyond what
// its Go types already hold.

package nbformat

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Validate returns what keeps a notebook from being valid against the schema of
// version 4.5, joined; each part is an *Error with its place. Fields that the
// format does not have survive a round trip, but they are named here, because
// strict readers refuse them.
func Validate(nb *Notebook) error {
	var errs []error
	report := func(path, format string, args ...any) {
		errs = append(errs, &Error{Path: path, Msg: fmt.Sprintf(format, args...)})
	}
	extra := func(path string, o Object) {
		for _, key := range slices.Sorted(maps.Keys(o)) {
			report(path+"."+key, "nbformat 4.5 has no such field")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(nb.Extra)) {
		report(key, "nbformat 4.5 has no such field")
	}
	if spec, ok := nb.Metadata["kernelspec"]; ok {
		m, _ := spec.(map[string]any)
		for _, key := range []string{"name", "display_name"} {
			if _, ok := m[key].(string); !ok {
				report("metadata.kernelspec."+key, "want a string")
			}
		}
	}
	seen := map[string]int{}
	for i, c := range nb.Cells {
		path := fmt.Sprintf("cells[%d]", i)
		if !validID(c.ID) {
			report(path+".id", "want 1 to 64 letters, digits, - or _, got %q", c.ID)
		}
		if first, ok := seen[c.ID]; ok {
			report(path+".id", "cells[%d] has the same id %q", first, c.ID)
		}
		seen[c.ID] = i
		if v, ok := c.Metadata["tags"]; ok {
			list, isList := v.([]any)
			if !isList || len(c.Tags()) != len(list) {
				report(path+".metadata.tags", "want a list of strings")
			}
		}
		if c.Type != Code && (len(c.Outputs) > 0 || c.ExecutionCount != nil) {
			report(path, "a %s cell has no outputs", c.Type)
		}
		extra(path, c.Extra)
		for j, o := range c.Outputs {
			path := fmt.Sprintf("%s.outputs[%d]", path, j)
			if o.Type == Stream && o.Name == "" {
				report(path+".name", "want stdout or stderr")
			}
			extra(path, o.Extra)
		}
	}
	return errors.Join(errs...)
}
