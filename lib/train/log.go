package train

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/gorgolab/gorgo/lib/internal/atomicfile"
)

// LogCSV keeps the history in a CSV file, a line for each epoch under a header
// with the names of what is measured. Whoever reads it while the training goes
// on finds whole lines; a training that goes on from a checkpoint goes on with
// the file. What is not a number is an empty field.
func LogCSV(path string) Callback {
	return logTo("LogCSV", path, func(h *History) ([]byte, error) {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		names := h.Names()
		if err := w.Write(append([]string{"epoch", "seconds"}, names...)); err != nil {
			return nil, err
		}
		for _, e := range h.Epochs {
			row := []string{strconv.Itoa(e.Number), strconv.FormatFloat(e.Duration.Seconds(), 'g', 6, 64)}
			for _, name := range names {
				text := ""
				if v, _ := e.Metric(name); !math.IsNaN(v) {
					text = strconv.FormatFloat(v, 'g', -1, 64)
				}
				row = append(row, text)
			}
			if err := w.Write(row); err != nil {
				return nil, err
			}
		}
		w.Flush()
		return b.Bytes(), w.Error()
	})
}

// LogJSONL keeps the history in a file of lines of JSON, an object for each
// epoch: {"epoch":1,"seconds":0.2,"loss":0.61}. What is not a number is left
// out.
func LogJSONL(path string) Callback {
	return logTo("LogJSONL", path, func(h *History) ([]byte, error) {
		var b bytes.Buffer
		for _, e := range h.Epochs {
			// Written by hand, so that the fields keep their order.
			fmt.Fprintf(&b, `{"epoch":%d,"seconds":%s`, e.Number, strconv.FormatFloat(e.Duration.Seconds(), 'g', 6, 64))
			for _, name := range h.Names() {
				v, _ := e.Metric(name)
				if math.IsNaN(v) || math.IsInf(v, 0) {
					continue
				}
				key, err := json.Marshal(name)
				if err != nil {
					return nil, err
				}
				fmt.Fprintf(&b, ",%s:%s", key, strconv.FormatFloat(v, 'g', -1, 64))
			}
			b.WriteString("}\n")
		}
		return b.Bytes(), nil
	})
}

// logTo writes the whole history anew after each epoch: it is small, and so
// there is nothing to go wrong when a training goes on.
func logTo(name, path string, encode func(h *History) ([]byte, error)) Callback {
	return Callback{
		Name: name,
		EpochEnd: func(r *Run) error {
			b, err := encode(r.History)
			if err != nil {
				return err
			}
			return atomicfile.Write(path, b)
		},
	}
}
