package plots

// Every chart as a golden file: what people see is compared byte by byte.
//
//	go test ./lib/plots -update
//
// rewrites them; then look at each, on a light and on a dark page.

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/metrics"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var goldens = []struct {
	name string
	make func() *Figure
}{
	{"curves", func() *Figure { return Curves(history(20), 30).Titled("Digits, MLP 64") }},
	{"curves_first_epoch", func() *Figure { return Curves(history(1), 30) }},
	{"curves_one_metric", func() *Figure {
		return Curves([]Metric{{Name: "learning rate", Train: []float64{1e-3, 5e-4, 2e-4, 1e-4, 1e-5}}}, 0)
	}},
	{"curves_diverging", func() *Figure {
		return Curves([]Metric{{Name: "loss", Train: []float64{2, 8, 900, math.NaN(), math.NaN()}, Validation: []float64{2.1, 30, 4000, math.Inf(1), math.NaN()}}}, 10)
	}},
	{"confusion", func() *Figure {
		d, p := predictions(360, 3)
		return ConfusionMatrix(d.Y, p, d.Classes).Titled("Confusion matrix on the test part")
	}},
	{"confusion_long_names", func() *Figure {
		d := datasets.BreastCancer()
		return ConfusionMatrix(d.Y, guesses(d, 2.2), []string{"malignant tumour", "benign tumour"})
	}},
	{"confusion_upright_names", func() *Figure {
		d, p := predictions(360, 2)
		return ConfusionMatrix(d.Y, p, []string{"aeroplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "sailing ship", "lorry"})
	}},
	{"roc", func() *Figure {
		d, p := predictions(360, 1.6)
		return ROC(d.Y, p, d.Classes).Titled("One class against the rest")
	}},
	{"roc_nearly_perfect", func() *Figure {
		d, p := predictions(360, 4.2)
		return ROC(d.Y, p, d.Classes).Titled("One class against the rest")
	}},
	{"roc_two_classes", func() *Figure {
		d := datasets.BreastCancer()
		return ROC(d.Y, guesses(d, 1.5), d.Classes)
	}},
	{"roc_absent_class", func() *Figure {
		d, p := predictions(40, 1)
		for i := range d.Y {
			d.Y[i] %= 3
		}
		few := data.Zeros(40, 4)
		for i := range 40 {
			copy(few.Row(i), p.Row(i))
		}
		return ROC(d.Y, few, []string{"cat", "dog", "horse", "unicorn"})
	}},
	{"images", func() *Figure { return Images(datasets.Digits(), 32) }},
	{"mistakes", func() *Figure {
		d, p := predictions(200, 2)
		return Mistakes(d, p, 12).Titled("The worst mistakes")
	}},
	{"mistakes_none", func() *Figure {
		d, _ := predictions(20, 2)
		return Mistakes(d, guesses(d, 100), 12)
	}},
	{"line", func() *Figure {
		f := Line([]Series{{Name: "sine", X: grid(80), Y: over(80, math.Sin)}, {Name: "cosine", X: grid(80), Y: over(80, math.Cos)}})
		f.Title, f.XLabel, f.YLabel = "Two waves", "time (s)", "displacement (m)"
		return f
	}},
	{"line_many", func() *Figure {
		var s []Series
		for i := range 12 {
			s = append(s, Series{Name: "run " + string(rune('A'+i)), Y: over(40, func(x float64) float64 { return float64(i) + math.Sin(x) })})
		}
		return Line(s)
	}},
	{"line_gaps_and_large", func() *Figure {
		return Line([]Series{{Name: "visits", Y: []float64{1e6, 2.5e6, math.NaN(), 4e6, 3e6, math.Inf(1), 5e6}}})
	}},
	{"scatter", func() *Figure {
		iris := datasets.Iris()
		series := make([]Series, 3)
		for i, y := range iris.Y {
			series[y].Name = iris.Classes[y]
			series[y].X = append(series[y].X, float64(iris.X.At(i, 2)))
			series[y].Y = append(series[y].Y, float64(iris.X.At(i, 3)))
		}
		f := Scatter(series)
		f.Title, f.XLabel, f.YLabel = "Iris", "petal length (cm)", "petal width (cm)"
		return f
	}},
	{"bar", func() *Figure {
		f := Bar([]string{"baseline", "with dropout", "batch norm", "both", "an ensemble of seven such models"}, []float64{0.92, 0.939, 0.945, -0.1, 0.96})
		f.Title, f.YLabel = "Accuracy", "gain"
		return f
	}},
	{"histogram", func() *Figure {
		random := rand.New(rand.NewPCG(1, 1))
		values := []float64{math.NaN(), math.Inf(1)}
		for range 800 {
			values = append(values, random.NormFloat64())
		}
		f := Histogram(values, 0)
		f.XLabel = "value"
		return f
	}},
	{"heatmap", func() *Figure {
		values := make([][]float64, 4)
		for i := range values {
			for j := range 7 {
				values[i] = append(values[i], float64(i*j)-3.5)
			}
		}
		values[2][2] = math.NaN()
		f := Heatmap(values, []string{"north", "east", "south", "west"}, []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"})
		f.Title, f.XLabel, f.YLabel = "Sales", "day", "branch"
		return f
	}},
	{"heatmap_fine", func() *Figure {
		values := make([][]float64, 60)
		for i := range values {
			for j := range 60 {
				values[i] = append(values[i], math.Sin(float64(i)/9)*math.Cos(float64(j)/7))
			}
		}
		return Heatmap(values, nil, nil)
	}},
	{"schedule", func() *Figure {
		rates := make([]float64, 300)
		for i := range rates {
			rates[i] = 3e-3 * math.Min(float64(i)/30, (1+math.Cos(math.Pi*float64(i-30)/270))/2)
		}
		return Schedule(rates, 30).Titled("Warm-up and cosine")
	}},
	{"learning_rates", func() *Figure {
		var rates, losses []float64
		for i := range 90 {
			x := float64(i)/90*8 - 7
			rates = append(rates, math.Pow(10, x))
			losses = append(losses, 2.3-1.8/(1+math.Exp(-2*(x+3)))+math.Exp(3*(x-.5)))
		}
		return LearningRates(rates, losses, 1e-3).Titled("Learning-rate finder")
	}},
	{"precision_recall", func() *Figure {
		d, p := predictions(360, 1.6)
		return PrecisionRecall(d.Y, p, d.Classes).Titled("One class against the rest")
	}},
	{"calibration", func() *Figure {
		d, p := predictions(360, 1.2)
		softer := p.Clone()
		for i := range 360 {
			var sum float32
			for _, v := range softer.Row(i) {
				sum += float32(math.Sqrt(float64(v)))
			}
			for j, v := range softer.Row(i) {
				softer.Row(i)[j] = float32(math.Sqrt(float64(v))) / sum
			}
		}
		return Calibrations([]string{"as trained", "softened"}, []*metrics.Calibrated{
			metrics.MustTopCalibration(d.Y, p, d.Classes, metrics.CalibrationOptions{}),
			metrics.MustTopCalibration(d.Y, softer, d.Classes, metrics.CalibrationOptions{}),
		}).Titled("Is the model as sure as it should be?")
	}},
	{"calibration_one", func() *Figure {
		d := datasets.BreastCancer()
		return Calibration(d.Y, guesses(d, 1.5), d.Classes)
	}},
	{"box", func() *Figure {
		random := rand.New(rand.NewPCG(3, 3))
		groups := make([][]float64, 4)
		for i := range groups {
			for range 60 {
				groups[i] = append(groups[i], float64(i)+random.NormFloat64()*float64(i+1)/2)
			}
		}
		groups[1] = append(groups[1], math.NaN(), 9)
		groups[3] = []float64{2, 2, 2}
		f := Box([]string{"baseline", "dropout", "batch norm", "all the same"}, groups)
		f.Title, f.YLabel = "Ten seeds each", "loss"
		return f
	}},
	{"distributions", func() *Figure {
		random := rand.New(rand.NewPCG(4, 4))
		values := make([][]float32, 5)
		for i := range values {
			for range 400 {
				values[i] = append(values[i], float32(random.NormFloat64()/float64(i+1)))
			}
		}
		for i := range 300 {
			values[1][i] = 0
		}
		values[3][7] = float32(math.NaN())
		values[4] = []float32{0.5}
		return Distributions([]string{"conv2d_1.weight", "conv2d_2.weight", "dense_1.weight", "dense_2.weight", "dense_2.bias"}, values).Titled("Weights")
	}},
	{"parallel_coordinates", func() *Figure { return ParallelCoordinates(searched(40), false).Titled("Forty trials") }},
	{"pairs", func() *Figure { return Pairs(datasets.Iris(), nil).Titled("Iris") }},
	{"pairs_many", func() *Figure { return Pairs(datasets.BreastCancer(), []int{0, 1, 6}) }},
	{"filters", func() *Figure {
		w := data.Zeros(12, 1, 5, 5)
		for i := range 12 {
			for k := range 25 {
				angle := float64(i) * math.Pi / 12
				w.Row(i)[k] = float32(math.Sin(1.2 * (math.Cos(angle)*float64(k%5-2) + math.Sin(angle)*float64(k/5-2))))
			}
		}
		return Filters(w, nil).Titled("First layer")
	}},
	{"filters_dense", func() *Figure {
		w := data.Zeros(64, 70)
		for i := range w.Data {
			w.Data[i] = float32(math.Cos(float64(i/70)/3 + float64(i%70)))
		}
		return Filters(w, &data.ImageShape{Height: 8, Width: 8})
	}},
	{"sized", func() *Figure {
		f := Curves(history(30), 0).Titled("A title that is far too long for a figure as narrow as this one")
		f.Width, f.Height = 360, 200
		return f
	}},
}

func TestGolden(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.name, func(t *testing.T) {
			f := g.make()
			got, err := f.SVG()
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, got)
			again, err := f.SVG()
			if err != nil || !bytes.Equal(got, again) {
				t.Error("drawn twice, the figure differs")
			}
			path := filepath.Join("testdata", g.name+".svg")
			if *update {
				if err := os.WriteFile(path, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the drawing differs from %s: %s\nlook at it; if it is better, run with -update", path, firstDifference(got, want))
			}
		})
	}
	files, err := filepath.Glob("testdata/*.svg")
	if err != nil || len(files) != len(goldens) {
		t.Errorf("%d golden files for %d figures (%v)", len(files), len(goldens), err)
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

func firstDifference(got, want []byte) string {
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got " + a[i] + ", want " + b[i]
		}
	}
	return "one is longer"
}

// history is that of a model that learns well for n epochs.
func history(n int) []Metric {
	loss, accuracy := Metric{Name: "loss"}, Metric{Name: "accuracy"}
	random := rand.New(rand.NewPCG(7, 7))
	for e := range n {
		decay := math.Exp(-float64(e) / 5)
		loss.Train = append(loss.Train, 0.04+2.2*decay+0.02*random.Float64())
		loss.Validation = append(loss.Validation, 0.11+2.1*decay+0.03*random.Float64())
		accuracy.Train = append(accuracy.Train, 0.995-0.8*decay-0.004*random.Float64())
		accuracy.Validation = append(accuracy.Validation, 0.972-0.75*decay-0.008*random.Float64())
	}
	return []Metric{loss, accuracy}
}

// predictions returns the first n digits and made-up probabilities for them.
func predictions(n int, skill float64) (*data.Dataset, *data.Tensor) {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	d := datasets.Digits().Subset(rows)
	return d, guesses(d, skill)
}

// guesses returns probabilities that are the better the greater skill is.
func guesses(d *data.Dataset, skill float64) *data.Tensor {
	random := rand.New(rand.NewPCG(11, 11))
	p := data.Zeros(d.Len(), len(d.Classes))
	for i, y := range d.Y {
		row := p.Row(i)
		var sum float32
		for c := range row {
			z := random.NormFloat64()
			if c == y {
				z += skill
			}
			row[c] = float32(math.Exp(min(1.5*z, 80)))
			sum += row[c]
		}
		for c := range row {
			row[c] /= sum
		}
	}
	return p
}

func grid(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i) / 8
	}
	return out
}

func over(n int, f func(float64) float64) []float64 {
	var out []float64
	for _, x := range grid(n) {
		out = append(out, f(x))
	}
	return out
}

// searched are the trials of a search: three parameters, and what came out.
func searched(n int) []Coordinate {
	r := rand.New(rand.NewPCG(4, 4))
	c := []Coordinate{{Name: "learning rate", Log: true}, {Name: "units"}, {Name: "activation", Labels: []string{"relu", "tanh", "gelu"}}, {Name: "loss"}}
	for range n {
		rate, units, kind := math.Pow(10, -4+3*r.Float64()), float64(16+r.IntN(240)), float64(r.IntN(3))
		loss := math.Abs(math.Log10(rate)+2.5)/3 + 8/units + kind/20 + .05*r.Float64()
		for i, v := range []float64{rate, units, kind, loss} {
			c[i].Values = append(c[i].Values, v)
		}
	}
	return c
}
