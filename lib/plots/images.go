package plots

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gorgolab/gorgo/lib/data"
)

// Images draws the first n images of a data set in a grid, each with its class
// below. Black is the least value among the images shown, white the greatest.
func Images(d *data.Dataset, n int) *Figure {
	if err := imagesOf(d, n); err != nil {
		return failed("Images", "%w", err)
	}
	n = min(n, d.Len())
	rows := make([]int, n)
	captions := make([][]string, n)
	for i := range rows {
		rows[i] = i
		if d.Y != nil {
			captions[i] = []string{d.Classes[d.Y[i]]}
		}
	}
	grid := newImageGrid(d, rows, captions, 56)
	return &Figure{summary: plural(n, "image"), panels: []panel{grid}}
}

// plural counts things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// imagesOf reports a data set without images, and a number of images that
// makes no grid.
func imagesOf(d *data.Dataset, n int) error {
	if err := d.Check(); err != nil {
		return err
	}
	if d.Image == nil {
		return fmt.Errorf("the data set %q holds no images: set Image to their height and width", d.Name)
	}
	if c := d.Image.Channels; c != 0 && c != 1 && c != 3 {
		return fmt.Errorf("the images of %q have %d channels: want 1 (grey) or 3 (red, green, blue)", d.Name, c)
	}
	if n < 1 || d.Len() == 0 {
		return fmt.Errorf("want at least one image, got %d of the %d in the data set", n, d.Len())
	}
	return nil
}

// imageGrid is a panel of pictures with captions.
type imageGrid struct {
	pictures []image.Image
	captions [][]string // the lines below each picture
	columns  int
	lines    int // the most lines a caption has
	w, h     vg.Length
	cell     vg.Length // the width of a column
}

// newImageGrid lays out the given rows of a data set. height is that of a
// picture.
func newImageGrid(d *data.Dataset, rows []int, captions [][]string, height vg.Length) *imageGrid {
	var s span
	for _, i := range rows {
		for _, v := range d.X.Row(i) {
			s.add(float64(v))
		}
	}
	g := &imageGrid{captions: captions, h: height, w: height * vg.Length(d.Image.Width) / vg.Length(d.Image.Height)}
	for _, i := range rows {
		g.pictures = append(g.pictures, picture(d.X.Row(i), d.Image, s))
	}
	g.cell = g.w + 8
	for _, c := range captions {
		g.lines = max(g.lines, len(c))
		for _, line := range c {
			g.cell = max(g.cell, min(measure(line, smallSize)+8, 2*g.w+40))
		}
	}
	g.columns = evenColumns(len(rows), max(1, int(defaultWidth/g.cell)))
	return g
}

// evenColumns returns how many columns fill the rows of a grid best, at most
// most.
func evenColumns(n, most int) int {
	if n <= most {
		return n
	}
	best := most
	for c := most; c >= max(2, most*2/3); c-- {
		if (c-n%c)%c < (best-n%best)%best {
			best = c
		}
	}
	return best
}

func (g *imageGrid) rowHeight() vg.Length {
	return g.h + vg.Length(g.lines)*(smallSize+3) + 8
}

func (g *imageGrid) size(*Figure) (w, h vg.Length) {
	rows := (len(g.pictures) + g.columns - 1) / g.columns
	return g.cell * vg.Length(g.columns), g.rowHeight() * vg.Length(rows)
}

func (g *imageGrid) draw(c draw.Canvas, f *Figure) error {
	// A figure whose size was set shows the grid larger or smaller.
	w, h := g.size(f)
	scale := min((c.Max.X-c.Min.X)/w, (c.Max.Y-c.Min.Y)/h)
	if f.Width == 0 && f.Height == 0 {
		scale = 1
	}
	if scale <= 0 {
		return fmt.Errorf("plots: %s: no room in %d × %d pixels: make Width and Height larger, or leave them 0", f.summary, f.Width, f.Height)
	}
	s := textStyle(smallSize*scale, inkColor)
	s.XAlign = draw.XCenter
	for i, img := range g.pictures {
		middle := c.Min.X + scale*g.cell*(vg.Length(i%g.columns)+0.5)
		top := c.Max.Y - scale*g.rowHeight()*vg.Length(i/g.columns)
		r := vg.Rectangle{Min: vg.Point{X: middle - scale*g.w/2, Y: top - scale*g.h}, Max: vg.Point{X: middle + scale*g.w/2, Y: top}}
		if _, ok := innermost(c).(*svgCanvas); !ok {
			img = enlarged(img, int(math.Ceil(float64(4*scale*g.w)/float64(img.Bounds().Dx()))))
		}
		c.DrawImage(r, img)
		for k, line := range g.captions[i] {
			c.FillText(s, vg.Point{X: middle, Y: r.Min.Y - scale*((smallSize+3)*vg.Length(k+1)-1)}, fit(line, s, scale*(g.cell-2)))
		}
	}
	return nil
}

// picture makes an image of a row: grey from black to white, or colours.
func picture(row []float32, shape *data.ImageShape, s span) image.Image {
	level := func(v float32) uint8 {
		if !finite(float64(v)) || s.hi == s.lo {
			return 0
		}
		return uint8(math.Round((float64(v) - s.lo) / (s.hi - s.lo) * 255))
	}
	r := image.Rect(0, 0, shape.Width, shape.Height)
	if shape.Channels == 3 {
		img := image.NewNRGBA(r)
		for i := range shape.Width * shape.Height {
			img.SetNRGBA(i%shape.Width, i/shape.Width, color.NRGBA{level(row[3*i]), level(row[3*i+1]), level(row[3*i+2]), 0xff})
		}
		return img
	}
	img := image.NewGray(r)
	for i := range img.Pix {
		img.Pix[i] = level(row[i])
	}
	return img
}

// enlarged repeats every pixel times × times, for canvases that would blur it.
func enlarged(img image.Image, times int) image.Image {
	times = max(1, times)
	b := img.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx()*times, b.Dy()*times))
	for y := range b.Dy() * times {
		for x := range b.Dx() * times {
			out.Set(x, y, img.At(b.Min.X+x/times, b.Min.Y+y/times))
		}
	}
	return out
}
