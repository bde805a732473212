package plots

import (
	"fmt"
	"strconv"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
)

// ConfusionMatrix draws how often each class, in rows, was predicted as which,
// in columns: the cells hold counts, their colour shows the share of the true
// class. y are the labels, p the probabilities (examples, classes), of which
// the greatest is the prediction.
func ConfusionMatrix(y []int, p *data.Tensor, classes []string) *Figure {
	if p == nil {
		return failed("ConfusionMatrix", "the probabilities are nil: predict them first")
	}
	if err := p.Check(); err != nil {
		return failed("ConfusionMatrix", "%w", err)
	}
	m, err := metrics.ConfusionMatrix(y, metrics.Predicted(p), classes)
	if err != nil {
		return failed("ConfusionMatrix", "%w", err)
	}
	return Confusion(m)
}

// Confusion draws a confusion matrix that was counted before.
func Confusion(m *metrics.Confusion) *Figure {
	if m == nil || len(m.Counts) == 0 || len(m.Classes) != len(m.Counts) {
		return failed("Confusion", "want a matrix with one name per class, as metrics.ConfusionMatrix returns it")
	}
	shares := m.Normalize(metrics.ByTrue)
	grid := &heatmap{rows: m.Classes, columns: m.Classes}
	all, right := 0, 0
	for t, row := range m.Counts {
		var cells []cell
		for p, n := range row {
			cells = append(cells, cell{level: heatLevel(shares[t][p]), text: strconv.Itoa(n), faint: n == 0})
			all += n
		}
		right += row[t]
		grid.cells = append(grid.cells, cells)
	}
	return &Figure{
		XLabel:  "predicted class",
		YLabel:  "true class",
		summary: fmt.Sprintf("confusion matrix of %d classes, %d of %d predictions right", len(m.Classes), right, all),
		panels:  []panel{grid},
	}
}
