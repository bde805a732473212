package features_test

import (
	"encoding/json"
	"go/types"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/features"
	"github.com/gorgolab/gorgo/lib/features/featurestest"
	"golang.org/x/tools/go/packages"
)

var kind = []string{"kind"}

var steps = []featurestest.Case{
	{Name: "Standardize", Step: features.Standardize{}, Wrong: []features.Step{features.Standardize{Columns: []string{"c"}}, features.Standardize{Columns: []string{"a", "a"}}}},
	{Name: "Standardize of some", Step: features.Standardize{Columns: []string{"b"}}},
	{Name: "MinMax", Step: features.MinMax{}, Wrong: []features.Step{features.MinMax{Columns: []string{"c"}}}},
	{Name: "Robust", Step: features.Robust{}, Wrong: []features.Step{features.Robust{Columns: []string{"c"}}}},
	{Name: "Impute", Step: features.Impute{Indicator: true}, Wrong: []features.Step{features.Impute{With: "mode"}, features.Impute{Columns: []string{"c"}}}},
	{Name: "OneHot", Step: features.OneHot{Columns: kind}, Wrong: []features.Step{features.OneHot{}, features.OneHot{Columns: []string{"c"}}}},
	{Name: "OneHot without the first", Step: features.OneHot{Columns: kind, DropFirst: true}},
	{Name: "Ordinal", Step: features.Ordinal{Columns: kind}, Wrong: []features.Step{features.Ordinal{}, features.Ordinal{Columns: []string{"c"}}}},
	{Name: "TargetEncode", Step: features.TargetEncode{Columns: kind}, Wrong: []features.Step{features.TargetEncode{}, features.TargetEncode{Columns: kind, Smooth: -1}, features.TargetEncode{Columns: kind, Folds: 99}}},
	{Name: "Bin", Step: features.Bin{}, Wrong: []features.Step{features.Bin{Bins: 1}, features.Bin{Columns: []string{"c"}}}},
	{Name: "Bin by quantiles", Step: features.Bin{Quantiles: true, Bins: 3}},
	{Name: "Polynomial", Step: features.Polynomial{}, Wrong: []features.Step{features.Polynomial{Degree: 1}, features.Polynomial{Degree: 40}}},
	{Name: "Polynomial of interactions", Step: features.Polynomial{InteractionOnly: true, Degree: 3}},
	{Name: "PCA", Step: features.PCA{}, Wrong: []features.Step{features.PCA{Components: 4}, features.PCA{Variance: 2}}},
	{Name: "PCA whitened", Step: features.PCA{Components: 2, Whiten: true}},
}

func TestSteps(t *testing.T) {
	for _, c := range steps {
		featurestest.Run(t, c)
	}
}

func TestEveryStepIsInTheTable(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range steps {
		tested[reflect.TypeOf(c.Step).Name()] = true
	}
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedTypes | packages.NeedName}, "github.com/gorgolab/gorgo/lib/features")
	if err != nil || len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatalf("loading the package: %v %+v", err, loaded)
	}
	scope, found := loaded[0].Types.Scope(), 0
	step := scope.Lookup("Step").Type().Underlying().(*types.Interface)
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if ok && obj.Exported() && !types.IsInterface(obj.Type()) && types.Implements(obj.Type(), step) {
			found++
			if !tested[name] {
				t.Errorf("there is no case of %s in the tests", name)
			}
		}
	}
	if found < 9 {
		t.Errorf("found %d steps: the test looks in the wrong place", found)
	}
}

// number is one that may be missing.
type number float32

func (n *number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float32)(n))
}

func dataset(rows [][]number) *data.Dataset {
	d := &data.Dataset{X: data.Zeros(len(rows), len(rows[0])), FeatureNames: []string{"a", "b", "c"}[:len(rows[0])]}
	for i, row := range rows {
		for j, v := range row {
			d.X.Set(float32(v), i, j)
		}
	}
	return d
}

// TestReference compares with scikit-learn 1.9 (testdata/sklearn_reference.py).
func TestReference(t *testing.T) {
	list := map[string]features.Step{
		"Standardize": features.Standardize{}, "Standardize with holes": features.Standardize{}, "MinMax": features.MinMax{}, "Robust": features.Robust{},
		"Impute mean": features.Impute{}, "Impute median with indicator": features.Impute{With: features.Median, Indicator: true},
		"Impute most frequent": features.Impute{With: features.MostFrequent}, "Impute constant": features.Impute{With: features.Constant, Value: 7},
		"OneHot": features.OneHot{Columns: []string{"a"}}, "OneHot without the first": features.OneHot{Columns: []string{"a"}, DropFirst: true},
		"OneHot of unknown": features.OneHot{Columns: []string{"a"}, IgnoreUnknown: true},
		"Ordinal":           features.Ordinal{Columns: []string{"a"}}, "Ordinal of unknown": features.Ordinal{Columns: []string{"a"}, UseUnknown: true, UnknownAs: -1},
		"Bin": features.Bin{Bins: 4}, "Bin by quantiles": features.Bin{Bins: 4, Quantiles: true},
		"Polynomial": features.Polynomial{Degree: 3}, "Polynomial of interactions": features.Polynomial{Degree: 3, InteractionOnly: true},
		"PCA": features.PCA{Components: 2}, "PCA whitened": features.PCA{Components: 3, Whiten: true},
		"TargetEncode": features.TargetEncode{Columns: []string{"a"}, Smooth: 3},
	}
	b, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Target []float32
		Cases  []struct {
			Name                           string
			Learn, Test, LearnOut, TestOut [][]number
		}
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Cases {
		t.Run(c.Name, func(t *testing.T) {
			step, ok := list[c.Name]
			if !ok {
				t.Fatal("there is no step for it")
			}
			delete(list, c.Name)
			learn := dataset(c.Learn)
			if len(r.Target) == learn.Len() {
				learn.Targets = data.MustNew([]int{learn.Len(), 1}, r.Target)
			}
			fitted, _, err := step.Fit(learn)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range []struct {
				in   *data.Dataset
				want [][]number
			}{{learn, c.LearnOut}, {dataset(c.Test), c.TestOut}} {
				got, err := fitted.Transform(part.in)
				if err != nil {
					t.Fatal(err)
				}
				if got.Features() != len(part.want[0]) {
					t.Fatalf("%d columns, want %d", got.Features(), len(part.want[0]))
				}
				for i, row := range part.want {
					for j, want := range row {
						v := got.X.At(i, j)
						if math.Abs(float64(v)-float64(want)) > 2e-6*(1+math.Abs(float64(want))) || math.IsNaN(float64(v)) != math.IsNaN(float64(want)) {
							t.Fatalf("row %d, column %d is %v, want %v", i, j, v, want)
						}
					}
				}
			}
		})
	}
	for name := range list {
		t.Errorf("the reference has no %q", name)
	}
}

// TestTargetsDoNotLeak: of categories that say nothing, one for each two rows, an
// encoding by all rows would say the class; that of the other folds does not.
func TestTargetsDoNotLeak(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 400
	d := &data.Dataset{X: data.Zeros(n, 1), Y: make([]int, n), Classes: []string{"no", "yes"}, FeatureNames: []string{"id"}}
	for i := range n {
		d.X.Set(float32(i/2), i, 0)
		d.Y[i] = r.IntN(2)
	}
	fitted, learn, err := features.TargetEncode{Columns: []string{"id"}, Smooth: .01}.Fit(d)
	if err != nil {
		t.Fatal(err)
	}
	leaky, err := fitted.Transform(d)
	if err != nil {
		t.Fatal(err)
	}
	if got := correlation(d.Y, leaky.X.Column(0)); got < .5 {
		t.Errorf("the test's own encoding correlates by %v only: it proves nothing", got)
	}
	// Without leaks the correlation of 400 rows has a standard deviation of 0.05.
	if got := correlation(d.Y, learn.X.Column(0)); math.Abs(got) > .2 {
		t.Errorf("what the model learns from correlates with the class by %v", got)
	}
}

func correlation(y []int, v []float64) float64 {
	var my, mv, cov, vy, vv float64
	for i := range y {
		my, mv = my+float64(y[i])/float64(len(y)), mv+v[i]/float64(len(y))
	}
	for i := range y {
		a, b := float64(y[i])-my, v[i]-mv
		cov, vy, vv = cov+a*b, vy+a*a, vv+b*b
	}
	return cov / math.Sqrt(vy*vv)
}

func TestMistakes(t *testing.T) {
	holes := featurestest.Data(1)
	for i := range holes.Len() {
		holes.X.Set(float32(math.NaN()), i, 0)
	}
	infinite := featurestest.Data(1)
	infinite.X.Set(float32(math.Inf(1)), 3, 1)
	other := featurestest.Data(1)
	other.X.Set(9, 5, 2)
	three := featurestest.Data(1)
	three.Classes = []string{"a", "b", "c"}
	transform := func(s features.Step, d *data.Dataset) error {
		p, _, err := features.Fit([]features.Step{s}, featurestest.Data(1))
		if err != nil {
			return err
		}
		_, err = p.Transform(d)
		return err
	}
	fit := func(s features.Step, d *data.Dataset) error {
		_, _, err := features.Fit([]features.Step{features.Bin{Columns: []string{"kind"}}, s}, d)
		return err
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{fit(features.Standardize{}, holes), `features: Standardize: the column "a" has no values, only NaN: drop it (step 1 of the pipeline)`},
		{fit(features.MinMax{}, infinite), `the column "b" holds an infinite value`},
		{fit(features.PCA{}, holes), `PCA: row 0 of the column "a" is NaN: fill it in before`},
		{fit(features.TargetEncode{Columns: kind}, three), "want Targets with one output, or two classes"},
		{fit(nil, holes), "step 1 is nil"},
		{fit(features.Impute{}, nil), "the data set is nil"},
		{fit(features.Impute{}, holes.Subset(nil)), "no examples to learn from"},
		{transform(features.OneHot{Columns: kind}, other), `OneHot: row 5 of the column "kind" is 9, which the training part does not have`},
		{transform(features.Ordinal{Columns: kind}, other), `Ordinal: row 5`},
		{transform(features.Bin{}, nil), "the data set is nil"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) || !strings.HasPrefix(c.err.Error(), "features: ") {
			t.Errorf("got %v, want %q", c.err, c.want)
		}
	}
}
