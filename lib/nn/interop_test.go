package nn_test

// What other programs make of our files: Python's safetensors, and onnxruntime.
// "make test" makes the Python environment and names it in GORGO_PYTHON; without
// one these tests are skipped, and under CI=true they fail.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
)

func TestPythonReadsOurModels(t *testing.T) {
	python := os.Getenv("GORGO_PYTHON")
	if python == "" {
		const how = "Run the tests with make test; it makes one, if there is Python 3."
		if os.Getenv("CI") == "true" {
			t.Fatalf("the Python environment is missing: %s", how)
		}
		t.Skipf("the Python environment is missing: this test did not run. %s", how)
	}
	dir := t.TempDir()
	models, inputs := map[string]*nn.Model{"cnn": cnn(t)}, map[string]*data.Tensor{}
	all := exports
	for _, c := range layers {
		if len(c.Load) == 0 { // else it is a layer of one's own
			all = append(all, exportCase{layers: []nn.Layer{c.Layer}, input: c.Input, words: c.Integers})
		}
	}
	cases := map[string]exportCase{}
	for i, c := range all {
		name := fmt.Sprintf("case%02d", i)
		cases[name], models[name] = c, nn.MustSequential(c.layers, nn.Options{Input: c.input, Seed: i})
	}
	for name, m := range models {
		for i, p := range append(m.Buffers(), m.Params()...) {
			for j := range p.Value.Data { // also biases, which begin at 0
				p.Value.Data[j] += float32((i+7*j)%10+1) / 20
			}
		}
		x := cases[name].examples(m.Input())
		inputs[name] = x
		b, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".json"), b, 0o666); err != nil {
			t.Fatal(err)
		}
		m.MustExportONNX(filepath.Join(dir, name+".onnx"))
		m.MustSave(filepath.Join(dir, name+".safetensors"))
	}
	cmd := exec.Command(python, "testdata/interop.py", dir)
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, errors.String())
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	read := 0
	for decoder.More() {
		var got struct {
			Name    string
			Y       *data.Tensor
			Weights map[string]*data.Tensor
			Format  string
		}
		if err := decoder.Decode(&got); err != nil {
			t.Fatal(err)
		}
		read++
		m := models[got.Name]
		t.Run(got.Name+" "+m.String(), func(t *testing.T) {
			want := m.MustPredict(inputs[got.Name])
			if fmt.Sprint(got.Y.Shape) != fmt.Sprint(want.Shape) {
				t.Errorf("onnxruntime returns the shape %v, want %v", got.Y.Shape, want.Shape)
			}
			closeTo(t, "onnxruntime's prediction", got.Y.Data, want)
			all := append(m.Params(), m.Buffers()...)
			if len(got.Weights) != len(all) || got.Format != "gorgo" {
				t.Errorf("safetensors reads %d tensors of the format %q, want %d", len(got.Weights), got.Format, len(all))
			}
			for _, p := range all {
				if w := got.Weights[p.Name]; w == nil || !w.Equal(p.Value) {
					t.Errorf("safetensors reads another %s", p.Name)
				}
			}
		})
	}
	if read != len(models) {
		t.Errorf("%d models were read, want %d", read, len(models))
	}
}

// exportCase is a network that is exported.
type exportCase struct {
	layers []nn.Layer
	input  []int
	words  int  // the input are numbers of words below it
	filled bool // some steps are filled up, with 0
}

// exports are networks whose layers have something to do with each other.
var exports = []exportCase{
	{layers: []nn.Layer{nn.LSTM{Units: 3, Sequence: true}, nn.GRU{Units: 4, Sequence: true}, nn.SimpleRNN{Units: 2, Activation: nn.Sigmoid}, nn.Dense{Units: 2, Activation: nn.Softmax}}, input: []int{5, 2}},
	{layers: []nn.Layer{nn.Bidirectional{Layer: nn.LSTM{Units: 3, Sequence: true}}, nn.LayerNorm{}, nn.Bidirectional{Layer: nn.SimpleRNN{Units: 2}}}, input: []int{4, 3}},
	{layers: []nn.Layer{nn.Masking{}, nn.LSTM{Units: 3, Sequence: true}, nn.Dropout{Rate: .5}, nn.GRU{Units: 2}}, input: []int{4, 2}, filled: true},
	{layers: []nn.Layer{nn.Masking{}, nn.Bidirectional{Layer: nn.LSTM{Units: 3, Sequence: true, NoBias: true}}, nn.SimpleRNN{Units: 2, Reverse: true}}, input: []int{4, 2}, filled: true},
	{layers: []nn.Layer{nn.Masking{}, nn.GRU{Units: 2, Reverse: true, NoBias: true}}, input: []int{4, 2}, filled: true},
	{layers: []nn.Layer{nn.Masking{}, nn.SelfAttention{Heads: 2}, nn.LSTM{Units: 2}}, input: []int{4, 6}, filled: true},
	{layers: []nn.Layer{nn.Masking{}, nn.SelfAttention{Causal: true}}, input: []int{4, 3}, filled: true},
	{layers: []nn.Layer{ // a small transformer, of words
		nn.Embedding{Vocabulary: 3, Units: 8, MaskZero: true}, nn.PositionalEncoding{},
		nn.Residual{Layers: []nn.Layer{nn.LayerNorm{}, nn.SelfAttention{Heads: 2, Causal: true}}},
		nn.Residual{Layers: []nn.Layer{nn.LayerNorm{}, nn.Dense{Units: 16, Activation: nn.GELU}, nn.Dense{Units: 8}}},
		nn.GRU{Units: 4},
	}, input: []int{6}, words: 3},
	{layers: []nn.Layer{nn.Embedding{Vocabulary: 3, Units: 2, MaskZero: true}, nn.Parallel{Branches: [][]nn.Layer{{}, {nn.Dense{Units: 2}}}, Axis: 1}, nn.LSTM{Units: 2}}, input: []int{5}, words: 3},
}

// examples returns three.
func (c exportCase) examples(shape []int) *data.Tensor {
	x := data.Zeros(append([]int{3}, shape...)...)
	for i := range x.Data {
		if c.words > 0 {
			x.Data[i] = float32(i * i * 31 % c.words)
		} else {
			x.Data[i] = float32((i*7919)%200)/100 - 1
		}
	}
	if c.filled { // at the end, at the beginning, all
		steps, w := shape[0], shape[1]
		clear(x.Data[(steps-2)*w : steps*w])
		clear(x.Data[steps*w : (steps+1)*w])
		clear(x.Data[2*steps*w:])
	}
	return x
}

func TestExportNamesWhatItCannotWrite(t *testing.T) {
	m := nn.MustSequential([]nn.Layer{nn.Residual{Layers: []nn.Layer{square}}}, nn.Options{Input: []int{3, 2}})
	err := m.ExportONNX(filepath.Join(t.TempDir(), "m"))
	if err == nil || !strings.Contains(err.Error(), `Func "residual_1.square": this layer cannot be written in the ONNX format`) {
		t.Errorf("got %v", err)
	}
	m = nn.MustSequential([]nn.Layer{nn.Masking{}, nn.Flatten{}}, nn.Options{Input: []int{3, 2}})
	if err := m.ExportONNX(filepath.Join(t.TempDir(), "m")); err == nil || !strings.Contains(err.Error(), `Flatten "flatten_1": its input has sequences that are filled up`) {
		t.Errorf("got %v", err)
	}
}

// TestWeightsOfAnotherProgram are loaded by their names, into a model of the same
// shapes; what does not fit is named with both shapes.
func TestWeightsOfAnotherProgram(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "weights")
	from := nn.MustSequential([]nn.Layer{nn.Dense{Units: 3}, nn.BatchNorm{}}, nn.Options{Input: []int{2}, Seed: 1})
	from.MustSave(path)
	to := nn.MustSequential([]nn.Layer{nn.Dense{Units: 3}, nn.BatchNorm{}}, nn.Options{Input: []int{2}, Seed: 2})
	to.MustLoadWeights(path)
	if !to.Snapshot()[0].Equal(from.Snapshot()[0]) {
		t.Error("the weights differ")
	}
	other := nn.MustSequential([]nn.Layer{nn.Dense{Units: 4}}, nn.Options{Input: []int{2}, Seed: 2})
	err := other.LoadWeights(path)
	for _, want := range []string{"dense_1.weight: the model has (2, 4), the file (2, 3)", "batch_norm_1.moving_mean (3) is not in the model"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
