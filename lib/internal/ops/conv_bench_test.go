package ops

import (
	"testing"
	"time"
)

// BenchmarkConvolution prints GFLOP/s of the passes of a convolution: the
// fastest of many images.
func BenchmarkConvolution(b *testing.B) {
	const n, channels, filters, side = 64, 32, 64, 26
	g, err := Window{Kernel: [2]int{3, 3}}.over(side, side)
	if err != nil {
		b.Fatal(err)
	}
	c := &convolution{geometry: g, act: ReLU, groups: 1, n: n, c: channels, f: filters, cg: channels, fg: filters,
		xShape: []int{n, side, side, channels}, wShape: []int{filters, channels, 3, 3}}
	p := &convBackward{convolution: c, needX: true, needW: true, dx: make([]float32, size(c.xShape)), dbias: make([]float32, filters)}
	x, w := make([]float32, size(c.xShape)), make([]float32, size(c.wShape))
	y, dy := make([]float32, n*g.y.out*g.x.out*filters), make([]float32, n*g.y.out*g.x.out*filters)
	for _, v := range [][]float32{x, w, dy} {
		for i := range v {
			v[i] = float32(i%7) - 3
		}
	}
	p.prepare()
	p.turn(w)
	c.filters(w)
	c.tiles.pack(w, c.c, c.f, func(i, j int) (at, step int) { return (j*c.c + i) * 9, 1 })
	p.turned.pack(w, 1, 9*c.f, c.c, func(_, i, j int) int { return ((i%c.f)*c.c+j)*9 + 8 - i/c.f })
	space := new(workspace)
	dw := make([]float32, size(c.wShape))
	c.forward([][]float32{x, w}, y)
	dz, at := p.gradient(0, y, dy, space)
	image := x[:side*side*channels]
	for _, pass := range []struct {
		name   string
		images int
		run    func()
	}{
		{"forward of all", n, func() { c.forward([][]float32{x, w}, y) }},
		{"backward of all", 2 * n, func() { p.run([][]float32{x, w, y, dy}, dw) }},
		{"forward", 1, func() { c.rows(y[:len(y)/n], image, w, nil, 0, g.y.out, space) }},
		{"gradient", 1, func() { p.gradient(0, y, dy, space) }},
		{"weights", 1, func() { p.weightSums(view{image, side}, dz, at, dw, true, space) }},
		{"weights tiled", 1, func() { p.winogradSums(view{image, side}, dz, at, p.sums, true, space) }},
		{"image tiled", 1, func() { p.turnedTiles.correlate(p.dx[:len(image)], dz, side, side, nil, false, space) }},
		{"forward tiled", 1, func() { c.tiles.correlate(y[:len(y)/n], view{image, side}, g.y.out, g.x.out, nil, true, space) }},
		{"image", 1, func() { p.gatherImage(p.dx[:len(image)], dz) }},
	} {
		b.Run(pass.name, func(b *testing.B) {
			best := time.Duration(1 << 62)
			for b.Loop() {
				start := time.Now()
				pass.run()
				best = min(best, time.Since(start))
			}
			b.ReportMetric(2*float64(pass.images*len(w)*g.y.out*g.x.out)/float64(best.Nanoseconds()), "GFLOP/s")
			b.ReportMetric(float64(best.Microseconds()), "fastest-µs")
		})
	}
}
