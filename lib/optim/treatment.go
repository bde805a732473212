package optim

import (
	"errors"
	"fmt"
	"math"
	"path"
)

// Treatment says how a rule treats one parameter.
type Treatment struct {
	// Scale multiplies the learning rate. 0 means 1.
	Scale float64 `json:",omitempty"`
	// NoDecay leaves the parameter out of weight decay.
	NoDecay bool `json:",omitempty"`
	// Frozen leaves the weights, and what the rule remembers of them, as they
	// are.
	Frozen bool `json:",omitempty"`
}

// Group gives some parameters a learning rate or weight decay of their own.
type Group struct {
	// Match says which: a pattern for the names of parameters, "dense_1.weight",
	// in which * stands for any text. "dense_1.*" is a whole layer. Of two
	// groups that match, the later decides. Required.
	Match string
	// LearningRate of these parameters where the rule's own is in force; a
	// schedule changes both alike. 0 leaves it as it is; or set Scale.
	LearningRate float64
	// Scale multiplies the learning rate. 0 leaves it as it is.
	Scale float64
	// NoDecay leaves these parameters out of weight decay, Decay takes them in.
	NoDecay, Decay bool
}

// Treat applies groups to parameters of the given names, for a rule whose
// learning rate is rate: it changes treatments, which has one for each name. It
// fails when a group makes no sense or matches nothing.
func Treat(groups []Group, names []string, rate float64, treatments []Treatment) error {
	var wrong []error
	bad := func(i int, format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("optim: group %d %q: %w", i, groups[i].Match, fmt.Errorf(format, args...)))
	}
	for i, g := range groups {
		if g.NoDecay && g.Decay {
			bad(i, "both NoDecay and Decay are set: keep one")
		}
		if g.LearningRate != 0 && g.Scale != 0 {
			bad(i, "both LearningRate and Scale are set: keep one")
		}
		scale := g.Scale
		if g.LearningRate != 0 {
			scale = g.LearningRate / rate
		}
		if !(scale >= 0) || math.IsInf(scale, 0) {
			bad(i, "want a LearningRate and Scale of at least 0, got %v and %v (the rule's rate is %v)", g.LearningRate, g.Scale, rate)
			continue
		}
		found := false
		for j, name := range names {
			match, err := path.Match(g.Match, name)
			if err != nil {
				bad(i, "Match is no pattern: %w", err)
				break
			}
			if !match {
				continue
			}
			found = true
			t := &treatments[j]
			if scale != 0 {
				t.Scale = scale
			}
			t.NoDecay = (t.NoDecay || g.NoDecay) && !g.Decay
		}
		if !found {
			bad(i, "it matches no parameter: there are %v", names)
		}
	}
	return errors.Join(wrong...)
}
