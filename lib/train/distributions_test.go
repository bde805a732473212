package train_test

import (
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/train"
	"github.com/gorgolab/gorgo/lib/train/traintest"
)

func TestHistograms(t *testing.T) {
	m := traintest.Model(1)
	m.MustFreeze([]string{"dense_1.bias"})
	before := m.Snapshot()
	for name, c := range map[string]struct {
		svg  func() ([]byte, error)
		want []string
		not  string
	}{
		"weights":   {train.WeightHistograms(m).SVG, []string{"Weights", "dense_1.bias", "dense_2.weight"}, "is nil"},
		"gradients": {train.GradientHistograms(m, traintest.Data(1), train.Options{Penalties: []nn.Penalty{{Match: "*", MaxNorm: .1}}}).SVG, []string{"Gradients", "dense_2.weight"}, "dense_1.bias"},
	} {
		svg, err := c.svg()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, part := range c.want {
			if !strings.Contains(string(svg), part) {
				t.Errorf("%s: there is no %q", name, part)
			}
		}
		if strings.Contains(string(svg), c.not) {
			t.Errorf("%s: there is %q", name, c.not)
		}
	}
	for i, p := range m.Snapshot() {
		if !p.Equal(before[i]) {
			t.Error("the model has changed")
		}
	}
	if train.WeightHistograms(nil).Err() == nil || train.GradientHistograms(m, nil, train.Options{}).Err() == nil {
		t.Error("no error without a model or data")
	}
}
