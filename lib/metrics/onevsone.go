package metrics

import (
	"fmt"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
)

// PairAreas are areas under ROC curves for pairs of classes, each pair by
// itself: unlike those of one class against the rest they do not depend on how
// often the classes occur.
type PairAreas struct {
	Classes []string
	// Area[a][b] is the mean of two areas over the examples of classes a and b
	// alone: by the scores of a, with a as positive, and by those of b, with b
	// as positive. It is symmetric; NaN on the diagonal and where a class never
	// occurs.
	Area [][]float64
	// Macro is the plain mean over the pairs, Weighted the mean weighted by how
	// many examples a pair has.
	Macro, Weighted float64
	// Warnings say which pairs are undefined, and why.
	Warnings []string
}

// OneVsOne returns the area under the ROC curve of every pair of classes, and
// their means (Hand and Till, A Simple Generalisation of the Area Under the ROC
// Curve for Multiple Class Classification Problems, 2001). p is (examples,
// classes), or (examples, 1) with the score of the second of two classes.
func OneVsOne(y []int, p *data.Tensor, classes []string) (*PairAreas, error) {
	return Weights(nil).OneVsOne(y, p, classes)
}

// MustOneVsOne is [OneVsOne], but panics on an error.
func MustOneVsOne(y []int, p *data.Tensor, classes []string) *PairAreas {
	return must(OneVsOne(y, p, classes))
}

// OneVsOne is [OneVsOne] of weighted examples.
func (w Weights) OneVsOne(y []int, p *data.Tensor, classes []string) (*PairAreas, error) {
	p, err := checkScores("OneVsOne", y, p, len(classes))
	if err != nil {
		return nil, err
	}
	if err := w.check("OneVsOne", len(y)); err != nil {
		return nil, err
	}
	out := &PairAreas{Classes: classes, Area: square[float64](len(classes))}
	sizes := make([]float64, len(classes))
	for i, c := range y {
		sizes[c] += w.at(i)
	}
	for c := range classes {
		out.Area[c][c] = ratio(0, 0)
		if sizes[c] == 0 {
			out.Warnings = append(out.Warnings, fmt.Sprintf("Class %s never occurs: its pairs are undefined.", classes[c]))
		}
	}
	var areas, weights []float64
	for a := range classes {
		for b := range a {
			area := ratio(0, 0)
			if sizes[a] > 0 && sizes[b] > 0 {
				if area, err = w.pair(y, p, a, b); err != nil {
					return nil, err
				}
			}
			out.Area[a][b], out.Area[b][a] = area, area
			areas, weights = append(areas, area), append(weights, sizes[a]+sizes[b])
		}
	}
	out.Macro, out.Weighted = mean(areas, nil), mean(areas, weights)
	return out, nil
}

// MustOneVsOne is [Weights.OneVsOne], but panics on an error.
func (w Weights) MustOneVsOne(y []int, p *data.Tensor, classes []string) *PairAreas {
	return must(w.OneVsOne(y, p, classes))
}

// pair returns the mean of both areas of two classes.
func (w Weights) pair(y []int, p *data.Tensor, a, b int) (float64, error) {
	var sum float64
	for _, c := range []int{a, b} {
		var positive []bool
		var score []float32
		var weights Weights
		for i := range y {
			if y[i] != a && y[i] != b {
				continue
			}
			positive, score = append(positive, y[i] == c), append(score, p.Row(i)[c])
			weights = append(weights, w.at(i))
		}
		curve, err := weights.binaryROC("OneVsOne", positive, score)
		if err != nil {
			return 0, err
		}
		sum += curve.AUC
	}
	return sum / 2, nil
}

// Table returns the areas of all pairs.
func (a *PairAreas) Table() display.Table {
	t := display.Table{Columns: append([]string{"AUC"}, a.Classes...), RowHead: true,
		Note: fmt.Sprintf("macro average %s, weighted average %s", score(a.Macro), score(a.Weighted))}
	for c, row := range a.Area {
		cells := []string{a.Classes[c]}
		for _, v := range row {
			cells = append(cells, score(v))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// Display shows the areas as a table.
func (a *PairAreas) Display() display.Bundle { return a.Table().Display() }
