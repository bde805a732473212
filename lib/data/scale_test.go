package data

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func ExampleFitStandard() {
	people := &Dataset{
		X:            MustFromRows([][]float32{{1.60, 50}, {1.70, 70}, {1.80, 90}}),
		FeatureNames: []string{"height (m)", "weight (kg)"},
	}
	scaler := MustFitStandard(people)
	fmt.Printf("%.2f %.2f\n", scaler.Mean, scaler.Deviation)
	fmt.Printf("%.2f\n", people.MustScale(scaler).X.Row(2))
	// Output:
	// [1.70 70.00] [0.08 16.33]
	// [1.22 1.22]
}

func TestScalers(t *testing.T) {
	nan := float32(math.NaN())
	train := &Dataset{X: MustFromRows([][]float32{{1, 10, 5, nan}, {3, 20, 5, 2}, {5, 60, 5, 4}})}
	images := &Dataset{X: MustFromRows([][]float32{{0, 4}, {8, 16}}), Image: &ImageShape{Height: 1, Width: 2}}
	root := float32(math.Sqrt(8.0 / 3))
	for _, c := range []struct {
		name   string
		scaler Scaler
		x      *Tensor
		want   []float32
	}{
		{"standard", MustFitStandard(train), MustFromRows([][]float32{{3, 30, 5, 4}, {3 + root, 30, 6, nan}}), []float32{0, 0, 0, 1, 1, 0, 1, nan}},
		{"min max", MustFitMinMax(train), MustFromRows([][]float32{{1, 60, 5, 3}, {9, 35, 6, nan}}), []float32{0, 1, 0, .5, 2, .5, 1, nan}},
		{"images share one range", MustFitMinMax(images), images.X, []float32{0, .25, .5, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.scaler.Transform(c.x)
			if err != nil {
				t.Fatal(err)
			}
			back, err := c.scaler.Inverse(got)
			if err != nil {
				t.Fatal(err)
			}
			for i := range c.want {
				if !near(got.Data[i], c.want[i]) || !near(back.Data[i], c.x.Data[i]) {
					t.Errorf("number %d: %v became %v, want %v; and back %v", i, c.x.Data[i], got.Data[i], c.want[i], back.Data[i])
				}
			}
		})
	}
}

func near(a, b float32) bool {
	return a != a && b != b || math.Abs(float64(a-b)) < 1e-5
}

func TestScalerErrors(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	named := func(rows [][]float32) *Dataset {
		return &Dataset{Name: "toy", X: MustFromRows(rows), FeatureNames: []string{"age", "size"}}
	}
	fitted := MustFitMinMax(named([][]float32{{1, 2}, {3, 4}}))
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"empty", second(FitStandard(&Dataset{X: Zeros(0, 2)})), "no examples"},
		{"only NaN", second(FitStandard(named([][]float32{{1, nan}, {2, nan}}))), "feature size of"},
		{"infinite", second(FitMinMax(named([][]float32{{inf, 1}, {2, 1}}))), "feature age of"},
		{"unsound", second(FitMinMax(&Dataset{})), "has no X"},
		{"not fitted", second((&StandardScaler{}).Transform(Zeros(1, 1))), "was not fitted"},
		{"other width", second(fitted.Inverse(Zeros(4, 3))), "fitted on 2 features, got a tensor (4, 3) with 3"},
		{"broken tensor", second(fitted.Transform(&Tensor{Shape: []int{2, 2}})), "has 4 places"},
		{"data set", second((&Dataset{X: Zeros(4, 3)}).Scale(fitted)), "fitted on 2 features"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, c.err, c.want)
		}
	}
}
