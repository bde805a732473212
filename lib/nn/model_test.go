package nn_test

import (
	"context"
	"math"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"gorgonia.org/gorgonia"
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

// TestMasks: what stands where a sequence is filled up changes nothing.
func TestMasks(t *testing.T) {
	for name, layers := range map[string][]nn.Layer{
		"last state":    {nn.LSTM{Units: 3}},
		"stacked":       {nn.GRU{Units: 3, Sequence: true}, nn.Dropout{Rate: .1}, nn.SimpleRNN{Units: 2}},
		"bidirectional": {nn.Bidirectional{Layer: nn.LSTM{Units: 2, Sequence: true}}, nn.LayerNorm{}, nn.Bidirectional{Layer: nn.GRU{Units: 2}}},
		"attention":     {nn.Residual{Layers: []nn.Layer{nn.SelfAttention{}}}, nn.GRU{Units: 2}},
		"branches":      {nn.Parallel{Branches: [][]nn.Layer{{}, {nn.Dense{Units: 2}}}, Axis: 1}, nn.LSTM{Units: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			// Word 3 becomes filling in one model, and steps that are not there in
			// the other.
			m := nn.MustSequential(append([]nn.Layer{nn.Embedding{Vocabulary: 5, Units: 3, MaskZero: true, Name: "words"}}, layers...), nn.Options{Input: []int{6}, Seed: 2})
			short := nn.MustSequential(append([]nn.Layer{nn.Embedding{Vocabulary: 5, Units: 3, MaskZero: true, Name: "words"}}, layers...), nn.Options{Input: []int{4}, Seed: 2})
			long := m.MustPredict(data.MustFromRows([][]float32{{1, 2, 3, 4, 0, 0}}))
			want := short.MustPredict(data.MustFromRows([][]float32{{1, 2, 3, 4}}))
			for i, v := range want.Data {
				if math.Abs(float64(long.Data[i]-v)) > 1e-6 {
					t.Fatalf("filled up it gives %v, alone %v", long.Data, want.Data)
				}
			}
			// The vector of the filling does not matter.
			for i := range 3 {
				m.Params()[0].Value.Data[i] = 9
			}
			if got := m.MustPredict(data.MustFromRows([][]float32{{1, 2, 3, 4, 0, 0}})); !got.Equal(long) {
				t.Errorf("the filling's own numbers change %v to %v", long.Data, got.Data)
			}
		})
	}
	m := nn.MustSequential([]nn.Layer{nn.Masking{}, nn.Flatten{}}, nn.Options{Input: []int{3, 2}})
	if _, err := m.Predict(data.Zeros(1, 3, 2)); err == nil || !strings.Contains(err.Error(), `nn: Flatten "flatten_1": its input has sequences that are filled up`) {
		t.Errorf("flattening them: %v", err)
	}
	m = nn.MustSequential([]nn.Layer{nn.Masking{}, nn.Parallel{Branches: [][]nn.Layer{{}, {}}}}, nn.Options{Input: []int{3, 2}})
	if _, err := m.Predict(data.Zeros(1, 3, 2)); err == nil || !strings.Contains(err.Error(), "set Axis to 1") {
		t.Errorf("joining steps: %v", err)
	}
}

// TestALossOfStepsLeavesOutTheFilling: the loss of a batch with filling is that
// of its steps alone.
func TestALossOfStepsLeavesOutTheFilling(t *testing.T) {
	model := func(steps int) *nn.Trainer {
		m := nn.MustSequential([]nn.Layer{nn.Embedding{Vocabulary: 5, Units: 3, MaskZero: true}, nn.SelfAttention{Causal: true}, nn.Dense{Units: 4, Activation: nn.Softmax}}, nn.Options{Input: []int{steps}, Seed: 3})
		tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.CrossEntropy{}})
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	loss := func(tr *nn.Trainer, x, y [][]float32, w []float32) float64 {
		r, err := tr.StepWeighted(context.Background(), data.MustFromRows(x), data.MustFromRows(y), w)
		if err != nil {
			t.Fatal(err)
		}
		return r.Loss
	}
	want := loss(model(3), [][]float32{{1, 2, 3}}, [][]float32{{2, 3, 1}}, nil)
	for name, got := range map[string]float64{
		"one":      loss(model(5), [][]float32{{1, 2, 3, 0, 0}}, [][]float32{{2, 3, 1, 3, 3}}, nil),
		"weighted": loss(model(5), [][]float32{{1, 2, 3, 0, 0}, {1, 1, 1, 1, 1}}, [][]float32{{2, 3, 1, 3, 3}, {0, 0, 0, 0, 0}}, []float32{2, 0}),
	} {
		if math.Abs(got-want) > 1e-6 {
			t.Errorf("%s: loss %v, want %v", name, got, want)
		}
	}
}

// TestATransformerLearns to foretell a sequence in which each word follows from
// the two before it.
func TestATransformerLearns(t *testing.T) {
	const steps, words = 8, 7
	block := nn.Residual{Layers: []nn.Layer{nn.LayerNorm{}, nn.SelfAttention{Heads: 2, Causal: true}}}
	mlp := nn.Residual{Layers: []nn.Layer{nn.LayerNorm{}, nn.Dense{Units: 32, Activation: nn.GELU}, nn.Dense{Units: 16}}}
	m := nn.MustSequential([]nn.Layer{
		nn.Embedding{Vocabulary: words, Units: 16}, nn.PositionalEncoding{}, block, mlp, block, mlp, nn.LayerNorm{}, nn.Dense{Units: words, Activation: nn.Softmax},
	}, nn.Options{Input: []int{steps}, Seed: 1})
	x, y := data.Zeros(words*words, steps), data.Zeros(words*words, steps)
	for i := range words * words {
		a, b := i/words, i%words
		for s := range steps {
			x.Set(float32(a), i, s)
			a, b = b, (a+b)%words
			y.Set(float32(a), i, s)
		}
	}
	tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.CrossEntropy{}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, p := range m.Params() {
		sizes = append(sizes, len(p.Value.Data))
	}
	rule := optim.Adam{LearningRate: .01}
	state, err := rule.Start(sizes)
	if err != nil {
		t.Fatal(err)
	}
	var first, last float64
	for i := range 300 {
		r, err := tr.Step(context.Background(), x, y)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = r.Loss
		}
		last = r.Loss
		if err := tr.Update(func(w, g [][]float32) error { return rule.Step(state, w, g) }); err != nil {
			t.Fatal(err)
		}
	}
	// The first word foretells nothing: log(7)/8 = 0.24 remains at least. Whoever
	// does not look back at the word before it stays at log(7) = 1.95.
	if !(first > 1.5 && last < .9) {
		t.Errorf("the loss went from %v to %v", first, last)
	}
	// A causal model does not look ahead.
	p := m.MustPredict(x.Slice(0, 1))
	other := x.Slice(0, 1).Clone()
	other.Set(6, 0, steps-1)
	q := m.MustPredict(other)
	if !slices.Equal(p.Data[:(steps-1)*words], q.Data[:(steps-1)*words]) || slices.Equal(p.Data, q.Data) {
		t.Error("what comes later changes what was foretold before")
	}
}

func TestPenalties(t *testing.T) {
	x, y := data.MustFromRows([][]float32{{1, 2}}), data.MustFromRows([][]float32{{0, 0}})
	step := func(p []nn.Penalty) (float64, [][]float32, *nn.Model) {
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2}}, nn.Options{Input: []int{2}, Seed: 1})
		copy(m.Params()[0].Value.Data, []float32{3, -1, 4, 0}) // columns (3, 4) and (−1, 0)
		tr, err := m.Trainer(nn.TrainerOptions{Loss: nn.MeanSquaredError{}, Penalties: p})
		if err != nil {
			t.Fatal(err)
		}
		r, err := tr.Step(context.Background(), x, y)
		if err != nil {
			t.Fatal(err)
		}
		var g [][]float32
		_ = tr.Update(func(_, gradients [][]float32) error {
			for _, p := range gradients {
				g = append(g, slices.Clone(p))
			}
			return nil
		})
		return r.Loss, g, m
	}
	loss, g, _ := step(nil)
	with, h, m := step([]nn.Penalty{{Match: "*.weight", L1: .1, L2: .01, MaxNorm: 2}})
	if want := .1*8 + .01*26; math.Abs(with-loss-want) > 1e-5 {
		t.Errorf("the penalty is %v, want %v", with-loss, want)
	}
	for i, want := range []float64{.1 + .06, -.1 - .02, .1 + .08, 0} {
		if got := float64(h[0][i] - g[0][i]); math.Abs(got-want) > 1e-5 {
			t.Errorf("its gradient %d is %v, want %v", i, got, want)
		}
	}
	for i, want := range []float32{3 * 2. / 5, -1, 4 * 2. / 5, 0} {
		if got := m.Params()[0].Value.Data[i]; math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("weight %d is %v with a greatest norm of 2, want %v", i, got, want)
		}
	}
	conv := nn.MustSequential([]nn.Layer{nn.Conv2D{Filters: 2, Kernel: nn.Square(2)}}, nn.Options{Input: []int{1, 2, 2}})
	copy(conv.Params()[0].Value.Data, []float32{3, 0, 4, 0, 1, 0, 0, 0})
	tr, err := conv.Trainer(nn.TrainerOptions{Loss: nn.MeanSquaredError{}, Penalties: []nn.Penalty{{Match: "*.weight", MaxNorm: 2}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.Step(context.Background(), data.Zeros(1, 1, 2, 2), data.Zeros(1, 2, 1, 1)); err != nil {
		t.Fatal(err)
	}
	_ = tr.Update(func(_, _ [][]float32) error { return nil })
	if got := conv.Params()[0].Value.Data; math.Abs(float64(got[0])-1.2) > 1e-6 || got[4] != 1 {
		t.Errorf("filters of a greatest norm of 2: %v", got)
	}
}

// TestInitializers: of n normal numbers the deviation has a relative standard
// error of 1/√(2n), of uniform ones less: 0.7 % here, of which five are allowed.
func TestInitializers(t *testing.T) {
	const in, out = 120, 80
	for scheme, variance := range map[nn.Scheme]float64{
		nn.GlorotUniform: 2. / (in + out), nn.GlorotNormal: 2. / (in + out), nn.HeUniform: 2. / in, nn.HeNormal: 2. / in,
		nn.LeCunUniform: 1. / in, nn.LeCunNormal: 1. / in, nn.Orthogonal: 1. / in,
	} {
		for _, gain := range []float64{0, 2} {
			m := nn.MustSequential([]nn.Layer{nn.Dense{Units: out, Init: nn.Initializer{Scheme: scheme, Gain: gain}}}, nn.Options{Input: []int{in}, Seed: 1})
			var squares float64
			for _, w := range m.Params()[0].Value.Data {
				squares += float64(w) * float64(w)
			}
			want := math.Sqrt(variance) * max(gain, 1)
			if got := math.Sqrt(squares / (in * out)); math.Abs(got/want-1) > .035 {
				t.Errorf("%s with gain %v: deviation %v, want %v", scheme, gain, got, want)
			}
		}
	}
	// The columns of a tall orthogonal matrix are orthonormal.
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 5, Init: nn.Initializer{Scheme: nn.Orthogonal}}}, nn.Options{Input: []int{9}, Seed: 1})
	w := m.Params()[0].Value
	for a := range 5 {
		for b := range 5 {
			var dot float64
			for i := range 9 {
				dot += float64(w.At(i, a)) * float64(w.At(i, b))
			}
			want := 0.0
			if a == b {
				want = 1
			}
			if math.Abs(dot-want) > 1e-5 {
				t.Errorf("columns %d and %d: %v", a, b, dot)
			}
		}
	}
	// A convolution's fans are those of its windows: 8·9 in, 16·9 out.
	conv := nn.MustSequential([]nn.Layer{nn.Conv2D{Filters: 16, Kernel: nn.Square(3), Init: nn.Initializer{Scheme: nn.GlorotUniform}}}, nn.Options{Input: []int{8, 5, 5}, Seed: 1})
	bound, top := math.Sqrt(6./(72+144)), 0.0
	for _, v := range conv.Params()[0].Value.Data {
		top = max(top, math.Abs(float64(v)))
	}
	if top > bound || top < .98*bound {
		t.Errorf("the greatest weight of the filters is %v, the bound %v", top, bound)
	}
	if got := nn.LeakyReLUOf(.5).Gain(); math.Abs(got-math.Sqrt(2/1.25)) > 1e-12 || nn.Tanh.Gain() != 5./3 || nn.ReLU.Gain() != math.Sqrt2 || nn.Sigmoid.Gain() != 1 {
		t.Errorf("gains: %v %v %v %v", got, nn.Tanh.Gain(), nn.ReLU.Gain(), nn.Sigmoid.Gain())
	}
	lstm := nn.MustSequential([]nn.Layer{nn.LSTM{Units: 2}}, nn.Options{Input: []int{3, 2}})
	if got := find(t, lstm.Params(), "bias").Value.Data; !slices.Equal(got, []float32{0, 0, 1, 1, 0, 0, 0, 0}) {
		t.Errorf("an LSTM's bias begins as %v", got)
	}
}

// TestLosses: every loss is in the table, names itself in errors, and refuses
// what it cannot be computed from.
func TestLosses(t *testing.T) {
	mean := nn.FuncLoss{Name: "Mean", Of: func(_ *nn.Graph, out nn.Output, target *gorgonia.Node) (*gorgonia.Node, error) {
		d, err := gorgonia.Sub(out.Value, target)
		if err != nil {
			return nil, err
		}
		if d, err = gorgonia.Square(d); err != nil {
			return nil, err
		}
		return gorgonia.Mean(d)
	}}
	tested := map[string]bool{}
	for _, c := range []struct {
		loss  nn.Loss
		ends  nn.Activation // of a model with 2 outputs
		want  string        // an error; "" for none
		units int
	}{
		{nn.CrossEntropy{}, nn.Softmax, "", 2},
		{nn.CrossEntropy{}, nn.Sigmoid, "use BinaryCrossEntropy", 2},
		{nn.CrossEntropy{}, nn.Softmax, "at least 2 classes", 1},
		{nn.CrossEntropy{LabelSmoothing: 1}, nn.Softmax, "LabelSmoothing", 2},
		{nn.BinaryCrossEntropy{}, nn.Sigmoid, "", 2},
		{nn.BinaryCrossEntropy{}, nn.Softmax, "use CrossEntropy", 2},
		{nn.Focal{}, nn.Softmax, "", 2},
		{nn.NewFocal(), nn.Sigmoid, "", 1},
		{nn.NewFocal(), nn.Sigmoid, "set Focal's Binary", 2},
		{nn.Focal{Gamma: -1}, nn.Softmax, "Gamma", 2},
		{nn.Hinge{}, nn.Linear, "", 2},
		{nn.Hinge{}, nn.Softmax, "Hinge expects numbers without bounds", 2},
		{nn.KLDivergence{}, nn.Softmax, "", 2},
		{nn.KLDivergence{}, nn.Softmax, "at least 2 classes", 1},
		{nn.MeanSquaredError{}, nn.Linear, "", 2},
		{nn.MeanAbsoluteError{}, nn.Linear, "", 2},
		{nn.Huber{}, nn.Linear, "", 2},
		{nn.Huber{Delta: -1}, nn.Linear, "Delta", 2},
		{mean, nn.Linear, "", 2},
		{nn.FuncLoss{}, nn.Linear, "want a Name", 2},
	} {
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: c.units, Activation: c.ends}}, nn.Options{Input: []int{3}, Seed: 1})
		tr, err := m.Trainer(nn.TrainerOptions{Loss: c.loss})
		if err == nil {
			target := data.Zeros(append([]int{2}, tr.Target()...)...)
			_, err = tr.Step(context.Background(), data.MustFromRows([][]float32{{1, 2, 3}, {0, 1, 0}}), target)
			if _, wrong := tr.Step(context.Background(), data.Zeros(2, 3), data.Zeros(2, 7)); wrong == nil {
				t.Errorf("%T: no error for a target of the wrong shape", c.loss)
			}
		}
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v after %q: got %v, want %q", c.loss, c.ends, err, c.want)
		}
		if c.want == "" {
			tested[reflect.TypeOf(c.loss).Name()] = true
		}
	}
	implemented(t, "Loss", tested)

	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2}}, nn.Options{Input: []int{3}})
	tr, err := m.Trainer(nn.TrainerOptions{Loss: mean})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.StepWeighted(context.Background(), data.Zeros(2, 3), data.Zeros(2, 2), []float32{1, 2}); err == nil || !strings.Contains(err.Error(), "Mean: the examples have weights, which this loss leaves aside") {
		t.Errorf("weights that a loss does not use: %v", err)
	}
	for want, w := range map[string][]float32{"got 1": {1}, "weight 1 is -1": {1, -1}} {
		if _, err := tr.StepWeighted(context.Background(), data.Zeros(2, 3), data.Zeros(2, 2), w); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("weights %v: %v", w, err)
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
