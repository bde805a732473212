package tune

import "fmt"

// Grid tries every combination: all names, and of numbers Points values from From
// to To, evenly spaced, or by factors with Log. The last parameter changes fastest.
// The study ends when all were tried.
type Grid struct {
	// Points is the number of values of each number, at least 2; of whole numbers
	// no more than there are. Default 5.
	Points int
}

// Next implements [Sampler].
func (g Grid) Next(p *Past) ([]float64, error) {
	if g.Points == 0 {
		g.Points = 5
	}
	if g.Points < 2 {
		return nil, fmt.Errorf("tune: Grid: want at least 2 points, got %d: set Points", g.Points)
	}
	out := make([]float64, len(p.Space))
	number := p.Number
	for i := len(p.Space) - 1; i >= 0; i-- {
		values := g.values(p.Space[i])
		out[i] = values[number%len(values)]
		number /= len(values)
	}
	if number > 0 {
		return nil, ErrExhausted
	}
	return out, nil
}

// Size returns the number of combinations.
func (g Grid) Size(space []Param) int {
	if g.Points == 0 {
		g.Points = 5
	}
	n := 1
	for _, p := range space {
		n *= len(g.values(p))
	}
	return n
}

func (g Grid) values(p Param) []float64 {
	if n := p.Values(); p.Of != nil || n > 0 && n <= g.Points {
		out := make([]float64, n)
		for i := range out {
			out[i] = p.At((float64(i) + .5) / float64(n))
		}
		if p.Of == nil { // whole numbers, also with Log
			for i := range out {
				out[i] = p.From + float64(i)
			}
		}
		return out
	}
	var out []float64
	for i := range g.Points {
		v := p.At(float64(i) / float64(g.Points-1))
		if len(out) == 0 || v != out[len(out)-1] {
			out = append(out, v)
		}
	}
	return out
}
