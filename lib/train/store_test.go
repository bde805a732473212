package train

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
)

// small is a training with everything that a checkpoint holds.
func small(t testing.TB) *Run {
	t.Helper()
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2}, nn.BatchNorm{}}, nn.Options{Input: []int{2}})
	d := &data.Dataset{X: data.Zeros(6, 2), Targets: data.Zeros(6, 2)}
	r, err := newRun(m, d, Options{BatchSize: 2, Accumulate: 2, Metrics: []metrics.Meter{metrics.MSEMeter()}, Checkpoint: Checkpoint{Path: "x", EveryBatches: 1}, EMA: optim.EMA{Decay: .9}, Callbacks: []Callback{EarlyStopping{}.Callback(), SaveBest{Path: "x"}.Callback()}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// FuzzCheckpoint: a checkpoint of any bytes is an error, or a training that goes
// on, never a panic.
func FuzzCheckpoint(f *testing.F) {
	r := small(f)
	r.History.Epochs = []Epoch{{Number: 1, Loss: math.NaN(), Metrics: map[string]float64{"f1": math.Inf(1)}}}
	r.epoch, r.batch = 1, r.batches.Len()
	s := newStore()
	if err := r.save(s); err != nil {
		f.Fatal(err)
	}
	whole, err := s.encode()
	if err != nil {
		f.Fatal(err)
	}
	r.batch, r.seen = 1, seen{[]*data.Tensor{data.Zeros(2, 2)}, [][]int{nil}}
	r.sum.room([][]float32{make([]float32, 4), make([]float32, 2), make([]float32, 2), make([]float32, 2)})
	r.sum.batches = 1
	within := newStore()
	if err := r.save(within); err != nil {
		f.Fatal(err)
	}
	part, err := within.encode()
	if err != nil {
		f.Fatal(err)
	}
	if err := small(f).load(within); err != nil {
		f.Fatal(err)
	}
	f.Add(part)
	f.Add(bytes.Replace(part, []byte(`Batch`), []byte(`Bunch`), 1))
	f.Add(whole)
	f.Add(whole[:100])
	f.Add(bytes.Replace(whole, []byte("length"), []byte("lengths"), 1))
	f.Add(bytes.Replace(whole, []byte(`.length":"1"`), []byte(`.length":"-1"`), 1))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := decodeStore(b)
		if err != nil {
			return
		}
		r := small(t)
		if r.load(s) == nil && (r.epoch < 0 || r.epoch > r.opts.Epochs || len(r.History.Epochs) > r.opts.Epochs) {
			t.Errorf("it goes on at epoch %d of %d with a history of %d", r.epoch, r.opts.Epochs, len(r.History.Epochs))
		}
	})
}

func TestNumbersInJSON(t *testing.T) {
	for _, v := range []float64{0, -1.5, math.Pi, 1e-300, math.NaN(), math.Inf(1), math.Inf(-1)} {
		b, err := json.Marshal(Number(v))
		if err != nil {
			t.Fatal(err)
		}
		var got Number
		if err := json.Unmarshal(b, &got); err != nil || math.Float64bits(float64(got)) != math.Float64bits(v) && !math.IsNaN(v) || math.IsNaN(v) != math.IsNaN(float64(got)) {
			t.Errorf("%v became %s and %v (%v)", v, b, got, err)
		}
	}
	for _, text := range []string{`"x"`, `"1"`, `[]`, `"`} {
		var n Number
		if err := n.UnmarshalJSON([]byte(text)); err == nil {
			t.Errorf("%s became %v", text, n)
		}
	}
}

func TestStoreErrors(t *testing.T) {
	s := newStore()
	if err := s.Set("x", math.NaN()); err == nil {
		t.Error("NaN was written as JSON")
	}
	if err := s.SetTensors("x", []*data.Tensor{nil}); err == nil {
		t.Error("a nil tensor was written")
	}
	if err := s.Get("y", new(int)); err == nil {
		t.Error("what is not there was read")
	}
	if _, err := s.Tensors("y"); err == nil {
		t.Error("tensors that are not there were read")
	}
}
