package nbformat

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestUpgrade reads documents of old versions and compares what is written with
// golden files; what is written reads back to the same bytes.
func TestUpgrade(t *testing.T) {
	inputs, err := filepath.Glob("testdata/v*.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, name := range inputs {
		if strings.HasSuffix(name, ".golden.ipynb") {
			continue
		}
		count++
		t.Run(filepath.Base(name), func(t *testing.T) {
			nb, err := ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Marshal(nb)
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(name, ".ipynb") + ".golden.ipynb"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("written document differs from %s (rewrite with -update):\n%s", golden, got)
			}
			again, err := Unmarshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if got2, _ := Marshal(again); !bytes.Equal(got, got2) {
				t.Errorf("a second round trip changes the document:\n%s", got2)
			}
		})
	}
	if count < 2 {
		t.Fatalf("only %d documents found", count)
	}
}

// TestUnknownSurvives: what the format does not have comes back as it was.
func TestUnknownSurvives(t *testing.T) {
	nb, err := ReadFile("testdata/v4_0.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	out, err := Marshal(nb)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`123456789012345678901234567890`, `"keep": 1.0`, `"future": true`, `1.10`, `# Title & <b>more</b>`, `"slide_type": "slide"`} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("%s is lost", want)
		}
	}
	verr := Validate(nb)
	if verr == nil || !strings.Contains(verr.Error(), "cells[2].vendor") || !strings.Contains(verr.Error(), "future") {
		t.Errorf("Validate = %v, want the two unknown fields", verr)
	}
}

// TestBroken: each broken document gives an error that names the place.
func TestBroken(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", " \n", "the file is empty"},
		{"cut off", `{"cells": [`, "cut off"},
		{"not json", "{\n \"cells\": [,]\n}", "line 2, column 12: this is not JSON"},
		{"two values", `{"nbformat":4,"cells":[]} x`, "text after the end"},
		{"list", `[]`, "this is a list"},
		{"no notebook", `{"a": 1}`, "neither nbformat nor cells"},
		{"version", `{"nbformat": 2, "worksheets": []}`, "version 2 is not known"},
		{"version text", `{"nbformat": "4", "cells": []}`, "at nbformat: want a whole number, got a string"},
		{"no cells", `{"nbformat": 4}`, "at cells: the field is missing"},
		{"cells", `{"nbformat": 4, "cells": {}}`, "at cells: want a list, got an object"},
		{"cell", `{"nbformat": 4, "cells": [3]}`, "at cells[0]: want an object, got a number"},
		{"cell type", `{"nbformat": 4, "cells": [{"cell_type":"chart","source":""}]}`, `at cells[0].cell_type: want code, markdown or raw, got "chart"`},
		{"source", `{"nbformat": 4, "cells": [{"cell_type":"code","source":["a",1]}]}`, "at cells[0].source[1]: want a string, got a number"},
		{"metadata", `{"nbformat": 4, "cells": [{"cell_type":"code","source":"","metadata":[]}]}`, "at cells[0].metadata: want an object, got a list"},
		{"output", `{"nbformat": 4, "cells": [{"cell_type":"code","source":"","outputs":[{"output_type":"stream","text":""}]}]}`, "at cells[0].outputs[0].name: the field is missing"},
		{"output type", `{"nbformat": 4, "cells": [{"cell_type":"code","source":"","outputs":[{"output_type":"pyout"}]}]}`, "at cells[0].outputs[0].output_type"},
		{"count", `{"nbformat": 4, "cells": [{"cell_type":"code","source":"","execution_count":1.5}]}`, "at cells[0].execution_count: want a whole number"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Unmarshal([]byte(tt.in))
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to contain %q", err, tt.want)
			}
		})
	}
}

func TestIDs(t *testing.T) {
	in := `{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[
	{"cell_type":"code","id":"a","source":"1","metadata":{}},
	{"cell_type":"code","id":"a","source":"2","metadata":{}},
	{"cell_type":"code","id":"not valid","source":"3","metadata":{}}]}`
	nb, err := Unmarshal([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	if nb.Cells[0].ID != "a" {
		t.Errorf("the first cell's id changed to %q", nb.Cells[0].ID)
	}
	if err := Validate(nb); err != nil {
		t.Errorf("after reading: %v", err)
	}
	again, _ := Unmarshal([]byte(in))
	for i := range nb.Cells {
		if nb.Cells[i].ID != again.Cells[i].ID {
			t.Errorf("cell %d: ids differ between two readings", i)
		}
	}
}

func TestPercent(t *testing.T) {
	src := `// ---
// jupyter:
//   kernelspec: gorgo
// ---

import "fmt"

// %% [markdown] tags=["intro"]
// # Title
//
// Text

// %% Settings tags=["parameters"]
n := 3 // %% not a mark

// %%
//%% nor this
fmt.Println(n)
`
	nb := ReadPercent(src)
	if len(nb.Cells) != 4 {
		t.Fatalf("%d cells, want 4", len(nb.Cells))
	}
	want := []struct {
		t   CellType
		src string
		tag string
	}{
		{Code, `import "fmt"`, ""},
		{Markdown, "# Title\n\nText", "intro"},
		{Code, "n := 3 // %% not a mark", "parameters"},
		{Code, "//%% nor this\nfmt.Println(n)", ""},
	}
	for i, w := range want {
		c := nb.Cells[i]
		if c.Type != w.t || c.Source != w.src || w.tag != "" && !c.HasTag(w.tag) {
			t.Errorf("cell %d: %s %q %v, want %s %q %s", i, c.Type, c.Source, c.Tags(), w.t, w.src, w.tag)
		}
	}
	if got := nb.Cells[2].Metadata["title"]; got != "Settings" {
		t.Errorf("title %v, want Settings", got)
	}
	once := WritePercent(nb)
	if twice := WritePercent(ReadPercent(once)); once != twice {
		t.Errorf("a second round trip changes the script:\n%s\n----\n%s", once, twice)
	}
	if !IsPercent(src) || IsPercent("package main\n// %%x\n") {
		t.Error("IsPercent is wrong")
	}
}

func FuzzUnmarshal(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.ipynb")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		nb, err := Unmarshal(data)
		if err != nil {
			return
		}
		one, err := Marshal(nb)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Unmarshal(one)
		if err != nil {
			t.Fatalf("what was written does not read: %v\n%s", err, one)
		}
		two, err := Marshal(again)
		if err != nil || !bytes.Equal(one, two) {
			t.Fatalf("a second round trip changes the document:\n%s\n----\n%s", one, two)
		}
	})
}

func FuzzPercent(f *testing.F) {
	f.Add("// %% a b=[1]\nx\n// %% [markdown]\n// y\n")
	f.Add("// ---\n// ---\n// %% [raw] k=\"v\"\n/*\nz\n*/")
	f.Fuzz(func(t *testing.T, src string) {
		if _, err := Marshal(ReadPercent(src)); err != nil {
			t.Fatal(err)
		}
	})
}
