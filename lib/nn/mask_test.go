package nn_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
)

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
