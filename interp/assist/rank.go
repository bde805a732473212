// This file filters and sorts matches.

package assist

import (
	"cmp"
	"go/types"
	"slices"
	"strings"
)

// Groups of candidates, nearest first.
const (
	groupLocal = iota
	groupSession
	groupUniverse
	groupPackage
	groupKeyword
)

// candidate is a match with what it is sorted by.
type candidate struct {
	Match
	// signature makes the match's, nil if it is made: most candidates are not
	// shown.
	signature func() string
	typ       types.Type // of the value, nil if it is none
	of        types.Type // the type that it names, nil if it names none
	group     int
	depth     int // in a group, the smaller the nearer
	fit       int // how well it fits what is expected: 0 is best
}

// candidates gathers matches that begin with a prefix, case ignored; of two with
// one text the first counts.
type candidates struct {
	prefix string
	list   []candidate
	seen   map[string]bool
}

func (c *candidates) add(x candidate) {
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	if x.Text == "_" || x.Text == standIn || x.Text == "" || c.seen[x.Text] || !hasPrefix(x.Text, c.prefix) {
		return
	}
	c.seen[x.Text] = true
	c.list = append(c.list, x)
}

// hasPrefix reports whether a text begins with a prefix, case ignored.
func hasPrefix(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// hide keeps a name from being added later.
func (c *candidates) hide(name string) { c.add(candidate{Match: Match{Text: name}, group: -1}) }

// matches returns those that begin with the very prefix, or, if there is none,
// all; best first.
func (c *candidates) matches(want types.Type) []Match {
	var kept, exact []candidate
	for _, x := range c.list {
		if x.group < 0 {
			continue
		}
		kept = append(kept, x)
		if strings.HasPrefix(x.Text, c.prefix) {
			exact = append(exact, x)
		}
	}
	if exact != nil {
		kept = exact
	}
	for i := range kept {
		kept[i].fit = fitness(kept[i], want)
	}
	slices.SortStableFunc(kept, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(a.fit, b.fit), cmp.Compare(a.group, b.group), cmp.Compare(a.depth, b.depth),
			cmp.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)), cmp.Compare(a.Text, b.Text),
		)
	})
	list := make([]Match, len(kept))
	for i, x := range kept {
		if x.signature != nil {
			x.Signature = x.signature()
		}
		if strings.Contains(x.Signature, standIn) || strings.Contains(x.Signature, "invalid type") {
			x.Signature = "" // of what is being typed, or wrong
		}
		list[i] = x.Match
	}
	return list
}

// fitness is 0 for a candidate that can stand where a value of type want is
// expected, 1 for a function whose result can and for the type itself, 2 for
// others; 0 for all if nothing in particular is expected.
func fitness(c candidate, want types.Type) int {
	if want == nil {
		return 0
	}
	if c.of != nil && types.Identical(c.of, want) {
		return 1
	}
	if c.typ == nil || c.typ == types.Typ[types.Invalid] {
		return 2
	}
	if types.AssignableTo(c.typ, want) {
		return 0
	}
	if sig, ok := c.typ.Underlying().(*types.Signature); ok && sig.Results().Len() > 0 {
		if types.AssignableTo(sig.Results().At(0).Type(), want) {
			return 1
		}
	}
	return 2
}
