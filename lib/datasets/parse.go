package datasets

// The format of the embedded files: comma-separated numbers, one example a
// line, the class last, compressed with gzip.

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/gorgolab/gorgo/lib/data"
)

const ccBy = "CC BY 4.0"

// load adds the examples of an embedded file to a data set that has the names.
// The file is part of the program and every test loads it, so a mistake in it
// is a mistake in the program: load panics.
func load(file []byte, set data.Dataset) *data.Dataset {
	x, y, err := parse(file, len(set.FeatureNames))
	if err == nil {
		set.X, set.Y = x, y
		err = set.Check()
	}
	if err != nil {
		panic(fmt.Errorf("datasets: the embedded file of %s is damaged: %w", set.Name, err))
	}
	return &set
}

func parse(file []byte, features int) (*data.Tensor, []int, error) {
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, nil, err
	}
	var numbers []float32
	var labels []int
	for line := range strings.Lines(string(text)) {
		rest := strings.TrimSuffix(line, "\n")
		for range features {
			field, after, _ := strings.Cut(rest, ",")
			v, err := strconv.ParseFloat(field, 32)
			if err != nil {
				return nil, nil, fmt.Errorf("line %d: %w", len(labels)+1, err)
			}
			numbers, rest = append(numbers, float32(v)), after
		}
		label, err := strconv.Atoi(rest)
		if err != nil {
			return nil, nil, fmt.Errorf("line %d: the class: %w", len(labels)+1, err)
		}
		labels = append(labels, label)
	}
	x, err := data.New([]int{len(labels), features}, numbers)
	return x, labels, err
}
