package train

import (
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
)

// meters are the metrics of the options.
type meters struct{ list []metrics.Meter }

// checkMeters reports meters that the history could not tell apart.
func checkMeters(list []metrics.Meter) []error {
	var wrong []error
	taken := []string{}
	for _, c := range columns {
		taken = append(taken, c.name)
	}
	for i, m := range list {
		switch {
		case m == nil:
			wrong = append(wrong, fmt.Errorf("train: Metrics[%d] is nil", i))
			continue
		case m.Name() == "":
			wrong = append(wrong, fmt.Errorf("train: Metrics[%d] has no name", i))
		case slices.Contains(taken, m.Name()):
			wrong = append(wrong, fmt.Errorf("train: Metrics[%d]: there is a metric %q already: give it another name", i, m.Name()))
		}
		taken = append(taken, m.Name())
	}
	return wrong
}

func (m *meters) reset() {
	for _, meter := range m.list {
		meter.Reset()
	}
}

func (m *meters) add(result nn.Result, b data.Batch, predicted []int) error {
	for _, meter := range m.list {
		err := meter.Add(metrics.MeterBatch{Y: b.Y, Targets: b.Targets, Predicted: predicted, Output: result.Output, Weights: b.Weights})
		if err != nil {
			return fmt.Errorf("train: metric %s: %w", meter.Name(), err)
		}
	}
	return nil
}

// values adds what was measured to a map, which is made when there is something.
func (m *meters) values(prefix string, to map[string]float64) map[string]float64 {
	for _, meter := range m.list {
		if to == nil {
			to = map[string]float64{}
		}
		to[prefix+meter.Name()] = meter.Value()
	}
	return to
}
