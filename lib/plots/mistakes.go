package plots

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
)

// Mistakes draws the n worst mistakes of a model on a data set of images: those
// that it was surest of. Below each stand the true class, what it was taken
// for, and the probability that the model gave to that. p are the
// probabilities (examples, classes).
func Mistakes(d *data.Dataset, p *data.Tensor, n int) *Figure {
	if err := imagesOf(d, n); err != nil {
		return failed("Mistakes", "%w", err)
	}
	if p == nil {
		return failed("Mistakes", "the probabilities are nil: predict them first")
	}
	if d.Y == nil {
		return failed("Mistakes", "the data set %q has no labels to compare with: set Y", d.Name)
	}
	if err := p.Check(); err != nil {
		return failed("Mistakes", "%w", err)
	}
	if p.Rows() != d.Len() || p.Width() != len(d.Classes) {
		return failed("Mistakes", "want probabilities of shape (%d, %d), one row per image and one column per class, got %v", d.Len(), len(d.Classes), p.Shape)
	}
	predicted := metrics.Predicted(p)
	var wrong []int
	for i, y := range d.Y {
		if predicted[i] != y {
			wrong = append(wrong, i)
		}
	}
	sure := func(i int) float32 { return p.Row(i)[predicted[i]] }
	slices.SortStableFunc(wrong, func(a, b int) int {
		switch {
		case sure(a) > sure(b):
			return -1
		case sure(a) < sure(b):
			return 1
		}
		return 0
	})
	f := &Figure{summary: plural(len(wrong), "mistake") + " in " + plural(d.Len(), "image")}
	if len(wrong) == 0 {
		f.panels = []panel{message("No mistakes in " + plural(d.Len(), "image") + ".")}
		return f
	}
	if len(wrong) > n {
		f.summary += fmt.Sprintf(", the %d worst shown", n)
		wrong = wrong[:n]
	}
	captions := make([][]string, len(wrong))
	for k, i := range wrong {
		captions[k] = []string{
			d.Classes[d.Y[i]] + " → " + d.Classes[predicted[i]],
			fmt.Sprintf("%.0f %%", 100*sure(i)),
		}
	}
	f.panels = []panel{newImageGrid(d, wrong, captions, 84)}
	f.notes = []string{"true class → predicted class, and the probability of the prediction"}
	return f
}

// message is a panel that is only a sentence.
type message string

func (m message) size(*Figure) (w, h vg.Length) { return measure(string(m), textSize), lineBand }

func (m message) draw(c draw.Canvas, _ *Figure) error {
	c.FillText(textStyle(textSize, inkColor), vg.Point{X: c.Min.X, Y: c.Max.Y - textSize}, string(m))
	return nil
}
