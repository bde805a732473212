package plots

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
)

// mostFilters is the number of filters that Filters draws.
const mostFilters = 64

// Filters draws the weights of a network's first layer as the pictures that they
// answer to: those of a convolution (filters, channels, height, width) with 1 or
// 3 channels, or the columns of a dense layer (inputs, units) over images, whose
// shape is then needed. Grey is 0; each filter has a scale of its own, in which
// white is as far above 0 as black is below.
func Filters(weights *data.Tensor, shape *data.ImageShape) *Figure {
	d, n, err := filterImages(weights, shape)
	if err != nil {
		return failed("Filters", "%w", err)
	}
	rows, captions := make([]int, d.Len()), make([][]string, d.Len())
	for i := range rows {
		rows[i] = i
	}
	f := &Figure{summary: plural(n, "filter"), panels: []panel{newImageGrid(d, rows, captions, 48)}}
	if n > d.Len() {
		f.notes = append(f.notes, fmt.Sprintf("The first %d of %d filters.", d.Len(), n))
	}
	return f
}

// filterImages makes a data set of images of the filters, and returns how many
// there are in all.
func filterImages(weights *data.Tensor, shape *data.ImageShape) (*data.Dataset, int, error) {
	if weights == nil {
		return nil, 0, fmt.Errorf("the weights are nil")
	}
	if err := weights.Check(); err != nil {
		return nil, 0, err
	}
	s := weights.Shape
	var n, channels int
	var at func(filter, pixel, channel int) float32
	switch {
	case len(s) == 4 && (s[1] == 1 || s[1] == 3):
		n, channels = s[0], s[1]
		shape = &data.ImageShape{Height: s[2], Width: s[3], Channels: channels}
		area := s[2] * s[3]
		at = func(filter, pixel, channel int) float32 { return weights.Row(filter)[channel*area+pixel] }
	case len(s) == 2 && shape != nil && shape.Height*shape.Width*max(1, shape.Channels) == s[0]:
		n, channels = s[1], max(1, shape.Channels)
		at = func(filter, pixel, channel int) float32 { return weights.Row(pixel*channels + channel)[filter] }
	default:
		return nil, 0, fmt.Errorf("want filters (filters, 1 or 3 channels, height, width), or a matrix (inputs, units) with the shape of the images, got %v: those of the first layer are pictures, those behind it are not", s)
	}
	if n == 0 || shape.Height*shape.Width == 0 {
		return nil, 0, fmt.Errorf("want at least one filter of one pixel, got %v", s)
	}
	shown := min(n, mostFilters)
	area := shape.Height * shape.Width
	d := &data.Dataset{Name: "filters", X: data.Zeros(shown, area*channels), Image: shape}
	for i := range shown {
		row := d.X.Row(i)
		var top float64
		for p := range area {
			for c := range channels {
				v := at(i, p, c)
				row[p*channels+c] = v
				if finite(float64(v)) {
					top = math.Max(top, math.Abs(float64(v)))
				}
			}
		}
		// From 0 to 1, with 0 in the middle.
		for k, v := range row {
			switch {
			case !finite(float64(v)), top == 0:
				row[k] = .5
			default:
				row[k] = .5 + v/float32(2*top)
			}
		}
	}
	return d, n, nil
}
