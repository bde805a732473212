package tune

import (
	"math"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/gp"
)

// Bayes tries what promises most: it fits a Gaussian process to what was seen, and
// takes the point at which the improvement over the best value is expected to be
// greatest (Močkus 1975; Jones, Schonlau, Welch, Efficient Global Optimization,
// 1998; its logarithm as in Ament et al., Unexpected Improvements to Expected
// Improvement, NeurIPS 2023). It pays where a trial takes long: a choice takes some
// milliseconds, more as trials add up.
//
// Trials that failed count as the worst value so far, trials that were pruned with
// their last report.
type Bayes struct {
	// Startup is the number of trials at random in the beginning. Default 10.
	Startup int
	// Latest is the number of trials that the process is fitted to: the best tenth
	// and the latest. Default 200.
	Latest int
}

// Next implements [Sampler].
func (b Bayes) Next(p *Past) ([]float64, error) {
	if b.Startup == 0 {
		b.Startup = 10
	}
	if b.Latest == 0 {
		b.Latest = 200
	}
	if len(p.Outcomes) < max(b.Startup, 2) {
		return Random{}.Next(p)
	}
	if n := combinations(p.Space); n > 0 && countTried(p) >= n {
		return nil, ErrExhausted
	}
	e := newEncoder(p.Space)
	points, losses := b.seen(p)
	x := make([][]float64, len(points))
	for i, v := range points {
		x[i] = e.encode(v)
	}
	y := standardise(losses)
	process, err := gp.Fit(x, y, e.group)
	if err != nil {
		return Random{}.Next(p) // a process that cannot be fitted knows nothing
	}
	// Trials under way are believed to give what is expected of them.
	for _, v := range p.Pending {
		at := e.encode(v)
		mean, _ := process.Predict(at)
		x, y = append(x, at), append(y, mean)
	}
	if len(p.Pending) > 0 {
		if process, err = gp.New(process.Kernel, x, y); err != nil {
			return Random{}.Next(p)
		}
	}
	best := slices.Min(y)
	if v := e.search(p, points[argmin(losses)], func(at []float64) float64 {
		mean, deviation := process.Predict(at)
		return logImprovement((best-mean)/deviation) + math.Log(deviation)
	}); v != nil {
		return v, nil
	}
	return Random{}.Next(p)
}

// seen returns the points and the losses that the process is fitted to.
func (b Bayes) seen(p *Past) (points [][]float64, losses []float64) {
	all := p.Losses()
	worst := math.Inf(-1)
	for _, l := range all {
		if !math.IsNaN(l) {
			worst = max(worst, l)
		}
	}
	if math.IsInf(worst, 0) {
		worst = 0 // all have failed
	}
	for i, l := range all {
		if math.IsNaN(l) {
			l = worst
		}
		points, losses = append(points, p.Outcomes[i].values), append(losses, l)
	}
	if len(points) <= b.Latest {
		return points, losses
	}
	order := make([]int, len(losses))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case losses[i] < losses[j]:
			return -1
		case losses[i] > losses[j]:
			return 1
		}
		return 0
	})
	keep := map[int]bool{}
	for _, i := range order[:b.Latest/10] {
		keep[i] = true
	}
	for i := len(losses) - 1; len(keep) < b.Latest; i-- {
		keep[i] = true
	}
	var chosen [][]float64
	var values []float64
	for i := range losses {
		if keep[i] {
			chosen, values = append(chosen, points[i]), append(values, losses[i])
		}
	}
	return chosen, values
}

func argmin(v []float64) int {
	at := 0
	for i := range v {
		if v[i] < v[at] {
			at = i
		}
	}
	return at
}

// standardise brings losses to mean 0 and variance 1.
func standardise(v []float64) []float64 {
	var mean, variance float64
	for _, l := range v {
		mean += l / float64(len(v))
	}
	for _, l := range v {
		variance += (l - mean) * (l - mean) / float64(len(v))
	}
	out := make([]float64, len(v))
	for i, l := range v {
		if variance > 0 {
			out[i] = (l - mean) / math.Sqrt(variance)
		}
	}
	return out
}

// logImprovement is the logarithm of φ(z) + z·Φ(z), which for z far below 0 is too
// small for a float64: there it is that of φ(z)/z²·(1 − 3/z² + 15/z⁴), the
// asymptotic series.
func logImprovement(z float64) float64 {
	logDensity := -z*z/2 - math.Log(2*math.Pi)/2
	if z > -6 {
		return math.Log(math.Exp(logDensity) + z*math.Erfc(-z/math.Sqrt2)/2)
	}
	return logDensity - 2*math.Log(-z) + math.Log1p(-3/(z*z)+15/(z*z*z*z))
}

// encoder makes points of the unit cube of values: a number is its place, a choice
// one dimension for each name, all of one length.
type encoder struct {
	space []Param
	group []int
}

func newEncoder(space []Param) *encoder {
	e := &encoder{space: space}
	for i, p := range space {
		for range max(1, len(p.Of)) {
			e.group = append(e.group, i)
		}
	}
	return e
}

func (e *encoder) encode(values []float64) []float64 {
	var out []float64
	for i, p := range e.space {
		if p.Of == nil {
			out = append(out, p.Place(values[i]))
			continue
		}
		for name := range p.Of {
			v := 0.0
			if name == int(values[i]) {
				v = math.Sqrt2 / 2 // two different names are 1 apart
			}
			out = append(out, v)
		}
	}
	return out
}

// search returns the point that was not tried at which f is greatest, or nearly so:
// the best of many at random and around the best so far, then nearer and nearer to
// the best of those. It returns nil when all that it saw was tried.
func (e *encoder) search(p *Past, best []float64, f func(at []float64) float64) []float64 {
	const many, around, refined, rounds = 800, 200, 8, 80
	type candidate struct {
		places, values []float64
		promise        float64
	}
	evaluate := func(places []float64) candidate {
		c := candidate{places: places}
		for i, param := range e.space {
			c.values = append(c.values, param.At(places[i]))
		}
		if p.Tried(c.values) {
			c.promise = math.Inf(-1)
		} else {
			c.promise = f(e.encode(c.values))
		}
		return c
	}
	var list []candidate
	for k := range many + around {
		places := make([]float64, len(e.space))
		for i, param := range e.space {
			places[i] = p.Random.Float64()
			if k >= many && (param.Of == nil || p.Random.Float64() < .8) {
				places[i] = param.Place(best[i])
				if param.Of == nil {
					places[i] = folded(places[i] + .1*p.Random.NormFloat64())
				}
			}
		}
		list = append(list, evaluate(places))
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		switch {
		case a.promise > b.promise:
			return -1
		case a.promise < b.promise:
			return 1
		}
		return 0
	})
	top := list[0]
	for _, c := range list[:refined] {
		step := .1
		for range rounds {
			places := slices.Clone(c.places)
			for i, param := range e.space {
				if param.Of == nil {
					places[i] = folded(places[i] + step*p.Random.NormFloat64())
				}
			}
			if next := evaluate(places); next.promise > c.promise {
				c = next
				step *= 1.5
			} else {
				step *= .87
			}
		}
		if c.promise > top.promise {
			top = c
		}
	}
	if math.IsInf(top.promise, -1) {
		return nil
	}
	return top.values
}

// folded brings a place back into the unit interval.
func folded(v float64) float64 {
	v = math.Mod(math.Abs(v), 2)
	if v > 1 {
		v = 2 - v
	}
	return v
}
