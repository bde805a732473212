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
	models := map[string]*nn.Model{"cnn": cnn(t)}
	for i, c := range layers {
		m := nn.MustSequential([]nn.Layer{c.Layer}, nn.Options{Input: c.Input, Seed: i})
		if m.ExportONNX(filepath.Join(dir, "try")) == nil {
			models[fmt.Sprintf("layer%02d", i)] = m
		}
	}
	if len(models) < 20 {
		t.Errorf("only %d models can be written", len(models))
	}
	inputs := map[string]*data.Tensor{}
	for name, m := range models {
		for _, p := range m.Buffers() {
			for i := range p.Value.Data {
				p.Value.Data[i] += float32(i+1) / 10
			}
		}
		x := data.Zeros(append([]int{3}, m.Input()...)...)
		for i := range x.Data {
			x.Data[i] = float32((i*7919)%200)/100 - 1
		}
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

func TestExportNamesWhatItCannotWrite(t *testing.T) {
	m := nn.MustSequential([]nn.Layer{nn.Residual{Layers: []nn.Layer{nn.LSTM{Units: 2, Sequence: true}}}}, nn.Options{Input: []int{3, 2}})
	err := m.ExportONNX(filepath.Join(t.TempDir(), "m"))
	if err == nil || !strings.Contains(err.Error(), `LSTM "residual_1.lstm_1": this layer cannot be written in the ONNX format`) {
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
