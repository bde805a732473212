package plots

import (
	"bytes"
	"fmt"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/metrics"
	"gonum.org/v1/plot/plotter"
)

func TestBadInputIsShownAndKept(t *testing.T) {
	digits, iris := datasets.Digits(), datasets.Iris()
	p := data.Zeros(iris.Len(), 3)
	unlabelled := *digits
	unlabelled.Y = nil
	for _, c := range []struct {
		name   string
		figure *Figure
		want   string
	}{
		{"Line", Line(nil), "want at least one series"},
		{"Line", Line([]Series{{X: []float64{1}, Y: []float64{1, 2}}}), "1 values of X and 2 of Y"},
		{"Line", Line([]Series{{Name: "a"}, {}}), "series 1 has no name"},
		{"Scatter", Scatter([]Series{{X: []float64{1}, Y: nil}}), "1 values of X and 0 of Y"},
		{"Bar", Bar([]string{"a"}, nil), "got 1 names and 0 values"},
		{"Histogram", Histogram([]float64{math.NaN()}, 0), "none among 1"},
		{"Histogram", Histogram([]float64{1, 2}, -1), "got -1"},
		{"Heatmap", Heatmap(nil, nil, nil), "at least one row"},
		{"Heatmap", Heatmap([][]float64{{1, 2}, {3}}, nil, nil), "row 1 has 1 values, row 0 has 2"},
		{"Heatmap", Heatmap([][]float64{{1, 2}}, []string{"a", "b"}, nil), "2 names of rows"},
		{"Curves", Curves(nil, 10), "at least one metric"},
		{"ConfusionMatrix", ConfusionMatrix(iris.Y, nil, iris.Classes), "probabilities are nil"},
		{"ConfusionMatrix", ConfusionMatrix(iris.Y[:3], p, iris.Classes), "got 150 predictions and 3 labels"},
		{"ConfusionMatrix", ConfusionMatrix(iris.Y, &data.Tensor{Shape: []int{2}}, iris.Classes), "(2) has 2 places"},
		{"Confusion", Confusion(nil), "as metrics.ConfusionMatrix returns it"},
		{"ROC", ROC(iris.Y, data.Zeros(150, 2), iris.Classes), "want probabilities of shape (150, 3)"},
		{"ROCCurves", ROCCurves(&metrics.Curves{}), "at least one curve"},
		{"LearningRates", LearningRates([]float64{1}, []float64{1}, 0), "at least two"},
		{"LearningRates", LearningRates([]float64{0, 1}, []float64{1, 2}, 0), "rate 0 is 0"},
		{"PrecisionRecall", PrecisionRecall(iris.Y, data.Zeros(150, 2), iris.Classes), "want probabilities of shape (150, 3)"},
		{"PrecisionRecallCurves", PrecisionRecallCurves(nil), "at least one curve"},
		{"Calibration", Calibration(iris.Y, nil, iris.Classes), "probabilities are nil"},
		{"Calibrations", Calibrations([]string{"a"}, nil), "got 1 and 0"},
		{"Calibrations", Calibrations([]string{"a"}, []*metrics.Calibrated{{}}), "has no bins"},
		{"Box", Box([]string{"a"}, nil), "got 1 names and 0 groups"},
		{"Box", Box([]string{"a"}, [][]float64{{math.NaN()}}), "none among 1"},
		{"Distributions", Distributions(nil, nil), "at least one"},
		{"Pairs", Pairs(nil, nil), "data set is nil"},
		{"Pairs", Pairs(iris, []int{0}), "want 2 to 6 features"},
		{"Pairs", Pairs(iris, []int{0, 9}), "there is no feature 9"},
		{"Filters", Filters(nil, nil), "weights are nil"},
		{"Filters", Filters(data.Zeros(4, 16, 3, 3), nil), "those of the first layer are pictures"},
		{"Filters", Filters(data.Zeros(63, 4), &data.ImageShape{Height: 8, Width: 8}), "a matrix (inputs, units)"},
		{"Schedule", Schedule(nil, 3), "at least one step"},
		{"Images", Images(iris, 4), `"iris" holds no images`},
		{"Images", Images(nil, 4), "data set is nil"},
		{"Images", Images(digits, 0), "at least one image"},
		{"Images", Images(&data.Dataset{Name: "odd", X: data.Zeros(1, 8), Image: &data.ImageShape{Height: 2, Width: 2, Channels: 2}}, 1), "have 2 channels"},
		{"Mistakes", Mistakes(iris, p, 4), "holds no images"},
		{"Mistakes", Mistakes(digits, p, 4), "want probabilities of shape (1797, 10)"},
		{"Mistakes", Mistakes(digits, nil, 4), "probabilities are nil"},
		{"Mistakes", Mistakes(&unlabelled, data.Zeros(1797, 10), 4), "no labels"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.figure.Err()
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "plots: "+c.name+":") {
				t.Fatalf("got %v, want an error of plots.%s with %q", err, c.name, c.want)
			}
			b := display.Of(c.figure)
			for _, mime := range []string{display.MIMEText, display.MIMEHTML} {
				if s, _ := b.Data[mime].(string); !strings.Contains(s, "plots: "+c.name) {
					t.Errorf("as %s it shows %q", mime, s)
				}
			}
			if _, ok := b.Data[display.MIMESVG]; ok {
				t.Error("there is an SVG all the same")
			}
			if err := c.figure.Save(filepath.Join(t.TempDir(), "f.svg")); err == nil {
				t.Error("Save reports no error")
			}
		})
	}
}

func TestOddInputIsDrawn(t *testing.T) {
	nan := math.NaN()
	for name, f := range map[string]*Figure{
		"nothing but NaN":      Line([]Series{{Y: []float64{nan, nan}}}),
		"no points":            Line([]Series{{Name: "empty"}}),
		"one point":            Scatter([]Series{{X: []float64{3}, Y: []float64{4}}}),
		"a constant":           Line([]Series{{Y: []float64{5, 5, 5}}}),
		"zeros":                Line([]Series{{Y: []float64{0, 0}}}),
		"huge":                 Line([]Series{{Y: []float64{-1e300, 1e300}}}),
		"tiny":                 Line([]Series{{Y: []float64{1e-300, 2e-300}}}),
		"close together":       Line([]Series{{Y: []float64{1e15, math.Nextafter(1e15, 2e15)}}}),
		"bars of NaN":          Bar([]string{"a"}, []float64{nan}),
		"many bars":            Bar(make([]string, 300), make([]float64, 300)),
		"one value":            Histogram([]float64{2, 2, 2}, 0),
		"a constant heat map":  Heatmap([][]float64{{1, 1}}, nil, nil),
		"a heat map of NaN":    Heatmap([][]float64{{nan}}, nil, nil),
		"one epoch":            Curves([]Metric{{Name: "loss", Train: []float64{1}}}, 0),
		"before the first":     Curves([]Metric{{Name: "loss"}}, 5),
		"more images than are": Images(datasets.Digits().Subset([]int{1, 2}), 100),
		"blank images":         Images(&data.Dataset{X: data.Zeros(2, 4), Image: &data.ImageShape{Height: 2, Width: 2}}, 2),
		"colours":              Images(&data.Dataset{X: data.MustNew([]int{1, 6}, []float32{1, 0, 0, 0, 1, 0}), Image: &data.ImageShape{Height: 1, Width: 2, Channels: 3}}, 1),
		"bad XML":              Line([]Series{{Name: "a<b>&\"\x00", Y: []float64{1, 2}}}).Titled("<script>alert(1)</script>"),
	} {
		t.Run(name, func(t *testing.T) {
			svg, err := f.SVG()
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, svg)
			if s := string(svg); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") || strings.Contains(s, "<script") {
				t.Errorf("the SVG holds what no browser can draw:\n%s", s)
			}
		})
	}
}

func TestTooSmallAFigureIsAnError(t *testing.T) {
	d, p := predictions(50, 1)
	f := ConfusionMatrix(d.Y, p, d.Classes)
	f.Width = 40
	if _, err := f.SVG(); err == nil || !strings.Contains(err.Error(), "do not fit") {
		t.Errorf("got %v", err)
	}
	if text := fmt.Sprint(display.Of(f).Data[display.MIMEText]); !strings.Contains(text, "do not fit") {
		t.Errorf("it shows %q", text)
	}
}

func TestSave(t *testing.T) {
	folder := t.TempDir()
	f := Images(datasets.Digits(), 8)
	f.MustSave(filepath.Join(folder, "digits.svg"))
	svg, err := os.ReadFile(filepath.Join(folder, "digits.svg"))
	if err != nil || !bytes.HasPrefix(svg, []byte("<svg ")) {
		t.Errorf("got %.40s, %v", svg, err)
	}
	f.MustSave(filepath.Join(folder, "digits.PNG"))
	file, err := os.Open(filepath.Join(folder, "digits.PNG"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	w, h := f.size()
	if got := img.Bounds().Size(); math.Abs(float64(got.X)-2*float64(w)) > 1 || math.Abs(float64(got.Y)-2*float64(h)) > 1 {
		t.Errorf("the PNG has %v pixels, want twice %v × %v", got, w, h)
	}
	for name, want := range map[string]string{"digits.jpg": ".svg or .png", "digits": ".svg or .png", "no/such/folder.svg": "no such file"} {
		if err := f.Save(filepath.Join(folder, name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
}

func TestGonumPlottersJoin(t *testing.T) {
	f := Line([]Series{{Name: "data", X: []float64{0, 1}, Y: []float64{0, 1}}})
	before, err := f.SVG()
	if err != nil {
		t.Fatal(err)
	}
	square := plotter.NewFunction(func(x float64) float64 { return x * x })
	f.Plots()[0].Add(square)
	after, err := f.SVG()
	if err != nil || bytes.Count(after, []byte("<path")) <= bytes.Count(before, []byte("<path")) {
		t.Errorf("the added function is not drawn (%v)", err)
	}
}

func TestAPanicOfAPlotterIsAnError(t *testing.T) {
	f := Line([]Series{{Y: []float64{1, 2}}})
	f.Plots()[0].Add(plotter.NewFunction(func(float64) float64 { panic("out of order") }))
	if _, err := f.SVG(); err == nil || !strings.Contains(err.Error(), "out of order") {
		t.Errorf("got %v", err)
	}
}

func ExampleCurves() {
	figure := Curves([]Metric{
		{Name: "loss", Train: []float64{2.1, 0.9, 0.4}, Validation: []float64{2.0, 1.0, 0.6}},
		{Name: "accuracy", Train: []float64{0.3, 0.7, 0.9}, Validation: []float64{0.3, 0.7, 0.8}},
	}, 10)
	fmt.Println(figure)
	// Output: Figure: learning curves, at the end train loss 0.4, validation loss 0.6, train accuracy 0.9, validation accuracy 0.8
}

func ExampleLine() {
	figure := Line([]Series{{Name: "sales", Y: []float64{3, 5, 4, 8}}})
	figure.Title, figure.XLabel = "Sales", "week"
	fmt.Println(figure)
	fmt.Println(Line(nil).Err())
	// Output:
	// Figure: Sales (line chart of sales)
	// plots: Line: want at least one series, got none
}

func FuzzTexts(f *testing.F) {
	f.Add("loss", "a<b>&\"'")
	f.Add("", "\x00\xff]]>")
	f.Fuzz(func(t *testing.T, name, title string) {
		series := []Series{{Name: name + "1", Y: []float64{1, 2}}, {Name: "2" + name, Y: []float64{2, 1}}}
		figure := Line(series).Titled(title)
		figure.XLabel, figure.YLabel = name, title
		svg, err := figure.SVG()
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, svg)
	})
}

// A live figure is drawn up to ten times a second while a model trains: 2 ms
// each leave it 98 % of a processor.
func BenchmarkCurves(b *testing.B) {
	h := history(100)
	for b.Loop() {
		if _, err := Curves(h, 100).SVG(); err != nil {
			b.Fatal(err)
		}
	}
}
