package featurestest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/features"
)

// Case is a step under test.
type Case struct {
	// Name of the case.
	Name string
	// Step is what is tested, on [Data].
	Step features.Step
	// Wrong lists steps of the same type with settings that are an error.
	Wrong []features.Step
}

// Data returns a table of 40 rows: numbers "a" and "b", a category "kind" of 0, 1 and
// 2, and two classes.
func Data(seed int) *data.Dataset {
	r := rand.New(rand.NewPCG(uint64(seed), 11))
	d := &data.Dataset{Name: "table", X: data.Zeros(40, 3), Y: make([]int, 40), Classes: []string{"no", "yes"}, FeatureNames: []string{"a", "b", "kind"}}
	for i := range d.Y {
		d.Y[i] = i % 2
		d.X.Set(float32(r.NormFloat64()), i, 0)
		d.X.Set(float32(10+5*r.NormFloat64()), i, 1)
		d.X.Set(float32((i/2)%3), i, 2)
	}
	return d
}

// Run checks the step of a case.
func Run(t *testing.T, c Case) {
	t.Run(c.Name, func(t *testing.T) {
		training, test := Data(1), Data(2)
		before := training.X.Clone()
		fitted, learn, err := c.Step.Fit(training)
		if err != nil {
			t.Fatal(err)
		}
		all, err := fitted.Transform(test)
		if err != nil {
			t.Fatal(err)
		}
		t.Run("changes no data set", func(t *testing.T) {
			if !training.X.Equal(before) || !test.X.Equal(Data(2).X) {
				t.Error("it changed what it was given")
			}
		})
		t.Run("gives both parts the same columns", func(t *testing.T) { sameColumns(t, learn, all) })
		t.Run("takes each row by itself", func(t *testing.T) {
			for i := range test.Len() {
				one, err := fitted.Transform(test.Subset([]int{i}))
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(one.X.Data, all.X.Row(i)) {
					t.Fatalf("row %d alone becomes %v, with others %v", i, one.X.Data, all.X.Row(i))
				}
			}
		})
		t.Run("does the same again", func(t *testing.T) {
			other, again, err := c.Step.Fit(Data(1))
			if err != nil {
				t.Fatal(err)
			}
			twice, err := other.Transform(test)
			if err != nil || !again.X.Equal(learn.X) || !twice.X.Equal(all.X) {
				t.Errorf("the second time it is different (%v)", err)
			}
		})
		t.Run("refuses other columns", func(t *testing.T) {
			narrow := &data.Dataset{X: data.Zeros(2, 1)}
			if _, err := fitted.Transform(narrow); err == nil {
				t.Error("no error for a table of one column")
			}
		})
		t.Run("refuses wrong settings", func(t *testing.T) {
			for _, s := range c.Wrong {
				if _, _, err := s.Fit(Data(1)); err == nil {
					t.Errorf("%+v is no error", s)
				}
			}
		})
	})
}

func sameColumns(t *testing.T, learn, test *data.Dataset) {
	t.Helper()
	if !slices.Equal(learn.FeatureNames, test.FeatureNames) || len(learn.FeatureNames) != learn.Features() {
		t.Errorf("the columns are %q and %q", learn.FeatureNames, test.FeatureNames)
	}
	sorted := slices.Sorted(slices.Values(learn.FeatureNames))
	if len(slices.Compact(sorted)) != len(learn.FeatureNames) {
		t.Errorf("a name comes twice: %q", learn.FeatureNames)
	}
	if learn.Len() != 40 || test.Len() != 40 || !slices.Equal(learn.Y, Data(1).Y) {
		t.Error("rows or labels have changed")
	}
	for _, d := range []*data.Dataset{learn, test} {
		if err := d.Check(); err != nil {
			t.Error(err)
		}
	}
}
