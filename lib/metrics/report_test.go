package metrics

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// absent has a class that never occurs and one that is never predicted.
func absent(t *testing.T) *ClassificationReport {
	t.Helper()
	p := data.MustFromRows([][]float32{{.7, .2, .1}, {.2, .7, .1}, {.4, .5, .1}, {.9, .1, 0}})
	r, err := Classification([]int{0, 0, 2, 0}, p, []string{"cat", "dog", "horse"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReportGolden(t *testing.T) {
	var full *ClassificationReport
	for _, c := range readExpected(t).Classification {
		if c.Name == "ten classes" {
			full = MustClassification(c.Y, data.MustFromRows(c.P), letters(10))
		}
	}
	for name, shown := range map[string]display.Displayer{"report": full, "report_absent": absent(t), "scores": full.Scores, "confusion": full.Confusion} {
		got := fmt.Sprint(display.Of(shown).Data[display.MIMEText])
		path := "testdata/" + name + ".txt"
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s; got\n%s", name, path, got)
		}
		if html, ok := display.Of(shown).Data[display.MIMEHTML].(string); !ok || !strings.Contains(html, "<table") {
			t.Errorf("%s has no HTML table", name)
		}
	}
}

func TestReportAgreesWithItsParts(t *testing.T) {
	y, predicted, p := randomCase(9, 90, 4)
	classes := letters(4)
	r := MustClassification(y, p, classes)
	curves := MustROC(y, p, classes)
	if r.Accuracy != MustAccuracy(y, predicted) || r.LogLoss != MustLogLoss(y, p, classes) || r.MacroAUC != curves.Macro || r.WeightedAUC != curves.Weighted {
		t.Errorf("the report says %+v", r)
	}
	for c := range classes {
		if r.AUC[c] != curves.Each[c].AUC {
			t.Errorf("AUC of class %s is %v, want %v", classes[c], r.AUC[c], curves.Each[c].AUC)
		}
	}
}

func TestReportErrorsNameIt(t *testing.T) {
	_, err := Classification(nil, data.Zeros(0, 2), letters(2))
	if err == nil || !strings.HasPrefix(err.Error(), "metrics: Classification: there are no") || !errors.Is(err, ErrEmpty) {
		t.Errorf("got %v", err)
	}
}

func ExampleClassification() {
	p := data.MustFromRows([][]float32{{.9, .1}, {.4, .6}, {.2, .8}, {.7, .3}})
	report := MustClassification([]int{0, 1, 1, 1}, p, []string{"ham", "spam"})
	fmt.Println(report.Accuracy, report.Scores.Each[1].Precision, report.MacroAUC)
	// Output: 0.75 1 1
}
