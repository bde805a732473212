// Command gen draws gorgo's logo: a loss curve that falls over three epochs, on
// a rounded square. It writes the SVG and the PNGs that a kernelspec has, from
// one list of shapes.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"log"
	"math"
	"os"
	"path/filepath"

	"golang.org/x/image/vector"
)

type point struct{ x, y float64 }

// A shape is a filled polygon on a canvas of 64 by 64.
type shape struct {
	fill color.NRGBA
	pts  []point
}

func main() {
	log.SetFlags(0)
	shapes := drawing()
	dir := "logos"
	write(filepath.Join(dir, "logo-svg.svg"), svg(shapes))
	for _, size := range []int{32, 64} {
		write(filepath.Join(dir, fmt.Sprintf("logo-%dx%d.png", size, size)), raster(shapes, size))
	}
}

func write(name string, data []byte) {
	if err := os.WriteFile(name, data, 0o644); err != nil {
		log.Fatal(err)
	}
}

func drawing() []shape {
	teal := color.NRGBA{0x0b, 0x6e, 0x7f, 0xff}
	white := color.NRGBA{0xff, 0xff, 0xff, 0xff}
	amber := color.NRGBA{0xff, 0xb7, 0x03, 0xff}
	loss := func(x float64) float64 { return 47 - 33*math.Exp(-(x-11)/12) }
	shapes := []shape{{teal, roundedSquare(1, 1, 62, 14)}, {white, stroke(loss, 11, 53, 5)}}
	for _, x := range []float64{11, 24, 53} {
		shapes = append(shapes, shape{teal, circle(x, loss(x), 7)}, shape{amber, circle(x, loss(x), 5.2)})
	}
	return shapes
}

func circle(x, y, r float64) []point { return arc(nil, x, y, r, 0, 2*math.Pi) }

// arc appends points of an arc, dense enough for the eye at any size used.
func arc(pts []point, x, y, r, from, to float64) []point {
	const steps = 24
	for i := range steps + 1 {
		a := from + (to-from)*float64(i)/steps
		pts = append(pts, point{x + r*math.Cos(a), y + r*math.Sin(a)})
	}
	return pts
}

func roundedSquare(x, y, size, r float64) []point {
	var pts []point
	for i, c := range []point{{x + size - r, y + size - r}, {x + r, y + size - r}, {x + r, y + r}, {x + size - r, y + r}} {
		a := float64(i) * math.Pi / 2
		pts = arc(pts, c.x, c.y, r, a, a+math.Pi/2)
	}
	return pts
}

// stroke outlines the curve y = f(x) with a pen of the given width.
func stroke(f func(float64) float64, from, to, width float64) []point {
	const steps = 48
	var up, down []point
	for i := range steps + 1 {
		x := from + (to-from)*float64(i)/steps
		slope := (f(x+1e-4) - f(x-1e-4)) / 2e-4
		n := math.Hypot(1, slope)
		dx, dy := slope/n*width/2, width/2/n
		up = append(up, point{x + dx, f(x) - dy})
		down = append(down, point{x - dx, f(x) + dy})
	}
	for i := len(down) - 1; i >= 0; i-- {
		up = append(up, down[i])
	}
	return up
}

func svg(shapes []shape) []byte {
	var b bytes.Buffer
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="gorgo">` + "\n")
	for _, s := range shapes {
		fmt.Fprintf(&b, `<path fill="#%02x%02x%02x" d="`, s.fill.R, s.fill.G, s.fill.B)
		for i, p := range s.pts {
			op := "L"
			if i == 0 {
				op = "M"
			}
			fmt.Fprintf(&b, "%s%.2f %.2f", op, p.x, p.y)
		}
		b.WriteString("Z\"/>\n")
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func raster(shapes []shape, size int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	scale := float64(size) / 64
	for _, s := range shapes {
		z := vector.NewRasterizer(size, size)
		for i, p := range s.pts {
			x, y := float32(p.x*scale), float32(p.y*scale)
			if i == 0 {
				z.MoveTo(x, y)
			} else {
				z.LineTo(x, y)
			}
		}
		z.ClosePath()
		z.DrawOp = draw.Over
		z.Draw(img, img.Bounds(), image.NewUniform(s.fill), image.Point{})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		log.Fatal(err)
	}
	return b.Bytes()
}
