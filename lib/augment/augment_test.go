package augment_test

import (
	"go/types"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/augment"
	"github.com/gorgolab/gorgo/lib/augment/augmenttest"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"golang.org/x/tools/go/packages"
)

var ops = []augmenttest.Case{
	{Name: "Rotate", Op: augment.Rotate{Degrees: 20}, Wrong: []augment.Op{augment.Rotate{Degrees: -1}, augment.Rotate{Degrees: 181}}},
	{Name: "Shift", Op: augment.Shift{Height: .1, Width: .2}, Wrong: []augment.Op{augment.Shift{Height: -1}, augment.Shift{Width: 2}}},
	{Name: "Zoom", Op: augment.Zoom{By: .2}, Wrong: []augment.Op{augment.Zoom{By: -1}, augment.Zoom{By: math.Inf(1)}}},
	{Name: "Flip", Op: augment.Flip{}, Keeps: true},
	{Name: "Flip top to bottom", Op: augment.Flip{Vertical: true}, Keeps: true},
	{Name: "Crop", Op: augment.Crop{Padding: 2}, Keeps: true, Wrong: []augment.Op{augment.Crop{}}},
	{Name: "Brightness", Op: augment.Brightness{By: .3}, Wrong: []augment.Op{augment.Brightness{By: -1}}},
	{Name: "Contrast", Op: augment.Contrast{By: .3}, Wrong: []augment.Op{augment.Contrast{By: -1}}},
	{Name: "Noise", Op: augment.Noise{Deviation: .1}, Wrong: []augment.Op{augment.Noise{Deviation: math.NaN()}}},
	{Name: "Cutout", Op: augment.Cutout{Height: 4, Width: 3}, Wrong: []augment.Op{augment.Cutout{}, augment.Cutout{Height: 4, Width: 11}}},
	{Name: "OpFunc", Op: augment.OpFunc{Of: func(m *augment.Image, r *rand.Rand) { m.Pixels[0] = r.Float32() }}, Wrong: []augment.Op{augment.OpFunc{}}},
}

func TestOps(t *testing.T) {
	for _, c := range ops {
		augmenttest.Run(t, c)
	}
}

func TestEveryOpIsInTheTable(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range ops {
		tested[reflect.TypeOf(c.Op).Name()] = true
	}
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedTypes | packages.NeedName}, "github.com/gorgolab/gorgo/lib/augment")
	if err != nil || len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatalf("loading the package: %v %+v", err, loaded)
	}
	scope, found := loaded[0].Types.Scope(), 0
	op := scope.Lookup("Op").Type().Underlying().(*types.Interface)
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if ok && obj.Exported() && !types.IsInterface(obj.Type()) && types.Implements(obj.Type(), op) {
			found++
			if !tested[name] {
				t.Errorf("there is no case of %s in the tests", name)
			}
		}
	}
	if found < 10 {
		t.Errorf("found %d operations: the test looks in the wrong place", found)
	}
}

func TestMixUp(t *testing.T) {
	d := &data.Dataset{X: data.MustFromRows([][]float32{{0}, {1}, {0}, {1}}), Y: []int{0, 1, 0, 1}, Classes: []string{"a", "b"}}
	m := augment.MustMixUp(d, .4, 3)
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	for i := range m.Len() {
		// A row's feature is its share of class b, and the shares add up to 1.
		x, p := m.X.Row(i)[0], m.Targets.Row(i)
		if math.Abs(float64(x-p[1])) > 1e-6 || math.Abs(float64(p[0]+p[1]-1)) > 1e-6 {
			t.Errorf("row %d is %v of %v", i, x, p)
		}
	}
	if augment.MustMixUp(d, .4, 4).X.Equal(m.X) {
		t.Error("another seed gives the same")
	}
}

func TestMistakes(t *testing.T) {
	turn := []augment.Op{augment.Rotate{Degrees: 5}}
	first := func(_ any, err error) error { return err }
	for _, c := range []struct {
		err  error
		want string
	}{
		{augment.Check(turn, datasets.Iris()), "has no images: set its Image"},
		{augment.Check(turn, nil), "is nil"},
		{augment.Check([]augment.Op{nil, augment.Zoom{By: -1}, augment.Cutout{}}, datasets.Digits()), "operation 0 is nil\naugment: Zoom: want a By of at least 0, got -1\naugment: Cutout: want a rectangle of 1 × 1 to 8 × 8"},
		{first(augment.Preview(turn, datasets.Digits(), -1, 2, 1)), "want a row from 0 to 1796"},
		{first(augment.Expand(turn, datasets.Digits(), -1, 1)), "at least 0 copies"},
		{first(augment.MixUp(datasets.Iris(), 0, 1)), "alpha greater than 0"},
		{first(augment.MixUp(nil, 1, 1)), "want a data set with examples"},
		{first(augment.MixUp(&data.Dataset{X: data.Zeros(1, 1)}, 1, 1)), "neither Y nor Targets"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) || !strings.HasPrefix(c.err.Error(), "augment: ") {
			t.Errorf("got %v, want %q", c.err, c.want)
		}
	}
}
