package nn_test

import (
	"context"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
)

// cnn has one layer of most kinds.
func cnn(t *testing.T) *nn.Model {
	t.Helper()
	m, err := nn.Sequential([]nn.Layer{
		nn.Reshape{Shape: []int{1, 8, 8}},
		nn.Conv2D{Filters: 4, Kernel: nn.Square(3), Padding: nn.Same, NoBias: true},
		nn.BatchNorm{Name: "norm"},
		nn.ReLU,
		nn.MaxPool{Size: nn.Square(2)},
		nn.Residual{Layers: []nn.Layer{nn.Conv2D{Filters: 4, Kernel: nn.Square(3), Padding: nn.Same}}, Activation: nn.ReLU},
		nn.GlobalAvgPool{},
		nn.Dense{Units: 3, Activation: nn.Softmax},
	}, nn.Options{Input: []int{64}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSummary(t *testing.T) {
	m := cnn(t)
	m.MustFreeze([]string{"norm.*"})
	s := m.Summary()
	// conv 4·1·9 products at 64 places, conv 4·4·9 at 16, dense 4·3.
	if s.Weights != 36+8+148+15 || s.Frozen != 8 || s.Buffers != 8 || s.MultiplyAdds != 4*9*64+4*4*9*16+12 {
		t.Errorf("%+v", s)
	}
	text := s.String()
	for _, part := range []string{"norm (frozen)", "(batch, 4, 8, 8)", "2,304", "4,620 multiply-adds for an example", "8 weights are frozen", "8 numbers are kept besides", "207 weights"} {
		if !strings.Contains(text, part) {
			t.Errorf("the summary lacks %q:\n%s", part, text)
		}
	}
	html, _ := s.Display().Data["text/html"].(string)
	if !strings.Contains(html, "<table") || !strings.Contains(html, "multiply-adds") {
		t.Errorf("no HTML table: %s", html)
	}
}

// TestFrozenIsSaved: what is frozen, and moving statistics, come back.
func TestFrozenIsSaved(t *testing.T) {
	m := cnn(t)
	m.MustFreeze([]string{"residual_1.*"})
	m.Buffers()[0].Value.Data[2] = 5
	path := filepath.Join(t.TempDir(), "model")
	m.MustSave(path)
	loaded := nn.MustLoad(path)
	var frozen []string
	for _, p := range loaded.Params() {
		if p.Frozen {
			frozen = append(frozen, p.Name)
		}
	}
	if want := []string{"residual_1.conv2d_1.weight", "residual_1.conv2d_1.bias"}; !slices.Equal(frozen, want) {
		t.Errorf("frozen are %v, want %v", frozen, want)
	}
	if loaded.Buffers()[0].Value.Data[2] != 5 {
		t.Error("the moving statistics are lost")
	}
}

// TestFrozenBatchNormTrainsOnItsMovingStatistics, and others do not.
func TestFrozenBatchNormTrainsOnItsMovingStatistics(t *testing.T) {
	x := data.Zeros(4, 64)
	for i := range x.Data {
		x.Data[i] = float32(math.Sin(float64(i)))
	}
	for _, freeze := range []bool{false, true} {
		m := cnn(t)
		if freeze {
			m.MustFreeze([]string{"norm.*"})
		}
		before, predicted := m.Snapshot(), m.MustPredict(x)
		tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.CrossEntropy{}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := tr.Step(context.Background(), x, data.Zeros(4))
		if err != nil {
			t.Fatal(err)
		}
		if same := r.Output.Equal(predicted); same != freeze {
			t.Errorf("frozen %v: training as in prediction: %v", freeze, same)
		}
		after := m.Snapshot()
		if moved := !after[len(after)-1].Equal(before[len(before)-1]); moved == freeze {
			t.Errorf("frozen %v: the statistics moved: %v", freeze, moved)
		}
	}
}

func TestNotFinite(t *testing.T) {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2, Name: "a"}, nn.Dense{Units: 2, Name: "b"}}, nn.Options{Input: []int{2}, Seed: 1})
	tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.MeanSquaredError{}})
	if err != nil {
		t.Fatal(err)
	}
	x, y := data.MustFromRows([][]float32{{1, 1}}), data.Zeros(1, 2)
	ask := func() string {
		t.Helper()
		text, err := tr.NotFinite(context.Background(), x, y, nil)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if got := ask(); got != "" {
		t.Errorf("of finite numbers: %q", got)
	}
	w := m.Params()
	w[0].Value.Data[0], w[1].Value.Data[0] = 3e38, 3e38
	if got := ask(); got != `the result of Dense "a" holds +Inf` {
		t.Errorf("of an overflow: %q", got)
	}
	w[2].Value.Data[1] = float32(math.NaN())
	if got := ask(); got != "parameter b.weight holds NaN" {
		t.Errorf("of a weight: %q", got)
	}
	w[0].Value.Data[0], w[1].Value.Data[0], w[2].Value.Data[1] = 1, 1, 1
	x.Data[1] = float32(math.Inf(1))
	if got := ask(); got != "the input holds +Inf" {
		t.Errorf("of the input: %q", got)
	}
	x.Data[1], y.Data[0] = 1, 3e38
	if got := ask(); got != "MeanSquaredError is +Inf, though the model's output is finite" {
		t.Errorf("of the loss: %q", got)
	}
}

func TestExchange(t *testing.T) {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1}}, nn.Options{Input: []int{2}})
	copy(m.Params()[0].Value.Data, []float32{1, 2})
	v := [][]float32{{5, 6}, {7}}
	if err := m.Exchange(v); err != nil || !slices.Equal(v[0], []float32{1, 2}) || !slices.Equal(m.Params()[0].Value.Data, []float32{5, 6}) {
		t.Errorf("%v %v %v", err, v, m.Params()[0].Value)
	}
	for _, wrong := range [][][]float32{{{1, 2}}, {{1}, {2}}} {
		if err := m.Exchange(wrong); err == nil {
			t.Errorf("no error for %v", wrong)
		}
	}
}

// TestPredictingWhileTraining is safe, and the same training gives the same
// numbers whatever the processors are.
func TestPredictingWhileTraining(t *testing.T) {
	recurrent := nn.MustSequential([]nn.Layer{nn.Reshape{Shape: []int{8, 8}}, nn.Bidirectional{Layer: nn.GRU{Units: 5}}, nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: 1})
	x := data.Zeros(40, 64)
	for i := range x.Data {
		x.Data[i] = float32(math.Sin(float64(i)))
	}
	train := func(m *nn.Model, predict bool) []*data.Tensor {
		tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.CrossEntropy{}})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() {
			var err error
			for i := 0; predict && i < 10 && err == nil; i++ {
				_, err = m.Predict(x)
			}
			done <- err
		}()
		for range 5 {
			if _, err := tr.Step(context.Background(), x, data.Zeros(40)); err != nil {
				t.Fatal(err)
			}
			if err := tr.Update(func(w, g [][]float32) error {
				for i := range w {
					for j := range w[i] {
						w[i][j] -= .1 * g[i][j]
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
		return m.Snapshot()
	}
	for name, m := range map[string]*nn.Model{"images": cnn(t), "sequences": recurrent} {
		start := m.Snapshot()
		before := runtime.GOMAXPROCS(1)
		want := train(m, false)
		runtime.GOMAXPROCS(4)
		if err := m.Restore(start); err != nil {
			t.Fatal(err)
		}
		got := train(m, true)
		runtime.GOMAXPROCS(before)
		for i := range want {
			if !got[i].Equal(want[i]) {
				t.Errorf("%s: tensor %d differs", name, i)
			}
		}
	}
}
