package metricstest

import (
	"math"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
)

// Case is a meter under test.
type Case struct {
	// Meter is what is tested, Name what it is called.
	Meter metrics.Meter
	Name  string
	// Whole is all that is measured, with Y, Targets, Predicted, Output and
	// Weights; Want is the value.
	Whole metrics.MeterBatch
	Want  float64
}

// Run checks the meter of a case.
func Run(t *testing.T, c Case) {
	t.Run(c.Name, func(t *testing.T) {
		if c.Meter.Name() != c.Name {
			t.Errorf("it is named %q", c.Meter.Name())
		}
		n := c.Whole.Output.Rows()
		for _, size := range []int{n, 32, 7, 1} {
			c.Meter.Reset()
			if v := c.Meter.Value(); !math.IsNaN(v) {
				t.Errorf("without a batch it is %v, want NaN", v)
			}
			for from := 0; from < n; from += size {
				b := part(c.Whole, from, min(n, from+size))
				if err := c.Meter.Add(b); err != nil {
					t.Fatal(err)
				}
				spoil(b)
			}
			if v := c.Meter.Value(); math.Abs(v-c.Want) > 1e-9*math.Max(1, math.Abs(c.Want)) {
				t.Errorf("in batches of %d it is %v, want %v", size, v, c.Want)
			}
		}
		err := c.Meter.Add(metrics.MeterBatch{Y: []int{0}, Predicted: []int{1, 1}, Output: data.Zeros(1, 997)})
		if err == nil || !strings.Contains(err.Error(), c.Name) {
			t.Errorf("a batch that does not fit: %v, want an error that names the meter", err)
		}
	})
}

// part copies some examples.
func part(b metrics.MeterBatch, from, to int) metrics.MeterBatch {
	out := metrics.MeterBatch{Output: b.Output.Slice(from, to).Clone()}
	if b.Y != nil {
		out.Y, out.Predicted = append([]int{}, b.Y[from:to]...), append([]int{}, b.Predicted[from:to]...)
	}
	if b.Targets != nil {
		out.Targets = b.Targets.Slice(from, to).Clone()
	}
	if b.Weights != nil {
		out.Weights = append(metrics.Weights{}, b.Weights[from:to]...)
	}
	return out
}

// spoil overwrites a batch, as the next one does.
func spoil(b metrics.MeterBatch) {
	clear(b.Y)
	clear(b.Predicted)
	clear(b.Weights)
	clear(b.Output.Data)
	if b.Targets != nil {
		clear(b.Targets.Data)
	}
}
