package tune

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Param is a setting that is searched: a number between From and To, or one of
// some names.
type Param struct {
	// Name by which trials ask for it. Required.
	Name string
	// From and To are the least and the greatest value, both included.
	From, To float64
	// Log searches factors, not differences: as many values between 0.001 and 0.01
	// as between 0.1 and 1. From must be greater than 0.
	Log bool
	// Whole takes whole numbers only. From and To must be such.
	Whole bool
	// Of are names of which one is chosen. From, To, Log and Whole do not matter
	// then.
	Of []string
}

// check reports settings that make no sense.
func (p Param) check() error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("tune: the parameter %q: %w", p.Name, fmt.Errorf(format, args...))
	}
	switch {
	case p.Name == "":
		return errors.New("tune: a parameter has no name: set Name")
	case p.Of != nil:
		for i, name := range p.Of {
			if slices.Contains(p.Of[:i], name) {
				return bad("%q is twice in Of", name)
			}
		}
		if len(p.Of) == 0 {
			return bad("there is nothing to choose from: set Of, or From and To")
		}
	case !finite(p.From) || !finite(p.To) || p.From >= p.To:
		return bad("want finite numbers with From less than To, got %v and %v", p.From, p.To)
	case p.Log && p.From <= 0:
		return bad("want a From greater than 0 with Log, got %v", p.From)
	case p.Whole && (p.From != math.Trunc(p.From) || p.To != math.Trunc(p.To)):
		return bad("want whole numbers, got %v and %v", p.From, p.To)
	}
	return nil
}

func finite(v float64) bool { return v-v == 0 }

// checkSpace reports parameters that make no sense, all of them.
func checkSpace(space []Param) error {
	if len(space) == 0 {
		return errors.New("tune: there is nothing to search: list at least one Param")
	}
	var wrong []error
	for i, p := range space {
		wrong = append(wrong, p.check())
		if slices.ContainsFunc(space[:i], func(o Param) bool { return o.Name == p.Name }) {
			wrong = append(wrong, fmt.Errorf("tune: two parameters are called %q", p.Name))
		}
	}
	return errors.Join(wrong...)
}

// Values returns the number of values that the parameter may have; 0 for infinitely
// many, or more than 2³¹.
func (p Param) Values() int {
	switch {
	case p.Of != nil:
		return len(p.Of)
	case p.Whole && p.To-p.From < 1<<31:
		return int(p.To-p.From) + 1
	}
	return 0
}

// width is the number of values of a choice, or of whole numbers.
func (p Param) width() float64 {
	if p.Of != nil {
		return float64(len(p.Of))
	}
	return p.To - p.From + 1
}

// At returns the value at a place between 0 and 1: 0 is From or the first name, 1 is
// To or the last, and equal stretches of places are equally likely values.
func (p Param) At(place float64) float64 {
	place = min(max(place, 0), 1)
	switch n := p.width(); {
	case p.Of != nil:
		return min(math.Floor(place*n), n-1)
	case place == 0:
		return p.From
	case p.Whole && p.Log:
		low, high := math.Log(p.From-.5), math.Log(p.To+.5)
		return min(max(math.Round(math.Exp(low+place*(high-low))), p.From), p.To)
	case p.Whole:
		return min(p.From+math.Floor(place*n), p.To)
	case p.Log:
		return min(max(math.Exp(math.Log(p.From)+place*(math.Log(p.To)-math.Log(p.From))), p.From), p.To)
	}
	return min(p.From+place*(p.To-p.From), p.To)
}

// Place returns a place at which the value is: [Param.At] the other way.
func (p Param) Place(value float64) float64 {
	switch n := p.width(); {
	case p.Of != nil:
		return (value + .5) / n
	case p.Whole && p.Log:
		low, high := math.Log(p.From-.5), math.Log(p.To+.5)
		return (math.Log(value) - low) / (high - low)
	case p.Whole:
		return (value - p.From + .5) / n
	case p.Log:
		return (math.Log(value) - math.Log(p.From)) / (math.Log(p.To) - math.Log(p.From))
	}
	return (value - p.From) / (p.To - p.From)
}

// has reports whether the parameter may have a value.
func (p Param) has(value float64) bool {
	switch {
	case p.Of != nil:
		return value >= 0 && value < float64(len(p.Of)) && value == math.Trunc(value)
	case p.Whole && value != math.Trunc(value):
		return false
	}
	return value >= p.From && value <= p.To
}

// Text writes a value as people read it: the name, or the number with at most four
// digits that count.
func (p Param) Text(value float64) string {
	switch {
	case p.Of != nil && p.has(value):
		return p.Of[int(value)]
	case p.Whole:
		return strconv.FormatFloat(value, 'f', 0, 64)
	}
	return strconv.FormatFloat(value, 'g', 4, 64)
}
